import { describe, expect, it } from 'vitest';
import type { Transcriber } from '../../src/models/ports.ts';
import { engines, storeOn } from '../support/engines.ts';
import { actor, cookingStart, type runningInterview, runningInterviewOn } from '../support/interviews.ts';
import { scriptedEvaluator, scriptedModels, scriptedSlot, scriptedTranscriber } from '../support/scripted.ts';
import { simulatedTime } from '../support/simulated-time.ts';
import { tone } from '../support/sounds.ts';
import { standingClock, until } from '../support/temporary.ts';

describe.each(engines)('the rules of interviews, on %s', (engine) => {
  const [ann, ben, cat, mod] = [actor('ann'), actor('ben'), actor('cat'), actor('mod')];
  const byWords = scriptedEvaluator(({ text }) => ({ overall: text.length }));
  const stale = { code: 'wrong_state', fault: 'fault.stale-turn' };

  /** A solo interview of Ann that shows what it has to show; `lateTextMs` as in the program. */
  async function solo(more = {}, given: Parameters<typeof runningInterview>[0] = {}) {
    const clock = standingClock('2026-03-02T12:00:00.000Z');
    const running = await runningInterviewOn(engine, {
      evaluator: byWords,
      now: clock.now,
      lateTextMs: 6_000,
      ...given,
    });
    const shown = running.show();
    const session = await running.interview.start(cookingStart('ann', { questions: 2, ...more }));
    const answer = async (text: string) => {
      await running.interview.addText(ann, session.id, text);
      return await running.interview.submit(ann, session.id);
    };
    const turnId = async () => (await running.interview.session(ann, session.id)).turn?.id;
    return { ...running, clock, shown, session, answer, turnId };
  }

  describe('a press of a question that is no longer open', () => {
    it('changes nothing and says so, whatever it asks for', async () => {
      const { interview, session, answer, seen, turnId } = await solo();
      const first = session.turn?.id;
      await answer('Water.');
      await seen('question', 2);
      const second = await turnId();
      const ofTurn = { turnId: first };
      await expect(interview.skip(ann, session.id, ofTurn)).rejects.toMatchObject(stale);
      await expect(interview.repeat(ann, session.id, ofTurn)).rejects.toMatchObject(stale);
      await expect(interview.discard(ann, session.id, ofTurn)).rejects.toMatchObject(stale);
      await expect(interview.closeTurn(ann, session.id, ofTurn)).rejects.toMatchObject(stale);
      await expect(interview.addText(ann, session.id, 'Salt.', ofTurn)).rejects.toMatchObject(stale);
      expect(await turnId()).toBe(second);
    });

    it('is skipped once, however often it is pressed', async () => {
      const { interview, session, seen, turnId } = await solo({ questions: 3 });
      await interview.skip(ann, session.id, { turnId: session.turn?.id });
      await seen('question', 2);
      const second = await turnId();
      await expect(interview.skip(ann, session.id, { turnId: session.turn?.id })).rejects.toMatchObject(
        stale,
      );
      expect(await turnId()).toBe(second);
    });

    it('is submitted once: a double click is the same answer, and a later one is stale', async () => {
      const { interview, session, clock, seen } = await solo();
      const ofTurn = { turnId: session.turn?.id };
      await interview.addText(ann, session.id, 'Water.');
      const first = await interview.submit(ann, session.id, ofTurn);
      expect(first.isRepeat).toBe(false);
      expect(await interview.submit(ann, session.id, ofTurn)).toMatchObject({
        answerId: first.answerId,
        isRepeat: true,
      });
      await seen('question', 2);
      clock.advance(3_000);
      await expect(interview.submit(ann, session.id, ofTurn)).rejects.toMatchObject(stale);
    });
  });

  describe('a text that comes seconds after an answer was submitted', () => {
    it('is held as one with the files sent beside it, which an edit of the words does not replace', async () => {
      const { interview, session, answer, seen } = await solo();
      await answer('Water.');
      await seen('question', 2);
      const message = [
        { text: 'My plan:', key: 'm2' },
        { text: 'Salt goes in.', key: 'm2:f1' },
      ];
      const late = await interview.addMessage(ann, session.id, { texts: message });
      expect(await interview.addMessage(ann, session.id, { texts: message })).toEqual(late);
      if (late.kind !== 'late') throw new Error('It was not late');
      const next = await interview.takeAsNext(ann, late.heldId);
      expect(await interview.replaceText(ann, 'm2', 'Plan:')).toBe(false);
      expect((await interview.heardSoFar(ann, next.answerId)).text).toBe('My plan:\nSalt goes in.');
    });

    it('may hold recordings, which are heard once their author says where they belong', async () => {
      const said = ['And salt.', 'Much salt.'];
      const models = scriptedModels(
        scriptedSlot<Transcriber>(
          'transcriber',
          scriptedTranscriber(() => said.shift() ?? ''),
        ),
      );
      const { interview, session, answer, seen, store } = await solo({}, { models });
      const { answerId } = await answer('Water.');
      await seen('question', 2);
      const recording = (key: string, startMs: number) => ({
        ...{ pcm: tone(0.2), startMs, endMs: startMs + 200, key },
      });
      const recordings = [recording('m2:f1', 0), recording('m2:f2', 200)];
      const late = await interview.addMessage(ann, session.id, { recordings });
      expect(late).toMatchObject({ kind: 'late', answerId });
      expect(await interview.addMessage(ann, session.id, { recordings })).toEqual(late);
      expect(said).toHaveLength(2);
      if (late.kind !== 'late') return;
      await interview.appendToAnswer(ann, late.heldId);
      const redrawn = await seen('feedback', 2);
      expect(redrawn.body).toMatchObject({ isUpdate: true, answer: { id: answerId } });
      expect(redrawn.body.answer.text).toMatch(/^Water\.\s+And salt\.\s+Much salt\.$/);
      for (const table of ['held_texts', 'held_audio', 'utterance_audio'] as const)
        expect(await store.db.selectFrom(table).selectAll().execute()).toEqual([]);
    });

    it('whose recording belongs to the open question is heard as its answer', async () => {
      const models = scriptedModels(
        scriptedSlot<Transcriber>(
          'transcriber',
          scriptedTranscriber(() => 'I stir.'),
        ),
      );
      const { interview, session, answer, seen } = await solo({}, { models });
      await answer('Water.');
      await seen('question', 2);
      const recordings = [{ pcm: tone(0.2), startMs: 0, endMs: 200, key: 'm2:f1' }];
      const late = await interview.addMessage(ann, session.id, { recordings });
      if (late.kind !== 'late') throw new Error('It was not late');
      const next = await interview.takeAsNext(ann, late.heldId);
      await interview.submit(ann, session.id);
      expect((await seen('feedback', 2)).body.answer).toMatchObject({ id: next.answerId, text: 'I stir.' });
    });

    it('is not taken as the next answer, but added to the last when its author says so: it is judged again', async () => {
      const { interview, session, answer, seen, shown } = await solo();
      const { answerId } = await answer('Water.');
      await seen('question', 2);
      const late = await interview.addText(ann, session.id, 'And salt.', { key: 'm2' });
      expect(late).toMatchObject({ kind: 'late', answerId });
      expect(await interview.addText(ann, session.id, 'And salt.', { key: 'm2' })).toEqual(late);
      if (late.kind !== 'late') return;
      expect(await interview.appendToAnswer(ann, late.heldId)).toEqual({ answerId });
      const redrawn = await seen('feedback', 2);
      expect(redrawn.body).toMatchObject({
        isUpdate: true,
        answer: { id: answerId, text: 'Water.\nAnd salt.' },
      });
      expect(redrawn.body.answer.evaluation?.overall).toBe('Water.\nAnd salt.'.length);
      expect(shown.filter(({ body }) => body.type === 'question')).toHaveLength(2);
      await expect(interview.appendToAnswer(ann, late.heldId)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('is taken as the next answer when its author says so', async () => {
      const { interview, session, answer, seen } = await solo();
      const { answerId } = await answer('Water.');
      await seen('question', 2);
      const late = await interview.addText(ann, session.id, 'Salt goes in first.');
      if (late.kind !== 'late') throw new Error('It was not late');
      const next = await interview.takeAsNext(ann, late.heldId);
      expect(next.answerId).not.toBe(answerId);
      expect((await interview.heardSoFar(ann, next.answerId)).text).toBe('Salt goes in first.');
    });

    it('is taken as the next answer when its author goes on and says that it is complete', async () => {
      const { interview, session, answer, seen } = await solo();
      const { answerId } = await answer('Water.');
      await seen('question', 2);
      const late = await interview.addText(ann, session.id, 'Salt goes in first.');
      if (late.kind !== 'late') throw new Error('It was not late');
      const next = await interview.submit(ann, session.id);
      expect(next).toMatchObject({ isRepeat: false });
      expect(next.answerId).not.toBe(answerId);
      expect((await interview.answer(ann, next.answerId)).text).toBe('Salt goes in first.');
      await expect(interview.appendToAnswer(ann, late.heldId)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('belongs to nobody else, and is erased after ten minutes, even if the program was restarted meanwhile', async () => {
      const time = simulatedTime('2026-03-02T12:00:00.000Z');
      const store = await storeOn(engine, { now: time.now });
      const before = await solo({}, { store, now: time.now });
      await before.answer('Water.');
      await before.seen('question', 2);
      const late = await before.interview.addText(ann, before.session.id, 'And salt.');
      if (late.kind !== 'late') throw new Error('It was not late');
      await expect(before.interview.appendToAnswer(ben, late.heldId)).rejects.toMatchObject({
        code: 'not_found',
      });
      await before.end();
      const after = await runningInterviewOn(engine, { store, evaluator: byWords, now: time.now });
      const held = () => store.db.selectFrom('held_texts').select('text').execute();
      expect(await held()).toHaveLength(1);
      await time.goTo(after, '2026-03-02T12:11:00.000Z');
      expect(await held()).toEqual([]);
    });

    it('is an answer like any other once the person has had time to read the question, or wrote it in its form', async () => {
      const { interview, session, answer, seen, clock, turnId } = await solo();
      await answer('Water.');
      await seen('question', 2);
      const form = await interview.addText(ann, session.id, 'Salt.', { turnId: await turnId() });
      expect(form.kind).toBe('added');
      expect((await interview.addText(ann, session.id, 'Pepper.')).kind).toBe('added');
      clock.advance(60_000);
      expect((await interview.addText(ann, session.id, 'Oil.')).kind).toBe('added');
    });

    it('is asked about after the last question too', async () => {
      const { interview, session, answer, seen } = await solo({ questions: 1 });
      const { answerId } = await answer('Water.');
      await seen('summary');
      const late = await interview.addText(ann, session.id, 'And salt.');
      expect(late).toMatchObject({ kind: 'late', answerId });
      if (late.kind !== 'late') return;
      await interview.appendToAnswer(ann, late.heldId);
      expect((await seen('feedback', 2)).body.answer.text).toBe('Water.\nAnd salt.');
    });
  });

  describe('undo', () => {
    it('withdraws the last answer and asks its question again, and then the same next one', async () => {
      const { interview, session, answer, seen, store } = await solo({ questions: 3 });
      const { answerId } = await answer('Water.');
      const next = (await seen('question', 2)).body.turn.question.id;
      expect(await interview.undo(ann, session.id)).toEqual({ answerId });
      const again = await seen('question', 3);
      expect(again.body.turn.id).toBe(session.turn?.id);
      expect(await interview.answer(ann, answerId)).toMatchObject({
        state: 'cancelled',
        text: '',
        evaluation: null,
      });
      expect(await store.db.selectFrom('evaluations').select('id').execute()).toEqual([]);
      await interview.addText(ann, session.id, 'Salted water.', { turnId: again.body.turn.id });
      await interview.submit(ann, session.id);
      expect((await seen('question', 4)).body.turn.question.id).toBe(next);
    });

    it('is refused when there is nothing to take back, or others have seen the results', async () => {
      const { interview, session } = await solo();
      const refused = { code: 'wrong_state', fault: 'fault.no-undo' };
      await expect(interview.undo(ann, session.id)).rejects.toMatchObject(refused);
      const group = await runningInterviewOn(engine, { evaluator: byWords });
      group.show();
      const { id } = await group.interview.start(cookingStart('ann', { style: 'everyone', questions: 2 }));
      await group.interview.addText(ann, id, 'Water.');
      await group.interview.submit(ann, id);
      await group.interview.closeTurn(ann, id);
      await group.seen('results');
      await expect(group.interview.undo(ann, id)).rejects.toMatchObject(refused);
    });
  });

  describe('somebody who manages the place', () => {
    it('pauses, resumes and stops an interview that they take no part in; nobody else does', async () => {
      const { interview, session, seen } = await solo();
      const refused = { code: 'not_allowed' };
      await expect(interview.stop(mod, session.id)).rejects.toMatchObject(refused);
      await interview.pause(mod, session.id, { asModerator: true });
      expect((await seen('notice')).body).toMatchObject({ notice: 'paused', reason: 'moderator' });
      expect((await interview.session(ann, session.id)).pause).toMatchObject({
        reason: 'moderator',
        endsAt: null,
      });
      await interview.resume(mod, session.id, { asModerator: true });
      await interview.stop(mod, session.id, { asModerator: true });
      expect((await seen('notice', 3)).body).toMatchObject({ notice: 'stopped', reason: 'moderator' });
      const elsewhere = { tenant: 'discord:elsewhere', userId: 'mod' } as const;
      await expect(interview.stop(elsewhere, session.id, { asModerator: true })).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });

  describe('a session whose candidate has left', () => {
    it('is paused with the reason, and ends after five minutes although listeners stay', async () => {
      const time = simulatedTime('2026-03-02T12:00:00.000Z');
      const running = await runningInterviewOn(engine, { now: time.now });
      const shown = running.show();
      const { id } = await running.interview.start(cookingStart('ann'));
      await running.interview.join(ben, id, 'observer');
      await running.interview.pause(ann, id, { reason: 'candidate-left' });
      expect((await running.interview.session(ann, id)).pause).toEqual({
        reason: 'candidate-left',
        since: '2026-03-02T12:00:00.000Z',
        endsAt: '2026-03-02T12:05:00.000Z',
      });
      await time.goTo(running, '2026-03-02T12:04:59.000Z');
      expect((await running.interview.session(ann, id)).state).toBe('paused');
      await time.goTo(running, '2026-03-02T12:05:01.000Z');
      expect(await running.interview.session(ann, id)).toMatchObject({
        state: 'ended',
        endReason: 'candidate-left',
      });
      expect(shown.map(({ body }) => (body.type === 'notice' ? body.notice : body.type))).toEqual([
        'question',
        'paused',
        'stopped',
        'summary',
      ]);
    });

    it('goes on when they come back in time', async () => {
      const time = simulatedTime('2026-03-02T12:00:00.000Z');
      const running = await runningInterviewOn(engine, { now: time.now });
      running.show();
      const { id } = await running.interview.start(cookingStart('ann'));
      await running.interview.pause(ann, id, { reason: 'candidate-left' });
      await time.goTo(running, '2026-03-02T12:04:00.000Z');
      await running.interview.resume(ann, id);
      await time.goTo(running, '2026-03-02T12:10:00.000Z');
      expect((await running.interview.session(ann, id)).state).toBe('active');
    });
  });

  describe('an interview for everyone', () => {
    const start = async (more = {}) => {
      const running = await runningInterviewOn(engine, { evaluator: byWords });
      const shown = running.show();
      const { id } = await running.interview.start(cookingStart('ann', { style: 'everyone', ...more }));
      await running.interview.join(ben, id, 'candidate');
      await running.interview.join(cat, id, 'candidate');
      const say = async (who: typeof ann, text: string) => await running.interview.addText(who, id, text);
      const answer = async (who: typeof ann, text: string) => {
        await say(who, text);
        return await running.interview.submit(who, id);
      };
      return { ...running, id, shown, say, answer };
    };

    it('gives each person their own card in private at the reveal, after the results', async () => {
      const { shown, answer, seen } = await start();
      await answer(ann, 'Water.');
      await answer(ben, 'Hot water.');
      expect(shown.some(({ body }) => body.type === 'feedback')).toBe(false);
      await answer(cat, 'Salted water.');
      await seen('feedback', 3);
      const cards = shown.filter(({ body }) => body.type === 'feedback');
      expect(cards.map(({ userId, isPrivate }) => [userId, isPrivate]).toSorted()).toEqual([
        ['ann', true],
        ['ben', true],
        ['cat', true],
      ]);
      const results = shown.findIndex(({ body }) => body.type === 'results');
      expect(results).toBeLessThan(shown.findIndex(({ body }) => body.type === 'feedback'));
    });

    it('says who is awaited, and counts or drops the words of a person who leaves, as they chose', async () => {
      const { interview, id, say, answer, seen } = await start();
      const waitingFor = async () => (await interview.session(ann, id)).waitingFor;
      expect(await waitingFor()).toEqual(['ann', 'ben', 'cat']);
      await answer(ann, 'Water.');
      await say(ben, 'Hot water.');
      await say(cat, 'Salted water.');
      expect(await waitingFor()).toEqual(['ben', 'cat']);
      await interview.leave(cat, id, { unsubmitted: 'drop' });
      expect(await waitingFor()).toEqual(['ben']);
      await interview.leave(ben, id, { unsubmitted: 'submit' });
      expect((await seen('results')).body.answers.map(({ userId }) => userId)).toEqual(['ann', 'ben']);
    });

    it('ends when everybody has left, and shows what they had submitted', async () => {
      const { interview, id, say, seen } = await start();
      await say(ann, 'Water.');
      for (const who of [ann, ben, cat]) await interview.leave(who, id, { unsubmitted: 'submit' });
      expect((await interview.session(ann, id)).endReason).toBe('everyone-left');
      expect((await seen('results')).body.answers.map(({ userId }) => userId)).toEqual(['ann']);
      await seen('summary');
    });
  });

  describe('a hot seat', () => {
    it('has its last answer rated for a day, and shows card and median again with each rating', async () => {
      const clock = standingClock('2026-03-02T12:00:00.000Z');
      const { interview, show, seen, ...running } = await runningInterviewOn(engine, {
        evaluator: byWords,
        now: clock.now,
      });
      show();
      const { id } = await interview.start(cookingStart('ann', { style: 'hot-seat' }));
      await interview.join(ben, id, 'candidate');
      await interview.join(cat, id, 'candidate');
      await interview.addText(ann, id, 'Water.');
      const { answerId } = await interview.submit(ann, id);
      await seen('feedback');
      await interview.stop(ann, id);
      await interview.rate(ben, answerId, 'peer', 70);
      await interview.rate(cat, answerId, 'peer', 90);
      const redrawn = (await seen('feedback', 3)).body;
      expect(redrawn.isUpdate).toBe(true);
      expect(redrawn.answer).toMatchObject({ peers: { median: 80, count: 2 }, evaluation: { overall: 6 } });
      clock.advance(24 * 3_600_000 + 1);
      await expect(interview.rate(ben, answerId, 'peer', 10)).rejects.toMatchObject({
        fault: 'fault.rating-over',
      });
      await running.end();
    });
  });

  describe('a follow-up answered from the card', () => {
    const asking = () => {
      let isFirst = true;
      return scriptedEvaluator(({ question }) => {
        const aimedAt = isFirst ? (question.concepts[0]?.statement ?? '') : 'done';
        isFirst = false;
        return { overall: 40, aimedAt };
      });
    };

    it('is the follow-up of the interview: the same concept, and the open question is answered by it', async () => {
      const { interview, session, answer, seen, turnId } = await solo(
        { questions: 1 },
        { evaluator: asking() },
      );
      const { answerId } = await answer('Water.');
      const asked = (await seen('question', 2)).body.turn;
      expect((await interview.answer(ann, answerId)).hasFollowUp).toBe(true);
      const { answerId: second } = await interview.answerFollowUp(ann, answerId, 'It boils at 100 degrees.');
      await seen('summary');
      const followed = await interview.answer(ann, second);
      expect(followed.turn).toMatchObject({ id: asked.id, kind: 'follow-up', afterAnswerId: answerId });
      expect(followed.turn.question.concepts).toHaveLength(1);
      expect(followed.hasFollowUp).toBe(false);
      expect((await interview.answer(ann, answerId)).hasFollowUp).toBe(false);
      expect(await turnId()).toBeUndefined();
      await expect(interview.answerFollowUp(ann, answerId, 'Again.')).rejects.toMatchObject({
        fault: 'fault.no-follow-up',
      });
      expect(session.id).toBe(followed.sessionId);
    });

    it('is judged by the same concept after the interview has ended', async () => {
      const { interview, session, answer, seen } = await solo({ questions: 1 }, { evaluator: asking() });
      const { answerId } = await answer('Water.');
      await seen('question', 2);
      await interview.stop(ann, session.id);
      const { answerId: second } = await interview.answerFollowUp(ann, answerId, 'It boils at 100 degrees.');
      await until(async () => (await interview.answer(ann, second)).state === 'evaluated');
      const followed = await interview.answer(ann, second);
      expect(followed.turn).toMatchObject({ kind: 'follow-up', afterAnswerId: answerId });
      expect(followed.turn.question.concepts).toHaveLength(1);
      expect((await interview.answer(ann, answerId)).hasFollowUp).toBe(false);
    });
  });

  describe('the summary', () => {
    it('names each question with its score and what was good, and leaves out what a follow-up has covered', async () => {
      let count = 0;
      const evaluator = scriptedEvaluator(({ question }) => {
        count++;
        const aimedAt = count === 1 ? (question.concepts[0]?.statement ?? '') : 'done';
        return { overall: count * 10, aimedAt, verdict: count === 1 ? 'missed' : 'covered' };
      });
      const { answer, seen, interview, session } = await solo({ questions: 1 }, { evaluator });
      await answer('Water.');
      const { turn } = (await seen('question', 2)).body;
      await interview.addText(ann, session.id, 'It boils.', { turnId: turn.id });
      await interview.submit(ann, session.id);
      const [person] = (await seen('summary')).body.summary.people;
      expect(person?.questions).toMatchObject([
        { number: 1, overall: 10, question: session.turn?.question.text },
      ]);
      expect(person?.practiseNext).not.toContain(turn.question.concepts[0]?.statement);
    });
  });
});
