/** One hour as an iCalendar file (RFC 5545), which every calendar program takes. */
import type { Moment } from '../../domain.ts';

export type CalendarHour = {
  /** The same for every version of one event. */
  uid: string;
  /** How often it was changed. */
  sequence: number;
  startsAt: Moment;
  minutes: number;
  /** When this version was made. */
  madeAt: Moment;
  summary: string;
  description: string;
  /** It no longer takes place. */
  isCancelled?: boolean;
};

export function calendarFile(hour: CalendarHour): Uint8Array {
  const endsAt = new Date(Date.parse(hour.startsAt) + hour.minutes * 60_000).toISOString();
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Greenroom//Practice partners//EN',
    `METHOD:${hour.isCancelled ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT',
    `UID:${escaped(hour.uid)}`,
    `SEQUENCE:${hour.sequence}`,
    `DTSTAMP:${inUtc(hour.madeAt)}`,
    `DTSTART:${inUtc(hour.startsAt)}`,
    `DTEND:${inUtc(endsAt)}`,
    `SUMMARY:${escaped(hour.summary)}`,
    `DESCRIPTION:${escaped(hour.description)}`,
    `STATUS:${hour.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return new TextEncoder().encode(lines.map((line) => `${folded(line)}\r\n`).join(''));
}

/** RFC 5545, 3.3.5: a date with UTC time. */
const inUtc = (moment: Moment): string => `${moment.slice(0, 19).replace(/[-:]/g, '')}Z`;

/** RFC 5545, 3.3.11: a text. Control characters have no place in it. */
const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replace(/\p{Cc}/gu, '');

/** RFC 5545, 3.1: a line has at most 75 bytes; a longer one goes on after a line break and a space. Never within a character. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > longestBytes) {
      parts.push(part);
      part = '';
      // The space counts too.
      bytes = 1;
    }
    part += character;
    bytes += size;
  }
  return [...parts, part].join('\r\n ');
}
const longestBytes = 75;
