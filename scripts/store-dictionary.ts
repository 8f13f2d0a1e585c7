/**
 * Prints a dictionary for `src/store/packed-json.ts`: what the judge finds in invented answers, a question, and the
 * beginning of a transcript. What is said most often stands last, as DEFLATE likes it.
 * `node scripts/store-dictionary.ts > assets/store/dictionary-N.txt`, for a new N.
 */
import { judgedAnswers } from '../bench/store/judged-answers.ts';
import { openBank } from '../src/pipeline/questions/bank.ts';

const bank = openBank();
const judged = (await judgedAnswers(bank, [4, 5])).slice(0, 11);
const word = { startMs: 1200, endMs: 1540, text: ' the', probability: 0.98 };
const segment = { startMs: 0, endMs: 4000, text: ' I would', words: [word, { ...word, text: ' and' }] };
const speech = [{ startMs: 0, endMs: 4000 }];
const transcript = {
  text: 'I would',
  language: 'en',
  model: 'base',
  segments: [segment],
  speech,
  durationMs: 4000,
};
const texts = [transcript, bank.questions()[0], ...judged.map(({ evaluation }) => evaluation)];
// No more than a back reference reaches.
process.stdout.write(
  texts
    .map((text) => JSON.stringify(text))
    .join('')
    .slice(-32_000),
);
