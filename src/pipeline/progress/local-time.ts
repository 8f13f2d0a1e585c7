/** Days and weeks in a time zone. A day is written `YYYY-MM-DD`. */
import type { Moment } from '../../domain.ts';
import { keepNewest } from '../../keep-newest.ts';

/** There are about 450 zones, and people may also give offsets such as +05:30. */
const mostZones = 500;
const formats = new Map<string, Intl.DateTimeFormat>();
/** By the spelling that people typed: EUROPE/berlin is Europe/Berlin. */
const canonicalNames = new Map<string, string>();

function canonicalName(timeZone: string): string {
  const known = canonicalNames.get(timeZone);
  if (known !== undefined) return known;
  const name = new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone;
  canonicalNames.set(timeZone, name);
  keepNewest(canonicalNames, 2 * mostZones);
  return name;
}

function formatFor(spelling: string): Intl.DateTimeFormat {
  const timeZone = canonicalName(spelling);
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, format);
  keepNewest(formats, mostZones);
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

/** How far a zone's clocks are ahead of UTC at a moment. */
function offsetMs(atMs: number, timeZone: string): number {
  const parts = formatFor(timeZone).formatToParts(atMs);
  const of = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const clockMs = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return clockMs - Math.floor(atMs / 1_000) * 1_000;
}

const weekMs = 7 * 86_400_000;
/** By zone and week: how far its clocks are ahead all through the week, or null when they change in it. */
const steadyOffsets = new Map<string, Map<number, number | null>>();

/** Ten years of one zone. */
const mostWeeks = 520;

function steadyOffsetMs(atMs: number, spelling: string): number | null {
  const timeZone = canonicalName(spelling);
  const week = Math.floor(atMs / weekMs);
  const ofZone = steadyOffsets.get(timeZone) ?? new Map<number, number | null>();
  steadyOffsets.set(timeZone, ofZone);
  keepNewest(steadyOffsets, mostZones);
  const known = ofZone.get(week);
  if (known !== undefined) return known;
  // No zone changes its clocks and changes them back within a week.
  const offset = offsetMs(week * weekMs, timeZone);
  const steady = offset === offsetMs((week + 1) * weekMs, timeZone) ? offset : null;
  ofZone.set(week, steady);
  keepNewest(ofZone, mostWeeks);
  return steady;
}

/** The day on which a moment falls. */
export function localDay(at: Date | Moment, timeZone: string): string {
  const atMs = typeof at === 'string' ? Date.parse(at) : at.getTime();
  const offset = steadyOffsetMs(atMs, timeZone) ?? offsetMs(atMs, timeZone);
  return new Date(atMs + offset).toISOString().slice(0, 10);
}

/** Minutes since Monday, 00:00, on the clocks of a zone: 0–10,079. */
export function minuteOfWeek(atMs: number, timeZone: string): number {
  const clockMs = atMs + (steadyOffsetMs(atMs, timeZone) ?? offsetMs(atMs, timeZone));
  const sinceMonday = clockMs - Date.parse('1970-01-05T00:00:00Z');
  return Math.floor((((sinceMonday % weekMs) + weekMs) % weekMs) / 60_000);
}

/** How people write a moment: `Monday 30 November, 18:00`. */
export function localTime(at: Moment, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(at));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('weekday')} ${of('day')} ${of('month')}, ${of('hour')}:${of('minute')}`;
}

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
