import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { emptySlot } from '../../src/models/empty-slot.ts';
import { openModels } from '../../src/models/open-models.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import type { AnswerToJudge } from '../../src/pipeline/evaluation-types.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { englishWording } from '../../src/wording/wording.ts';

const questions = openBank().questions();
const off = { state: 'off', fault: 'fault.models-off', values: {} } as const;

function answerTo(id: string, text: string): AnswerToJudge {
  const question = questions.find((one) => one.id === id);
  if (!question) throw new Error(`The bank has no question ${id}.`);
  const asked = { id: 'evaluation', question, text, transcript: null, receivedShare: null, seed: 'same' };
  return { ...asked, asked: [question.text], followUpDepth: 0, maxFollowUpDepth: 2 };
}

const answers = [
  answerTo(
    'backend-junior-hash-map',
    'The key goes through a hash function and that picks the bucket, so a lookup takes the same time on average however many there are. If two keys land in one bucket it has to compare them one by one.',
  ),
  answerTo(
    'security-junior-password-storage',
    'You encrypt the passwords, hashing is less safe, as one could not read them any more.',
  ),
  answerTo(
    'behavioural-mid-prioritise-requests',
    'Four teams wanted something in the same week. I asked each for the cost of waiting, ranked them with my lead, and told two that they would get theirs in May. The payment fix was out in two days.',
  ),
];

/** A judge with the grader that comes with the program. */
async function openJudge() {
  const config = readConfig({ TRANSCRIBER: 'none', GENERATOR: 'template', MODELS_OFFLINE: '1' });
  const models = openModels(config, { log: silentLog() });
  await models.settled();
  const evaluator = createEvaluator({
    words: followUpWords(englishWording),
    models: {
      grader: models.grader,
      embedder: emptySlot('embedder', off),
      entailment: emptySlot('entailment', off),
      generator: emptySlot('generator', off),
    },
    harper: false,
  });
  onTestFinished(async () => {
    await evaluator.close();
    await models.close();
  });
  return async (answer: AnswerToJudge) => JSON.stringify(await evaluator.evaluate(answer));
}

it('judges an answer the same to the last bit, whatever it judged before', async () => {
  const alone = await openJudge();
  const [first] = answers;
  if (!first) throw new Error('There is no answer.');
  const expected = await alone(first);
  expect(JSON.parse(expected).evaluation.dimensions.technical.scorer).toBe('grader+lexical');
  const busy = await openJudge();
  for (const answer of answers.toReversed()) await busy(answer);
  expect(await busy(first)).toBe(expected);
  const [once, again] = await Promise.all([busy(first), busy(first), ...answers.map(busy)]);
  expect([once, again]).toEqual([expected, expected]);
});
