import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteFile, { type Database as Sqlite, SqliteError } from 'better-sqlite3';
import { isCoachError } from '../../errors.ts';
import { generationTotals } from '../generation-counts.ts';
import { maintenanceRuns } from '../maintenance.ts';
import { readMigrations } from '../migration-files.ts';
import { databaseFiles, isOpenToOthers } from '../private-files.ts';
import { fairCounts } from '../ratings.ts';
import type { StoreInspection, Use } from '../store-inspection.ts';
import { appliedMigrations } from './migrate.ts';
import { overFile } from './over-file.ts';
import { backupsFolder, ownCopies } from './rewrite.ts';
import { storeError } from './store-error.ts';

/**
 * Looks at a database without changing it: can it be written, is it intact, is it one that this program
 * knows?
 */
export async function inspectSqlite(url: string): Promise<StoreInspection> {
  const path = url.replace(/^sqlite:/, '');
  if (path === ':memory:')
    return { name: path, exists: true, migrations: 0, problem: null, maintenance: [], leases: [], loose: [] };
  const exists = existsSync(path);
  const found = (
    problem: StoreInspection['problem'],
    migrations = 0,
    maintenance: StoreInspection['maintenance'] = [],
  ) => ({ name: path, exists, migrations, problem, maintenance, leases: [], loose: looseFiles(path) });
  try {
    accessSync(exists ? path : nearestFolder(path), constants.W_OK);
  } catch {
    return found({ fault: 'fault.store-not-writable', values: { path } });
  }
  if (!exists) return found(null);
  try {
    const sqlite = new SqliteFile(path, { readonly: true });
    try {
      const [verdict] = sqlite.pragma('quick_check(1)') as { quick_check: string }[];
      if (verdict?.quick_check !== 'ok') return found({ fault: 'fault.store-damaged', values: { path } });
      const applied = appliedMigrations(sqlite);
      const known = readMigrations();
      const strange = applied.find(
        ({ name, checksum }) => known.find((migration) => migration.name === name)?.checksum !== checksum,
      );
      if (strange)
        return found({ fault: 'fault.store-of-other-version', values: { path, name: strange.name } });
      return found(null, applied.length, await maintenanceBefore(sqlite));
    } finally {
      sqlite.close();
    }
  } catch (error) {
    const said = storeError(error, path);
    if (isCoachError(said) && said.fault) return found({ fault: said.fault, values: said.values });
    throw error;
  }
}

/** An older database has no such table. */
async function maintenanceBefore(sqlite: Sqlite): Promise<StoreInspection['maintenance']> {
  const table = sqlite
    .prepare("select 1 from sqlite_schema where type = 'table' and name = 'maintenance'")
    .get();
  return table ? await maintenanceRuns(overFile(sqlite)) : [];
}

/** Usage figures so far, read without changing the database. Null if there are none or it cannot be read. */
export async function useOfSqlite(url: string): Promise<Use | null> {
  const path = url.replace(/^sqlite:/, '');
  if (!existsSync(path)) return null;
  try {
    const sqlite = new SqliteFile(path, { readonly: true });
    try {
      const db = overFile(sqlite);
      return { generated: await generationTotals(db), fair: await fairCounts(db) };
    } finally {
      sqlite.close();
    }
  } catch (error) {
    // An older or damaged database: `inspectSqlite` says so.
    if (error instanceof SqliteError) return null;
    throw error;
  }
}

/**
 * What other users of this machine can read of the database at `path`: its files, its copies and their
 * folders.
 */
export function looseFiles(path: string): string[] {
  if (path === ':memory:') return [];
  const folders = [dirname(path), backupsFolder(path)];
  return [...folders, ...databaseFiles(path), ...ownCopies(path).flatMap(databaseFiles)].filter(
    isOpenToOthers,
  );
}

function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
