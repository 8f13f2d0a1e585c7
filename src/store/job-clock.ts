/** What jobs do when the clock of the machine is set. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';

/** A difference between the clock and the time that has passed which is more than drift. */
const jumpMs = 5_000;
/** No job waits longer than this for its next try, and no lease is longer. */
const longestWaitMs = 15 * 60_000;
const leaseLeftMs = 60_000;
/** Queues whose jobs wait for a moment that somebody knows, and not for a length of time. */
const isPlanned = sql<boolean>`(queue in ('timer', 'maintenance') or queue like 'schedule%')`;

/**
 * Runs `onSetBack` before the next look at the queue once the clock has been set back. It is told apart by the time that
 * has passed in the meantime; a failure is tried again at the next look.
 */
export function watchClock(now: () => Date, onSetBack: () => Promise<void>) {
  // Nobody knows what the clock did before: the first look counts as one.
  let known = Number.POSITIVE_INFINITY;
  return {
    async settle(): Promise<void> {
      const ahead = now().getTime() - performance.now();
      if (ahead < known - jumpMs) await onSetBack();
      known = ahead;
    },
  };
}

/**
 * Lets jobs go on whose times lie in a future that the clock no longer knows: what was to run at once does so, and what
 * waits for its next try or for the end of a lease waits for no longer than it ever would.
 */
export async function pullIn(db: Kysely<Tables>, now: Date): Promise<void> {
  const at = now.toISOString();
  const latest = new Date(now.getTime() + longestWaitMs).toISOString();
  await db
    .updateTable('jobs')
    .set({ run_at: at })
    .where('state', '=', 'waiting')
    .where('run_at', '>', at)
    .where((where) =>
      where.or([
        where('run_at', '<=', where.ref('created_at')),
        where.and([where('run_at', '>', latest), where.not(isPlanned)]),
      ]),
    )
    .execute();
  await db
    .updateTable('jobs')
    // Whoever is alive renews it before that.
    .set({ lease_until: new Date(now.getTime() + leaseLeftMs).toISOString() })
    .where('state', '=', 'leased')
    .where('lease_until', '>', latest)
    .execute();
}
