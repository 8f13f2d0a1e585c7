import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CoachError } from '../errors.ts';
import { openCoach } from '../open-coach.ts';
import { makePrivateFile } from '../store/private-files.ts';
import type { Wording } from '../wording/wording.ts';
import { openQuietSetting, printJson, printLine, terminalTenant, terminalUser } from './setting.ts';

/** Writes everything that is kept about one person at this terminal into one zip file. */
export async function exportData(
  file: string | undefined,
  options: { user?: string; force?: boolean; json?: boolean },
  wording: Wording,
): Promise<void> {
  const { config, log } = openQuietSetting();
  const coach = await openCoach({ config: { ...config, MODELS: 'none' }, log, wording });
  try {
    const userId = terminalUser(options.user);
    const { privacy } = coach.context;
    const actor = { tenant: terminalTenant, userId };
    const { answers, consents, linkedAccounts } = await privacy.show(actor);
    // The name was probably mistyped: an empty file would look like success.
    if (answers === 0 && consents.length === 0 && linkedAccounts.length === 0)
      throw new CoachError('not_found', 'fault.nothing-kept', { user: userId });
    const { name, zip } = await privacy.export(actor);
    const target = resolve(file ?? name);
    if (existsSync(target) && options.force !== true)
      throw new CoachError('bad_input', 'fault.file-exists', { path: target });
    try {
      makePrivateFile(target);
      await writeFile(target, zip);
    } catch (cause) {
      throw new CoachError('bad_input', 'fault.file-not-writable', { path: target }, { cause });
    }
    if (options.json === true) printJson({ user: userId, file: target, bytes: zip.length });
    else printLine(wording.say('cli.export.done', { user: userId, file: target }));
  } finally {
    await coach.close();
  }
}
