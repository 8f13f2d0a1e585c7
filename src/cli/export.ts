import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CoachError } from '../errors.ts';
import { openCoach } from '../open-coach.ts';
import { openQuietSetting, printJson, printLine, terminalTenant, terminalUser } from './setting.ts';

/** Writes everything that is held of one person at this terminal into one zip. */
export async function exportData(
  file: string | undefined,
  options: { user?: string; force?: boolean; json?: boolean },
): Promise<void> {
  const { config, log } = openQuietSetting();
  const coach = await openCoach({ config: { ...config, MODELS: 'none' }, log });
  try {
    const userId = terminalUser(options.user);
    const { name, zip } = await coach.context.privacy.export({ tenant: terminalTenant, userId });
    const target = resolve(file ?? name);
    if (existsSync(target) && options.force !== true)
      throw new CoachError('bad_input', `${target} is there already; name another file, or add --force.`);
    try {
      await writeFile(target, zip);
    } catch (cause) {
      throw new CoachError('bad_input', `${target} cannot be written; choose another place.`, { cause });
    }
    if (options.json === true) printJson({ user: userId, file: target, bytes: zip.length });
    else printLine(`Everything that is held of ${userId} is in ${target}.`);
  } finally {
    await coach.close();
  }
}
