import type { Platform } from '../domain.ts';
import type { Log } from '../log.ts';
import type { Interview } from '../pipeline/interview-types.ts';

/** A bot turns what happens on its platform into calls of the interview, and deliveries into messages. */
export type Bot = {
  platform: Platform;
  /** Runs until the signal aborts. Throws a CoachError with one sentence when the platform refuses it; other bots go on. */
  run(signal: AbortSignal): Promise<void>;
};

/** What every bot is given. */
export type BotContext = {
  interview: Interview;
  log: Log;
  now: () => Date;
};
