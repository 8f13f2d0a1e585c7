import { existsSync } from 'node:fs';
import { CoachError } from '../errors.ts';
import { makeBackup } from '../store/backup.ts';
import { openStore } from '../store/open-store.ts';
import { openQuietSetting, printJson, printLine } from './setting.ts';

/** Copies the database to a file, also while the bots run. */
export async function backup(file: string, options: { force?: boolean; json?: boolean }): Promise<void> {
  const { config } = openQuietSetting();
  const path = config.DATABASE_URL.replace(/^sqlite:/, '');
  if (!existsSync(path))
    throw new CoachError('bad_input', `There is no database ${path} yet; practise first, then back it up.`);
  const store = openStore(config.DATABASE_URL);
  try {
    const made = await makeBackup(store, file, { force: options.force === true });
    if (options.json === true) printJson(made);
    else printLine(`Backed up to ${made.file} (${sayBytes(made.bytes)}); the copy was checked and is whole.`);
  } finally {
    await store.close();
  }
}

const sayBytes = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
