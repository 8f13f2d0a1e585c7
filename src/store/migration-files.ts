import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CoachError } from '../errors.ts';

export type Migration = { name: string; sql: string; checksum: string };
export type AppliedMigration = Pick<Migration, 'name' | 'checksum'>;

/**
 * The folder that holds `0001_….sql` and so on for SQLite, and `postgres/` with those for PostgreSQL: next to `src`
 * in a checkout, next to the compiled files in a package.
 */
export const migrationsFolder = join(import.meta.dirname, '../../migrations');

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
 * The migrations that a database still lacks. Throws `store_unavailable` when it has one that this program does not
 * know, or one whose text has changed since it was applied.
 */
export function missingMigrations(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
): Migration[] {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const migration = byName.get(name);
    if (!migration) throw new CoachError('store_unavailable', 'fault.store-newer', { name });
    if (migration.checksum !== checksum)
      throw new CoachError('store_unavailable', 'fault.store-migration-changed', { name });
  }
  const known = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !known.has(name));
}
