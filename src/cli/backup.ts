import { existsSync } from 'node:fs';
import { CoachError } from '../errors.ts';
import { isPostgres } from '../store/is-postgres.ts';
import { makeBackup } from '../store/sqlite/make-backup.ts';
import { openSqlite } from '../store/sqlite/open-sqlite.ts';
import type { Wording } from '../wording/wording.ts';
import { sizeText } from './models/named.ts';
import { openQuietSetting, printJson, printLine } from './setting.ts';

/** Copies the database to a file, even while the bots are running. */
export async function backup(
  file: string,
  options: { force?: boolean; json?: boolean },
  wording: Wording,
): Promise<void> {
  const { config } = openQuietSetting();
  const tell = (made: { file: string; bytes: number }) => {
    if (options.json === true) printJson(made);
    else printLine(wording.say('cli.backup.done', { file: made.file, size: sizeText(made.bytes) }));
  };
  if (isPostgres(config.DATABASE_URL)) {
    const { dumpPostgres } = await import('../store/postgres/dump-postgres.ts');
    return tell(await dumpPostgres(config.DATABASE_URL, file, { force: options.force === true }));
  }
  const path = config.DATABASE_URL.replace(/^sqlite:/, '');
  if (!existsSync(path)) throw new CoachError('bad_input', 'fault.no-database', { path });
  const store = openSqlite(config.DATABASE_URL);
  try {
    tell(await makeBackup(store, file, { force: options.force === true }));
  } finally {
    await store.close();
  }
}
