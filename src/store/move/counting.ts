/** What triggers count is copied, so they rest while a store is moved. */

import SqliteFile from 'better-sqlite3';
import { sql } from 'kysely';
import { migrate } from '../sqlite/migrate.ts';
import type { Store } from '../store.ts';
import { movedTables } from './moved-tables.ts';

export async function stopCounting({ db, engine }: Store): Promise<void> {
  if (engine === 'postgres') return await triggers(db, 'disable');
  for (const { name } of sqliteTriggers()) await sql`drop trigger if exists ${sql.ref(name)}`.execute(db);
}

/** Also lets PostgreSQL count on from what was copied. */
export async function resumeCounting({ db, engine }: Store): Promise<void> {
  if (engine === 'sqlite') {
    for (const trigger of sqliteTriggers()) {
      await sql`drop trigger if exists ${sql.ref(trigger.name)}`.execute(db);
      await sql.raw(trigger.sql).execute(db);
    }
    return;
  }
  await triggers(db, 'enable');
  for (const [table, column] of [
    ['jobs', 'id'],
    ['answers', 'rowid'],
    ['evaluations', 'rowid'],
  ] as const)
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}),
      coalesce((select max(${sql.ref(column)}) from ${sql.table(table)}), 0) + 1, false)`.execute(db);
}

async function triggers(db: Store['db'], what: 'enable' | 'disable'): Promise<void> {
  for (const { name } of movedTables)
    await sql`alter table ${sql.table(name)} ${sql.raw(what)} trigger user`.execute(db);
}

/** As the migrations make them. */
function sqliteTriggers(): { name: string; sql: string }[] {
  const fresh = new SqliteFile(':memory:');
  try {
    migrate(fresh);
    return fresh
      .prepare<[], { name: string; sql: string }>(
        "select name, sql from sqlite_schema where type = 'trigger'",
      )
      .all();
  } finally {
    fresh.close();
  }
}
