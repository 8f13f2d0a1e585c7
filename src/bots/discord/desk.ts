/** What the parts of the Discord bot share. */
import type { Client } from 'discord.js';
import type { TenantId } from '../../domain.ts';
import type { Actor, AnswerView } from '../../pipeline/interview/interview-types.ts';
import type { BotContext } from '../bot.ts';
import type { CardFile } from './cards.ts';
import type {
  Cards,
  LivePosts,
  OpenSessions,
  PeerReviews,
  Responders,
  Scores,
  ScoreTarget,
  Typed,
} from './ports.ts';
import type { VoiceRooms } from './voice/rooms.ts';
import { usualVoiceTimings, type VoiceTimings } from './voice/timings.ts';

export type Timings = VoiceTimings & {
  /** A typed answer is complete when nothing more comes for this long. */
  typedPauseMs: number;
  /** At most one edit of a post in this time. */
  editEveryMs: number;
};

export const usualTimings: Timings = { ...usualVoiceTimings, typedPauseMs: 8_000, editEveryMs: 1_000 };

export type Desk = {
  client: Client<true>;
  context: BotContext;
  timings: Timings;
  sessions: OpenSessions;
  posts: LivePosts;
  responders: Responders;
  scores: Scores;
  peers: PeerReviews;
  rooms: VoiceRooms;
  typed: Typed;
  cards: Cards;
  /** Messages that somebody wants scored, by the id of the interaction, until their form comes back. */
  targets: Map<string, ScoreTarget>;
  /** Pictures that go with the feedback on an answer. */
  charts(answer: AnswerView): Promise<CardFile[]>;
  /** Ends everything that waits or listens. */
  signal: AbortSignal;
};

export const tenantOf = (guildId: string): TenantId => `discord:${guildId}`;
export const guildIdOf = (tenant: TenantId): string => tenant.slice('discord:'.length);
export const actorIn = (tenant: TenantId, userId: string): Actor => ({ tenant, userId });
