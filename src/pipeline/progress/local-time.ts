/** Days and weeks as a time zone has them. A day is written `YYYY-MM-DD`. */
import type { Moment } from '../../domain.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}

export const isTimeZone = (name: string): boolean => {
  try {
    formatFor(name);
    return true;
  } catch {
    return false;
  }
};

/** The day on which a moment falls. */
export const localDay = (at: Date | Moment, timeZone: string): string =>
  formatFor(timeZone).format(typeof at === 'string' ? new Date(at) : at);

export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

/** The Monday of the week that a day belongs to. */
export const mondayOf = (day: string): string =>
  addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

export const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;

/** No zone is further from UTC than this. */
const widestMs = 16 * 3_600_000;

/** The first moment of a day: its midnight, or when clocks skip that, the moment they have skipped to. */
export function startOfDay(day: string, timeZone: string): Moment {
  let before = Date.parse(`${day}T00:00:00Z`) - widestMs;
  let after = before + 2 * widestMs;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDay(new Date(middle), timeZone) < day) before = middle;
    else after = middle;
  }
  return new Date(after).toISOString();
}
