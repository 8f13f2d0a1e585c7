import { sql } from 'kysely';
import type { Store } from '../store.ts';

/** Whether a database holds only the beginning of a store that is being moved to it. */
export async function isMoving({ db, engine }: Pick<Store, 'db' | 'engine'>): Promise<boolean> {
  const { rows } = await (engine === 'sqlite'
    ? sql`select 1 from sqlite_schema where type = 'table' and name = 'moving'`
    : sql`select 1 where to_regclass('moving') is not null`
  ).execute(db);
  return rows.length > 0;
}
