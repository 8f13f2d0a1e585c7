/** Complete copies of the database: made while it is in use, checked, and put in place in one step. */
import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CoachError, isCoachError } from '../../errors.ts';
import { makePrivateFile } from '../private-files.ts';
import { runMaintenanceTask } from './rewrite.ts';
import type { SqliteStore } from './sqlite-store.ts';
import { storeError } from './store-error.ts';

/**
 * Copies the database to `file`. The database stays usable meanwhile; the copy is checked, and replaces an
 * older file only once it is complete. Throws `bad_input` if the file already exists, `store_unavailable` if
 * it cannot be written.
 */
export async function makeBackup(
  { sqlite, path }: Pick<SqliteStore, 'sqlite' | 'path'>,
  file: string,
  { force = false }: { force?: boolean } = {},
): Promise<{ file: string; bytes: number }> {
  const target = resolve(file);
  if (target === resolve(path)) throw new CoachError('bad_input', 'fault.backup-is-database');
  const there = statSync(target, { throwIfNoEntry: false });
  if (there && !there.isFile()) throw new CoachError('bad_input', 'fault.not-a-file', { path: target });
  if (there && !force) throw new CoachError('bad_input', 'fault.backup-exists', { path: target });
  if (!existsSync(dirname(target)))
    throw new CoachError('bad_input', 'fault.no-such-folder', { path: dirname(target) });
  const unfinished = `${target}.${randomUUID().slice(0, 8)}.part`;
  try {
    makePrivateFile(unfinished);
    await sqlite.backup(unfinished, { progress: () => pagesAtOnce });
    await runMaintenanceTask({ task: 'check', path: unfinished });
    renameSync(unfinished, target);
    return { file: target, bytes: statSync(target).size };
  } catch (error) {
    const said = storeError(error, target);
    if (isCoachError(said)) throw said;
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOSPC' ? 'full' : 'closed';
    throw new CoachError(
      'store_unavailable',
      'fault.backup-not-made',
      { path: target, why },
      { cause: error },
    );
  } finally {
    for (const rest of ['', '-journal', '-wal', '-shm']) rmSync(`${unfinished}${rest}`, { force: true });
  }
}

/** About 2 MB: each step takes a few milliseconds, and others have their turn in between. */
const pagesAtOnce = 512;
