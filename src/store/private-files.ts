/**
 * Nobody else on this machine may read what people said: only the owner of the program can read its files.
 */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const fileMode = 0o600;
const folderMode = 0o700;
const forOthers = 0o077;
/** What Greenroom itself puts into its data folder. */
const ownName = /^(greenroom|backups$|models$)/;

/**
 * Creates the folder for its owner alone. An existing one is closed to others if it contains only Greenroom's
 * files.
 */
export function makePrivateFolder(folder: string): void {
  if (!existsSync(folder)) return void mkdirSync(folder, { recursive: true, mode: folderMode });
  if (isOpenToOthers(folder) && readdirSync(folder).every((name) => ownName.test(name)))
    close(folder, folderMode);
}

/**
 * Creates an empty file that only its owner can read, or closes an existing one to others. Throws if it
 * cannot be created.
 */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, 'a', fileMode));
  closeToOthers(path);
}

/** Lets only its owner read a file, if it exists. */
export function closeToOthers(path: string): void {
  if (isOpenToOthers(path)) close(path, fileMode);
}

/** The existing files of the database at `path`. */
export const databaseFiles = (path: string): string[] =>
  ['', '-wal', '-shm', '-journal'].map((rest) => `${path}${rest}`).filter((file) => existsSync(file));

/** Whether others may read it; false for a missing file. */
export function isOpenToOthers(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return process.platform !== 'win32' && found !== undefined && (found.mode & forOthers) !== 0;
}

function close(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch {
    // It belongs to another user, who decides about it; `doctor` reports it.
  }
}

/** Where a copy can be put without overwriting anything: `path`, or the same with a number. */
export function freeName(path: string): string {
  const taken = new Set(existsSync(dirname(path)) ? readdirSync(dirname(path)) : []);
  const isTaken = (name: string) =>
    [...taken].some((other) => other === name || other.startsWith(`${name}-`));
  const name = basename(path);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}.${number}`;
    if (!isTaken(candidate)) return join(dirname(path), candidate);
  }
}
