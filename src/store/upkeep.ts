/** When what has to be done regularly was done last, and what came of it. */
import type { Database as Sqlite } from 'better-sqlite3';
import type { Moment } from '../domain.ts';
import type { Db, Trx } from './open-store.ts';

export type UpkeepName = 'retention' | 'backup' | 'erase';
export type UpkeepRun = { task: UpkeepName; ranAt: Moment; outcome: string };

export async function saveUpkeep(trx: Db | Trx, { task, ranAt, outcome }: UpkeepRun): Promise<void> {
  const values = { ran_at: ranAt, outcome };
  await trx
    .insertInto('upkeep')
    .values({ task, ...values })
    .onConflict((conflict) => conflict.column('task').doUpdateSet(values))
    .execute();
}

/** For looking at a database from outside; an older one has no such table. */
export function upkeepOf(sqlite: Sqlite): UpkeepRun[] {
  const table = sqlite.prepare("select 1 from sqlite_schema where type = 'table' and name = 'upkeep'").get();
  if (!table) return [];
  return sqlite.prepare<[], UpkeepRun>('select task, ran_at as ranAt, outcome from upkeep').all();
}
