import { setFlagsFromString } from 'node:v8';
import { Dialect, LocalLinter } from 'harper.js';
import { slimBinary } from 'harper.js/slimBinary';

/** V8's own, by `node --v8-options`. */
const usualTieringBudget = 13_000_000;

/** Harper, ready to check. */
export async function setUpLinter(): Promise<LocalLinter> {
  const linter = new LocalLinter({ binary: slimBinary, dialect: Dialect.American });
  // Optimising its hot functions takes 60 MB and makes it no faster.
  setFlagsFromString('--wasm-tiering-budget=100000000');
  try {
    await linter.setup();
  } finally {
    setFlagsFromString(`--wasm-tiering-budget=${usualTieringBudget}`);
  }
  return linter;
}
