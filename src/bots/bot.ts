import type { Config } from '../config.ts';
import type {
  ModelTask,
  Platform,
  Posts,
  ReceivedEvents,
  SlackInstallations,
  SlotState,
  TenantId,
} from '../domain.ts';
import type { Connections } from '../http/connections.ts';
import type { Log } from '../log.ts';
import type { Interview } from '../pipeline/interview/interview-types.ts';
import type { Pairing } from '../pipeline/pairing/pairing-types.ts';
import type { Preparation } from '../pipeline/prepare/prepare-types.ts';
import type { Consents } from '../pipeline/privacy/consent.ts';
import type { Privacy } from '../pipeline/privacy/privacy-types.ts';
import type { Progress } from '../pipeline/progress/progress-types.ts';
import type { Bank } from '../pipeline/questions/bank.ts';
import type { Narrator } from '../pipeline/questions/narrator.ts';
import type { Schedules } from '../pipeline/schedules/schedule-types.ts';
import type { ShardLeases } from '../pipeline/shard-leases.ts';
import type { Stories } from '../pipeline/stories/story-types.ts';
import type { TenantSettingsDesk } from '../pipeline/tenant-settings.ts';
import type { Wording } from '../wording/wording.ts';

/** A bot turns what happens on its platform into calls of the interview, and deliveries into messages. */
export type Bot = {
  platform: Platform;
  /** Runs until the signal aborts. Throws a CoachError with one sentence when the platform refuses it; other bots go on. */
  run(signal: AbortSignal): Promise<void>;
};

/** The state of the models, and the transcriber for a microphone test. */
export type BotModels = Record<ModelTask, { task: ModelTask; status(): SlotState }> & {
  transcriber: { current(): { transcribe(pcm: Float32Array): Promise<{ text: string }> } | null };
};

export type BotNotices = {
  publish(topic: string, payload: { readonly [name: string]: string }): void;
  /** Calls the listener for each notice, those of this process included, until the returned function is called. */
  subscribe(topic: string, listener: (payload: unknown) => void): () => void;
};

/** On this machine, by a speech server, or by other processes, of which this one knows only that they have the same owner. */
export type HeardWhere = 'here' | 'remote' | 'elsewhere';

/** What every bot is given. */
export type BotContext = {
  config: Config;
  bank: Bank;
  interview: Interview;
  consents: Consents;
  tenantSettings: TenantSettingsDesk;
  progress: Progress;
  preparation: Preparation;
  stories: Stories;
  privacy: Privacy;
  schedules: Schedules;
  pairing: Pairing;
  /** Where something about a person was posted: once it is erased here, the post is emptied. */
  posts: Posts;
  /** What a platform sent, until it is handled. */
  inbox: ReceivedEvents;
  /** Workspaces that installed the app; null without SECRET_KEY. */
  installations: SlackInstallations | null;
  models: BotModels;
  /** What turns speech into text. */
  heard: HeardWhere;
  /** Where a bot says whether it is connected. */
  connections: Connections;
  /** Which shards of Discord this process serves. */
  shards: ShardLeases;
  /** Tells the processes on the same store something; it may get lost. */
  notices: BotNotices;
  /** The places of a platform where an account is known, oldest first. */
  knownAt(platform: Platform, userId: string): Promise<TenantId[]>;
  /** Speaks questions. */
  narrator: Narrator;
  log: Log;
  /** Makes every text that a person reads. */
  wording: Wording;
  now: () => Date;
};
