import { describe, expect, it } from 'vitest';
import type { Transcriber } from '../../src/models/ports.ts';
import { engines } from '../support/engines.ts';
import { actor, cookingStart, type runningInterview, runningInterviewOn } from '../support/interviews.ts';
import { scriptedEvaluator, scriptedModels, scriptedSlot } from '../support/scripted.ts';
import { tone } from '../support/sounds.ts';
import { standingClock } from '../support/temporary.ts';

describe.each(engines)('interviews of groups, on %s', (engine) => {
  const [ann, ben, cat] = [actor('ann'), actor('ben'), actor('cat')];
  const byWords = scriptedEvaluator(({ text }) => ({ overall: text.length }));

  describe('an interview for everyone', () => {
    const start = async (given: Parameters<typeof runningInterview>[0] = {}, more = {}) => {
      const running = await runningInterviewOn(engine, { evaluator: byWords, ...given });
      const shown = running.show();
      const session = await running.interview.start(cookingStart('ann', { style: 'everyone', ...more }));
      await running.interview.join(ben, session.id, 'candidate');
      await running.interview.join(cat, session.id, 'observer');
      const answer = async (who: typeof ann, text: string) => {
        await running.interview.addText(who, session.id, text);
        return await running.interview.submit(who, session.id);
      };
      return { ...running, session, shown, answer };
    };

    it('shows all results together once everybody who joined has answered', async () => {
      const { interview, session, shown, answer, seen } = await start({}, { questions: 2 });
      expect(session.turn?.userId).toBeNull();
      await answer(ann, 'Water.');
      await expect(interview.addText(ann, session.id, 'More.')).rejects.toMatchObject({
        code: 'wrong_state',
      });
      await answer(ben, 'A lot of water.');
      const { body } = await seen('results');
      expect(body.answers.map(({ userId, evaluation }) => [userId, evaluation?.overall])).toEqual([
        ['ann', 6],
        ['ben', 15],
      ]);
      expect((await seen('question', 2)).body.turn.number).toBe(2);
      expect(shown.map((one) => one.body.type)).toEqual([
        'question',
        'results',
        'feedback',
        'feedback',
        'question',
      ]);
    });

    it('waits for others while only its starter is in it, until the results are asked for', async () => {
      const running = await runningInterviewOn(engine, { evaluator: byWords });
      const { interview, seen } = running;
      running.show();
      const { id } = await interview.start(cookingStart('ann', { style: 'everyone', questions: 2 }));
      await interview.addText(ann, id, 'Water.');
      await interview.submit(ann, id);
      expect((await interview.session(ann, id)).turn).not.toBeNull();
      await interview.join(ben, id, 'candidate');
      await interview.addText(ben, id, 'Stir it.');
      await interview.submit(ben, id);
      expect((await seen('results')).body.answers.map(({ userId }) => userId)).toEqual(['ann', 'ben']);
      await seen('question', 2);
      await interview.addText(ann, id, 'Salt.');
      await interview.submit(ann, id);
      await interview.closeTurn(ann, id);
      expect((await seen('results', 2)).body.answers.map(({ userId }) => userId)).toEqual(['ann']);
    });

    it('waits for nobody who has left', async () => {
      const { interview, session, answer, seen } = await start();
      await answer(ann, 'Water.');
      await interview.leave(ben, session.id);
      expect((await seen('results')).body.answers).toHaveLength(1);
      expect((await seen('summary')).body.summary.people).toHaveLength(1);
    });

    it('closes a question when its time is over, and counts what was said by then', async () => {
      const clock = standingClock();
      const { session, interview, answer, seen, store } = await start(clock, { answerSeconds: 60 });
      expect(session.turn?.closesAt).toBe('2026-03-02T09:01:00.000Z');
      await answer(ann, 'Water.');
      await interview.addText(ben, session.id, 'Stir it.');
      clock.advance(60_000);
      store.queue.wake();
      expect((await seen('results')).body.answers.map(({ userId }) => userId).sort()).toEqual(['ann', 'ben']);
    });

    it('leaves a question open for those who come by later, though all who have joined are done', async () => {
      const clock = standingClock();
      const { answer, interview, session, seen, store } = await start(clock, { answerSeconds: 86_400 });
      await answer(ann, 'Water.');
      await answer(ben, 'Stir it.');
      await interview.join(cat, session.id, 'candidate');
      await answer(cat, 'Salt.');
      expect((await interview.session(ann, session.id)).turn).not.toBeNull();
      clock.advance(86_400_000);
      store.queue.wake();
      expect((await seen('results')).body.answers).toHaveLength(3);
    });

    it('adds the time of a pause', async () => {
      const clock = standingClock();
      const { session, interview, store, seen } = await start(clock, { answerSeconds: 60 });
      await interview.pause(ann, session.id);
      clock.advance(60_000);
      store.queue.wake();
      await interview.resume(ann, session.id);
      const { turn } = await interview.session(ann, session.id);
      expect(turn?.closesAt).toBe('2026-03-02T09:02:00.000Z');
      clock.advance(60_000);
      store.queue.wake();
      expect((await seen('results')).body.answers).toEqual([]);
    });

    it('adds the whole time of a pause that goes on for another reason', async () => {
      const clock = standingClock();
      const { session, interview } = await start(clock, { answerSeconds: 60 });
      await interview.pause(ann, session.id);
      clock.advance(60_000);
      await interview.pause(ann, session.id, { reason: 'candidate-left' });
      clock.advance(60_000);
      await interview.resume(ann, session.id);
      const { turn } = await interview.session(ann, session.id);
      expect(turn?.closesAt).toBe('2026-03-02T09:03:00.000Z');
    });

    it('is closed early by the person who started it, and by nobody else', async () => {
      const { interview, session, answer, seen } = await start();
      await answer(ben, 'Water.');
      await expect(interview.closeTurn(ben, session.id)).rejects.toMatchObject({ code: 'not_allowed' });
      await interview.closeTurn(ann, session.id);
      expect((await seen('results')).body.answers.map(({ userId }) => userId)).toEqual(['ben']);
    });

    it('shows what was answered when it is stopped, before the summary', async () => {
      const { interview, session, answer, seen, shown } = await start();
      await answer(ben, 'Water.');
      await interview.stop(ann, session.id);
      await seen('summary');
      expect(shown.map(({ body }) => body.type)).toEqual([
        'question',
        'notice',
        'results',
        'feedback',
        'summary',
      ]);
    });

    it('waits for those whose speech no model can transcribe yet, and lets them type', async () => {
      const slot = scriptedSlot<Transcriber>('transcriber', null);
      const { interview, session, answer, seen } = await start({ models: scriptedModels(slot) });
      await interview.addUtterance(ann, session.id, { pcm: tone(0.1), startMs: 0, endMs: 100 });
      await interview.submit(ann, session.id);
      await answer(ben, 'Stir it.');
      expect((await interview.session(ann, session.id)).turn).not.toBeNull();
      await answer(ann, 'Water.');
      expect((await seen('results')).body.answers.map(({ text }) => text).toSorted()).toEqual([
        'Stir it.',
        'Water.',
      ]);
    });

    it('takes no answers of people who only watch or never joined', async () => {
      const { interview, session } = await start();
      for (const who of [cat, actor('eve')])
        await expect(interview.addText(who, session.id, 'Me!')).rejects.toMatchObject({
          code: 'not_allowed',
        });
    });
  });

  describe('a hot seat', () => {
    it('asks one candidate at a time, the next when they are called up', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine);
      show();
      const { id } = await interview.start(cookingStart('ann', { style: 'hot-seat', questions: 2 }));
      await interview.join(ben, id, 'candidate');
      await expect(interview.addText(ben, id, 'Me!')).rejects.toMatchObject({ code: 'wrong_state' });
      await expect(interview.callUp(ann, id, 'ben')).rejects.toMatchObject({ code: 'wrong_state' });
      await interview.addText(ann, id, 'Water.');
      await interview.submit(ann, id);
      await seen('feedback');
      await expect(interview.callUp(ann, id, 'cat')).rejects.toMatchObject({ code: 'not_found' });
      await interview.callUp(ben, id, 'ben');
      expect(await seen('question', 2)).toMatchObject({ userId: 'ben', body: { turn: { number: 2 } } });
      await interview.addText(ben, id, 'Stir.');
      await interview.submit(ben, id);
      expect((await seen('summary')).body.summary.people.map(({ userId }) => userId)).toEqual(['ann', 'ben']);
    });

    it('shows the median of the peers next to the score, and takes one rating from each', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine);
      show();
      const { id } = await interview.start(cookingStart('ann', { style: 'hot-seat' }));
      await interview.join(ben, id, 'observer');
      await interview.join(cat, id, 'observer');
      await interview.addText(ann, id, 'Water.');
      const { answerId } = await interview.submit(ann, id);
      await seen('feedback');
      await interview.rate(ben, answerId, 'peer', 20);
      await interview.rate(ben, answerId, 'peer', 60);
      await interview.rate(cat, answerId, 'peer', 80);
      expect((await interview.answer(ben, answerId)).peers).toEqual({ median: 70, count: 2 });
      const refused = { code: 'not_allowed' };
      await expect(interview.rate(ann, answerId, 'peer', 100)).rejects.toMatchObject(refused);
      await expect(interview.rate(ben, answerId, 'fair', 1)).rejects.toMatchObject(refused);
      await expect(interview.rate(actor('eve'), answerId, 'peer', 1)).rejects.toMatchObject(refused);
      await expect(interview.rate(ben, answerId, 'peer', 101)).rejects.toMatchObject({ code: 'bad_input' });
      await interview.rate(ann, answerId, 'fair', 0);
    });

    it('is led by those who remain when its starter has left', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine);
      show();
      const { id } = await interview.start(cookingStart('ann', { style: 'hot-seat', questions: 2 }));
      await interview.join(ben, id, 'candidate');
      await interview.leave(ann, id);
      await interview.callUp(ben, id, 'ben');
      expect((await seen('question', 2)).userId).toBe('ben');
      await interview.stop(ben, id);
      await seen('summary');
    });
  });
});
