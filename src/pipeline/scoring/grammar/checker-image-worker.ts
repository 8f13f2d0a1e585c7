/** Sets the wording checker up, keeps what it then has in memory in a file, and ends. */
import { workerData } from 'node:worker_threads';
import { type CheckerExports, changeExports, writeImage } from './checker-image.ts';
import { setUpLinter } from './set-up-linter.ts';

const { path }: { path: string } = workerData;
let made: { exports: CheckerExports; linter: number } | undefined;
changeExports((exports) => ({
  ...exports,
  linter_new(dialect) {
    const linter = exports.linter_new(dialect);
    made = { exports, linter };
    return linter;
  },
}));
await setUpLinter();
if (made) writeImage(path, made.exports, made.linter);
