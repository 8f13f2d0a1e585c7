import { describe, expect, it } from 'vitest';
import { engines } from '../support/engines.ts';
import { actor, cookingStart, place, runningInterviewOn } from '../support/interviews.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { standingClock } from '../support/temporary.ts';

describe.each(engines)('interviews, on %s', (engine) => {
  const ann = actor('ann');
  const ben = actor('ben');

  describe('an interview', () => {
    it('asks, judges, follows up once, asks the next question, and ends with a summary', async () => {
      const evaluator = scriptedEvaluator(({ question, followUpDepth }) => ({
        overall: followUpDepth === 0 ? 40 : 80,
        aimedAt: question.concepts[0]?.statement ?? 'done',
      }));
      const { interview, show, seen } = await runningInterviewOn(engine, { evaluator });
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
      const round = ['question', 'feedback'];
      expect(shown.map((one) => one.body.type)).toEqual([...round, ...round, ...round, ...round, 'summary']);
      expect(body.summary).toMatchObject({
        pending: 0,
        people: [{ userId: 'ann', answers: 4, overall: 60 }],
      });
      expect(await interview.sessionAt(place)).toBeNull();
    });

    it('judges a follow-up by the one concept it is after, with everything asked before in view', async () => {
      const judged: { asked: readonly string[]; concepts: number; depth: number }[] = [];
      const evaluator = scriptedEvaluator(({ question, asked, followUpDepth }) => {
        judged.push({ asked, concepts: question.concepts.length, depth: followUpDepth });
        return { aimedAt: question.concepts[0]?.statement ?? 'done' };
      });
      const { interview, show, seen } = await runningInterviewOn(engine, { evaluator });
      show();
      const session = await interview.start(cookingStart('ann'));
      for (const count of [1, 2]) {
        const { body } = await seen('question', count);
        await interview.addText(ann, session.id, `To "${body.turn.question.text}" I say water.`);
        await interview.submit(ann, session.id);
      }
      await seen('summary');
      expect(judged.map(({ concepts, depth }) => [concepts, depth])).toEqual([
        [session.turn?.question.concepts.length, 0],
        [1, 1],
      ]);
      expect(judged[1]?.asked).toEqual([session.turn?.question.text, expect.stringMatching(/^What about /)]);
    });

    it('asks first about what was missed before, and never the same question while there are fresh ones', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine);
      show();
      const first = await interview.start(cookingStart('ann'));
      await interview.addText(ann, first.id, 'No idea.');
      await interview.submit(ann, first.id);
      await seen('summary');
      const second = await interview.start(cookingStart('ann'));
      expect(second.turn?.question.id).not.toBe(first.turn?.question.id);
    });

    it('adds a message with the same key once, even when it comes again after the next question', async () => {
      const { interview, show, seen, store } = await runningInterviewOn(engine);
      show();
      const session = await interview.start(cookingStart('ann', { questions: 2 }));
      const first = await interview.addText(ann, session.id, 'Water.', { key: 'message-1' });
      expect(await interview.addText(ann, session.id, 'Water.', { key: 'message-1' })).toEqual(first);
      await interview.submit(ann, session.id);
      await seen('question', 2);
      expect(await interview.addText(ann, session.id, 'Water.', { key: 'message-1' })).toEqual(first);
      expect(await store.db.selectFrom('utterances').selectAll().execute()).toHaveLength(1);
    });

    it('keeps the same message key of two workspaces apart', async () => {
      const { interview, store } = await runningInterviewOn(engine, {}, { works: false });
      const other = { tenant: 'terminal:other' as const, userId: 'ann' };
      const here = await interview.start(cookingStart('ann'));
      const there = await interview.start(cookingStart('ann', { place: { ...place, tenant: other.tenant } }));
      await interview.addText(ann, here.id, 'Here.', { key: '17.1' });
      await interview.addText(other, there.id, 'There.', { key: '17.1' });
      expect(await store.db.selectFrom('utterances').selectAll().execute()).toHaveLength(2);
    });

    it('counts edits that come before the answer is submitted, and none after it', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine);
      show();
      const session = await interview.start(cookingStart('ann'));
      await interview.addText(ann, session.id, 'Oil.', { key: 'a' });
      await interview.addText(ann, session.id, 'And salt.', { key: 'b' });
      expect(await interview.replaceText(ben, 'a', 'Not mine.')).toBe(false);
      expect(await interview.replaceText(ann, 'a', 'Water.')).toBe(true);
      await interview.submit(ann, session.id);
      expect(await interview.replaceText(ann, 'a', 'Too late.')).toBe(false);
      expect((await seen('feedback')).body.answer.text).toBe('Water.\nAnd salt.');
    });

    it('takes the second "done" for the first', async () => {
      const { interview, show, seen, store } = await runningInterviewOn(engine, standingClock());
      show();
      const session = await interview.start(cookingStart('ann', { questions: 2 }));
      await interview.addText(ann, session.id, 'Water.');
      const first = await interview.submit(ann, session.id);
      expect((await interview.submit(ann, session.id)).answerId).toBe(first.answerId);
      await seen('question', 2);
      expect((await interview.submit(ann, session.id)).answerId).toBe(first.answerId);
      expect(await store.db.selectFrom('answers').selectAll().execute()).toHaveLength(1);
    });

    it('refuses to submit when nothing was said, or all of it was taken back', async () => {
      const { interview } = await runningInterviewOn(engine, {}, { works: false });
      const session = await interview.start(cookingStart('ann'));
      await expect(interview.submit(ann, session.id)).rejects.toMatchObject({ code: 'wrong_state' });
      await interview.addText(ann, session.id, 'Hm.');
      await interview.discard(ann, session.id);
      await expect(interview.submit(ann, session.id)).rejects.toMatchObject({ code: 'wrong_state' });
      await interview.addText(ann, session.id, 'Water.');
      expect(await interview.submit(ann, session.id)).toMatchObject({ state: 'transcribed' });
    });

    it('runs once in a place, and separately in a thread', async () => {
      const { interview } = await runningInterviewOn(engine, {}, { works: false });
      await interview.start(cookingStart('ann'));
      await expect(interview.start(cookingStart('ben'))).rejects.toMatchObject({ code: 'wrong_state' });
      const thread = await interview.start(cookingStart('ben', { place: { ...place, threadId: 't1' } }));
      expect((await interview.sessionAt({ ...place, threadId: 't1' }))?.id).toBe(thread.id);
      expect(await interview.openSessions('terminal')).toHaveLength(2);
      expect(await interview.openSessions('slack')).toHaveLength(0);
    });

    it('frees a place where nothing has happened for a day', async () => {
      const clock = standingClock();
      const { interview, show, seen } = await runningInterviewOn(engine, clock);
      const shown = show();
      const forgotten = await interview.start(cookingStart('ann'));
      clock.advance(23 * 3_600_000);
      await interview.addText(ann, forgotten.id, 'Hm.');
      clock.advance(23 * 3_600_000);
      await expect(interview.start(cookingStart('ben'))).rejects.toMatchObject({ code: 'wrong_state' });
      clock.advance(3_600_000);
      await interview.start(cookingStart('ben'));
      expect((await interview.session(ann, forgotten.id)).state).toBe('ended');
      await seen('question', 2);
      expect(shown.map(({ body }) => body.type)).toEqual(['question', 'notice', 'summary', 'question']);
    });

    it('starts nothing for an unknown domain', async () => {
      const { interview, store } = await runningInterviewOn(engine, {}, { works: false });
      const start = interview.start(cookingStart('ann', { domain: 'sailing' }));
      await expect(start).rejects.toMatchObject({ code: 'bad_input' });
      expect(await store.db.selectFrom('sessions').selectAll().execute()).toHaveLength(0);
    });

    it('refuses everybody who may not act in it', async () => {
      const { interview } = await runningInterviewOn(engine, {}, { works: false });
      const { id } = await interview.start(cookingStart('ann'));
      await interview.join(ben, id, 'observer');
      const refused = { code: 'not_allowed' };
      await expect(interview.join(ben, id, 'candidate')).rejects.toMatchObject(refused);
      await expect(interview.addText(ben, id, 'Me too.')).rejects.toMatchObject(refused);
      await expect(interview.addText(actor('eve'), id, 'Me too.')).rejects.toMatchObject(refused);
      for (const act of ['pause', 'skip', 'stop'] as const)
        await expect(interview[act](ben, id)).rejects.toMatchObject(refused);
      const stranger = { tenant: 'slack:T1' as const, userId: 'ann' };
      await expect(interview.session(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(interview.stop(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('takes no answer while it is paused, and goes on where it was', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine);
      const session = await interview.start(cookingStart('ann', { questions: 2 }));
      await interview.addText(ann, session.id, 'Water.');
      await interview.submit(ann, session.id);
      await interview.pause(ann, session.id);
      show();
      await seen('feedback');
      await expect(interview.addText(ann, session.id, 'More.')).rejects.toMatchObject({
        code: 'wrong_state',
      });
      expect((await interview.session(ann, session.id)).state).toBe('paused');
      await interview.resume(ann, session.id);
      expect((await seen('question', 2)).body.turn.number).toBe(2);
    });

    it('shows a question again, and drops one that is skipped', async () => {
      const { interview, show, seen } = await runningInterviewOn(engine);
      show();
      const session = await interview.start(cookingStart('ann', { questions: 2 }));
      await interview.repeat(ann, session.id);
      const again = await seen('question', 2);
      expect(again.body.turn.id).toBe(session.turn?.id);
      await interview.addText(ann, session.id, 'Hm.');
      await interview.skip(ann, session.id);
      expect((await seen('notice')).body.notice).toBe('skipped');
      expect((await seen('question', 3)).body.turn.number).toBe(2);
      await interview.skip(ann, session.id);
      expect((await seen('summary')).body.summary).toEqual({ people: [], pending: 0 });
    });

    it('still judges what was submitted when it is stopped, and sums up after that', async () => {
      const evaluator = scriptedEvaluator(async () => await gate.promise);
      const gate = Promise.withResolvers<{ overall: number }>();
      const { interview, show, seen } = await runningInterviewOn(engine, { evaluator });
      const shown = show();
      const session = await interview.start(cookingStart('ann', { questions: 2 }));
      await interview.addText(ann, session.id, 'Water.');
      await interview.submit(ann, session.id);
      await interview.stop(ann, session.id, { reason: 'place-gone' });
      expect((await seen('notice')).body).toMatchObject({ notice: 'stopped', reason: 'place-gone' });
      gate.resolve({ overall: 70 });
      expect((await seen('summary')).body.summary.people).toMatchObject([{ overall: 70 }]);
      expect(shown.map(({ body }) => body.type)).toEqual(['question', 'notice', 'feedback', 'summary']);
      await interview.stop(ann, session.id);
      await expect(interview.addText(ann, session.id, 'Late.')).rejects.toMatchObject({
        code: 'wrong_state',
      });
    });

    it('tells the person and goes on when an answer can never be judged', async () => {
      const evaluator = scriptedEvaluator(() => Promise.reject(new Error('broken')));
      const { interview, show, seen, store } = await runningInterviewOn(engine, { evaluator });
      show();
      const session = await interview.start(cookingStart('ann', { questions: 2 }));
      await interview.addText(ann, session.id, 'Water.');
      await store.db.updateTable('jobs').set({ max_attempts: 1 }).execute();
      await interview.submit(ann, session.id);
      await store.db.updateTable('jobs').set({ max_attempts: 1 }).where('queue', '=', 'evaluate').execute();
      expect((await seen('notice')).body.notice).toBe('failed');
      expect((await seen('question', 2)).body.turn.number).toBe(2);
    });
  });

  describe('a delivery', () => {
    it('comes in order within a session, again after a failure, and not at all once it is refused for good', async () => {
      const { interview, store } = await runningInterviewOn(engine, {}, { works: false });
      const session = await interview.start(cookingStart('ann'));
      await interview.repeat(ann, session.id);
      await interview.stop(ann, session.id);
      const stop = new AbortController();
      const types: [string, number][] = [];
      for await (const delivery of interview.deliveries('terminal', stop.signal)) {
        types.push([delivery.body.type, delivery.attempt]);
        if (types.length === 1) await interview.undelivered(delivery, '429', { retryAfterMs: 1 });
        else if (types.length === 2) await interview.undelivered(delivery, 'gone', { permanent: true });
        else await interview.delivered(delivery, `post-${delivery.id}`);
        if (delivery.body.type === 'summary') stop.abort();
      }
      expect(types.map(([type]) => type)).toEqual(['question', 'question', 'question', 'notice', 'summary']);
      const jobs = await store.db
        .selectFrom('jobs')
        .selectAll()
        .where('queue', 'like', 'deliver:%')
        .orderBy('id')
        .execute();
      expect(jobs.map(({ state }) => state)).toEqual(['failed', 'done', 'done', 'done']);
      expect(jobs.at(-1)?.receipt).toMatch(/^post-/);
    });

    it('that was begun when the program stopped comes again, as a second try', async () => {
      const { interview } = await runningInterviewOn(engine, {}, { works: false });
      await interview.start(cookingStart('ann'));
      const { signal } = new AbortController();
      const before = interview.deliveries('terminal', signal)[Symbol.asyncIterator]();
      const first = await before.next();
      await before.return?.();
      const after = interview.deliveries('terminal', signal)[Symbol.asyncIterator]();
      const second = await after.next();
      await after.return?.();
      expect([first.value.attempt, second.value.attempt]).toEqual([1, 2]);
      expect(second.value.id).toBe(first.value.id);
    });

    it('is finished by a bot that is told to stop while it shows it', async () => {
      const { interview, store } = await runningInterviewOn(engine, {}, { works: false });
      await interview.start(cookingStart('ann'));
      const stop = new AbortController();
      const seen: number[] = [];
      for await (const delivery of interview.deliveries('terminal', stop.signal)) {
        seen.push(delivery.id);
        setTimeout(() => void interview.delivered(delivery, 'late-post'), 50);
        stop.abort();
      }
      const job = await store.db.selectFrom('jobs').selectAll().where('id', 'in', seen).executeTakeFirst();
      expect(job).toMatchObject({ state: 'done', receipt: 'late-post' });
    });
  });
});
