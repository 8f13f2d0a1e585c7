/** The wording checker, in its own thread: Harper takes about 200 MB and runs for tens of milliseconds. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { serveCalls } from '../../../async/serve-calls.ts';
import { siblingScript } from '../../../async/sibling-script.ts';
import type { CheckerRequest } from './checker.ts';
import { changeExports, imagePath, isWholeImage, readImage } from './checker-image.ts';
import { setUpLinter } from './set-up-linter.ts';
import { withoutData } from './without-data.ts';

/**
 * Kinds about how words go together. Spelling, case, punctuation and style are not the speaker's, or not
 * errors.
 */
const kinds = new Set(['Agreement', 'Grammar']);
/** Single rules of other kinds that are useful. */
const named = new Set([
  'AnA',
  'ThenThan',
  'SinceDuration',
  'ModalOf',
  'Discuss',
  'DoMistake',
  'OneOfTheSingular',
  'AdjectiveDoubleDegree',
]);

/** Rules of those kinds that object to clean prose: "a lock needs an expiry", "retries should be few, two at most". */
const unreliable = new Set(['MassNouns', 'QuantifierNumeralConflict']);

const loading = load();
loading.catch(() => undefined);

async function load() {
  const path = imagePath();
  if (path !== null && !existsSync(path)) await makeImage(path);
  if (path !== null && isWholeImage(path))
    changeExports((exports) => {
      // What begins the checker needs its data; what sets it up is replaced by the whole image.
      readImage(path, exports);
      return { ...exports, linter_new: () => readImage(path, exports) };
    }, withoutData);
  const linter = await setUpLinter();
  collectGarbage();
  return linter;
}

/** The 16 MB that were compiled would stay until the next collection, which may be far away in a thread with little to do. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
}

/** Where that fails (a full disk, say), the checker takes more memory, and works as well. */
async function makeImage(path: string): Promise<void> {
  const maker = new Worker(siblingScript(import.meta.url, 'checker-image-worker'), {
    workerData: { path },
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  await once(maker, 'exit').catch(() => undefined);
}

serveCalls<CheckerRequest>(async ({ text }) => {
  const linter = await loading;
  const byRule = await linter.organizedLints(text, { language: 'plaintext' });
  return Object.entries(byRule).flatMap(([rule, lints]) =>
    lints
      .filter((lint) => (kinds.has(lint.lint_kind()) || named.has(rule)) && !unreliable.has(rule))
      .map((lint) => {
        const { start, end } = lint.span();
        return {
          rule,
          start,
          end,
          text: lint.get_problem_text(),
          replacement: lint.suggestions()[0]?.get_replacement_text() ?? '',
        };
      }),
  );
});
