import type { faults } from './wording/en/faults.ts';

/**
 * Failures that callers treat differently. Everything else is an ordinary Error, which a person never sees:
 * they see one neutral sentence and an id.
 */
export type CoachErrorCode =
  /** The caller passed something unusable; the message says what to do. Exit code 2 in the terminal. */
  | 'bad_input'
  /** The environment or a setting is wrong; the message names every fault. */
  | 'bad_config'
  /** A sound file that cannot be read, is too long or too large. */
  | 'bad_audio'
  /** Nothing was said: silence, noise or a click. No words are made up for it. */
  | 'no_speech'
  /** No model is loaded for this job; `retryAfterMs` says when to ask again if one is loading. */
  | 'model_unavailable'
  /** A download or a remote server failed. */
  | 'network'
  /** The database cannot be opened, read or written; nothing was changed. */
  | 'store_unavailable'
  /** What was asked for does not exist, or does not belong to the person asking. */
  | 'not_found'
  /** The person has not consented, or lacks the right. */
  | 'not_allowed'
  /** The session is not in a state that allows this. */
  | 'wrong_state';

/** A fault by its key in `src/wording/en/faults.ts`, which has the sentence that a person reads. */
export type FaultKey = keyof typeof faults;
/** The facts that a sentence needs. A value may itself be a fault, or several, one per line. */
export type FaultValues = Readonly<{ [name: string]: string | number | Fault | readonly Fault[] }>;
/** What happened, before anybody has put it into words. */
export type Fault = { fault: FaultKey; values: FaultValues };

type Options = { cause?: unknown; retryAfterMs?: number };

/**
 * The one error class of the program. `code` says how callers treat it, `fault` what happened, `values` the
 * facts that its sentence needs. `wording.fault(error)` makes the sentence at the edge.
 */
export class CoachError extends Error {
  readonly code: CoachErrorCode;
  readonly fault: FaultKey | null;
  readonly values: FaultValues;
  readonly retryAfterMs: number | undefined;

  constructor(code: CoachErrorCode, fault: FaultKey, values?: FaultValues, options?: Options);
  /** @deprecated Puts a sentence in code; pass a fault and its values instead. */
  constructor(code: CoachErrorCode, sentence: string, options?: Options);
  constructor(code: CoachErrorCode, fault: string, given: FaultValues | Options = {}, last?: Options) {
    const isKey = /^fault\.[a-z0-9.-]+$/.test(fault);
    const options: Options = isKey ? (last ?? {}) : (given as Options);
    super(fault, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CoachError';
    this.code = code;
    this.fault = isKey ? (fault as FaultKey) : null;
    this.values = isKey ? (given as FaultValues) : {};
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** True when `error` is a CoachError, of the given code if one is named. */
export const isCoachError = (error: unknown, code?: CoachErrorCode): error is CoachError =>
  error instanceof CoachError && (code === undefined || error.code === code);
