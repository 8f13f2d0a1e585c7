/**
 * Answers interactions in time and for as long as Discord allows: acknowledges first, fills in later, and
 * sends a direct message when it is too late for that.
 */
import { type Interaction, MessageFlags, type RepliableInteraction } from 'discord.js';
import type { Actor, TenantId } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Expected, Press } from '../happened.ts';
import type { Message } from '../message.ts';
import { type Card, renderCard } from './cards.ts';
import { discordErrorFacts, isDiscordFault } from './client.ts';
import { renderDialog } from './dialogs.ts';

/** Discord allows 3 s for the first answer and 15 minutes for all that follow; both with a margin. */
const tokenLifeMs = 14.5 * 60_000;
const warnAfterMs = 2_000;

type Exchange = Required<Pick<Press, 'reply' | 'ask' | 'replaceReply'>> & {
  /** Where the person belongs, as soon as that is known: the buttons of a reply act there. */
  belongsTo(tenant: TenantId): void;
  /** Everything has been said: removes the placeholder that promises more. */
  close(): Promise<void>;
};

export type Replies = {
  /** Acknowledges an interaction, unless the answer will be a dialog. */
  open(interaction: RepliableInteraction, tenant: TenantId, expected: Expected): Promise<Exchange>;
  /** Shows something only to one person, where they acted last; false when Discord no longer takes it. */
  whisper(person: Actor, message: Message): Promise<boolean>;
};

/** `dialogMs`: when a dialog is not ready by then, the person is promised a reply instead. */
export function createReplies({
  dialogMs,
  log,
  wording,
}: {
  dialogMs: number;
  log: Log;
  wording: Wording;
}): Replies {
  const last = new Map<string, { alive(): boolean; add(card: Card): Promise<boolean> }>();

  return {
    async open(interaction, assumed, expected) {
      let tenant = assumed;
      const isUpdate = expected === 'quiet' && interaction.isMessageComponent();
      /** `promised`: Discord shows that a reply is coming, and to whom. */
      let state: 'open' | 'promised' | 'answered' = 'open';
      let inTime = true;
      const promisesAll = expected === 'public';
      const alive = () => inTime && ageOf(interaction) < tokenLifeMs;
      const render = (message: Message) => renderCard(message, { tenant, wording });

      async function acknowledge(): Promise<void> {
        if (state !== 'open') return;
        state = isUpdate ? 'answered' : 'promised';
        try {
          if (isUpdate) await interaction.deferUpdate();
          else await interaction.deferReply(promisesAll ? {} : { flags: MessageFlags.Ephemeral });
        } catch (error) {
          inTime = false;
          log.warn(
            { fault: discordErrorFacts(error), interactionId: interaction.id, afterMs: ageOf(interaction) },
            'An interaction was acknowledged too late; its result goes by direct message',
          );
        }
        if (inTime && ageOf(interaction) > warnAfterMs)
          log.warn(
            { interactionId: interaction.id, afterMs: ageOf(interaction) },
            'An interaction was acknowledged only just in time',
          );
      }
      /** False when Discord no longer takes it. */
      async function attempt(work: () => Promise<unknown>): Promise<boolean> {
        if (!alive()) return false;
        try {
          await work();
          return true;
        } catch (error) {
          if (!isDiscordFault(error, ...tokenFaults)) throw error;
          inTime = false;
          return false;
        }
      }
      async function show(card: Card, isPrivate: boolean): Promise<void> {
        const flags = isPrivate ? card.flags | MessageFlags.Ephemeral : card.flags;
        const before = state;
        state = 'answered';
        if (before === 'open') await interaction.reply({ ...card, flags });
        else if (before === 'promised' && isPrivate !== promisesAll) await interaction.editReply(card);
        else {
          // A reply promised to everyone cannot be made private: it is deleted and sent again.
          if (before === 'promised') await interaction.deleteReply();
          await interaction.followUp({ ...card, flags });
        }
      }
      async function reply(message: Message, isPrivate: boolean): Promise<void> {
        const card = render(message);
        if (await attempt(() => show(card, isPrivate))) return;
        await interaction.user.send(card).catch((error: unknown) => {
          log.warn(
            { fault: discordErrorFacts(error) },
            'A late answer could not be sent by direct message either',
          );
        });
      }

      if (expected !== 'dialog') await acknowledge();
      // A dialog has to be the very first answer. If it is not ready in time, the person gets a reply
      // instead.
      const overdue = setTimeout(() => void acknowledge(), dialogMs);
      const remember = () => {
        const key = keyOf(tenant, interaction.user.id);
        last.delete(key);
        last.set(key, {
          alive,
          add: async (card) =>
            state === 'answered' &&
            (await attempt(() =>
              interaction.followUp({ ...card, flags: card.flags | MessageFlags.Ephemeral }),
            )),
        });
        forgetDead(last);
      };
      remember();
      return {
        belongsTo(found) {
          tenant = found;
          remember();
        },
        reply: (message, options) => reply(message, options?.private ?? true),
        async ask(dialog) {
          if (state !== 'open' || !('showModal' in interaction))
            throw new CoachError('wrong_state', 'fault.discord-too-late');
          state = 'answered';
          await interaction.showModal(renderDialog(dialog, tenant));
        },
        replaceReply: async (message) =>
          state !== 'open' && !isUpdate && (await attempt(() => interaction.editReply(render(message)))),
        async close() {
          clearTimeout(overdue);
          if (state === 'open' && interaction.isMessageComponent())
            await attempt(() => interaction.deferUpdate());
          if (state === 'promised') await attempt(() => interaction.deleteReply());
          state = 'answered';
        },
      };
    },
    async whisper({ tenant, userId }, message) {
      const found = last.get(keyOf(tenant, userId));
      return found?.alive() === true && (await found.add(renderCard(message, { tenant, wording })));
    },
  };
}

const tokenFaults = [
  'invalidWebhookToken',
  'unknownWebhook',
  'unknownInteraction',
  'unknownMessage',
] as const;
const keyOf = (tenant: TenantId, userId: string) => `${tenant}|${userId}`;
const ageOf = (interaction: Interaction) => Date.now() - interaction.createdTimestamp;

function forgetDead(exchanges: Map<string, { alive(): boolean }>): void {
  for (const [key, exchange] of exchanges) {
    if (exchange.alive()) return;
    exchanges.delete(key);
  }
}
