import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEvaluator } from '../../../src/pipeline/evaluate.ts';
import { checkerFits, warmGrammar } from '../../../src/pipeline/scoring/grammar/checker.ts';
import { evaluationForPrograms } from '../../../src/wording/feedback.ts';
import { followUpWords } from '../../../src/wording/follow-up.ts';
import { englishWording } from '../../../src/wording/wording.ts';
import { scriptedModels } from '../../support/scripted.ts';
import { goldenAnswers } from './golden-answers.ts';

const evaluator = createEvaluator({ words: followUpWords(englishWording), models: scriptedModels() });
beforeAll(async () => void (checkerFits() && (await warmGrammar())));
afterAll(() => evaluator.close());

/**
 * What is said of twenty answers, word for word, without models. A change of a rule shows here as what it does to people:
 * read the difference, and if a good coach would say it, accept it with `npx vitest run test/unit/scoring/golden --update`.
 */
describe.skipIf(!checkerFits())('golden answers (the wording checker needs 3 GB of memory)', () => {
  test.each(goldenAnswers())('$name', async ({ name, answer }) => {
    const { evaluation } = await evaluator.evaluate(answer);
    const written = `${JSON.stringify(evaluationForPrograms(englishWording, evaluation), null, 2)}\n`;
    await expect(written).toMatchFileSnapshot(`../../fixtures/golden/${name}.json`);
  });

  test('twice the same answer is twice the same evaluation', async () => {
    for (const { answer } of goldenAnswers().slice(10, 15))
      expect(await evaluator.evaluate(answer)).toEqual(await evaluator.evaluate(answer));
  });
});
