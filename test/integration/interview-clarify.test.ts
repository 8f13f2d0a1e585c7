import { expect, it } from 'vitest';
import { viewFeedback } from '../../src/bots/views/feedback.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';

const ann = actor('ann');

it('counts how often somebody asked what a question means, and leads from the second time on to what they left out', async () => {
  const { interview, show, seen } = runningInterview();
  show();
  const session = await interview.start(cookingStart('ann'));
  const concepts = session.turn?.question.concepts ?? [];
  const { answerId } = await interview.addText(ann, session.id, 'Well.');
  expect(await interview.clarify(ann, answerId)).toEqual({ hint: null });
  const first = await interview.clarify(ann, answerId);
  expect(concepts.flatMap(({ followUps }) => followUps)).toContain(first.hint);
  const hinted = concepts.find(({ followUps }) => followUps.includes(first.hint ?? ''));
  await interview.addText(ann, session.id, hinted?.statement ?? '');
  expect((await interview.clarify(ann, answerId)).hint).not.toBe(first.hint);
  await interview.submit(ann, session.id);
  const { answer } = (await seen('feedback')).body;
  expect(answer.clarified).toBe(3);
  expect(viewFeedback(answer, englishWording).meta).toContain(
    'you asked about the question 3 times, which costs nothing',
  );
  expect(await interview.clarify(ann, answerId)).toEqual({ hint: null });
  expect((await interview.answer(ann, answerId)).clarified).toBe(3);
});

it('gives no hint in an exam, and nothing to anybody else', async () => {
  const { interview } = runningInterview();
  const session = await interview.start(cookingStart('ann', { aim: 'exam' }));
  const { answerId } = await interview.addText(ann, session.id, 'Well.');
  await interview.clarify(ann, answerId);
  expect(await interview.clarify(ann, answerId)).toEqual({ hint: null });
  await expect(interview.clarify(actor('bob'), answerId)).rejects.toMatchObject({ code: 'not_allowed' });
});
