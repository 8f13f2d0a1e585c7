import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openCoach } from '../../src/open-coach.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import { checkerFits, warmGrammar } from '../../src/pipeline/scoring/grammar/checker.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { cookingBank, cookingStart, runningInterview } from '../support/interviews.ts';
import { scriptedEvaluator, scriptedModels } from '../support/scripted.ts';
import { temporaryFolder } from '../support/temporary.ts';

const [question] = cookingBank().questions({ level: 'junior' });

it('is told to get ready when somebody begins, and not when they cannot', async () => {
  const warm = vi.fn();
  const { interview } = runningInterview({ evaluator: { ...scriptedEvaluator(), warm } }, { works: false });
  await interview.start(cookingStart('ann'));
  expect(warm).toHaveBeenCalledTimes(1);
  await expect(interview.start(cookingStart('ben'))).rejects.toMatchObject({ code: 'wrong_state' });
  expect(warm).toHaveBeenCalledTimes(1);
});

it('judges as usual after it got ready, even if it was closed meanwhile', async () => {
  if (!question) throw new Error('The bank is empty');
  const answer = {
    question,
    text: 'I keeps the water boiling, because then the pieces do not stick to each other at all.',
    transcript: null,
    receivedShare: null,
    seed: 'a',
    asked: [question.text],
    followUpDepth: 0,
    maxFollowUpDepth: 0,
  };
  const evaluator = createEvaluator({ words: followUpWords(englishWording), models: scriptedModels() });
  evaluator.warm?.();
  await evaluator.close();
  evaluator.warm?.();
  if (checkerFits()) await warmGrammar();
  const { evaluation } = await evaluator.evaluate(answer);
  expect(evaluation.dimensions.grammar?.scorer).toBe(checkerFits() ? 'harper+rules' : 'rules');
  await evaluator.close();
});

it('lets a program end before it is ready', async () => {
  const coach = await openCoach({
    config: readConfig({
      DATABASE_URL: `sqlite:${join(temporaryFolder(), 'greenroom.db')}`,
      QUESTION_BANKS: fileURLToPath(new URL('../fixtures/bank/', import.meta.url)),
      MODELS: 'none',
    }),
    log: silentLog(),
    parts: { models: scriptedModels() },
  });
  await coach.context.interview.start(cookingStart('ann'));
  vi.useFakeTimers();
  coach.evaluator.warm?.();
  expect(vi.getTimerCount()).toBe(1);
  await coach.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
