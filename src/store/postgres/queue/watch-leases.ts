import { setTimeout } from 'node:timers/promises';
import type { Log } from '../../../log.ts';
import type { Tickets } from './tickets.ts';

const everyMs = 5_000;
/**
 * While the store was away nobody could show a sign of life. Those who are alive get the time to do so, at the start
 * as well: the store may have been away until then.
 */
const graceMs = 20_000;

/** Returns the jobs of dead workers to their queues until the signal aborts. Never rejects. */
export async function watchLeases(
  tickets: Pick<Tickets, 'probe' | 'giveBackOfDead'>,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<void> {
  let lookedAt = performance.now();
  let notBefore = lookedAt + graceMs;
  while (!signal.aborted) {
    const now = performance.now();
    // A process that was itself stopped for a while knows nothing of that time.
    if (now - lookedAt > 3 * everyMs) notBefore = now + graceMs;
    lookedAt = now;
    try {
      await tickets.probe();
      if (now >= notBefore) await tickets.giveBackOfDead();
    } catch (error) {
      log.warn({ err: error }, 'Dead workers could not be looked for');
      notBefore = performance.now() + graceMs;
    }
    await setTimeout(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
