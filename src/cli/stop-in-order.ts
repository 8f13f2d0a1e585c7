import type { Log } from '../log.ts';

/**
 * How long a stop waits for running work before the process ends anyway. Nothing is lost: the work is resumed
 * at the next start.
 */
export const stopPatienceMs = 2_900;

export type Stop = {
  signal: AbortSignal;
  /** Ends everything in order, with exit code 1, after an error that nothing handled. */
  fail(error: unknown): void;
  /** Ends everything in order. */
  now(): void;
  /** Stops handling signals and errors. */
  dispose(): void;
};

/**
 * Ends the program in order at SIGTERM, Ctrl-C and, as the last resort, at an uncaught error: its jobs are
 * returned to the queue, and the error is in the log.
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
