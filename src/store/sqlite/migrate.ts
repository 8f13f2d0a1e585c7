import type { Database as Sqlite } from 'better-sqlite3';
import { type AppliedMigration, missingMigrations, readMigrations } from '../migration-files.ts';

/**
 * Applies missing migrations in order, each file in its own transaction. Refuses, and changes nothing, when
 * the database has a migration that this program does not know, or one whose text has changed since it was
 * applied.
 */
export function migrate(sqlite: Sqlite, migrations = readMigrations()): { applied: string[] } {
  const applied: string[] = [];
  for (const migration of missingMigrations(appliedMigrations(sqlite), migrations)) {
    sqlite
      .transaction(() => {
        sqlite.exec(
          'create table if not exists migrations (name text primary key, checksum text not null, applied_at text not null) strict',
        );
        // Another process may have been faster, so the row is checked again inside the write transaction.
        if (sqlite.prepare('select 1 from migrations where name = ?').get(migration.name)) return;
        sqlite.exec(migration.sql);
        sqlite
          .prepare('insert into migrations (name, checksum, applied_at) values (?, ?, ?)')
          .run(migration.name, migration.checksum, new Date().toISOString());
        applied.push(migration.name);
      })
      .immediate();
  }
  return { applied };
}

export function appliedMigrations(sqlite: Sqlite): AppliedMigration[] {
  const table = sqlite
    .prepare("select 1 from sqlite_master where type = 'table' and name = 'migrations'")
    .get();
  if (!table) return [];
  return sqlite.prepare<[], AppliedMigration>('select name, checksum from migrations order by name').all();
}
