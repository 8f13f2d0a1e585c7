import { describe, expect, it } from 'vitest';
import { engines, tablesWith } from '../support/engines.ts';
import { actor, cookingStart, place, runningInterviewOn } from '../support/interviews.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { silence, tone } from '../support/sounds.ts';

describe.each(engines)('looking back, on %s', (engine) => {
  const ann = actor('ann');
  const ben = actor('ben');
  const byWords = scriptedEvaluator(({ text }) => ({ overall: text.length, aimedAt: 'number' }));

  /** An interview in which one answer was given and judged. */
  async function answered(more: Parameters<typeof cookingStart>[1] = {}) {
    const running = await runningInterviewOn(engine, { evaluator: byWords });
    const shown = running.show();
    const session = await running.interview.start(cookingStart('ann', more));
    await running.interview.addText(ann, session.id, 'Water.');
    const { answerId } = await running.interview.submit(ann, session.id);
    await running.seen('feedback');
    return { ...running, shown, session, answerId };
  }

  describe('a second try', () => {
    it('gets its feedback compared with the first, while the interview goes on', async () => {
      const { interview, session, answerId, seen } = await answered();
      await seen('question', 2);
      const again = await interview.retry(ann, answerId);
      expect(again).toMatchObject({
        id: session.id,
        turn: { kind: 'retry', question: session.turn?.question },
      });
      await interview.addText(ann, session.id, 'Plenty of water.');
      await interview.submit(ann, session.id);
      const { answer } = (await seen('feedback', 2)).body;
      expect([answer.previous?.overall, answer.evaluation?.overall]).toEqual([6, 16]);
      expect((await seen('question', 4)).body.turn.kind).toBe('follow-up');
      await interview.addText(ann, session.id, 'Three litres.');
      await interview.submit(ann, session.id);
      await seen('summary');
    });

    it('is possible after the interview has ended, in a session of its own that ends with it', async () => {
      const { interview, session, answerId, seen, shown } = await answered();
      await interview.stop(ann, session.id);
      await seen('summary');
      const again = await interview.retry(ann, answerId);
      expect(again.id).not.toBe(session.id);
      expect((await interview.sessionAt(place))?.id).toBe(again.id);
      await interview.addText(ann, again.id, 'Plenty of water.');
      await interview.submit(ann, again.id);
      expect((await seen('feedback', 2)).body.answer.previous?.overall).toBe(6);
      expect(await interview.sessionAt(place)).toBeNull();
      expect(shown.filter(({ body }) => body.type === 'summary')).toHaveLength(1);
    });

    it('is for the author alone, and for answers that were judged', async () => {
      const { interview, session, answerId, seen } = await answered();
      await expect(interview.retry(ben, answerId)).rejects.toMatchObject({ code: 'not_allowed' });
      await seen('question', 2);
      const open = await interview.addText(ann, session.id, 'Three.');
      await expect(interview.retry(ann, open.answerId)).rejects.toMatchObject({ code: 'wrong_state' });
    });
  });

  describe('an answer', () => {
    it('of a solo interview is shown to its author only, and to nobody of another workspace', async () => {
      const { interview, session, answerId } = await answered();
      await interview.join(ben, session.id, 'observer');
      expect((await interview.answer(ann, answerId)).text).toBe('Water.');
      await expect(interview.answer(ben, answerId)).rejects.toMatchObject({ code: 'not_allowed' });
      const stranger = { tenant: 'slack:T1' as const, userId: 'ann' };
      await expect(interview.answer(stranger, answerId)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('that is deleted is gone with its scores, and with the question that quoted it', async () => {
      const { interview, session, answerId, store, seen } = await answered();
      await seen('question', 2);
      await expect(interview.deleteAnswer(ben, answerId)).rejects.toMatchObject({ code: 'not_allowed' });
      await interview.deleteAnswer(ann, answerId);
      await expect(interview.answer(ann, answerId)).rejects.toMatchObject({ code: 'not_found' });
      for (const table of ['utterances', 'evaluations', 'concept_results'] as const)
        expect(await store.db.selectFrom(table).selectAll().execute()).toHaveLength(0);
      const { turn } = await interview.session(ann, session.id);
      expect(turn?.question.text).toBe('A follow-up to an answer that was deleted.');
    });

    it('that is deleted leaves nothing behind in any table', async () => {
      const marked = 'zebrafinch';
      let failures = 0;
      const evaluator = scriptedEvaluator(({ text }) => {
        failures += 1;
        if (failures === 1) throw new Error(`cannot read ${text}`);
        return {};
      });
      const { interview, show, seen, store } = await runningInterviewOn(engine, { evaluator });
      show();
      const session = await interview.start(cookingStart('ann'));
      await interview.addText(ann, session.id, `The ${marked} boils.`);
      const { answerId } = await interview.submit(ann, session.id);
      await seen('summary');
      expect(await tablesWith(store, marked)).not.toEqual([]);
      await interview.deleteAnswer(ann, answerId);
      expect(await tablesWith(store, marked)).toEqual([]);
    });

    it('that is deleted before it is judged does not hold the interview up', async () => {
      const gate = Promise.withResolvers<{ overall: number }>();
      const { interview, show, seen } = await runningInterviewOn(engine, {
        evaluator: scriptedEvaluator(() => gate.promise),
      });
      show();
      const session = await interview.start(cookingStart('ann', { questions: 2 }));
      await interview.addText(ann, session.id, 'Water.');
      const { answerId } = await interview.submit(ann, session.id);
      await interview.deleteAnswer(ann, answerId);
      gate.resolve({ overall: 50 });
      expect((await seen('question', 2)).body.turn.number).toBe(2);
    });
  });

  describe('one answer scored outside any interview', () => {
    it('brings its feedback and nothing else, once for each message', async () => {
      const { interview, show, seen, store } = await runningInterviewOn(engine, { evaluator: byWords });
      const shown = show();
      const given = {
        question: 'Why is a sharp knife safer than a blunt one?',
        text: 'It bites.',
        key: 'm1',
      };
      const first = await interview.score(place, 'ann', given);
      expect((await interview.score(place, 'ann', given)).answerId).toBe(first.answerId);
      const { body, session } = await seen('feedback');
      expect(session).toMatchObject({ purpose: 'score', private: true, state: 'ended' });
      expect(body.answer.turn.question.id).toBe('cooking-junior-sharp-knife');
      const open = store.db.selectFrom('jobs').select('id').where('state', 'in', ['waiting', 'leased']);
      await expect.poll(async () => (await open.execute()).length).toBe(0);
      expect(shown.map((one) => one.body.type)).toEqual(['feedback']);
      expect(await interview.openSessions('terminal')).toHaveLength(0);
    });

    it('takes a person’s own question, and recognises its kind from its words', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine, { evaluator: byWords });
      show();
      const score = (question: string) => interview.score(place, 'ann', { question, text: 'I did.' });
      await score('Tell me about a time when you burnt the soup.');
      expect((await seen('feedback')).body.answer.turn.question).toMatchObject({
        kind: 'behavioural',
        source: 'own',
        concepts: [],
      });
      await expect(score(' ')).rejects.toMatchObject({ code: 'bad_input' });
      const empty = interview.score(place, 'ann', { question: 'Why?' });
      await expect(empty).rejects.toMatchObject({ code: 'bad_input' });
    });

    it('may be a recording, and says so when there is no speech in it', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine, { evaluator: byWords });
      show();
      await interview.score(place, 'ann', { question: 'Why salt?', pcm: silence(1) });
      expect((await seen('notice')).body.notice).toBe('no-speech');
      await interview.score(place, 'ann', { question: 'Why salt?', pcm: tone(1) });
      expect((await seen('feedback')).body.answer.text).toBe('I keep the water boiling.');
    });
  });
});
