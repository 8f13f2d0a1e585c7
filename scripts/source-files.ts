import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every TypeScript file in a folder and the folders in it, sorted. */
export const sourceFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .toSorted();
