import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type CatalogueModel, catalogue, locateFile, type ModelFile, pathOfFile } from './catalogue.ts';
import { partialBytes } from './download/partial-file.ts';
import { graderFolder, graderMemoryMb, graderSizes } from './onnx/grader-folder.ts';
import type { ModelTask } from './ports.ts';
import { whisperServerFrom } from './transcribe/build-whisper-cpp.ts';

export type ModelState = Pick<
  CatalogueModel,
  'name' | 'task' | 'licence' | 'memoryMb' | 'languages' | 'purpose'
> & {
  /** `bundled`: it comes with the program and is never pulled. */
  adapter: CatalogueModel['adapter'] | 'bundled';
  /** `incomplete` when some of its files are there, or a part of one. */
  state: 'present' | 'incomplete' | 'absent';
  /** Bytes on disk now. */
  bytes: number;
  /** Approximate bytes of all its files. */
  fullBytes: number;
  /** Its folder, or its only file. */
  path: string;
};

/** What the models folder contains, model by model. Loads nothing. */
export function modelStates(config: Pick<Config, 'GREENROOM_MODELS'>): ModelState[] {
  return catalogue.map((model) => {
    const { name, task, adapter, licence, memoryMb, languages, purpose, files, repository } = model;
    const sizes = files.map((file) => sizeOf(locateFile(config.GREENROOM_MODELS, model, file)));
    const present = sizes.filter((size) => size > 0).length;
    const coming = files.reduce((sum, file) => sum + partialOf(config.GREENROOM_MODELS, model, file), 0);
    return {
      ...{ name, task, adapter, licence, memoryMb, languages, purpose },
      state: present === files.length ? 'present' : present > 0 || coming > 0 ? 'incomplete' : 'absent',
      bytes: sizes.reduce((sum, size) => sum + size, coming),
      fullBytes: files.reduce((sum, file) => sum + file.bytes, 0),
      path:
        adapter === 'transformers'
          ? join(config.GREENROOM_MODELS, repository)
          : pathOfFile(config.GREENROOM_MODELS, model, files[0]?.path ?? ''),
    };
  });
}

/** The grader, which comes with the program. */
export function graderState(folder = graderFolder): ModelState {
  const sizes = graderSizes(folder);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    name: 'grader',
    task: 'grader',
    adapter: 'bundled',
    licence: 'MIT',
    memoryMb: graderMemoryMb,
    languages: 'English',
    purpose: 'tells which points an answer makes (comes with the program)',
    state: bytes === 0 ? 'absent' : sizes.includes(0) ? 'incomplete' : 'present',
    bytes,
    fullBytes: Math.max(bytes, graderMegabytes * 1_000_000),
    path: folder,
  };
}

const graderMegabytes = 24;

/** A text that changes when a model file for this task appears, grows or disappears. */
export const filesOf = (
  config: Pick<Config, 'GREENROOM_MODELS' | 'WHISPER_SERVER'>,
  task: ModelTask,
): string =>
  catalogue
    .filter((model) => model.task === task)
    .flatMap((model) => model.files.map((file) => sizeOf(locateFile(config.GREENROOM_MODELS, model, file))))
    .concat(isWhisperCppBuilt(config) ? 1 : 0)
    .join();

/** Whether whisper.cpp's server has been built, or is where the settings say. */
export const isWhisperCppBuilt = (config: Pick<Config, 'GREENROOM_MODELS' | 'WHISPER_SERVER'>): boolean =>
  existsSync(whisperServerFrom(config));

const sizeOf = (path: string | undefined): number => (path === undefined ? 0 : statSync(path).size);

const partialOf = (folder: string, model: CatalogueModel, { path, orPath }: ModelFile): number =>
  [path, ...(orPath ? [orPath] : [])].reduce(
    (sum, each) => sum + partialBytes(pathOfFile(folder, model, each)),
    0,
  );
