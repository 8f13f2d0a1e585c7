import type { Database as Sqlite } from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import type { Tables } from '../schema.ts';
import type { Db } from '../store.ts';

/** The tables of an open file, for work that has it to itself. The file stays open. */
export const overFile = (sqlite: Sqlite): Db =>
  new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });

/** Runs `work` as one write: all of it takes effect, or none of it. */
export async function asOneWrite<Result>(sqlite: Sqlite, work: (db: Db) => Promise<Result>): Promise<Result> {
  return await overFile(sqlite)
    .connection()
    .execute(async (db) => {
      await sql`begin immediate`.execute(db);
      try {
        const result = await work(db);
        await sql`commit`.execute(db);
        return result;
      } catch (error) {
        if (sqlite.inTransaction) await sql`rollback`.execute(db);
        throw error;
      }
    });
}
