import type { EventStream } from '../../async/event-stream.ts';
import type { Config } from '../../config.ts';
import type { Moment, StageEvent } from '../../domain.ts';
import type { Log } from '../../log.ts';
import type { Models } from '../../models/ports.ts';
import type { Store } from '../../store/store.ts';
import type { Evaluator } from '../evaluation-types.ts';
import type { Bank } from '../questions/bank.ts';

/** What replaces a follow-up question whose quote is gone, because its answer was deleted or expired. */
export type StandIns = { deleted: string; expired: string };

type QuotaSetting = Extract<keyof Config, `QUOTA_${string}`>;

/** What an interview needs: shared by the bots' calls and the worker behind them. */
export type Parts = {
  store: Store;
  bank: Bank;
  evaluator: Evaluator;
  models: Pick<Models, 'speech' | 'transcriber' | 'generator' | 'embedder' | 'events'>;
  stages: EventStream<StageEvent>;
  config: Pick<Config, 'ANSWER_MAX_SECONDS' | 'FOLLOW_UP_DEPTH' | 'RETENTION' | 'WHISPER_MODEL'> &
    Partial<Pick<Config, QuotaSetting>>;
  log: Log;
  standIns: Pick<StandIns, 'deleted'>;
  now: () => Date;
  /** How long a job stays with a worker that shows no sign of life; default 15 s. */
  leaseMs?: number;
  /** How soon after an answer a text counts as a late part of it; default 6 s. */
  lateTextMs?: number;
  /** How long a candidate who has left may stay away; default five minutes. */
  candidateAwayMs?: number;
  /** How long an interviewer may think about what comes next; default two minutes. */
  interviewerWaitMs?: number;
  /** How long somebody who is asked to take part may think about it; default five minutes. */
  invitationMs?: number;
};

export const defaultLeaseMs = 15_000;

export const momentOf = ({ now }: Pick<Parts, 'now'>): Moment => now().toISOString();

/** Whether speech can be turned into text, now or as soon as a model that is on its way has arrived. */
export function transcriberInSight({ models }: Pick<Parts, 'models'>): boolean {
  const { state } = models.transcriber.status();
  return state === 'ready' || state === 'loading';
}
