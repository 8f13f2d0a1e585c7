import { removeModel } from '../../models/download/remove-model.ts';
import type { Wording } from '../../wording/wording.ts';
import { openQuietSetting, printJson, printLine } from '../setting.ts';
import { modelsNamed, sizeText } from './named.ts';

export async function removeModels(
  names: string[],
  options: { json?: boolean },
  { say }: Wording,
): Promise<void> {
  const { config } = openQuietSetting();
  const results: { name: string; freedBytes: number }[] = [];
  for (const model of modelsNamed(names)) {
    const freedBytes = await removeModel(config.GREENROOM_MODELS, model);
    results.push({ name: model.name, freedBytes });
    if (options.json !== true)
      printLine(
        freedBytes === 0
          ? say('cli.models.was-absent', { model: model.name })
          : say('cli.models.removed', { model: model.name, size: sizeText(freedBytes) }),
      );
  }
  if (options.json === true) printJson(results);
}
