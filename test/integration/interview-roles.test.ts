import { describe, expect, it } from 'vitest';
import type { Actor, Delivery } from '../../src/domain.ts';
import type { StartRequest } from '../../src/pipeline/interview/interview-types.ts';
import { interviewerScoreOf } from '../../src/store/interview-slots.ts';
import { engines, storeOn } from '../support/engines.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { standingClock, until } from '../support/temporary.ts';

const [ann, ben, cat] = [actor('ann'), actor('ben'), actor('cat')];
const byWords = scriptedEvaluator(({ text }) => ({ overall: text.length }));

describe.each(engines)('two people who interview each other, on %s', (engine) => {
  async function invited(
    partner: Partial<StartRequest['partner'] & object> = {},
    { questions = 1, clock = standingClock() } = {},
  ) {
    const store = await storeOn(engine, clock);
    const running = runningInterview({ evaluator: byWords, ...clock, store });
    const shown = running.show();
    const { interview } = running;
    const session = await interview.start(
      cookingStart('ann', { style: 'peer', questions, partner: { userId: 'ben', ...partner } }),
    );
    const notice = (kind: string, count = 1): Promise<Delivery> =>
      until(() => shown.filter(({ body }) => body.type === 'notice' && body.notice === kind)[count - 1]);
    const now = async (who: Actor = ann) => await interview.session(who, session.id);
    const answer = async (who: Actor, text: string) => {
      await interview.addText(who, session.id, text);
      const { answerId } = await interview.submit(who, session.id);
      await until(async () => (await interview.answer(who, answerId)).evaluation);
      return answerId;
    };
    /** What the interviewer is shown about the open question. */
    const guide = (count: number) => running.seen('guide', count);
    return { ...running, session, shown, notice, now, answer, guide, clock };
  }
  const begun = async (...given: Parameters<typeof invited>) => {
    const all = await invited(...given);
    await all.interview.answerInvitation(ben, all.session.id, true);
    return all;
  };

  it('asks nothing before whoever was asked has accepted', async () => {
    const { interview, session, notice, now, seen } = await invited();
    expect(await notice('invited')).toMatchObject({
      userId: null,
      body: { slot: { candidateUserId: 'ann', interviewerUserId: 'ben', questions: 1, minutes: null } },
    });
    expect(await now()).toMatchObject({
      turn: null,
      roles: { candidateUserId: 'ann', interviewerUserId: null, invitedUserId: 'ben' },
    });
    for (const [who, accepts] of [
      [ann, true],
      [cat, true],
      [cat, false],
    ] as const)
      await expect(interview.answerInvitation(who, session.id, accepts)).rejects.toMatchObject({
        fault: 'fault.not-invited',
      });
    await interview.answerInvitation(ben, session.id, true);
    await interview.answerInvitation(ben, session.id, true);
    expect((await seen('question')).body.turn.userId).toBe('ann');
    expect((await now()).roles).toEqual({
      candidateUserId: 'ann',
      interviewerUserId: 'ben',
      invitedUserId: null,
    });
    await expect(interview.answerInvitation(ben, session.id, false)).rejects.toMatchObject({
      fault: 'fault.invitation-over',
    });
  });

  it('gives the guide to the interviewer alone, and takes nothing that others say for an answer', async () => {
    const { interview, session, guide, answer } = await begun();
    const { userId, isPrivate, body } = await guide(1);
    expect([userId, isPrivate]).toEqual(['ben', true]);
    expect(body.guide).toMatchObject({ candidateUserId: 'ann', isLast: true, turn: { number: 1, of: 1 } });
    expect(body.guide.points.map(({ weight }) => weight)[0]).toBe('must');
    expect(body.guide.followUps.length).toBeGreaterThan(2);
    await interview.join(cat, session.id, 'observer');
    for (const who of [ann, cat])
      await expect(interview.guide(who, session.id)).rejects.toMatchObject({
        fault: 'fault.only-interviewer',
      });
    for (const who of [ben, cat])
      await expect(interview.addText(who, session.id, 'I know it.')).rejects.toMatchObject({
        code: who === ben ? 'wrong_state' : 'not_allowed',
      });
    await expect(interview.join(cat, session.id, 'candidate')).rejects.toMatchObject({
      fault: 'fault.peer-interview',
    });
    await answer(ann, 'Water.');
  });

  it('asks what the interviewer chooses, then changes roles, and sums up for both', async () => {
    const { interview, session, guide, answer, seen, notice, now } = await begun({ level: 'senior' });
    const first = (await guide(1)).body.guide;
    await answer(ann, 'Water.');
    const [chosen] = first.followUps;
    const choice = { next: 'follow-up', number: chosen?.number ?? 0 } as const;
    expect(await interview.chooseNext(ben, session.id, choice, { turnId: first.turn.id })).toBe('now');
    const followUp = (await seen('question', 2)).body.turn;
    expect(followUp).toMatchObject({ kind: 'follow-up', userId: 'ann', question: { text: chosen?.text } });
    expect((await guide(2)).body.guide.followUps).not.toContainEqual(chosen);
    const stale = interview.chooseNext(ben, session.id, choice, { turnId: first.turn.id });
    await expect(stale).rejects.toMatchObject({ fault: 'fault.stale-turn' });
    await answer(ann, 'A litre for each.');
    await interview.chooseNext(ben, session.id, { next: 'question' }, { turnId: followUp.id });
    expect((await notice('roles-swapped')).body).toMatchObject({
      slot: { slot: 2, candidateUserId: 'ben', interviewerUserId: 'ann', level: 'senior' },
    });
    const second = (await seen('question', 3)).body.turn;
    expect(second).toMatchObject({ number: 1, of: 1, userId: 'ben', question: { level: 'senior' } });
    expect(await guide(3)).toMatchObject({ userId: 'ann' });
    expect((await now()).roles).toMatchObject({ candidateUserId: 'ben', interviewerUserId: 'ann' });
    await answer(ben, 'I ask about allergies first.');
    await interview.chooseNext(ann, session.id, { next: 'question' }, { turnId: second.id });
    const { people } = (await seen('summary')).body.summary;
    expect(people.map(({ userId, answers, questions }) => [userId, answers, questions[0]?.number])).toEqual([
      ['ann', 2, 1],
      ['ben', 1, 1],
    ]);
  });

  it('never cuts off somebody who answers, and drops a question that nobody has begun to answer', async () => {
    const { interview, session, seen, guide } = await begun({}, { questions: 2 });
    const { turn } = (await guide(1)).body.guide;
    await interview.addText(ann, session.id, 'Water,');
    const ofTurn = { turnId: turn.id };
    expect(await interview.chooseNext(ben, session.id, { next: 'question' }, ofTurn)).toBe('later');
    expect((await interview.session(ann, session.id)).turn?.id).toBe(turn.id);
    await interview.submit(ann, session.id);
    const second = (await seen('question', 2)).body.turn;
    expect(second).toMatchObject({ kind: 'question', number: 2, of: 2 });
    await interview.chooseNext(ben, session.id, { next: 'question' }, { turnId: second.id });
    expect((await seen('question', 3)).body.turn).toMatchObject({ number: 1, userId: 'ben' });
  });

  it('shows the score of the interviewer beside the machine’s, until that person is forgotten', async () => {
    const { interview, session, guide, answer, seen, store } = await begun();
    const ofTurn = { turnId: (await guide(1)).body.guide.turn.id };
    await expect(interview.answerToScore(ben, session.id, ofTurn)).rejects.toMatchObject({
      fault: 'fault.nothing-to-score',
    });
    const answerId = await answer(ann, 'Water.');
    await expect(interview.answerToScore(ann, session.id, ofTurn)).rejects.toMatchObject({
      fault: 'fault.only-interviewer',
    });
    expect(await interview.answerToScore(ben, session.id, ofTurn)).toEqual({ answerId });
    await interview.rate(ben, answerId, 'peer', 70);
    const card = await seen('feedback', 2);
    expect(card.body).toMatchObject({ isUpdate: true, answer: { interviewerScore: 70 } });
    const [row] = await store.db.selectFrom('answers').select('person_id').execute();
    await store.maintenance.forget(
      (
        await store.db
          .selectFrom('accounts')
          .select('person_id')
          .where('user_id', '=', 'ben')
          .executeTakeFirstOrThrow()
      ).person_id,
    );
    expect((await interview.answer(ann, answerId)).interviewerScore).toBeNull();
    const about = { sessionId: session.id, answerId, authorId: row?.person_id ?? '' };
    expect(await interviewerScoreOf(store.db, about)).toBeNull();
  });

  it.each(['partner', 'starter'] as const)(
    'goes on alone when the %s declines, and keeps nothing of a stranger',
    async (who) => {
      const { interview, session, seen, notice, now, store } = await invited();
      await interview.answerInvitation(who === 'partner' ? ben : ann, session.id, false);
      await notice('partner-declined');
      expect((await seen('question')).body.turn.userId).toBe('ann');
      expect(await now()).toMatchObject({ style: 'solo', roles: null });
      const accounts = await store.db.selectFrom('accounts').select('user_id').execute();
      expect(accounts).toEqual([{ user_id: 'ann' }]);
      expect(await store.db.selectFrom('interview_slots').selectAll().execute()).toEqual([]);
    },
  );

  it('goes on alone when there is no reply', async () => {
    const { clock, notice, seen, store } = await invited();
    await notice('invited');
    clock.advance(5 * 60_000);
    store.queue.wake();
    await notice('partner-silent');
    expect((await seen('question')).body.turn.userId).toBe('ann');
  });

  it('asks by itself when the interviewer says nothing for long', async () => {
    const { clock, answer, seen, store } = await begun({}, { questions: 2 });
    await answer(ann, 'Water.');
    expect((await store.db.selectFrom('turns').select('id').execute()).length).toBe(1);
    clock.advance(2 * 60_000);
    store.queue.wake();
    expect((await seen('question', 2)).body.turn.userId).toBe('ann');
  });

  it('changes roles when the time of a slot is up, after the answer that is being given', async () => {
    const { clock, interview, session, notice, answer, seen, store } = await begun(
      { slotMinutes: 10 },
      { questions: 5 },
    );
    await interview.addText(ann, session.id, 'Water,');
    clock.advance(5 * 60_000);
    await interview.pause(ann, session.id);
    clock.advance(60 * 60_000);
    await interview.resume(ann, session.id);
    clock.advance(5 * 60_000);
    store.queue.wake();
    expect((await notice('slot-over')).body).toMatchObject({ slot: { slot: 1 } });
    await answer(ann, 'and salt.');
    await notice('roles-swapped');
    expect((await seen('question', 2)).body.turn).toMatchObject({ userId: 'ben', number: 1, of: 5 });
  });

  it('lets the starter interview first', async () => {
    const { interview, session, seen, now } = await begun({ begins: 'candidate' });
    expect((await seen('question')).body.turn.userId).toBe('ben');
    expect((await now()).roles).toMatchObject({ candidateUserId: 'ben', interviewerUserId: 'ann' });
    expect(await interview.guide(ann, session.id)).toMatchObject({ candidateUserId: 'ben' });
  });

  it('goes on with the program asking when the interviewer leaves', async () => {
    const { interview, session, answer, notice, seen } = await begun({}, { questions: 2 });
    await interview.leave(ben, session.id);
    await notice('partner-left');
    await answer(ann, 'Water.');
    expect((await seen('question', 2)).body.turn).toMatchObject({ userId: 'ann' });
    await interview.skip(ann, session.id);
    expect((await seen('summary')).body.summary.people.map(({ userId }) => userId)).toEqual(['ann']);
  });

  it('gives the other one their turn when the candidate leaves', async () => {
    const { interview, session, answer, notice, seen } = await begun();
    await interview.leave(ann, session.id);
    await notice('roles-swapped');
    expect((await seen('question', 2)).body.turn.userId).toBe('ben');
    await answer(ben, 'Water.');
    expect((await seen('summary')).body.summary.people.map(({ userId }) => userId)).toEqual(['ben']);
  });

  it('goes on where it was after a restart, with what was chosen before it', async () => {
    const clock = standingClock();
    const store = await storeOn(engine, clock);
    const before = runningInterview({ evaluator: byWords, ...clock, store });
    before.show();
    const request = cookingStart('ann', { style: 'peer', questions: 2, partner: { userId: 'ben' } });
    const { id } = await before.interview.start(request);
    await before.interview.answerInvitation(ben, id, true);
    const { turn } = (await before.seen('guide')).body.guide;
    await before.interview.addText(ann, id, 'Water.');
    await before.interview.chooseNext(ben, id, { next: 'question' }, { turnId: turn.id });
    await before.end();
    const after = runningInterview({ evaluator: byWords, ...clock, store });
    after.show();
    expect(await after.interview.guide(ben, id)).toMatchObject({ turn: { id: turn.id } });
    await after.interview.submit(ann, id);
    expect((await after.seen('guide')).body.guide.turn).toMatchObject({ number: 2 });
  });

  it('takes only two different people, and no other style or aim', async () => {
    const { interview } = runningInterview({ store: await storeOn(engine) });
    for (const more of [
      { style: 'peer' },
      { partner: { userId: 'ben' } },
      { style: 'peer', partner: { userId: 'ann' } },
      { style: 'peer', partner: { userId: 'ben' }, aim: 'exam' },
    ] as const)
      await expect(interview.start(cookingStart('ann', more))).rejects.toMatchObject({ code: 'bad_input' });
  });
});
