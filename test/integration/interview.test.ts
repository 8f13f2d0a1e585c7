import { describe, expect, it } from 'vitest';
import type { DeliveryBody } from '../../src/pipeline/interview-types.ts';
import { actor, cookingStart, place, runningInterview, tenant } from '../support/interviews.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { standingClock, until } from '../support/temporary.ts';

const ann = actor('ann');
const types = (shown: { body: DeliveryBody }[]) => shown.map(({ body }) => body.type);

describe('an interview', () => {
  it('asks, judges, follows up once, asks the next question, and ends with a summary', async () => {
    const evaluator = scriptedEvaluator(({ question, followUpDepth }) => ({
      overall: followUpDepth === 0 ? 40 : 80,
      aimedAt: question.concepts[0]?.statement ?? 'done',
    }));
    const { interview, show, seen } = runningInterview({ evaluator });
    const shown = show();
    const session = await interview.start(cookingStart('ann', { questions: 2 }));
    expect(session.turn).toMatchObject({ number: 1, of: 2, kind: 'question', userId: 'ann' });
    for (const [at, kind] of ['question', 'follow-up', 'question', 'follow-up'].entries()) {
      const { body } = await seen('question', at + 1);
      expect(body.turn.kind).toBe(kind);
      await interview.addText(ann, session.id, 'I take plenty of water.');
      await interview.submit(ann, session.id);
    }
    const { body } = await seen('summary');
    expect(types(shown)).toEqual([
      'question',
      'feedback',
      'question',
      'feedback',
      'question',
      'feedback',
      'question',
      'feedback',
      'summary',
    ]);
    expect(body.summary).toMatchObject({ pending: 0, people: [{ userId: 'ann', answers: 4, overall: 60 }] });
    expect(await interview.sessionAt(place)).toBeNull();
  });
});
