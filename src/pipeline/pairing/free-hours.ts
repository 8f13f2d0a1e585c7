/** When somebody is free in an ordinary week, by their own clock. */
import { CoachError } from '../../errors.ts';

/** For each half hour of the week from Monday, 00:00, whether the person is free: 336 times 0 or 1. */
export type FreeHours = Uint8Array;

export const halfHoursInWeek = 7 * 48;
/** Where nothing was said: evenings, and the middle of the day at weekends. */
export const usualHours = 'mon-fri 17-21, sat-sun 10-18';

/**
 * Reads `mon-fri 18-21, sat 10:30-14`, `weekdays 6pm-9pm`, `daily 20-22`. A time that ends before it begins goes on after
 * midnight. Throws `bad_input` for anything else, and where no hour is left.
 */
export function readFreeHours(said: string): FreeHours {
  const hours = new Uint8Array(halfHoursInWeek);
  const unclear = () => new CoachError('bad_input', 'fault.pair-hours', { said: said.slice(0, 60) });
  let days: number[] = [];
  let hasTimes = true;
  const words = said
    .toLowerCase()
    .replace(/\s*[-–—]\s*/g, '-')
    .split(/[\s,;]+|\band\b/);
  for (const word of words.filter((one) => one !== '' && one !== 'and')) {
    const found = daysOf(word);
    if (found) {
      days = hasTimes ? found : [...days, ...found];
      hasTimes = false;
      continue;
    }
    const times = timesOf(word);
    if (!times || days.length === 0) throw unclear();
    hasTimes = true;
    for (const day of days) fill(hours, day, times);
  }
  if (!hasTimes || !hasWholeHour(hours)) throw unclear();
  return hours;
}

/** As `readFreeHours` reads it, days with the same times together. */
export function writeFreeHours(hours: FreeHours): string {
  const byTimes = new Map<string, number[]>();
  for (let day = 0; day < 7; day += 1) {
    const times = timesOn(hours, day);
    if (times !== '') byTimes.set(times, [...(byTimes.get(times) ?? []), day]);
  }
  return [...byTimes].map(([times, days]) => `${writeDays(days)} ${times}`).join(', ');
}

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const longNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const several: Readonly<Record<string, readonly number[]>> = {
  weekdays: [0, 1, 2, 3, 4],
  workdays: [0, 1, 2, 3, 4],
  weekend: [5, 6],
  weekends: [5, 6],
  daily: [0, 1, 2, 3, 4, 5, 6],
};

const dayOf = (word: string): number =>
  longNames.findIndex((name) => word.length >= 3 && (name.startsWith(word) || `${name}s` === word));

function daysOf(word: string): number[] | null {
  const known = several[word];
  if (known) return [...known];
  const [first = '', last = first, ...more] = word.split('-');
  const [from, to] = [dayOf(first), dayOf(last)];
  if (from < 0 || to < 0 || more.length > 0) return null;
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => (from + index) % 7);
}

/** Half hours after midnight. */
type Times = { from: number; to: number };

function timesOf(word: string): Times | null {
  const [first = '', last = '', ...more] = word.split('-');
  const [from, to] = [halfHoursOf(first), halfHoursOf(last)];
  if (from === null || to === null || more.length > 0 || from === to) return null;
  return { from, to: to <= from ? to + 48 : to };
}

function halfHoursOf(text: string): number | null {
  const found = /^(?<hour>\d{1,2})(?:[:.](?<minute>00|30))?(?<half>am|pm)?$/.exec(text)?.groups;
  if (!found) return null;
  const said = Number(found.hour);
  if (found.half !== undefined && (said < 1 || said > 12)) return null;
  const hour = found.half === undefined ? said : (said % 12) + (found.half === 'pm' ? 12 : 0);
  const halfHours = hour * 2 + (found.minute === '30' ? 1 : 0);
  return halfHours > 48 ? null : halfHours;
}

function fill(hours: FreeHours, day: number, { from, to }: Times): void {
  for (let at = from; at < to; at += 1) hours[(day * 48 + at) % halfHoursInWeek] = 1;
}

const hasWholeHour = (hours: FreeHours): boolean =>
  hours.some((free, at) => free === 1 && hours[(at + 1) % halfHoursInWeek] === 1);

function timesOn(hours: FreeHours, day: number): string {
  const ranges: string[] = [];
  for (let at = 0; at < 48; at += 1) {
    if (hours[day * 48 + at] !== 1) continue;
    const from = at;
    while (at < 48 && hours[day * 48 + at] === 1) at += 1;
    ranges.push(`${writeTime(from)}-${writeTime(at)}`);
  }
  return ranges.join(' ');
}

const writeTime = (halfHours: number): string =>
  `${Math.floor(halfHours / 2)}${halfHours % 2 === 1 ? ':30' : ''}`;

function writeDays(days: readonly number[]): string {
  const written: string[] = [];
  for (let index = 0; index < days.length; index += 1) {
    const from = index;
    while (days[index + 1] === (days[index] ?? 0) + 1) index += 1;
    const [first = '', last = ''] = [dayNames[days[from] ?? 0], dayNames[days[index] ?? 0]];
    written.push(index === from ? first : `${first}-${last}`);
  }
  return written.join(' ');
}
