import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, readConfig } from '../../../src/config.ts';
import type { ModelData } from '../../../src/models/onnx/model-data.ts';
import { whisperServerPath } from '../../../src/models/transcribe/build-whisper-cpp.ts';
import { realModels } from '../../support/real-weights.ts';

/** The tiny models of scripts/make-tiny-models.py. */
export const tinyModels = new URL('../../fixtures/models', import.meta.url).pathname;

/** What the tiny Whisper hears in any speech. */
export const heard = 'A hash map finds a value by its key.';

export const tiny = (repository: string, more: Partial<ModelData> = {}): ModelData => ({
  ...{ folder: tinyModels, repository, precision: 'q8', device: 'cpu', threads: 1, ...more },
});

/** Settings of someone whose folder of models holds the tiny ones. */
export const tinyConfig = (environment: Record<string, string> = {}): Config =>
  readConfig({ GREENROOM_MODELS: tinyModels, WHISPER_MODEL: 'tiny', ...environment });

export const whisperServer = whisperServerPath(realModels);
export const isWhisperCppBuilt = existsSync(whisperServer);

/** Lays the named models of the tiny ones, and whisper.cpp's server if asked for, into a folder of their own. */
export function folderWith(folder: string, ...names: string[]): string {
  for (const name of names) {
    const target = name === 'bin/whisper-server' ? whisperServer : join(tinyModels, name);
    mkdirSync(join(folder, name, '..'), { recursive: true });
    symlinkSync(target, join(folder, name));
  }
  return folder;
}
