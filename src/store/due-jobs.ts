/** Which job of a queue may run, and when the next one may. */
import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/**
 * Whether the jobs of a lane keep the order in which they were added. If so, one that waits to be tried again holds up
 * those behind it.
 */
export type LaneOrder = 'as added' | 'any';

type Due = { at: string; held: ReadonlySet<number>; lanes: LaneOrder };

type Wanted = Due & { want: 'runnable' | 'exhausted' };

/**
 * Queries for the id of the job to lease next, in this order: one that a dead worker abandoned, or one that is due
 * and has its turn, also in its lane.
 */
export const dueJobs = (db: Kysely<Tables>, queues: readonly string[], wanted: Wanted) =>
  (['leased', 'waiting'] as const).map((state) => dueJob(db, queues, state, wanted));

function dueJob(
  db: Kysely<Tables>,
  queues: readonly string[],
  state: 'leased' | 'waiting',
  { at, want, held, lanes }: Wanted,
) {
  return db
    .selectFrom('jobs as job')
    .select('job.id')
    .where('job.queue', 'in', [...queues])
    .where('job.state', '=', state)
    .where(state === 'leased' ? 'job.lease_until' : 'job.run_at', '<=', at)
    .where('job.id', 'not in', [...held])
    .where('job.attempts', want === 'runnable' ? '<' : '>=', (where) => where.ref('job.max_attempts'))
    .where((where) =>
      where.or([
        where('job.lane', 'is', null),
        where.not(
          where.exists(
            where
              .selectFrom('jobs as other')
              .select('other.id')
              .whereRef('other.lane', '=', 'job.lane')
              .whereRef('other.id', lanes === 'any' ? '<>' : '<', 'job.id')
              .where('other.state', 'in', lanes === 'any' ? ['leased'] : ['waiting', 'leased']),
          ),
        ),
      ]),
    )
    .orderBy('job.priority')
    .orderBy('job.turn')
    .orderBy('job.run_at')
    .orderBy('job.id')
    .limit(1);
}

export async function hasDue(db: Kysely<Tables>, queues: readonly string[], due: Due): Promise<boolean> {
  for (const want of ['runnable', 'exhausted'] as const)
    for (const candidate of dueJobs(db, queues, { ...due, want }))
      if (await candidate.executeTakeFirst()) return true;
  return false;
}

/** When something may next be due: a waiting job's time or the end of a lease; null when there is nothing. */
export async function nextDue(
  db: Kysely<Tables>,
  queues: readonly string[],
  held: ReadonlySet<number>,
): Promise<string | null> {
  const row = await db
    .selectFrom('jobs')
    .select((select) => [
      select.fn.min('run_at').filterWhere('state', '=', 'waiting').as('run_at'),
      select.fn.min('lease_until').filterWhere('state', '=', 'leased').as('lease_until'),
    ])
    .where('queue', 'in', [...queues])
    .where('state', 'in', ['waiting', 'leased'])
    .where('id', 'not in', [...held])
    .executeTakeFirst();
  const moments = [row?.run_at, row?.lease_until].filter((value) => typeof value === 'string');
  return moments.sort()[0] ?? null;
}
