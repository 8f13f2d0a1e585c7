import { expect, it } from 'vitest';
import { emptyOverview } from '../../../src/pipeline/progress/overview.ts';
import type { ProgressOverview, WeakSpot } from '../../../src/pipeline/progress/progress-types.ts';
import { weekPlan } from '../../../src/pipeline/progress/week-plan.ts';
import { cookingBank } from '../../support/interviews.ts';

const now = new Date('2026-11-28T10:00:00.000Z');
const bank = cookingBank();
const empty = emptyOverview({
  ...{ timeZone: 'UTC', weeklyGoal: 3 },
  ...{ onLeaderboard: false, sharesProgress: false, keepsAudio: false, voice: null, speechRate: null },
});
const spot = (questionId: string, dueAt: string, misses = 2): WeakSpot => ({
  ...{ questionId, dueAt, misses, conceptId: 'one', domain: 'cooking' },
  statement: `What ${questionId} is about.`,
});
const plan = (given: Partial<ProgressOverview>) =>
  weekPlan({ ...empty, answers: 5, ...given }, { bank, now });

it('plans nothing for somebody who has answered nothing', () => {
  expect(weekPlan(empty, { bank, now })).toEqual([]);
});

it('puts a point that is due on its day, and an overdue one on today', () => {
  const practices = plan({
    weakSpots: [
      spot('cooking-junior-boil-pasta', '2026-11-20T00:00:00.000Z'),
      spot('cooking-junior-sharp-knife', '2026-12-02T08:00:00.000Z'),
      spot('gone', '2026-11-28T00:00:00.000Z'),
    ],
  });
  expect(practices.map(({ key, day }) => [key, day])).toEqual([
    ['again:cooking-junior-boil-pasta', '2026-11-28'],
    ['story', '2026-11-29'],
    ['again:cooking-junior-sharp-knife', '2026-12-02'],
  ]);
});

it('leaves for later what is due after the week, and asks a question once for several points', () => {
  const practices = plan({
    weakSpots: [
      spot('cooking-junior-boil-pasta', '2026-11-28T00:00:00.000Z'),
      spot('cooking-junior-boil-pasta', '2026-11-29T00:00:00.000Z'),
      spot('cooking-junior-sharp-knife', '2026-12-20T00:00:00.000Z'),
    ],
  });
  expect(practices.filter(({ why }) => why.for === 'missed')).toHaveLength(1);
});

it('takes up the fix that recurs, and never shares a day', () => {
  const practices = plan({
    recurringFix: { fix: { kind: 'result' }, times: 3 },
    domains: [{ domain: 'cooking', answers: 5, trend: empty.overall }],
    weakSpots: [spot('cooking-junior-boil-pasta', '2026-11-28T00:00:00.000Z')],
  });
  expect(practices.map(({ why }) => why.for)).toEqual(['missed', 'fix', 'fresh']);
  expect(new Set(practices.map(({ day }) => day)).size).toBe(3);
});
