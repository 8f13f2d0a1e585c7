import { type Dimension, dimensions, type TenantId } from '../../domain.ts';
import {
  domainCounts,
  fixesOf,
  openConcepts,
  practiceTimes,
  questionAsAsked,
  type ScoreRow,
  scoresOf,
  takenUp,
  type Whose,
} from '../../store/progress.ts';
import { attendanceOf } from '../../store/schedules.ts';
import type { Db } from '../../store/store.ts';
import type { Bank } from '../questions/bank.ts';
import { addDays, localDay } from './local-time.ts';
import type { Badge, PersonPreferences, ProgressOverview, Trend, WeakSpot } from './progress-types.ts';
import { recurringFixOf } from './recurring-fix.ts';
import { streakOf } from './streak.ts';
import { trendOf } from './trend.ts';

/** More points than this do not show a trend any better, and are slow to read and draw. */
const newestScores = 500;
/** A fix recurs if it came up twice in this many answers: older ones may have been learned since. */
const newestFixes = 30;
const mostWeakSpots = 20;
const newestRounds = 10;
const calendarDays = 26 * 7;

/** A person's progress, as seen from a tenant. */
export async function overviewOf(
  { db, bank, now }: { db: Db; bank: Pick<Bank, 'byId'>; now: Date },
  whose: Whose,
  tenant: TenantId,
  { timeZone, weeklyGoal }: Pick<PersonPreferences, 'timeZone' | 'weeklyGoal'>,
): Promise<ProgressOverview> {
  const [scores, counts, times, fixes, taken, weakSpots, attendance] = await Promise.all([
    scoresOf(db, whose, newestScores),
    domainCounts(db, whose),
    practiceTimes(db, whose),
    fixesOf(db, whose, newestFixes),
    takenUp(db, whose),
    weakSpotsOf(db, bank, whose),
    attendanceOf(db, whose.personId, { tenant, limit: newestRounds }),
  ]);
  const days = new Map<string, number>();
  for (const { at, answers } of times) {
    const day = localDay(at, timeZone);
    days.set(day, (days.get(day) ?? 0) + answers);
  }
  const today = localDay(now, timeZone);
  const firstDay = addDays(today, 1 - calendarDays);
  return {
    answers: times.reduce((sum, { answers }) => sum + answers, 0),
    overall: trendOf(pointsOf(scores, ({ overall }) => overall)),
    dimensions: Object.fromEntries(
      dimensions.map((name) => [name, trendOf(pointsOf(scores, (row) => row.scores[name]))]),
    ) as Record<Dimension, Trend>,
    domains: counts
      .toSorted((a, b) => b.answers - a.answers || (a.domain < b.domain ? -1 : 1))
      .map(({ domain, answers }) => ({
        domain,
        answers,
        trend: trendOf(
          pointsOf(
            scores.filter((row) => row.domain === domain),
            ({ overall }) => overall,
          ),
        ),
      })),
    weakSpots,
    recurringFix: recurringFixOf(fixes),
    streak: streakOf([...days.keys()], today, weeklyGoal),
    attendance,
    badges: badgesOf(taken),
    timeZone,
    calendar: [...days]
      .filter(([day]) => day >= firstDay && day <= today)
      .map(([day, answers]) => ({ day, answers })),
  };
}

/** What an unknown person sees. */
export const emptyOverview = ({ timeZone, weeklyGoal }: PersonPreferences): ProgressOverview => ({
  answers: 0,
  overall: trendOf([]),
  dimensions: Object.fromEntries(dimensions.map((name) => [name, trendOf([])])) as Record<Dimension, Trend>,
  domains: [],
  weakSpots: [],
  recurringFix: null,
  streak: { days: 0, longest: 0, freezesLeft: 0, thisWeek: 0, weeklyGoal },
  attendance: { attended: 0, held: 0 },
  badges: [],
  timeZone,
  calendar: [],
});

const pointsOf = (rows: readonly ScoreRow[], scoreOf: (row: ScoreRow) => number | null | undefined) =>
  rows.flatMap((row) => {
    const score = scoreOf(row) ?? null;
    return score === null ? [] : [{ at: row.at, score }];
  });

async function weakSpotsOf(db: Db, bank: Pick<Bank, 'byId'>, whose: Whose): Promise<WeakSpot[]> {
  const spots: WeakSpot[] = [];
  for (const row of await openConcepts(db, whose, mostWeakSpots)) {
    // Not every question comes from the bank, and the bank may have changed since.
    const named = (question: ReturnType<Bank['byId']>) => {
      const concept = question?.concepts.find(({ id }) => id === row.conceptId);
      return question && concept ? { domain: question.domain, statement: concept.statement } : null;
    };
    const about = named(bank.byId(row.questionId)) ?? named(await questionAsAsked(db, whose.personId, row));
    if (about === null) continue;
    const { questionId, conceptId, misses, dueAt } = row;
    spots.push({ questionId, conceptId, ...about, misses, dueAt });
  }
  return spots;
}

/**
 * Badges are only for what helps people improve: trying again, answering follow-ups, rating others' answers.
 */
const badgesOf = ({ retries, followUps, peerReviews }: Awaited<ReturnType<typeof takenUp>>): Badge[] =>
  (
    [
      { name: 'retry', label: 'Second tries', count: retries },
      { name: 'follow-up', label: 'Follow-ups answered', count: followUps },
      { name: 'peer-review', label: 'Answers of others reviewed', count: peerReviews },
    ] as const
  ).filter(({ count }) => count > 0);
