import { expect, it } from 'vitest';
import type { Verdict } from '../../src/domain.ts';
import { silentLog } from '../../src/log.ts';
import type { Evaluator } from '../../src/pipeline/evaluation-types.ts';
import { localTime } from '../../src/pipeline/progress/local-time.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import type { ProgressOverview } from '../../src/pipeline/progress/progress-types.ts';
import { scheduleConcept } from '../../src/pipeline/questions/practice-schedule.ts';
import { createScheduleWorker } from '../../src/pipeline/schedules/schedule-worker.ts';
import { createSchedules } from '../../src/pipeline/schedules/schedules.ts';
import { noticeText } from '../../src/wording/notice-text.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { engines, storeOn } from '../support/engines.ts';
import { actor, cookingBank, place, runningInterview, tenant } from '../support/interviews.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { simulatedTime } from '../support/simulated-time.ts';

const inBerlin = (at: string) => `${localTime(at, 'Europe/Berlin')} (Europe/Berlin)`;

const ann = actor('ann');
const ben = actor('ben');
const mark = (userId: string) => `\uE000${userId}\uE001`;

/** Ann practises on these days, at half past five UTC: an hour later by her clock from 29 March on. */
const days = [
  ...['16', '17', '18', '19', '20', '21', '22', '23', '24', '26', '27', '29', '30', '31'].map(
    (day) => `2026-03-${day}`,
  ),
  ...['01', '02', '03', '04'].map((day) => `2026-04-${day}`),
];
/** One concept stays out of all of her answers. */
const neverSaid = 'stir-early';
const dayNumber = (day: string) => Math.round((Date.parse(day) - Date.parse('2026-03-16')) / 86_400_000);
/** Two points better every day. */
const scoreOn = (day: string) => 40 + 2 * dayNumber(day);

