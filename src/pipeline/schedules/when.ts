import { Cron } from 'croner';
import type { Moment } from '../../domain.ts';
import { CoachError } from '../../errors.ts';

/** No practice takes place more often than once an hour. */
const leastMs = 3_600_000;
const looksAhead = 12;

const dayNumbers: Record<string, string> = {
  sun: '0',
  mon: '1',
  tue: '2',
  wed: '3',
  thu: '4',
  fri: '5',
  sat: '6',
};

/**
 * Reads when a practice takes place, as five cron fields or in words, and returns cron. Throws `bad_input`
 * when it cannot be understood, never happens, or happens more than once an hour.
 */
export function readWhen(said: string, timeZone: string, now: Date): string {
  const words = said.trim().toLowerCase().replace(/\s+/g, ' ');
  const cron = /^[\d*]\S*( \S+){4}$/.test(words) ? words : cronOf(words);
  if (cron === null) throw new CoachError('bad_input', 'fault.when-unclear', { said: said.slice(0, 60) });
  const times: Date[] = [];
  for (let from: Date | null = now; from !== null && times.length < looksAhead; ) {
    from = nextTime(cron, timeZone, from, said);
    if (from !== null) times.push(from);
  }
  if (times.length === 0) throw new CoachError('bad_input', 'fault.when-never', { said: said.slice(0, 60) });
  if (times.some((time, index) => index > 0 && time.getTime() - (times[index - 1]?.getTime() ?? 0) < leastMs))
    throw new CoachError('bad_input', 'fault.when-too-often');
  return cron;
}

/** The first time after `after` in the time zone; null if there is none. */
export function nextTime(cron: string, timeZone: string, after: Date, said = cron): Date | null {
  try {
    return new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true }).nextRun(after);
  } catch (cause) {
    throw new CoachError('bad_input', 'fault.when-unclear', { said: said.slice(0, 60) }, { cause });
  }
}

/** How often it occurred from `from` up to and including `until`; counted up to `most`. */
export function timesBetween(
  { cron, timeZone }: { cron: string; timeZone: string },
  from: Moment,
  until: Date,
  most = 1_000,
): number {
  let count = 0;
  let time = nextTime(cron, timeZone, new Date(Date.parse(from) - 1_000));
  while (time !== null && time <= until && count < most) {
    count += 1;
    time = nextTime(cron, timeZone, time);
  }
  return count;
}

function cronOf(words: string): string | null {
  const found = /^(?<days>.*?)(?: ?\bat)? ?(?<hour>\d{1,2})(?:[:.](?<minute>\d{2}))? ?(?<half>am|pm)?$/.exec(
    words,
  )?.groups;
  if (!found || (found.minute === undefined && found.half === undefined)) return null;
  const minute = Number(found.minute ?? 0);
  const said = Number(found.hour);
  const hour = found.half === undefined ? said : (said % 12) + (found.half === 'pm' ? 12 : 0);
  if (hour > 23 || minute > 59 || (found.half !== undefined && (said < 1 || said > 12))) return null;
  const days = daysOf(
    (found.days ?? '')
      .replace(/^(?:weekly|every)\b/, '')
      .replace(/\bon\b/g, ' ')
      .trim(),
  );
  return days === null ? null : `${minute} ${hour} * * ${days}`;
}

function daysOf(words: string): string | null {
  if (/^(?:daily|day)$/.test(words)) return '*';
  if (/^(?:weekdays?|workdays?)$/.test(words)) return '1-5';
  const names = words.split(/\s*(?:,|\band\b|\s)\s*/).filter((name) => name !== '');
  const numbers = names.map((name) => (isDayName(name) ? dayNumbers[name.slice(0, 3)] : undefined));
  if (numbers.length === 0 || numbers.some((number) => number === undefined)) return null;
  return [...new Set(numbers)].sort().join(',');
}

const isDayName = (word: string): boolean =>
  /^(?:mon(?:days?)?|tue(?:s|sdays?)?|wed(?:nesdays?)?|thu(?:r|rs|rsdays?)?|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?)$/.test(
    word,
  );
