import { catalogue } from '../../models/catalogue.ts';
import { type Verified, verifyModel } from '../../models/download/verify-model.ts';
import type { Wording } from '../../wording/wording.ts';
import { openQuietSetting, printJson, printLine } from '../setting.ts';
import { modelsNamed } from './named.ts';

/**
 * Reads every byte of the named models, or of all that are installed. Exit code 1 if one of them cannot be
 * trusted.
 */
export async function verifyModels(
  names: string[],
  options: { json?: boolean },
  wording: Wording,
): Promise<void> {
  const { config } = openQuietSetting();
  const results: Told[] = [];
  for (const model of names.length > 0 ? modelsNamed(names) : catalogue) {
    const { defects, ...verified } = await verifyModel(config.GREENROOM_MODELS, model);
    const result = { ...verified, faults: defects.map((defect) => sayDefect(defect, wording)) };
    if (names.length === 0 && result.state === 'absent') continue;
    results.push(result);
    if (!['right', 'announced', 'unverified'].includes(result.state)) process.exitCode = 1;
    if (options.json !== true) tell(result, wording);
  }
  if (options.json === true) printJson(results);
  else if (results.length === 0) printLine(wording.say('cli.models.none-installed'));
}

type Told = Omit<Verified, 'defects'> & { faults: string[] };

const sayDefect = (
  { path, defect, bytes = 0, expectedBytes = 0 }: Verified['defects'][number],
  { say }: Wording,
): string => say('models.file-defect', { path, defect, bytes, expectedBytes });

function tell({ name, state, faults, files }: Told, { say }: Wording): void {
  printLine(say(`cli.models.verified.${state}`, { model: name }));
  for (const fault of faults) printLine(`    ${fault}`);
  if (state === 'unverified') for (const { path, sha256 } of files) printLine(`    ${sha256}  ${path}`);
  if (state === 'damaged' || state === 'incomplete' || state === 'absent')
    printLine(`    ${say('cli.models.pull-again', { model: name })}`);
}
