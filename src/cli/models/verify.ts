import { catalogue } from '../../models/catalogue.ts';
import { type Verified, verifyModel } from '../../models/download/verify-model.ts';
import { englishWording } from '../../wording/wording.ts';
import { openQuietSetting, printJson, printLine } from '../setting.ts';
import { modelsNamed } from './named.ts';

/** Reads every byte of the models named, or of all that are there. Exit code 1 when one of them cannot be trusted. */
export async function verifyModels(names: string[], options: { json?: boolean }): Promise<void> {
  const { config } = openQuietSetting();
  const results: Told[] = [];
  for (const model of names.length > 0 ? modelsNamed(names) : catalogue) {
    const { defects, ...verified } = await verifyModel(config.GREENROOM_MODELS, model);
    const result = { ...verified, faults: defects.map(sentenceOf) };
    if (names.length === 0 && result.state === 'absent') continue;
    results.push(result);
    if (result.state !== 'right' && result.state !== 'unverified') process.exitCode = 1;
    if (options.json !== true) tell(result);
  }
  if (options.json === true) printJson(results);
  else if (results.length === 0) printLine('No model is installed; see: greenroom models list');
}

type Told = Omit<Verified, 'defects'> & { faults: string[] };

const sentenceOf = ({ path, defect, bytes = 0, expectedBytes = 0 }: Verified['defects'][number]): string =>
  englishWording.say('models.file-defect', { path, defect, bytes, expectedBytes });

function tell({ name, state, faults, files }: Told): void {
  const said = {
    right: 'every byte is right.',
    unverified:
      'looks right, but nobody has told what its checksums should be; compare them with the publisher’s:',
    damaged: 'is damaged.',
    incomplete: 'is incomplete.',
    absent: 'is not installed.',
  }[state];
  printLine(`${name}: ${said}`);
  for (const fault of faults) printLine(`    ${fault}`);
  if (state === 'unverified') for (const { path, sha256 } of files) printLine(`    ${sha256}  ${path}`);
  if (state === 'damaged' || state === 'incomplete' || state === 'absent')
    printLine(`    Run: greenroom models pull ${name}`);
}
