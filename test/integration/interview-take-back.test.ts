import { describe, expect, it } from 'vitest';
import { engines } from '../support/engines.ts';
import { actor, cookingStart, runningInterviewOn } from '../support/interviews.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { until } from '../support/temporary.ts';

describe.each(engines)('an answer that is taken back, on %s', (engine) => {
  const ann = actor('ann');
  const bob = actor('bob');

  it('opens an answer again whose author goes on before it is judged, and judges all of it once', async () => {
    const gate = Promise.withResolvers<void>();
    const judged: string[] = [];
    const evaluator = scriptedEvaluator(async ({ text }) => {
      judged.push(text);
      if (judged.length === 1) await gate.promise;
      return { overall: 70 };
    });
    const { interview, show, seen } = await runningInterviewOn(engine, { evaluator });
    const shown = show();
    const session = await interview.start(cookingStart('ann', { questions: 2 }));
    await interview.addText(ann, session.id, 'Salt goes in.');
    const { answerId } = await interview.submit(ann, session.id);
    await until(() => judged.length === 1);
    await expect(interview.takeBack(bob, answerId)).rejects.toMatchObject({ code: 'not_allowed' });
    expect(await interview.takeBack(ann, answerId)).toBe(true);
    expect((await interview.session(ann, session.id)).turn).toMatchObject({ id: session.turn?.id });
    gate.resolve();
    await interview.addText(ann, session.id, 'Then the pasta.');
    expect((await interview.heardSoFar(ann, answerId)).text).toBe('Salt goes in.\nThen the pasta.');
    expect((await interview.submit(ann, session.id)).answerId).toBe(answerId);
    const { answer } = (await seen('feedback')).body;
    expect(answer.text).toBe('Salt goes in.\nThen the pasta.');
    expect(judged).toEqual(['Salt goes in.', 'Salt goes in.\nThen the pasta.']);
    await seen('question', 2);
    expect(shown.filter(({ body }) => body.type === 'feedback')).toHaveLength(1);
    expect(await interview.takeBack(ann, answerId)).toBe(false);
  });

  it('leaves an answer as it is when the interview is paused, or its question was closed for everybody', async () => {
    const gate = Promise.withResolvers<void>();
    const evaluator = scriptedEvaluator(async () => {
      await gate.promise;
      return {};
    });
    const { interview } = await runningInterviewOn(engine, { evaluator });
    const session = await interview.start(cookingStart('ann', { style: 'everyone' }));
    await interview.join(bob, session.id, 'candidate');
    await interview.addText(ann, session.id, 'Salt goes in.');
    const { answerId } = await interview.submit(ann, session.id);
    await interview.pause(ann, session.id);
    expect(await interview.takeBack(ann, answerId)).toBe(false);
    await interview.resume(ann, session.id);
    expect(await interview.takeBack(ann, answerId)).toBe(true);
    await interview.submit(ann, session.id);
    await interview.closeTurn(ann, session.id);
    expect(await interview.takeBack(ann, answerId)).toBe(false);
    gate.resolve();
  });
});
