/** Rewrites whole files, so that no deleted data is left in them. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SqliteError } from 'better-sqlite3';
import { siblingScript } from '../../async/sibling-script.ts';
import type { Forgotten } from '../store.ts';
import type { BackupCheck } from './check-backup.ts';
import type { MaintenanceReply, MaintenanceTask } from './maintenance-worker.ts';
import type { SqliteStore } from './sqlite-store.ts';
import { storeError } from './store-error.ts';

/**
 * Runs a task on a database file in its own thread and returns the result. Throws SQLite's errors as one
 * sentence, and an ordinary error when it takes longer than `limitMs`.
 */
export async function runMaintenanceTask(
  task: MaintenanceTask,
  { limitMs }: { limitMs?: number } = {},
): Promise<BackupCheck | Forgotten | undefined> {
  const worker = new Worker(siblingScript(import.meta.url, 'maintenance-worker'), { workerData: task });
  const outcome = await new Promise<MaintenanceReply>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The thread for maintenance ended too soon')));
    if (limitMs === undefined) return;
    const tooLong = setTimeout(() => {
      worker.unref();
      void worker.terminate();
      reject(new Error('The work on a file takes too long'));
    }, limitMs);
    worker.once('exit', () => clearTimeout(tooLong));
  });
  if (outcome.ok) return outcome.found;
  throw storeError(new SqliteError(outcome.message, outcome.code), task.path);
}

/**
 * Overwrites deleted data wherever it may still be in the database or its log. Calls to the store wait until
 * it finishes; everything else keeps running.
 */
export async function rewriteStore({
  db,
  sqlite,
  path,
}: Pick<SqliteStore, 'db' | 'sqlite' | 'path'>): Promise<void> {
  if (path === ':memory:') return;
  await db.connection().execute(async () => {
    sqlite.pragma('wal_checkpoint(truncate)');
    await runMaintenanceTask({ task: 'rewrite', path });
    sqlite.pragma('wal_checkpoint(truncate)');
  });
}

/**
 * Erases people from backups and rewrites those. Returns the names of the backups that could not be changed.
 */
export async function eraseFromCopies(paths: readonly string[], personIds: string[]): Promise<string[]> {
  const failed: string[] = [];
  for (const path of paths)
    await runMaintenanceTask({ task: 'erase', path, personIds }).catch(() => failed.push(basename(path)));
  return failed;
}

/** Copies of the database that this program made: automatic backups, and databases put aside by a restore. */
export function ownCopies(path: string): string[] {
  if (path === ':memory:') return [];
  const folder = dirname(path);
  const asides = names(folder).filter((name) => name.startsWith(`${basename(path)}.before-restore-`));
  const backups = names(backupsFolder(path)).filter((name) => backupName.test(name));
  return [
    ...asides.filter((name) => !/-(wal|shm|journal)$/.test(name)).map((name) => join(folder, name)),
    ...backups.map((name) => join(backupsFolder(path), name)),
  ];
}

export const backupsFolder = (path: string): string => join(dirname(path), 'backups');
export const backupName = /^greenroom-\d{4}-\d{2}-\d{2}T\d{6}Z\.db$/;

/** Bytes of the database, its log and its copies. */
export function bytesOnDisk(path: string): number {
  return [path, `${path}-wal`, ...ownCopies(path)]
    .filter((file) => existsSync(file))
    .reduce((sum, file) => sum + statSync(file).size, 0);
}

const names = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
