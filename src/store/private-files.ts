/** What people said belongs to nobody else on this machine: files are for the owner of the program alone. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const fileMode = 0o600;
const folderMode = 0o700;
const forOthers = 0o077;
/** What Greenroom itself puts into its data folder. */
const ownName = /^(greenroom|backups$|models$)/;

/** Makes the folder for its owner alone. One that is there already is closed to others if it holds nothing but Greenroom's. */
export function makePrivateFolder(folder: string): void {
  if (!existsSync(folder)) return void mkdirSync(folder, { recursive: true, mode: folderMode });
  if (isOpenToOthers(folder) && readdirSync(folder).every((name) => ownName.test(name)))
    close(folder, folderMode);
}

/** Makes an empty file that only its owner can read, or closes one that is there already. Throws when it cannot be made. */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, 'a', fileMode));
  closeToOthers(path);
}

/** Lets nobody but its owner read a file, if it is there. */
export function closeToOthers(path: string): void {
  if (isOpenToOthers(path)) close(path, fileMode);
}

/** The database at `path` with all that belongs to it, as far as it is there. */
export const databaseFiles = (path: string): string[] =>
  ['', '-wal', '-shm', '-journal'].map((rest) => `${path}${rest}`).filter((file) => existsSync(file));

/** Whether others may read it; false for what is not there. */
export function isOpenToOthers(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return process.platform !== 'win32' && found !== undefined && (found.mode & forOthers) !== 0;
}

function close(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch {
    // It belongs to another user, who decides about it; `doctor` tells of it.
  }
}

/** Where a copy may be put aside without overwriting anything: `path`, or that with a number. */
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
