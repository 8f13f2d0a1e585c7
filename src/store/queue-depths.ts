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

/**
 * How much waits in each queue and is worked on, counting at most 10,000 jobs of a queue, those whose turn comes first.
 * An index has everything that is read, so that jobs that are over cost nothing.
 */
export async function queueDepths({ db }: Pick<Store, 'db'>, now: Date): Promise<QueueDepth[]> {
  const at = now.toISOString();
  const depths: QueueDepth[] = [];
  for (const queue of await queueNames({ db })) {
    const jobs = (state: 'waiting' | 'leased') =>
      db
        .selectFrom('jobs')
        .select('run_at')
        .where('queue', '=', queue)
        .where('state', '=', state)
        .orderBy('priority')
        .orderBy('turn')
        .limit(mostCounted)
        .as('job');
    const waiting = await db
      .selectFrom(jobs('waiting'))
      .select((select) => [
        select.fn.countAll().filterWhere('run_at', '<=', at).as('due'),
        select.fn.countAll().filterWhere('run_at', '>', at).as('later'),
        select.fn.min('run_at').filterWhere('run_at', '<=', at).as('oldest'),
      ])
      .executeTakeFirstOrThrow();
    const running = await db
      .selectFrom(jobs('leased'))
      .select((select) => select.fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    const counted = [
      { state: 'due', count: Number(waiting.due), oldestAt: waiting.oldest },
      { state: 'later', count: Number(waiting.later), oldestAt: null },
      { state: 'running', count: Number(running.count), oldestAt: null },
    ] as const;
    depths.push(...counted.filter(({ count }) => count > 0).map((one) => ({ queue, ...one })));
  }
  return depths;
}

/** Jumps from each name to the next in the index, however many jobs a queue has. */
async function queueNames({ db }: Pick<Store, 'db'>): Promise<string[]> {
  const { rows } = await sql<{ queue: string }>`
    with recursive names (queue) as (
      select min(queue) from jobs
      union all
      select (select min(jobs.queue) from jobs where jobs.queue > names.queue) from names
      where names.queue is not null
    )
    select queue from names where queue is not null
  `.execute(db);
  return rows.map(({ queue }) => queue);
}
