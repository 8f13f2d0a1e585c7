/**
 * Answers interactions in time and for as long as Discord allows: acknowledged first, filled in later, and by direct
 * message where that came too late.
 */
import { type Interaction, MessageFlags, type RepliableInteraction } from 'discord.js';
import type { Log } from '../../log.ts';
import type { Card } from './cards.ts';
import { isDiscordFault, loggable } from './faults.ts';
import type { Responder, Responders } from './ports.ts';

/** Discord gives 3 s for the first answer and 15 minutes for all that follow; both with a margin. */
const tokenLifeMs = 14.5 * 60_000;
const warnAfterMs = 2_000;

export function createResponders({ log }: { log: Log }): Responders {
  const last = new Map<string, Responder>();

  function open(
    interaction: RepliableInteraction,
    how: 'private' | 'public' | 'update',
    inTime: boolean,
  ): Responder {
    let filled = how === 'update';
    const alive = () => inTime && Date.now() - interaction.createdTimestamp < tokenLifeMs;
    async function byInteraction(card: Card): Promise<boolean> {
      if (!alive()) return false;
      try {
        if (filled) await interaction.followUp({ ...card, flags: card.flags | MessageFlags.Ephemeral });
        else {
          filled = true;
          await interaction.editReply(card);
        }
        return true;
      } catch (error) {
        if (
          !isDiscordFault(
            error,
            'invalidWebhookToken',
            'unknownWebhook',
            'unknownInteraction',
            'unknownMessage',
          )
        )
          throw error;
        inTime = false;
        return false;
      }
    }
    async function show(card: Card): Promise<void> {
      if (how !== 'update' && filled && alive()) {
        await interaction.editReply(card);
        return;
      }
      if (await byInteraction(card)) return;
      await byDirectMessage(card);
    }
    async function byDirectMessage(card: Card): Promise<void> {
      await interaction.user.send(card).catch((error: unknown) => {
        log.warn({ fault: loggable(error) }, 'A late answer could not be sent by direct message either');
      });
    }
    return {
      userId: interaction.user.id,
      alive,
      filled: () => filled,
      add: byInteraction,
      show,
      async refuse(card) {
        if (how !== 'public' || filled || !alive()) return await show(card);
        // What was promised to everyone cannot be made private: it is taken away, and said anew.
        filled = true;
        await interaction.deleteReply().catch((error: unknown) => {
          log.debug({ fault: loggable(error) }, 'A reply was gone already');
        });
        if (!(await byInteraction(card))) await byDirectMessage(card);
      },
    };
  }

  return {
    async acknowledge(interaction, how) {
      let inTime = true;
      try {
        if (how === 'update' && interaction.isMessageComponent()) await interaction.deferUpdate();
        else await interaction.deferReply(how === 'public' ? {} : { flags: MessageFlags.Ephemeral });
      } catch (error) {
        inTime = false;
        log.warn(
          { fault: loggable(error), interactionId: interaction.id, afterMs: ageOf(interaction) },
          'An interaction was answered too late; its result goes by direct message',
        );
      }
      if (inTime && ageOf(interaction) > warnAfterMs)
        log.warn(
          { interactionId: interaction.id, afterMs: ageOf(interaction) },
          'An interaction was answered only just in time',
        );
      const responder = open(interaction, how, inTime);
      const key = `discord:${interaction.guildId}|${interaction.user.id}`;
      last.delete(key);
      last.set(key, responder);
      forgetDead(last);
      return responder;
    },
    lastOf(tenant, userId) {
      const found = last.get(`${tenant}|${userId}`);
      return found?.alive() ? found : null;
    },
  };
}

const ageOf = (interaction: Interaction) => Date.now() - interaction.createdTimestamp;

function forgetDead(responders: Map<string, Responder>): void {
  for (const [key, responder] of responders) {
    if (responder.alive()) return;
    responders.delete(key);
  }
}
