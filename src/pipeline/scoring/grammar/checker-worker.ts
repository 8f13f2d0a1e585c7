/** The wording checker, in its own thread: Harper takes about 300 MB and runs for tens of milliseconds. */
import { setFlagsFromString } from 'node:v8';
import { Dialect, LocalLinter } from 'harper.js';
import { slimBinary } from 'harper.js/slimBinary';
import { z } from 'zod';
import { serveCalls } from '../../../async/serve-calls.ts';

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

/** V8's own, by `node --v8-options`. */
const usualTieringBudget = 13_000_000;

const linter = new LocalLinter({ binary: slimBinary, dialect: Dialect.American });
// Optimising its hot functions takes 60 MB and makes it no faster.
setFlagsFromString('--wasm-tiering-budget=100000000');
const loading = linter
  .setup()
  .finally(() => setFlagsFromString(`--wasm-tiering-budget=${usualTieringBudget}`));
loading.catch(() => undefined);
const request = z.object({ text: z.string() });

serveCalls(async (message) => {
  const { text } = request.parse(message);
  await loading;
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
