import { withoutPasswords } from '../given-text.ts';
import { isPostgres } from '../store/is-postgres.ts';
import { restoreBackup } from '../store/sqlite/restore-backup.ts';
import type { Wording } from '../wording/wording.ts';
import { openQuietSetting, printJson, printLine } from './setting.ts';

/** Replaces the database with a backup; the old database is kept next to it. */
export async function restore(file: string, options: { json?: boolean }, { say }: Wording): Promise<void> {
  const { config } = openQuietSetting();
  if (isPostgres(config.DATABASE_URL)) {
    const { restorePostgres } = await import('../store/postgres/dump-postgres.ts');
    const { answers } = await restorePostgres(config.DATABASE_URL, file);
    const database = withoutPasswords(config.DATABASE_URL);
    if (options.json === true) return printJson({ database, answers, keptAs: null });
    return printLine(say('cli.restore.done', { path: database, answers }));
  }
  const path = config.DATABASE_URL.replace(/^sqlite:/, '');
  const restored = await restoreBackup(file, path);
  if (options.json === true) return printJson({ database: path, ...restored });
  printLine(say('cli.restore.done', { path, answers: restored.answers }));
  if (restored.keptAs !== null) printLine(say('cli.restore.kept', { keptAs: restored.keptAs }));
}
