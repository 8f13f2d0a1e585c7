import { expect, it } from 'vitest';
import { viewPartAgain } from '../../src/bots/views/part-again.ts';
import type { Question } from '../../src/domain.ts';
import { findPerson } from '../../src/store/people.ts';
import { pastAnswers, practiceTimes, scoresOf } from '../../src/store/progress.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { rulesAlone } from '../support/bots/platform.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';

const ann = actor('ann');
const conflict: Question = {
  id: 'own-conflict',
  domain: 'cooking',
  level: 'junior',
  kind: 'behavioural',
  text: 'Tell me about a time when you disagreed with a colleague about how to do something.',
  concepts: [],
  modelAnswer: null,
  tags: [],
  source: 'own',
};
const withoutEnd =
  'Last year I worked in the kitchen of a small hotel, and we had to cook for a wedding with ninety guests. ' +
  'My task was to plan the order of the courses. The head cook wanted to roast everything on the day. ' +
  'I disagreed, so I wrote down how long the oven would be busy, showed him the list, and proposed to roast the meat the evening before.';
const ending =
  'In the end we served all ninety guests within forty minutes, and the head cook has used my list for every wedding since.';

/** A story without its end, judged by the rules. */
async function told(options: Parameters<typeof cookingStart>[1] = {}, text = withoutEnd) {
  const running = runningInterview({ evaluator: rulesAlone() });
  const shown = running.show();
  const session = await running.interview.start(
    cookingStart('ann', { planned: [conflict, { ...conflict, id: 'own-2' }], followUps: 0, ...options }),
  );
  await running.interview.addText(ann, session.id, text);
  const { answerId } = await running.interview.submit(ann, session.id);
  return { ...running, shown, session, answerId };
}

it('joins the missing end to the story, tells what changed with the words, and counts it once', async () => {
  const { interview, session, answerId, seen, store } = await told();
  await seen('feedback');
  await seen('question', 2);
  expect((await interview.answer(ann, answerId)).evaluation?.feedback.fix.kind).toBe('result');
  const asked = await interview.retry(ann, answerId, { part: true });
  expect(asked.turn).toMatchObject({ kind: 'retry', part: { kind: 'result' } });
  await interview.addText(ann, session.id, ending);
  await interview.submit(ann, session.id);
  const { answer } = (await seen('feedback', 2)).body;
  expect(answer.text).toBe(ending);
  expect(answer.evaluation?.measures.words).toBeGreaterThan(answer.previous?.measures.words ?? 0);
  const shown = viewPartAgain(englishWording, answer);
  expect(shown?.isMended).toBe(true);
  expect(shown?.view.title).toBe('Better: that part is in now');
  const points = shown?.view.blocks.flatMap((block) => (block.type === 'points' ? block.points : []));
  expect(points).toContainEqual({
    mark: 'covered',
    text: 'result: missing → there',
    quote: expect.stringContaining('served all ninety guests'),
  });
  // The question that stayed open comes again, and is answered as usual.
  await seen('question', 4);
  const personId = (await findPerson(store.db, ann)) ?? '';
  expect(await scoresOf(store.db, { personId }, 10)).toHaveLength(1);
  expect(await pastAnswers(store.db, { personId }, { limit: 10 })).toHaveLength(1);
  expect((await practiceTimes(store.db, { personId })).map(({ answers }) => answers)).toEqual([1]);
  expect((await interview.answer(ann, answerId)).text).toBe(withoutEnd);
  await interview.addText(ann, session.id, `${withoutEnd} ${ending}`);
  await interview.submit(ann, session.id);
  const { summary } = (await seen('summary')).body;
  expect(summary.people[0]?.answers).toBe(2);
});

it('says plainly when the part changed nothing, and offers it once more', async () => {
  const { interview, session, answerId, seen } = await told();
  await seen('question', 2);
  await interview.retry(ann, answerId, { part: true });
  await interview.addText(ann, session.id, 'The oven in that kitchen is a big old one from Italy.');
  await interview.submit(ann, session.id);
  const shown = viewPartAgain(englishWording, (await seen('feedback', 2)).body.answer);
  expect(shown?.isMended).toBe(false);
  expect(shown?.view.title).toBe('No change that I can find');
  expect(JSON.stringify(shown?.view)).toContain('Still to do');
});

it('opens the part once, however often it is pressed', async () => {
  const { interview, answerId, seen, store } = await told();
  await seen('question', 2);
  const first = await interview.retry(ann, answerId, { part: true });
  const second = await interview.retry(ann, answerId, { part: true });
  expect(second.turn?.id).toBe(first.turn?.id);
  const turns = await store.db.selectFrom('turns').select('id').where('kind', '=', 'retry').execute();
  expect(turns).toHaveLength(1);
});

it('is not there before the end of an exam, nor where the whole answer is to be changed', async () => {
  const exam = await told({ aim: 'exam' });
  await exam.seen('question', 2);
  await expect(exam.interview.retry(ann, exam.answerId, { part: true })).rejects.toMatchObject({
    fault: 'fault.no-feedback-yet',
  });
  const short = await told({}, 'I argued.');
  await short.seen('question', 2);
  await expect(short.interview.retry(ann, short.answerId, { part: true })).rejects.toMatchObject({
    fault: 'fault.no-part',
  });
});

it('goes with the answer when that is deleted', async () => {
  const { interview, session, answerId, seen, store } = await told();
  await seen('question', 2);
  await interview.retry(ann, answerId, { part: true });
  await interview.addText(ann, session.id, ending);
  await interview.submit(ann, session.id);
  await seen('feedback', 2);
  await interview.deleteAnswer(ann, answerId);
  expect(await store.db.selectFrom('uncounted_evaluations').selectAll().execute()).toEqual([]);
  const left = await store.db.selectFrom('answers').select('text').execute();
  expect(left.filter(({ text }) => text !== null)).toEqual([]);
});
