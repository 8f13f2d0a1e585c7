import { setTimeout } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { type Backoff, backoffMs } from './retry.ts';

/** Repeats `work` with growing pauses until it succeeds or the signal aborts. Never rejects. */
export async function keepTrying(
  work: () => Promise<void>,
  { log, signal, ...backoff }: Backoff & { log: Log; signal: AbortSignal },
): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      return await work();
    } catch (error) {
      log.warn({ err: error }, 'A task failed and will be tried again');
      await setTimeout(backoffMs(failures, backoff), undefined, { signal }).catch(() => undefined);
    }
  }
}
