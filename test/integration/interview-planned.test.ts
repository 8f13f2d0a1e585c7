import { describe, expect, it } from 'vitest';
import { ownQuestion } from '../../src/pipeline/prepare/own-questions.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { until } from '../support/temporary.ts';

const ann = actor('ann');
const planned = ['What came of Larder?', 'Why Go?', 'How do you test?'].map((text) =>
  ownQuestion(text, { domain: 'cooking', level: 'junior', kind: 'technical', about: text }),
);

/** An interview of Ann with these questions. */
async function begun(more = {}) {
  const running = runningInterview({ evaluator: scriptedEvaluator() });
  const shown = running.show();
  const session = await running.interview.start(cookingStart('ann', { planned, followUps: 0, ...more }));
  const answer = async (text: string) => {
    await running.interview.addText(ann, session.id, text);
    return await running.interview.submit(ann, session.id);
  };
  const types = () => shown.map(({ body }) => body.type);
  const prepared = async () => await running.store.db.selectFrom('prepared_questions').selectAll().execute();
  return { ...running, session, answer, types, prepared };
}

describe('an interview with a plan', () => {
  it('asks its questions in their order, and no others', async () => {
    const { session, answer, seen, prepared } = await begun();
    expect(session.questions).toBe(3);
    for (const [at, { text }] of planned.entries()) {
      const { body } = await seen('question', at + 1);
      expect(body.turn.question.text).toBe(text);
      await answer('Water.');
    }
    await seen('summary');
    expect(await prepared()).toEqual([]);
  });

  it('forgets what was not asked when it is stopped', async () => {
    const { interview, session, prepared } = await begun();
    expect(await prepared()).toHaveLength(2);
    await interview.stop(ann, session.id);
    expect(await prepared()).toEqual([]);
  });
});

describe('an exam', () => {
  it('shows every card at its end, in the order of the answers, and no card before', async () => {
    const { answer, seen, types } = await begun({ aim: 'exam' });
    for (const at of planned.keys()) {
      await seen('question', at + 1);
      expect(types()).not.toContain('feedback');
      await answer(`Answer ${at + 1}.`);
    }
    await seen('summary');
    expect(types().slice(-4)).toEqual(['feedback', 'feedback', 'feedback', 'summary']);
    const first = await seen('feedback', 1);
    expect(first.body.answer.text).toBe('Answer 1.');
  });

  it('shows the cards of what was answered when it is stopped', async () => {
    const { interview, session, answer, seen, types } = await begun({ aim: 'exam' });
    await answer('Only this.');
    await seen('question', 2);
    await interview.stop(ann, session.id);
    await seen('summary');
    expect(types().filter((type) => type === 'feedback')).toHaveLength(1);
  });

  it('is over with its cards: a question that is asked again has its card at once', async () => {
    const { interview, answer, seen, types } = await begun({ aim: 'exam', planned: planned.slice(0, 1) });
    const { answerId } = await answer('Water.');
    await seen('summary');
    const again = await interview.retry(ann, answerId);
    expect(again.aim).toBeNull();
    await interview.addText(ann, again.id, 'More water.');
    await interview.submit(ann, again.id);
    await until(() => types().filter((type) => type === 'feedback').length === 2);
  });

  it('is for one person alone', async () => {
    const { interview } = runningInterview();
    await expect(
      interview.start(cookingStart('ann', { aim: 'exam', style: 'everyone' })),
    ).rejects.toMatchObject({
      fault: 'fault.aim-alone',
    });
  });
});
