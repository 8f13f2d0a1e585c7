/** The grader comes with the program, in `assets/grader` beside `src` or `dist`. */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const graderFolder = fileURLToPath(new URL('../../../assets/grader', import.meta.url));
export const graderFiles = ['model.onnx', 'tokenizer.json', 'grader.json'] as const;

/** Its approximate memory while it is loaded. */
export const graderMemoryMb = 110;

export const graderVerdicts = ['said', 'partly', 'missed', 'contradicted'] as const;
export type Graded = Record<(typeof graderVerdicts)[number], number>;

/** Bytes of each of its files; 0 for a missing one. */
export const graderSizes = (folder: string): number[] =>
  graderFiles.map((file) => statSync(`${folder}/${file}`, { throwIfNoEntry: false })?.size ?? 0);
