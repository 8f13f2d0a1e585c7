import { addDays, mondayOf } from './local-time.ts';
import type { Streak } from './progress-types.ts';

/** After this many days of practice, one later missed day is forgiven. */
const daysForFreeze = 7;
const mostFreezes = 2;

/**
 * The streak of a person: days with practice in a row, up to today, or yesterday while today is young. Every seventh
 * day of practice earns a freeze, of which two are kept at most; a missed day uses one by itself and the streak goes
 * on, without counting that day. `days` are the days with practice in the person's time zone, in any order.
 */
export function streakOf(days: readonly string[], today: string, weeklyGoal: number): Streak {
  const practised = [...new Set(days)].filter((day) => day <= today).sort();
  let [length, longest, freezes, count] = [0, 0, 0, 0];
  let last: string | undefined;
  /** Goes over the days from the last practice to `day`, both left out. */
  const miss = (day: string) => {
    if (last === undefined) return;
    const missed = daysBetween(last, day) - 1;
    if (missed > freezes) length = 0;
    freezes = Math.max(0, freezes - Math.max(0, missed));
  };
  for (const day of practised) {
    miss(day);
    length += 1;
    count += 1;
    if (count % daysForFreeze === 0) freezes = Math.min(mostFreezes, freezes + 1);
    longest = Math.max(longest, length);
    last = day;
  }
  // Today is not over yet: it counts as missed only once it has passed.
  if (last !== today) miss(today);
  const monday = mondayOf(today);
  const thisWeek = practised.filter((day) => day >= monday && day < addDays(monday, 7)).length;
  return { days: length, longest, freezesLeft: freezes, thisWeek, weeklyGoal };
}

const daysBetween = (from: string, until: string): number =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
