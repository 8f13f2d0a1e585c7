import type { Fix, FixKind, Moment } from '../../domain.ts';
import type { Bank } from '../questions/bank.ts';
import { addDays, localDay } from './local-time.ts';
import type { ProgressOverview } from './progress-types.ts';

/** A short practice of the coming week: one question, and why it is there. */
export type WeekPractice = {
  /** What starts it: `again:` and the id of a question, or `fix`, `story`, `fresh`, `fresh:2`. */
  key: string;
  /** `YYYY-MM-DD` in the person's time zone. */
  day: string;
  why:
    | { for: 'missed'; statement: string; misses: number; isDue: boolean }
    | { for: 'fix'; fix: Fix; times: number }
    | { for: 'story' }
    | { for: 'fresh'; domain: string };
};

const mostPractices = 5;
const fewestPractices = 3;
const mostMissed = 3;
const week = 7;

/** Fixes that a story teaches, whatever the domain. */
export const storyFixes: readonly FixKind[] = ['result', 'action', 'setting', 'number', 'real'];

/**
 * Three to five short practices for the coming week, from what keeps coming up: points that are due by spaced repetition, each on its
 * day or today where it is overdue, then the fix that recurs, and something fresh where there is room. No two share a day while
 * there are free ones. Empty for somebody who has answered nothing.
 */
export function weekPlan(
  { answers, weakSpots, recurringFix, domains, timeZone }: ProgressOverview,
  { bank, now }: { bank: Pick<Bank, 'byId'>; now: Date },
): WeekPractice[] {
  if (answers === 0) return [];
  const today = localDay(now, timeZone);
  const last = addDays(today, week - 1);
  const dayOf = (dueAt: Moment) => {
    const day = localDay(new Date(dueAt), timeZone);
    if (day < today) return today;
    return day;
  };
  const missed = new Map<string, WeekPractice>();
  for (const { questionId, statement, misses, dueAt } of weakSpots) {
    const day = dayOf(dueAt);
    if (day > last || missed.has(questionId) || missed.size === mostMissed || !bank.byId(questionId))
      continue;
    const why = { for: 'missed', statement, misses, isDue: dueAt <= now.toISOString() } as const;
    missed.set(questionId, { key: `again:${questionId}`, day, why });
  }
  const own: WeekPractice[] = [...missed.values()];
  if (recurringFix) own.push({ key: 'fix', day: today, why: { for: 'fix', ...recurringFix } });
  const main = domains.find(({ domain }) => domain !== 'own' && domain !== 'behavioural')?.domain;
  const more: WeekPractice[] = [
    ...(recurringFix && storyFixes.includes(recurringFix.fix.kind)
      ? []
      : [{ key: 'story', day: today, why: { for: 'story' } } as const]),
    ...(main === undefined
      ? []
      : ['fresh', 'fresh:2'].map((key) => ({
          key,
          day: today,
          why: { for: 'fresh', domain: main } as const,
        }))),
  ];
  const filled = [...own, ...more.slice(0, Math.max(0, fewestPractices - own.length))].slice(
    0,
    mostPractices,
  );
  return spread(filled, today);
}

/** Each on its day, or on the next free one; dues keep theirs. */
function spread(practices: readonly WeekPractice[], today: string): WeekPractice[] {
  const taken = new Set<string>();
  const days = Array.from({ length: week }, (_, at) => addDays(today, at));
  return practices
    .map((practice) => {
      const free = days.find((day) => day >= practice.day && !taken.has(day)) ?? practice.day;
      taken.add(free);
      return { ...practice, day: free };
    })
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
