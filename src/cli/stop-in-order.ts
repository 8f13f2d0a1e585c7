import type { Log } from '../log.ts';

/**
 * How long a stop waits for what is under way before the process ends anyway. Nothing is lost with it: what was under way
 * is taken up at the next start.
 */
export const stopPatienceMs = 2_900;

export type Stop = {
  signal: AbortSignal;
  /** Ends everything in order, with exit code 1: something went wrong that nothing could deal with. */
  fail(error: unknown): void;
  /** Ends everything in order. */
  now(): void;
  /** Leaves signals and errors to others again. */
  dispose(): void;
};

/**
 * Ends the program in order at SIGTERM, Ctrl-C and, as the last resort, at an error that nothing has caught: what it holds
 * is given back, and the error stands in the log.
 */
export function stopInOrder(log: Log, { patienceMs = stopPatienceMs } = {}): Stop {
  const controller = new AbortController();
  const now = () => {
    if (controller.signal.aborted) return;
    controller.abort();
    setTimeout(() => process.exit(process.exitCode ?? 0), patienceMs).unref();
  };
  const fail = (error: unknown) => {
    log.fatal({ err: error }, 'An error was caught by nobody; the program stops');
    process.exitCode = 1;
    now();
  };
  process.once('SIGINT', now);
  process.once('SIGTERM', now);
  process.on('unhandledRejection', fail);
  process.on('uncaughtException', fail);
  return {
    signal: controller.signal,
    fail,
    now,
    dispose() {
      process.removeListener('SIGINT', now);
      process.removeListener('SIGTERM', now);
      process.removeListener('unhandledRejection', fail);
      process.removeListener('uncaughtException', fail);
    },
  };
}
