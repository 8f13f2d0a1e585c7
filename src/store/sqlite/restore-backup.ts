import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { CoachError, isCoachError } from '../../errors.ts';
import { closeToOthers, freeName, makePrivateFile, makePrivateFolder } from '../private-files.ts';
import { lockAlone } from './lock-alone.ts';
import { runMaintenanceTask } from './rewrite.ts';

/** If a check takes longer than this, the file is not a database that people practised with. */
const checkLimitMs = 10 * 60_000;
const sidecars = ['', '-wal', '-shm', '-journal'];

/**
 * Replaces the database at `path` with a backup; the old one is kept next to it. Nothing is changed if the
 * backup is damaged, is not a Greenroom database or is from a newer version (`bad_input`), or while another
 * program has the database open (`store_unavailable`).
 */
export async function restoreBackup(
  file: string,
  path: string,
  now = new Date(),
): Promise<{ answers: number; keptAs: string | null }> {
  const source = resolve(file);
  const there = statSync(source, { throwIfNoEntry: false });
  if (!there) throw new CoachError('bad_input', 'fault.no-such-backup', { path: source });
  // A pipe or a device may never end.
  if (!there.isFile()) throw new CoachError('bad_input', 'fault.not-a-file', { path: source });
  if (source === resolve(path)) throw new CoachError('bad_input', 'fault.restore-is-database');
  const arriving = `${path}.restoring`;
  const clear = () => {
    for (const rest of sidecars) rmSync(`${arriving}${rest}`, { force: true });
  };
  try {
    makePrivateFolder(dirname(path));
    clear();
    makePrivateFile(arriving);
    // The backup itself is not opened: that could change it, or need a missing permission.
    copyFileSync(source, arriving);
    if (existsSync(`${source}-wal`)) {
      makePrivateFile(`${arriving}-wal`);
      copyFileSync(`${source}-wal`, `${arriving}-wal`);
    }
    const answers = await answersIn(arriving, source);
    return { answers, keptAs: replace(path, arriving, now) };
  } catch (error) {
    if (isCoachError(error)) throw error;
    throw new CoachError('store_unavailable', 'fault.restore-failed', { path }, { cause: error });
  } finally {
    clear();
  }
}

/**
 * How many answers the backup has. Throws `bad_input` for a file that is damaged or not a database of this
 * program.
 */
async function answersIn(arriving: string, source: string): Promise<number> {
  const found = await runMaintenanceTask({ task: 'check-backup', path: arriving }, { limitMs: checkLimitMs });
  if (found && 'answers' in found) return found.answers;
  const why = found?.why ?? 'damaged';
  throw new CoachError('bad_input', 'fault.backup-unusable', { path: source, why });
}

/** Moves the database aside and the new one into its place, while nobody can open it. */
function replace(path: string, arriving: string, now: Date): string | null {
  if (!existsSync(path)) {
    renameSync(arriving, path);
    return null;
  }
  const stamp = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const keptAs = freeName(`${path}.before-restore-${stamp}`);
  const lock = lockAlone(path, 'fault.restore-while-open');
  try {
    for (const rest of sidecars)
      if (existsSync(`${path}${rest}`)) {
        renameSync(`${path}${rest}`, `${keptAs}${rest}`);
        closeToOthers(`${keptAs}${rest}`);
      }
    try {
      renameSync(arriving, path);
    } catch (error) {
      for (const rest of sidecars)
        if (existsSync(`${keptAs}${rest}`)) renameSync(`${keptAs}${rest}`, `${path}${rest}`);
      throw error;
    }
    return basename(keptAs);
  } finally {
    lock?.close();
    // The log written while it was locked; after a clean close it is no longer needed.
    if (lock) rmSync(`${keptAs}-journal`, { force: true });
  }
}
