import { servedTime } from '../served-time.ts';
import {
  type Channel,
  type Component,
  flag,
  type Guild,
  type Message,
  type RawUser,
  snowflake,
} from './protocol.ts';
import type { World } from './world.ts';

/** What a person did (command, button, modal), and what the bot made of it. */
export type Interaction = InteractionAbout & {
  id: string;
  token: string;
  createdAt: number;
  /** How long the person has waited, without the time in which this machine was too busy to serve them. */
  waitedMs(): number;
  /** Type of the first answer; 0 while there is none. */
  acknowledged: number;
  acknowledgedAfterMs: number;
  original: Message | null;
  followups: Message[];
  modal: Modal | null;
  choices: { name: string; value: string | number }[];
  edits: number;
  ageMs(): number;
  isEphemeral(): boolean;
  acknowledgement(): Promise<{ type: number; ms: number }>;
  /** The visible answer: an immediate reply, or the deferred one once it is filled in. */
  reply(timeoutMs?: number): Promise<Message>;
  followup(matches?: (message: Message) => boolean): Promise<Message>;
  modalShown(): Promise<Modal>;
};
type InteractionAbout = {
  type: number;
  data: Record<string, unknown>;
  user: RawUser;
  channel: Channel;
  guild: Guild | null;
  message: Message | null;
};

export type Modal = { title: string; custom_id: string; components: Component[] };
export const tokenLifeMs = 15 * 60_000;

export function openInteraction(world: World, about: InteractionAbout): Interaction {
  const createdAt = Date.now();
  const created = servedTime();
  const interaction: Interaction = {
    ...about,
    id: snowflake(),
    token: `token-${snowflake()}`,
    createdAt,
    waitedMs: () => servedTime() - created,
    acknowledged: 0,
    acknowledgedAfterMs: 0,
    original: null,
    followups: [],
    modal: null,
    choices: [],
    edits: 0,
    ageMs: () => Date.now() + world.skewMs - createdAt,
    isEphemeral: () => ((interaction.original?.flags ?? 0) & flag.ephemeral) !== 0,
    async acknowledgement() {
      await world.until('the acknowledgement', () => {
        if (!interaction.acknowledged && interaction.waitedMs() > world.acknowledgeMs + 500)
          throw new Error(`not acknowledged within ${world.acknowledgeMs} ms`);
        return interaction.acknowledged;
      });
      return { type: interaction.acknowledged, ms: interaction.acknowledgedAfterMs };
    },
    reply: (timeoutMs) =>
      world.until(
        'the reply',
        () =>
          interaction.original &&
          (interaction.original.flags & flag.loading) === 0 &&
          (interaction.acknowledged !== 6 || interaction.edits > 0) &&
          interaction.original,
        timeoutMs,
      ),
    followup: (matches = () => true) => world.until('a follow-up', () => interaction.followups.find(matches)),
    modalShown: () => world.until('the modal', () => interaction.modal),
  };
  return interaction;
}
