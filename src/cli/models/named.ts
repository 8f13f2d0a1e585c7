import type { Config } from '../../config.ts';
import { CoachError } from '../../errors.ts';
import { type CatalogueModel, catalogue } from '../../models/catalogue.ts';
import { isWhisperCppBuilt } from '../../models/model-states.ts';

/** The models with these names; `bad_input` lists the ones that do not exist. */
export function modelsNamed(names: readonly string[]): CatalogueModel[] {
  const unknown = names.filter((name) => !catalogue.some((model) => model.name === name));
  if (unknown.length > 0)
    throw new CoachError('bad_input', 'fault.no-such-model', { names: unknown.join(', ') });
  return catalogue.filter((model) => names.includes(model.name));
}

/** The models that the settings use: recogniser, embedder and generator, if they run on this machine. */
export function namesInSettings(config: Config): string[] {
  if (config.MODELS === 'none') return [];
  const whisper = `whisper-${config.WHISPER_MODEL}`;
  const { TRANSCRIBER, TRANSCRIBER_URL, GENERATOR, EMBEDDER } = config;
  const remote = TRANSCRIBER === 'openai' || (TRANSCRIBER === 'auto' && TRANSCRIBER_URL !== undefined);
  const cpp = TRANSCRIBER === 'whisper.cpp' || (TRANSCRIBER === 'auto' && isWhisperCppBuilt(config));
  return [
    ...(TRANSCRIBER === 'none' || remote ? [] : [cpp ? `${whisper}-ggml` : whisper]),
    ...(EMBEDDER === 'none' ? [] : [EMBEDDER]),
    ...(GENERATOR === 'gpt2' || GENERATOR === 'instruct' ? [GENERATOR] : []),
  ];
}

export const sizeText = (bytes: number): string =>
  bytes >= 1e9
    ? `${(bytes / 1e9).toFixed(1)} GB`
    : bytes >= 1e6
      ? `${Math.round(bytes / 1e6)} MB`
      : `${Math.ceil(bytes / 1e3)} kB`;
