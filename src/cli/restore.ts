import { restoreBackup } from '../store/restore-backup.ts';
import { openQuietSetting, printJson, printLine } from './setting.ts';

/** Puts a backup in the place of the database, which is kept beside it. */
export async function restore(file: string, options: { json?: boolean }): Promise<void> {
  const { config } = openQuietSetting();
  const path = config.DATABASE_URL.replace(/^sqlite:/, '');
  const restored = await restoreBackup(file, path);
  if (options.json === true) return printJson({ database: path, ...restored });
  printLine(`Restored ${path}, with ${restored.answers} answers.`);
  if (restored.keptAs !== null) printLine(`What was there before is kept beside it as ${restored.keptAs}.`);
}
