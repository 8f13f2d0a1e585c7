import { sql } from 'kysely';
import { CoachError } from '../../errors.ts';
import type { Db, Store } from '../store.ts';

/**
 * Reads a store that nobody else changes meanwhile: all of it as it is at one moment. Throws `store_unavailable` while
 * a program uses it.
 */
export async function readAlone<Result>(store: Store, work: (db: Db) => Promise<Result>): Promise<Result> {
  return await store.db.connection().execute(async (db) => {
    if (store.engine === 'postgres') {
      const { rows } = await sql`
        select 1 from pg_stat_activity
        where datname = current_database() and application_name = 'greenroom'
      `.execute(db);
      if (rows.length > 0) throw new CoachError('store_unavailable', 'fault.move-while-open');
      await sql`begin isolation level repeatable read`.execute(db);
    } else await sql`begin immediate`.execute(db);
    try {
      return await work(db);
    } finally {
      await sql`rollback`.execute(db);
    }
  });
}
