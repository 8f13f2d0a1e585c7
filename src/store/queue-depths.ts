import { sql } from 'kysely';
import type { Moment } from '../domain.ts';
import type { Store } from './store.ts';

export type QueueDepth = {
  queue: string;
  /** `later`: planned for a time that has not come. */
  state: 'due' | 'later' | 'running';
  count: number;
  /** Since when the one that has waited longest is due; null unless `due`. */
  oldestAt: Moment | null;
};

/** A queue that is longer than this needs no exact count. */
const mostCounted = 10_000;

/** How much waits in each queue, oldest first and never more than 10,000 jobs of a state: an index has all that is read. */
export async function queueDepths({ db }: Pick<Store, 'db'>, now: Date): Promise<QueueDepth[]> {
  const at = now.toISOString();
  const jobs = (state: 'waiting' | 'leased') =>
    db.selectFrom('jobs').select(['queue', 'run_at']).where('state', '=', state);
  const states = [
    ['due', jobs('waiting').where('run_at', '<=', at)],
    ['later', jobs('waiting').where('run_at', '>', at)],
    ['running', jobs('leased')],
  ] as const;
  const depths: QueueDepth[] = [];
  for (const [state, chosen] of states) {
    const rows = await db
      .selectFrom(chosen.orderBy('run_at').limit(mostCounted).as('job'))
      .select(['queue', sql<number>`count(*)`.as('count'), sql<Moment>`min(run_at)`.as('oldest')])
      .groupBy('queue')
      .execute();
    for (const { queue, count, oldest } of rows)
      depths.push({ queue, state, count: Number(count), oldestAt: state === 'due' ? oldest : null });
  }
  return depths;
}
