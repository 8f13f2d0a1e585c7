import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../src/domain.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { saveSetting } from '../../src/store/settings.ts';
import { engines, found, isSound, storeOn } from '../support/engines.ts';
import { failureOf } from '../support/failure-of.ts';
import { actor, cookingBank, cookingStart, runningInterview } from '../support/interviews.ts';
import { linkAccounts } from '../support/linked.ts';
import { insertPractised, type Practised } from '../support/practised.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { standingClock } from '../support/temporary.ts';

const guild = 'discord:1' as const;
const workspace = 'slack:T1' as const;
const ann = { tenant: guild, userId: 'ann' };
const annInSlack = { tenant: workspace, userId: 'U1' };
const refused = { code: 'bad_input' };

describe.each(engines)('on %s', (engine) => {
  /** Progress over an empty store, on Wednesday 11 March 2026. */
  async function setUp(start = '2026-03-11T12:00:00.000Z') {
    const clock = standingClock(start);
    const store = await storeOn(engine, { now: clock.now });
    const progress = createProgress({
      store,
      bank: cookingBank(),
      config: { TIME_ZONE: 'UTC' },
      now: clock.now,
    });
    const practise = (more: Partial<Practised> & Pick<Practised, 'at'>) =>
      insertPractised(store, { ...ann, overall: 50, ...more });
    return { clock, store, progress, practise };
  }

  describe('progress of a person', () => {
    it('is empty and kind for an unknown person, and stores nobody', async () => {
      const { progress, store } = await setUp();
      expect(await progress.overview(ann)).toMatchObject({
        answers: 0,
        weakSpots: [],
        streak: { days: 0, weeklyGoal: 3 },
        timeZone: 'UTC',
      });
      expect(await progress.history(ann)).toEqual([]);
      expect((await found(store, 'select count(*) as count from people'))[0]).toEqual({ count: 0 });
    });

    it('keeps domains and dimensions apart, most practised first', async () => {
      const { progress, practise } = await setUp();
      await practise({
        at: '2026-03-08T10:00:00.000Z',
        overall: 40,
        domain: 'baking',
        dimensions: { technical: 30 },
      });
      await practise({
        at: '2026-03-09T10:00:00.000Z',
        overall: 50,
        dimensions: { technical: 60, delivery: 20 },
      });
      await practise({ at: '2026-03-10T10:00:00.000Z', overall: 60, dimensions: { technical: 70 } });
      await practise({ at: '2026-03-10T11:00:00.000Z', overall: null });
      const { domains, dimensions, overall, answers } = await progress.overview(ann);
      expect(answers).toBe(4);
      expect(overall.points.map(({ score }) => score)).toEqual([40, 50, 60]);
      expect(domains.map(({ domain, answers: count, trend }) => [domain, count, trend.best])).toEqual([
        ['cooking', 3, 60],
        ['baking', 1, 40],
      ]);
      expect(dimensions.technical.points.map(({ score }) => score)).toEqual([30, 60, 70]);
      expect(dimensions.delivery.points.map(({ score }) => score)).toEqual([20]);
    });

    it('names what was missed and not said since, with the day it is due, soonest first', async () => {
      const { progress, practise } = await setUp();
      const questionId = 'cooking-junior-boil-pasta';
      const say = (at: string, water: 'missed' | 'covered', stir: 'contradicted' | 'partial' | 'covered') =>
        practise({
          at,
          questionId,
          concepts: [
            { id: 'plenty-of-water', verdict: water },
            { id: 'stir-early', verdict: stir },
            { id: 'oil-is-wasted', verdict: 'covered' },
          ],
        });
      await say('2026-03-02T10:00:00.000Z', 'missed', 'contradicted');
      await say('2026-03-05T10:00:00.000Z', 'missed', 'partial');
      const { weakSpots } = await progress.overview(ann);
      expect(weakSpots.map(({ conceptId, misses, domain }) => [conceptId, misses, domain])).toEqual([
        ['plenty-of-water', 2, 'cooking'],
        ['stir-early', 1, 'cooking'],
      ]);
      expect(weakSpots[0]?.statement).toMatch(/^Plenty of boiling water/);
      expect((weakSpots[0]?.dueAt ?? '') < (weakSpots[1]?.dueAt ?? '')).toBe(true);
      await say('2026-03-09T10:00:00.000Z', 'covered', 'covered');
      expect((await progress.overview(ann)).weakSpots).toEqual([]);
    });

    it('counts days by the time zone of the person, also on the day that clocks change', async () => {
      const { progress, practise } = await setUp('2026-03-30T09:00:00.000Z');
      // In Berlin these are Saturday 23:30, Sunday 23:30 (a day of 23 hours) and Monday 00:30.
      for (const at of ['2026-03-28T22:30:00.000Z', '2026-03-29T21:30:00.000Z', '2026-03-29T22:30:00.000Z'])
        await practise({ at });
      expect((await progress.overview(ann)).streak).toMatchObject({ days: 2, thisWeek: 0 });
      await progress.prefer(ann, { timeZone: 'Europe/Berlin' });
      const { streak, calendar, timeZone } = await progress.overview(ann);
      expect({ streak, calendar, timeZone }).toMatchObject({
        streak: { days: 3, thisWeek: 1 },
        calendar: [
          { day: '2026-03-28', answers: 1 },
          { day: '2026-03-29', answers: 1 },
          { day: '2026-03-30', answers: 1 },
        ],
        timeZone: 'Europe/Berlin',
      });
      await progress.prefer(ann, { timeZone: 'Asia/Kathmandu' });
      expect((await progress.overview(ann)).calendar.map(({ day }) => day)).toEqual([
        '2026-03-29',
        '2026-03-30',
      ]);
    });

    it('finds the remark that recurs in the newest answers', async () => {
      const { progress, practise } = await setUp();
      await practise({
        at: '2026-03-08T10:00:00.000Z',
        fix: { kind: 'hedges', evidence: { quote: 'I guess' } },
      });
      await practise({
        at: '2026-03-09T10:00:00.000Z',
        fix: { kind: 'hedges', evidence: { quote: 'maybe' } },
      });
      await practise({ at: '2026-03-10T10:00:00.000Z', fix: { kind: 'reason' } });
      expect((await progress.overview(ann)).recurringFix).toEqual({
        fix: { kind: 'hedges', evidence: { quote: 'maybe' } },
        times: 2,
      });
    });

    it('is listed newest first, page by page', async () => {
      const { progress, practise } = await setUp();
      for (const day of ['02', '03', '04'])
        await practise({ at: `2026-03-${day}T10:00:00.000Z`, overall: Number(day) });
      const page = await progress.history(ann, { limit: 2 });
      expect(page.map(({ at, evaluation, text }) => [at.slice(8, 10), evaluation?.overall, text])).toEqual([
        ['04', 4, 'Said by ann in discord:1.'],
        ['03', 3, 'Said by ann in discord:1.'],
      ]);
      const [last] = page.slice(-1);
      const rest = await progress.history(ann, { limit: 2, ...(last && { before: last }) });
      expect(rest.map(({ at }) => at.slice(8, 10))).toEqual(['02']);
    });

    it('is listed with no answer left out or twice, where many were submitted in the same moment', async () => {
      const { progress, practise } = await setUp();
      const practised: string[] = [];
      while (practised.length < 500)
        practised.push((await practise({ at: '2026-03-02T10:00:00.000Z' })).answerId);
      const all: HistoryEntry[] = [];
      for (;;) {
        const last = all.at(-1);
        const page = await progress.history(ann, { limit: 100, ...(last && { before: last }) });
        all.push(...page);
        if (page.length === 0) break;
      }
      expect(all.map(({ answerId }) => answerId)).toEqual(practised.reverse());
    });
  });

  it('gives badges for second tries, follow-ups and reviews of others, as an interview leaves them', async () => {
    const evaluator = scriptedEvaluator(({ followUpDepth }) => ({
      aimedAt: followUpDepth === 0 ? 'number' : 'done',
    }));
    const running = runningInterview({ evaluator });
    const { interview, store, parts } = running;
    const progress = createProgress({
      store,
      bank: parts.bank,
      config: { TIME_ZONE: 'UTC' },
      now: parts.now,
    });
    running.show();
    const [eve, ben] = [actor('eve'), actor('ben')];
    const session = await interview.start(cookingStart('eve', { style: 'hot-seat' }));
    await interview.join(ben, session.id, 'observer');
    await interview.addText(eve, session.id, 'Water.');
    const { answerId } = await interview.submit(eve, session.id);
    await running.seen('question', 2);
    await interview.rate(ben, answerId, 'peer', 70);
    await interview.addText(eve, session.id, 'A litre for each hundred grams.');
    await interview.submit(eve, session.id);
    await running.seen('feedback', 2);
    const again = await interview.retry(eve, answerId);
    await interview.addText(eve, again.id, 'Plenty of water.');
    await interview.submit(eve, again.id);
    await running.seen('feedback', 3);
    expect((await progress.overview(eve)).badges).toEqual([
      { name: 'retry', label: 'Second tries', count: 1 },
      { name: 'follow-up', label: 'Follow-ups answered', count: 1 },
    ]);
    expect((await progress.overview(ben)).badges).toEqual([
      { name: 'peer-review', label: 'Answers of others reviewed', count: 1 },
    ]);
  });

  describe('preferences', () => {
    it('show and keep nothing until somebody says so, and hold here only', async () => {
      const { progress } = await setUp();
      const usual = {
        timeZone: 'UTC',
        weeklyGoal: 3,
        onLeaderboard: false,
        sharesProgress: false,
        keepsAudio: false,
        voice: null,
        speechRate: null,
      };
      expect(await progress.preferences(ann)).toEqual(usual);
      const changed = { timeZone: 'Europe/Berlin', weeklyGoal: 5, onLeaderboard: true };
      expect(await progress.prefer(ann, changed)).toEqual({ ...usual, ...changed });
      expect(await progress.prefer(ann, { onLeaderboard: false, keepsAudio: true, voice: 'deep' })).toEqual({
        ...usual,
        timeZone: 'Europe/Berlin',
        weeklyGoal: 5,
        keepsAudio: true,
        voice: 'deep',
      });
      expect(await progress.preferences({ tenant: 'discord:2', userId: 'ann' })).toEqual(usual);
    });

    it.each([
      { timeZone: 'Mars/Base' },
      { timeZone: '' },
      { voice: '../deep' },
      { weeklyGoal: 0 },
      { weeklyGoal: 8 },
      { weeklyGoal: 2.5 },
      { weeklyGoal: Number.NaN },
    ])('refuse %o and change nothing', async (changes) => {
      const { progress } = await setUp();
      await expect(progress.prefer(ann, { onLeaderboard: true, ...changes })).rejects.toMatchObject(refused);
      expect((await progress.preferences(ann)).onLeaderboard).toBe(false);
    });
  });

  describe('a leaderboard', () => {
    const board = (
      progress: Awaited<ReturnType<typeof setUp>>['progress'],
      kind: 'improvement' | 'participation',
      period: 'week' | 'month' | 'all',
    ) => progress.leaderboard(guild, { kind, period });

    it('shows only those who chose to appear, from that moment until they take it back', async () => {
      const { progress, practise } = await setUp();
      await practise({ at: '2026-03-10T10:00:00.000Z' });
      await practise({ at: '2026-03-10T10:00:00.000Z', userId: 'ben' });
      await practise({ at: '2026-03-10T11:00:00.000Z', userId: 'ben' });
      expect(await board(progress, 'participation', 'week')).toEqual([]);
      expect(await progress.practisedThisWeek(guild)).toEqual({ userIds: [], people: 2, answers: 3 });
      await progress.prefer(ann, { onLeaderboard: true });
      await progress.prefer({ ...ann, userId: 'ben' }, { onLeaderboard: true });
      await practise({ at: '2026-03-10T12:00:00.000Z' });
      await practise({ at: '2026-03-10T12:30:00.000Z' });
      expect(await board(progress, 'participation', 'week')).toEqual([
        { userId: 'ann', value: 3, answers: 3 },
        { userId: 'ben', value: 2, answers: 2 },
      ]);
      await progress.prefer(ann, { onLeaderboard: false });
      expect(await progress.practisedThisWeek(guild)).toEqual({ userIds: ['ben'], people: 2, answers: 5 });
    });

    it('compares with the ten answers before the period; in all, the last five with the first five', async () => {
      const { progress, practise } = await setUp();
      await progress.prefer(ann, { onLeaderboard: true });
      for (let day = 10; day < 20; day += 1)
        await practise({ at: `2026-02-${day}T10:00:00.000Z`, overall: 40 });
      await practise({ at: '2026-02-01T10:00:00.000Z', overall: 100 });
      await practise({ at: '2026-03-03T10:00:00.000Z', overall: 50 });
      await practise({ at: '2026-03-04T10:00:00.000Z', overall: 50 });
      expect(await board(progress, 'improvement', 'week')).toEqual([]);
      await practise({ at: '2026-03-09T10:00:00.000Z', overall: 60 });
      await practise({ at: '2026-03-10T10:00:00.000Z', overall: 80 });
      await practise({ at: '2026-03-10T11:00:00.000Z', overall: null });
      const gained = async (period: 'week' | 'month' | 'all') =>
        (await board(progress, 'improvement', period)).map(({ value, answers }) => ({ value, answers }));
      expect(await gained('week')).toEqual([{ value: 70 - (8 * 40 + 2 * 50) / 10, answers: 2 }]);
      expect(await gained('month')).toEqual([{ value: 60 - 40, answers: 4 }]);
      expect(await gained('all')).toEqual([
        { value: (40 + 50 + 50 + 60 + 80) / 5 - (100 + 4 * 40) / 5, answers: 15 },
      ]);
    });

    it('begins its week and month at midnight in the time zone of the group', async () => {
      const { progress, practise, store, clock } = await setUp('2026-03-01T23:30:00.000Z');
      await progress.prefer(ann, { onLeaderboard: true });
      const count = async (period: 'week' | 'month') =>
        (await board(progress, 'participation', period))[0]?.value ?? 0;
      await practise({ at: '2026-02-28T23:10:00.000Z' });
      await practise({ at: '2026-03-01T22:50:00.000Z' });
      await practise({ at: '2026-03-01T23:10:00.000Z' });
      const zone = async (value: string | null) =>
        await store.transaction((trx) =>
          saveSetting(trx, { tenant: guild, name: 'timeZone', value }, clock.now().toISOString()),
        );
      expect([await count('week'), await count('month')]).toEqual([3, 2]);
      // In Berlin it is Monday half past midnight: a new week; the month began an hour earlier than in UTC.
      await zone('Europe/Berlin');
      expect([await count('week'), await count('month')]).toEqual([1, 3]);
      expect(await progress.practisedThisWeek(guild)).toEqual({ userIds: ['ann'], people: 1, answers: 1 });
      await zone('America/New_York');
      expect([await count('week'), await count('month')]).toEqual([3, 2]);
      clock.advance(2 * 3_600_000);
      await practise({ at: '2026-03-02T01:00:00.000Z' });
      expect([await count('week'), await count('month')]).toEqual([4, 3]);
      await zone(null);
      expect([await count('week'), await count('month')]).toEqual([1, 3]);
    });

    it('forgets an answer that is deleted, and a person who is erased', async () => {
      const { progress, practise, store } = await setUp();
      await progress.prefer(ann, { onLeaderboard: true });
      const { answerId, personId } = await practise({ at: '2026-03-10T10:00:00.000Z' });
      await practise({ at: '2026-03-10T11:00:00.000Z' });
      await found(store, 'delete from answers where id = ?', answerId);
      expect(await board(progress, 'participation', 'all')).toEqual([
        { userId: 'ann', value: 1, answers: 1 },
      ]);
      await found(store, 'delete from people where id = ?', personId);
      expect(await board(progress, 'participation', 'all')).toEqual([]);
      for (const table of ['standings', 'settings'])
        expect(await found(store, `select * from ${table}`)).toEqual([]);
    });
  });

  describe('two accounts of one person', () => {
    it('become one history by a code, which works once', async () => {
      const { progress, practise, store } = await setUp();
      await practise({
        at: '2026-03-08T10:00:00.000Z',
        overall: 40,
        concepts: [{ id: 'stir-early', verdict: 'missed' }],
      });
      await practise({
        at: '2026-03-09T10:00:00.000Z',
        overall: 45,
        concepts: [{ id: 'stir-early', verdict: 'missed' }],
      });
      await practise({
        ...annInSlack,
        at: '2026-03-10T10:00:00.000Z',
        overall: 60,
        concepts: [{ id: 'stir-early', verdict: 'missed' }],
      });
      await progress.prefer(ann, { timeZone: 'Europe/Berlin', onLeaderboard: true });
      await progress.prefer(annInSlack, { weeklyGoal: 6, sharesProgress: true });
      const { code, validUntil } = await progress.links.makeCode(ann, 'Ann');
      expect(validUntil).toBe('2026-03-11T12:10:00.000Z');
      expect(code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
      await linkAccounts(progress, ann, annInSlack, code.toLowerCase());

      for (const account of [ann, annInSlack]) {
        const overview = await progress.overview(account);
        expect(overview.overall.points.map(({ score }) => score)).toEqual([40, 45, 60]);
        expect(overview.weakSpots).toMatchObject([{ conceptId: 'stir-early', misses: 3 }]);
        expect(overview.streak).toMatchObject({ days: 3, weeklyGoal: 6 });
        expect(await progress.history(account)).toHaveLength(3);
      }
      expect(await progress.preferences(ann)).toMatchObject({
        onLeaderboard: true,
        sharesProgress: false,
        timeZone: 'Europe/Berlin',
      });
      expect(await progress.preferences(annInSlack)).toMatchObject({
        onLeaderboard: false,
        sharesProgress: true,
      });
      // What one place may see stays what happened there.
      expect((await progress.overview(ann, { within: guild })).overall.points).toHaveLength(2);
      expect(await progress.leaderboard(guild, { kind: 'participation', period: 'all' })).toEqual([
        { userId: 'ann', value: 2, answers: 2 },
      ]);
      expect(await progress.practisedThisWeek(workspace)).toEqual({ userIds: [], people: 1, answers: 1 });
      expect((await found(store, 'select count(*) as count from people'))[0]).toEqual({ count: 1 });
      expect(await isSound(store)).toBe(true);
      await expect(progress.links.look({ tenant: 'discord:9', userId: 'eve' }, code)).rejects.toMatchObject(
        refused,
      );
    });

    it('stay apart when the code is wrong, old, their own, or of somebody in the same place', async () => {
      const { progress, clock, practise } = await setUp();
      await practise({ at: '2026-03-10T10:00:00.000Z' });
      const { code } = await progress.links.makeCode(ann, 'Ann');
      expect((await failureOf(progress.links.look(ann, code)))?.sentence).toMatch(/made by this account/);
      expect(
        (await failureOf(progress.links.look({ tenant: guild, userId: 'ben' }, code)))?.sentence,
      ).toMatch(/same place/);
      const { code: second } = await progress.links.makeCode(ann, 'Ann');
      const { code: third } = await progress.links.makeCode(ann, 'Ann');
      await expect(progress.links.look(annInSlack, second)).rejects.toMatchObject(refused);
      clock.advance(10 * 60_000);
      await expect(progress.links.look(annInSlack, third)).rejects.toMatchObject(refused);
      expect(await progress.history(annInSlack)).toEqual([]);
    });

    it('cannot be joined by guessing: after five wrong codes even the right one has to wait', async () => {
      const { progress, clock } = await setUp();
      const { code } = await progress.links.makeCode(ann, 'Ann');
      for (let guess = 0; guess < 5; guess += 1)
        expect((await failureOf(progress.links.look(annInSlack, `WRONG${guess}`)))?.sentence).toMatch(
          /not valid/,
        );
      expect((await failureOf(progress.links.look(annInSlack, code)))?.sentence).toMatch(/Too many/);
      clock.advance(10 * 60_000 + 1);
      const { code: fresh } = await progress.links.makeCode(ann, 'Ann');
      await linkAccounts(progress, ann, annInSlack, fresh);
      expect(
        (await failureOf(progress.links.look(annInSlack, (await progress.links.makeCode(ann, 'Ann')).code)))
          ?.sentence,
      ).toMatch(/already linked/);
    });

    it('get what was still to be shown to one of them, and nobody else does', async () => {
      const running = runningInterview();
      const { interview, store, parts } = running;
      const progress = createProgress({
        store,
        bank: parts.bank,
        config: { TIME_ZONE: 'UTC' },
        now: parts.now,
      });
      const session = await interview.start(cookingStart('eve'));
      await interview.addText(actor('eve'), session.id, 'Water.');
      await interview.submit(actor('eve'), session.id);
      await linkAccounts(progress, annInSlack, actor('eve'));
      running.show();
      expect((await running.seen('feedback')).userId).toBe('eve');
    });
  });

  it('lets practice of weak spots ask first what was missed, asked before or not', async () => {
    const verdicts: Record<string, 'missed' | 'covered'> = { 'cooking-junior-boil-pasta': 'missed' };
    const evaluator = scriptedEvaluator(({ question }) => ({ verdict: verdicts[question.id] ?? 'covered' }));
    const running = runningInterview({ evaluator });
    const { interview } = running;
    running.show();
    const answerAll = async (count: number, session: { id: string }, from: number) => {
      for (let number = 1; number <= count; number += 1) {
        await running.seen('question', from + number);
        await interview.addText(actor('eve'), session.id, 'Water.');
        await interview.submit(actor('eve'), session.id);
      }
      await running.seen('feedback', from + count);
    };
    await answerAll(2, await interview.start(cookingStart('eve', { questions: 2 })), 0);
    await running.seen('summary', 1);
    for (const seed of ['a', 'b', 'c']) {
      const session = await interview.start(cookingStart('eve', { focus: 'weak', seed }));
      expect(session.turn?.question.id).toBe('cooking-junior-boil-pasta');
      await interview.stop(actor('eve'), session.id);
    }
  });
});
