import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { type FaultKey, type FaultValues, isCoachError } from '../errors.ts';
import { type MaintenanceRun, maintenanceRuns } from './maintenance.ts';
import { appliedMigrations, readMigrations } from './migrate.ts';
import { storeError } from './open-store.ts';
import { databaseFiles, isOpenToOthers } from './private-files.ts';
import { backupsFolder, ownCopies } from './rewrite.ts';

type Problem = { fault: FaultKey; values: FaultValues };

export type StoreInspection = {
  path: string;
  exists: boolean;
  /** How many migrations were applied. */
  migrations: number;
  /** One sentence that says what is wrong, or null. */
  problem: Problem | null;
  /** When old data was last dropped, and the last backup made. */
  maintenance: MaintenanceRun[];
};

/**
 * Looks at a database without changing it: can it be written, is it intact, is it one that this program
 * knows?
 */
export function inspectStore(url: string): StoreInspection {
  const path = url.replace(/^sqlite:/, '');
  if (path === ':memory:') return { path, exists: true, migrations: 0, problem: null, maintenance: [] };
  const exists = existsSync(path);
  const found = (problem: Problem | null, migrations = 0, maintenance: MaintenanceRun[] = []) => ({
    path,
    exists,
    migrations,
    problem,
    maintenance,
  });
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
      return found(null, applied.length, maintenanceRuns(sqlite));
    } finally {
      sqlite.close();
    }
  } catch (error) {
    const said = storeError(error, path);
    if (isCoachError(said) && said.fault) return found({ fault: said.fault, values: said.values });
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
