import { removeModel } from '../../models/download/remove-model.ts';
import { openQuietSetting, printJson, printLine } from '../setting.ts';
import { modelsNamed, sizeText } from './named.ts';

export async function removeModels(names: string[], options: { json?: boolean }): Promise<void> {
  const { config } = openQuietSetting();
  const results: { name: string; freedBytes: number }[] = [];
  for (const model of modelsNamed(names)) {
    const freedBytes = await removeModel(config.GREENROOM_MODELS, model);
    results.push({ name: model.name, freedBytes });
    if (options.json !== true)
      printLine(
        freedBytes === 0
          ? `${model.name} was not there.`
          : `${model.name} is removed; ${sizeText(freedBytes)} are free again.`,
      );
  }
  if (options.json === true) printJson(results);
}
