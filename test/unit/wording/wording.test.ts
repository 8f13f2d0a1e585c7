import { describe, expect, test } from 'vitest';
import { CoachError } from '../../../src/errors.ts';
import { messages as english } from '../../../src/wording/en/messages.ts';
import { createWording, englishWording, type Messages } from '../../../src/wording/wording.ts';

/** A language in which the one message under test says what the test needs. */
const wordingOf = (text: string, locale = 'en') =>
  createWording(locale, { ...english, 'fault.unexpected': text } as Messages);
const sayIn = (text: string, values: Record<string, string | number>, locale = 'en') =>
  wordingOf(text, locale).say('fault.unexpected', values as { faultId: string });

describe('a message with its values', () => {
  test('has the plural that its number asks for, in the language it is in', () => {
    const answers = '{count, plural, =0 {no answers} one {# answer} other {# answers}}';
    expect([0, 1, 2, 1_200].map((count) => sayIn(answers, { count }))).toEqual([
      'no answers',
      '1 answer',
      '2 answers',
      '1,200 answers',
    ]);
    const polish = '{count, plural, one {# odpowiedź} few {# odpowiedzi} many {# odpowiedzi!} other {#}}';
    expect([1, 2, 5].map((count) => sayIn(polish, { count }, 'pl'))).toEqual([
      '1 odpowiedź',
      '2 odpowiedzi',
      '5 odpowiedzi!',
    ]);
  });

  test('takes values as they are: neither braces nor tags nor apostrophes in them mean anything', () => {
    expect(sayIn('You said “{faultId}”.', { faultId: "{it's} <b>fine</b>" })).toBe(
      "You said “{it's} <b>fine</b>”.",
    );
    expect(sayIn("I'd say <{faultId}>, don't you?", { faultId: 'x' })).toBe("I'd say <x>, don't you?");
  });

  test('knows how a command of the program is typed on this machine', () => {
    expect(sayIn('Run: {greenroom} doctor', {})).toBe('Run: npm run --silent greenroom -- doctor');
  });

  test('that lacks a value is a fault of ours, not half a sentence', () => {
    expect(() => sayIn('You said “{missing}”.', { faultId: 'x' })).toThrow(/missing/);
  });
});

describe('the sentence for a fault', () => {
  test('is the one of its key, with the facts that it carries', () => {
    const fault = new CoachError('not_found', 'fault.unexpected', { faultId: 'ab12' });
    expect(englishWording.fault(fault)).toContain('ab12');
    expect(wordingOf('Etwas ging schief: {faultId}.', 'de').fault(fault)).toBe('Etwas ging schief: ab12.');
  });
});

describe('lists, days and times', () => {
  test('a list reads as in speech', () => {
    expect(englishWording.list([])).toBe('');
    expect(englishWording.list(['Ada'])).toBe('Ada');
    expect(englishWording.list(['Ada', 'Bob'])).toBe('Ada and Bob');
    expect(englishWording.list(['Ada', 'Bob', 'Cy'])).toBe('Ada, Bob and Cy');
  });

  test('a day is the one that it is where the reader lives', () => {
    const lateInLondon = '2026-11-27T23:30:00.000Z';
    expect(englishWording.day(lateInLondon, 'Europe/London')).toBe('27 Nov 2026');
    expect(englishWording.day(lateInLondon, 'Europe/Berlin')).toBe('28 Nov 2026');
    expect(englishWording.day(lateInLondon, 'America/Los_Angeles')).toBe('27 Nov 2026');
  });

  test('a time carries its day when that is not today where the reader lives', () => {
    const now = new Date('2026-11-27T22:50:00.000Z');
    const soon = '2026-11-27T23:10:00.000Z';
    expect(englishWording.time(soon, { timeZone: 'UTC', now })).toBe('23:10');
    // The same moment is past midnight in Berlin, while it is still the 27th there now.
    expect(englishWording.time(soon, { timeZone: 'Europe/Berlin', now })).toBe('28 Nov, 00:10');
    expect(englishWording.time(soon, { timeZone: 'Asia/Kolkata', now })).toBe('04:40');
  });

  test('a time follows the clocks when they change', () => {
    const now = new Date('2026-10-24T12:00:00.000Z');
    const options = { timeZone: 'Europe/Berlin', now };
    expect(englishWording.time('2026-10-24T16:30:00.000Z', options)).toBe('18:30');
    expect(englishWording.time('2026-10-25T17:30:00.000Z', options)).toBe('25 Oct, 18:30');
    // Half past two happens twice that night.
    expect(englishWording.time('2026-10-25T00:30:00.000Z', options)).toBe('25 Oct, 02:30');
    expect(englishWording.time('2026-10-25T01:30:00.000Z', options)).toBe('25 Oct, 02:30');
    // Half past two does not exist on the day they go forward.
    expect(englishWording.time('2026-03-29T01:30:00.000Z', options)).toBe('29 Mar, 03:30');
  });
});
