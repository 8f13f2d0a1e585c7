import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database as Sqlite } from 'better-sqlite3';
import { CoachError } from '../../errors.ts';

export type Migration = { name: string; sql: string; checksum: string };

/**
 * The folder that holds `0001_….sql` and so on: next to `src` in a checkout, next to the compiled files in a
 * package.
 */
export const migrationsFolder = join(import.meta.dirname, '../../../migrations');

export function readMigrations(folder = migrationsFolder): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_.+\.sql$/.test(file))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Applies missing migrations in order, each file in its own transaction. Refuses, and changes nothing, when
 * the database has a migration that this program does not know, or one whose text has changed since it was
 * applied.
 */
export function migrate(sqlite: Sqlite, migrations = readMigrations()): { applied: string[] } {
  const known = appliedMigrations(sqlite);
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of known) {
    const migration = byName.get(name);
    if (!migration) {
      throw new CoachError('store_unavailable', 'fault.store-newer', { name });
    }
    if (migration.checksum !== checksum) {
      throw new CoachError('store_unavailable', 'fault.store-migration-changed', { name });
    }
  }
  const missing = migrations.slice(known.length);
  const applied: string[] = [];
  for (const migration of missing) {
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

export function appliedMigrations(sqlite: Sqlite): { name: string; checksum: string }[] {
  const table = sqlite
    .prepare("select 1 from sqlite_master where type = 'table' and name = 'migrations'")
    .get();
  if (!table) return [];
  return sqlite
    .prepare<[], { name: string; checksum: string }>('select name, checksum from migrations order by name')
    .all();
}
