/** Hours in which several people are free, each by their own clock. */
import { localDay, minuteOfWeek } from '../progress/local-time.ts';
import type { FreeHours } from './free-hours.ts';

const halfHourMs = 30 * 60_000;
const hourMs = 2 * halfHourMs;
const weekMs = 7 * 86_400_000;
/** Nobody is asked to come sooner than this. */
const soonestMs = 2 * hourMs;
/** People first have a day to see when it is, and to say whether they come. */
const wantedMs = 24 * hourMs;

export type Week = {
  from: Date;
  /** Days, `YYYY-MM-DD` in `timeZone`, on which nothing is proposed. */
  daysOff?: ReadonlySet<string>;
  timeZone?: string;
};

/** The half hours of the week from `from` in which hours may begin, in milliseconds. */
export function startsIn({ from, daysOff, timeZone = 'UTC' }: Week): number[] {
  const first = Math.ceil((from.getTime() + soonestMs) / halfHourMs) * halfHourMs;
  const last = from.getTime() + weekMs - hourMs;
  const starts: number[] = [];
  for (let at = first; at <= last; at += halfHourMs)
    if (!daysOff?.size || !daysOff.has(localDay(new Date(at), timeZone))) starts.push(at);
  return starts;
}

/** For each start, 1 where the person is free for the whole hour that begins then. */
export function freeAt(starts: readonly number[], hours: FreeHours, timeZone: string): Uint8Array {
  // The clocks may change within the hour, and some zones are a quarter of an hour off: every quarter is looked at.
  const quarterMs = halfHourMs / 2;
  const isFree = (at: number) => hours[Math.floor(minuteOfWeek(at, timeZone) / 30)] === 1;
  return Uint8Array.from(starts, (start) =>
    [0, 1, 2, 3].every((quarter) => isFree(start + quarter * quarterMs)) ? 1 : 0,
  );
}

/** How many of the starts suit everybody, and the first of them that leaves a day to answer, else the first; null if none does. */
export function commonStart(
  starts: readonly number[],
  people: readonly Uint8Array[],
  from: Date,
): { count: number; at: number | null } {
  const common = starts.filter((_, index) => people.every((free) => free[index] === 1));
  const inTime = common.find((at) => at >= from.getTime() + wantedMs);
  return { count: common.length, at: inTime ?? common[0] ?? null };
}
