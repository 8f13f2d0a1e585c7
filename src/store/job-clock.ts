/** What happens to jobs when the system clock is changed. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';

/** A difference between the clock and the elapsed time that is more than drift. */
const jumpMs = 5_000;
/** No job waits longer than this for its next try, and no lease is longer. */
const longestWaitMs = 15 * 60_000;
const leaseLeftMs = 60_000;
/** Queues whose jobs wait for a fixed moment, not for a length of time. */
const isPlanned = sql<boolean>`(queue in ('timer', 'maintenance') or queue like 'schedule%' or queue like 'pairing%')`;

/**
 * Runs `onSetBack` before the next look at the queue after the clock has been set back, which is detected
 * from the time elapsed. A failure is tried again at the next look.
 */
export function watchClock(now: () => Date, onSetBack: () => Promise<void>) {
  // What the clock did before is unknown, so the first look counts as a change.
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
 * Releases jobs whose times are too far ahead after the clock was set back: jobs that were due run at once,
 * and a wait for the next try or for the end of a lease is never longer than usual.
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
    // A living owner renews it before that.
    .set({ lease_until: new Date(now.getTime() + leaseLeftMs).toISOString() })
    .where('state', '=', 'leased')
    .where('lease_until', '>', latest)
    .execute();
}