it.each(engines)(
  'follows a person and a group through three weeks of practice on %s, over the change of the clocks',
  async (engine) => {
    const time = simulatedTime('2026-03-15T12:00:00.000Z');
    let judged: { overall: number; verdict: Verdict } = { overall: 0, verdict: 'missed' };
    const judge = scriptedEvaluator(() => judged);
    const evaluator: Evaluator = {
      ...judge,
      evaluate: async (answer) => {
        const judgement = await judge.evaluate(answer);
        const concepts = judgement.concepts.map((concept) =>
          concept.id === neverSaid ? { ...concept, verdict: 'missed' as const } : concept,
        );
        return { ...judgement, concepts };
      },
    };
    const running = runningInterview({
      store: await storeOn(engine, { now: time.now }),
      now: time.now,
      evaluator,
    });
    const { store, interview, show } = running;
    const shown = show();
    const bank = cookingBank();
    const given = { store, bank, config: { TIME_ZONE: 'UTC' }, now: time.now };
    const progress = createProgress(given);
    const schedules = createSchedules({ ...given, interview });
    const stop = new AbortController();
    const holding = createScheduleWorker({ store, interview, log: silentLog(), now: time.now }).run(
      stop.signal,
      ['terminal'],
    );

    await progress.prefer(ann, { timeZone: 'Europe/Berlin', weeklyGoal: 5, onLeaderboard: true });
    const added = await schedules.add(ann, {
      place,
      when: 'weekly monday 18:00',
      timeZone: 'Europe/Berlin',
      domain: 'cooking',
      level: 'junior',
      openMinutes: 120,
    });
    expect(added).toEqual({
      id: added.id,
      place: { ...place, threadId: null },
      when: 'weekly monday 18:00',
      timeZone: 'Europe/Berlin',
      domain: 'cooking',
      level: 'junior',
      openMinutes: 120,
      remindMinutes: 30,
      createdByUserId: 'ann',
      nextAt: '2026-03-16T17:00:00.000Z',
      snoozedUntil: null,
    });

    for (const day of days) {
      await time.goTo(running, `${day}T17:30:00.000Z`);
      // What she missed in the first week she knows in the others.
      judged = { overall: scoreOn(day), verdict: day < '2026-03-23' ? 'missed' : 'covered' };
      const together = await interview.sessionAt({ tenant, channelId: place.channelId, threadId: null });
      const session =
        together ??
        (await interview.start({
          place: { ...place, channelId: 'alone' },
          userId: 'ann',
          domain: 'cooking',
          level: 'junior',
          questions: 1,
          seed: day,
        }));
      if (together) await interview.join(ann, session.id, 'candidate');
      await interview.addText(ann, session.id, `What I know by ${day}.`);
      await interview.submit(ann, session.id);
      if (together && day !== '2026-03-30') {
        await interview.join(ben, session.id, 'candidate');
        await interview.addText(ben, session.id, 'What Ben knows.');
        await interview.submit(ben, session.id);
      }
      await time.settle(running);
    }
    await time.goTo(running, '2026-04-05T10:00:00.000Z');

    const overview = await progress.overview(ann);
    const history = await progress.history(ann, { limit: 50 });
    expect(history.map(({ at }) => at)).toEqual(days.map((day) => `${day}T17:30:00.000Z`).reverse());
    const asked = history.filter(({ questionId }) => questionId === 'cooking-junior-boil-pasta').reverse();
    expect(asked.length).toBeGreaterThan(3);
    const card = asked.reduce<ReturnType<typeof scheduleConcept> | null>(
      (before, { at }) => scheduleConcept(before?.card ?? null, 'missed', new Date(at)),
      null,
    );
    const points = days.map((day) => ({ at: `${day}T17:30:00.000Z`, score: scoreOn(day) }));
    const rising = {
      points,
      perWeek: expect.closeTo(14, 6),
      interval: { low: expect.closeTo(14, 6), high: expect.closeTo(14, 6) },
      direction: 'up',
      best: 78,
      last: 78,
      changeAgainstLastThree: 4,
    } as const;
    const none = {
      points: [],
      perWeek: null,
      interval: null,
      direction: 'too-few',
      best: null,
      last: null,
      changeAgainstLastThree: null,
    } as const;
    expect(overview).toEqual({
      answers: 18,
      overall: rising,
      dimensions: { technical: rising, structure: none, clarity: none, grammar: none, delivery: none },
      domains: [{ domain: 'cooking', answers: 18, trend: rising }],
      weakSpots: [
        {
          questionId: 'cooking-junior-boil-pasta',
          conceptId: neverSaid,
          statement: 'Stirring in the first minutes separates the pieces while their surface is sticky.',
          domain: 'cooking',
          misses: asked.length,
          dueAt: card?.dueAt,
        },
      ],
      recurringFix: { fix: { kind: 'reason' }, times: 18 },
      streak: { days: 7, longest: 11, freezesLeft: 1, thisWeek: 6, weeklyGoal: 5 },
      attendance: { attended: 3, held: 3 },
      badges: [],
      timeZone: 'Europe/Berlin',
      calendar: days.map((day) => ({ day, answers: 1 })),
    } satisfies Record<keyof ProgressOverview, unknown>);

    expect((await schedules.list(tenant)).map(({ id, nextAt }) => ({ id, nextAt }))).toEqual([
      { id: added.id, nextAt: '2026-04-06T16:00:00.000Z' },
    ]);
    const told = shown
      .filter(({ session }) => session.id.startsWith('schedule:') || session.style === 'everyone')
      .map(({ body }) =>
        body.type === 'notice'
          ? `${body.notice}: ${noticeText(englishWording, body, { moment: inBerlin })}`
          : body.type,
      );
    const berlin = '(Europe/Berlin)';
    expect(told).toEqual([
      `reminder: In 30 minutes: practice about cooking, junior, Monday 16 March, 18:00 ${berlin}.`,
      'question',
      `announcement: The practice of Monday 16 March, 18:00 ${berlin} is open: answer the question by Monday 16 March, 20:00 ${berlin}. Everyone’s answers are shown together then.`,
      'results',
      'feedback',
      'feedback',
      'summary',
      `round-up: ${mark('ann')} and 1 more took part. Next: Monday 23 March, 18:00 ${berlin}.`,
      `reminder: In 30 minutes: practice about cooking, junior, Monday 23 March, 18:00 ${berlin}. Last time, 2 people took part.`,
      'question',
      `announcement: The practice of Monday 23 March, 18:00 ${berlin} is open: answer the question by Monday 23 March, 20:00 ${berlin}. Everyone’s answers are shown together then.`,
      'results',
      'feedback',
      'feedback',
      'summary',
      `round-up: ${mark('ann')} and 1 more took part. Next: Monday 30 March, 18:00 ${berlin}.`,
      `reminder: In 30 minutes: practice about cooking, junior, Monday 30 March, 18:00 ${berlin}. Last time, 2 people took part.`,
      'question',
      `announcement: The practice of Monday 30 March, 18:00 ${berlin} is open: answer the question by Monday 30 March, 20:00 ${berlin}. Everyone’s answers are shown together then.`,
      'results',
      'feedback',
      'summary',
      `round-up: ${mark('ann')} took part. Attended all of the last 3 practices: ${mark('ann')}. Next: Monday 6 April, 18:00 ${berlin}.`,
    ]);
    stop.abort();
    await holding;
  },
);
