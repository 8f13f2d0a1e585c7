import { z } from 'zod';
import { CoachError } from '../../errors.ts';
import { addDays } from '../progress/local-time.ts';
import type { DaysOff } from './pairing-types.ts';

const column = z.array(z.object({ from: z.string(), to: z.string() }));
const mostDays = 400;
const mostRanges = 40;

export const storedDaysOff = (text: string): DaysOff[] => column.parse(JSON.parse(text));

/** Adds what was said to the days off; `none` takes all back. Days that are over are dropped. Throws `bad_input`. */
export function addDaysOff(before: readonly DaysOff[], said: string, today: string): DaysOff[] {
  if (said.trim().toLowerCase() === 'none') return [];
  const added = said
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .map((word) => {
      const [from = '', to = from, ...more] = word.split('..');
      if (!isDay(from) || !isDay(to) || to < from || more.length > 0 || addDays(from, mostDays) < to)
        throw new CoachError('bad_input', 'fault.pair-days-off', { said: said.slice(0, 60) });
      return { from, to };
    });
  const all = [...before, ...added].filter(({ to }) => to >= today);
  all.sort((one, other) => (one.from < other.from ? -1 : 1));
  return all.slice(0, mostRanges);
}

export const isDayOff = (daysOff: readonly DaysOff[], day: string): boolean =>
  daysOff.some(({ from, to }) => day >= from && day <= to);

/** Those of the next `count` days, the given one first, that are off. */
export const daysOffFrom = (daysOff: readonly DaysOff[], day: string, count: number): Set<string> =>
  new Set(
    Array.from({ length: count }, (_, index) => addDays(day, index)).filter((one) => isDayOff(daysOff, one)),
  );

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);
