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
  VoiceRooms,
} from './ports.ts';

export type Timings = {
  /** Silence that ends an answer; longer while the sentence is open. */
  silenceMs: number;
  /** A typed answer is complete when nothing more comes for this long. */
  typedPauseMs: number;
  /** Nobody heard for this long is said. */
  unheardMs: number;
  /** An interview whose people have all left ends after this. */
  aloneMs: number;
  /** At most one edit of a post in this time. */
  editEveryMs: number;
  /** How long a microphone test listens. */
  micTestMs: number;
};

export const usualTimings: Timings = {
  silenceMs: 2_500,
  typedPauseMs: 8_000,
  unheardMs: 60_000,
  aloneMs: 5 * 60_000,
  editEveryMs: 1_000,
  micTestMs: 8_000,
};

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
