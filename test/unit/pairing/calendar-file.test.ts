import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarHour, calendarFile } from '../../../src/pipeline/pairing/calendar-file.ts';

const hour = (more: Partial<CalendarHour> = {}): CalendarHour => ({
  uid: 'match-1@greenroom',
  sequence: 0,
  startsAt: '2026-03-29T01:30:00.000Z',
  minutes: 60,
  madeAt: '2026-03-23T08:00:00.000Z',
  summary: 'Practice',
  description: 'Take turns.',
  ...more,
});
const textOf = (given: CalendarHour) => new TextDecoder().decode(calendarFile(given));
/** What a calendar program reads: folded lines put together, and the escapes of one property undone. */
const propertyOf = (text: string, name: string): string => {
  const line = text
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .find((one) => one.startsWith(`${name}:`));
  return (line ?? '').slice(name.length + 1).replace(/\\([\\;,n])/g, (_, one) => (one === 'n' ? '\n' : one));
};

describe('the calendar file of a practice', () => {
  it('says when it is in UTC, and which version of it this is', () => {
    expect(textOf(hour({ sequence: 2 })).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Greenroom//Practice partners//EN',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
      'UID:match-1@greenroom',
      'SEQUENCE:2',
      'DTSTAMP:20260323T080000Z',
      'DTSTART:20260329T013000Z',
      'DTEND:20260329T023000Z',
      'SUMMARY:Practice',
      'DESCRIPTION:Take turns.',
      'STATUS:CONFIRMED',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
    const cancelled = textOf(hour({ isCancelled: true }));
    expect(cancelled).toContain('METHOD:CANCEL\r\n');
    expect(cancelled).toContain('STATUS:CANCELLED\r\n');
  });

  it('keeps every text whole, whatever somebody is called, in lines of at most 75 bytes', () => {
    const names = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(names, (name) => {
        const plain = name.replace(/\r\n?/g, '\n').replace(/(?!\n)\p{Cc}/gu, '');
        const text = textOf(hour({ summary: name, description: `With ${name}, at; \\ home\nBye` }));
        expect(propertyOf(text, 'SUMMARY')).toBe(plain);
        expect(propertyOf(text, 'DESCRIPTION')).toBe(`With ${plain}, at; \\ home\nBye`);
        const lines = text.split('\r\n');
        for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        // Nobody adds a line of their own.
        expect(lines.filter((line) => !line.startsWith(' '))).toHaveLength(16);
      }),
      { numRuns: 200 },
    );
  });
});
