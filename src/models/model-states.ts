import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type CatalogueModel, catalogue, locateFile } from './catalogue.ts';
import { whisperServerPath } from './transcribe/build-whisper-cpp.ts';

export type ModelState = Pick<
  CatalogueModel,
  'name' | 'task' | 'adapter' | 'licence' | 'memoryMb' | 'languages' | 'purpose'
> & {
  /** `incomplete` when some of its files are there. */
  state: 'present' | 'incomplete' | 'absent';
  /** Bytes on disk now. */
  bytes: number;
  /** Bytes of all its files, about. */
  fullBytes: number;
  /** Its folder, or its one file. */
  path: string;
};

/** What lies in the folder of models, model by model. Loads nothing. */
export function modelStates(config: Pick<Config, 'GREENROOM_MODELS'>): ModelState[] {
  return catalogue.map((model) => {
    const { name, task, adapter, licence, memoryMb, languages, purpose, files, repository } = model;
    const sizes = files.map((file) => sizeOf(locateFile(config.GREENROOM_MODELS, model, file)));
    const present = sizes.filter((size) => size > 0).length;
    return {
      ...{ name, task, adapter, licence, memoryMb, languages, purpose },
      state: present === files.length ? 'present' : present > 0 ? 'incomplete' : 'absent',
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      fullBytes: files.reduce((sum, file) => sum + file.bytes, 0),
      path:
        adapter === 'whisper.cpp'
          ? join(config.GREENROOM_MODELS, files[0]?.path ?? '')
          : join(config.GREENROOM_MODELS, repository),
    };
  });
}

/** Whether whisper.cpp's server has been built. */
export const isWhisperCppBuilt = (config: Pick<Config, 'GREENROOM_MODELS'>): boolean =>
  existsSync(whisperServerPath(config.GREENROOM_MODELS));

const sizeOf = (path: string | undefined): number => (path === undefined ? 0 : statSync(path).size);
