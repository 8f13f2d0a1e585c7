import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, localDay, mondayOf, startOfDay } from '../../../src/pipeline/progress/local-time.ts';
import { streakOf } from '../../../src/pipeline/progress/streak.ts';

const from = (day: string, count: number) => Array.from({ length: count }, (_, index) => addDays(day, index));

describe('a streak', () => {
  it('counts days in a row up to today, or yesterday while today is young', () => {
    const days = from('2026-03-02', 4);
    expect(streakOf(days, '2026-03-05', 3)).toMatchObject({ days: 4, longest: 4, thisWeek: 4 });
    expect(streakOf(days, '2026-03-06', 3)).toMatchObject({ days: 4, longest: 4 });
    expect(streakOf(days, '2026-03-07', 3)).toMatchObject({ days: 0, longest: 4 });
    expect(streakOf([], '2026-03-07', 3)).toEqual({
      days: 0,
      longest: 0,
      freezesLeft: 0,
      thisWeek: 0,
      weeklyGoal: 3,
    });
  });

  it('earns a freeze every seventh day of practice, and uses it automatically for a missed day', () => {
    const week = from('2026-03-02', 7);
    expect(streakOf(week, '2026-03-08', 3)).toMatchObject({ days: 7, freezesLeft: 1 });
    const afterAGap = [...week, ...from('2026-03-10', 2)];
    expect(streakOf(afterAGap, '2026-03-11', 3)).toMatchObject({ days: 9, longest: 9, freezesLeft: 0 });
    // A gap that is longer than the freezes ends it, and they are spent on it.
    expect(streakOf([...week, ...from('2026-03-11', 2)], '2026-03-12', 3)).toMatchObject({
      days: 2,
      longest: 7,
      freezesLeft: 0,
    });
    expect(streakOf(week, '2026-03-10', 3)).toMatchObject({ days: 7, freezesLeft: 0 });
    expect(streakOf(week, '2026-03-11', 3)).toMatchObject({ days: 0, freezesLeft: 0 });
  });

  it('keeps two freezes at most', () => {
    expect(streakOf(from('2026-03-02', 40), '2026-04-10', 3)).toMatchObject({ days: 40, freezesLeft: 2 });
  });

  it('is never longer than the days with practice, nor than the longest', () => {
    const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 50 });
    fc.assert(
      fc.property(offsets, (list) => {
        const streak = streakOf(
          list.map((offset) => addDays('2026-03-01', offset)),
          '2026-04-30',
          3,
        );
        expect(streak.days).toBeLessThanOrEqual(streak.longest);
        expect(streak.longest).toBeLessThanOrEqual(list.length);
        expect(streak.freezesLeft).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe('a day', () => {
  it('is the day of the time zone, also when clocks change', () => {
    // In Berlin, 29 March 2026 has 23 hours and 25 October has 25.
    expect(startOfDay('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(startOfDay('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
    expect(startOfDay('2026-10-25', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z');
    expect(startOfDay('2026-10-26', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z');
    expect(startOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
    expect(startOfDay('2026-11-02', 'America/New_York')).toBe('2026-11-02T05:00:00.000Z');
    // Cairo skips its midnight: the day begins at one.
    expect(startOfDay('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
    expect(localDay('2026-03-29T21:59:59.999Z', 'Europe/Berlin')).toBe('2026-03-29');
    expect(localDay('2026-03-29T22:00:00.000Z', 'Europe/Berlin')).toBe('2026-03-30');
    expect(localDay('2026-11-02T04:30:00.000Z', 'America/New_York')).toBe('2026-11-01');
  });

  it('begins where the day before ends, in every zone and on every day', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Australia/Lord_Howe',
      'Africa/Cairo',
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 730 }), (zone, offset) => {
        const day = addDays('2025-06-01', offset);
        const start = startOfDay(day, zone);
        expect(localDay(start, zone)).toBe(day);
        expect(localDay(new Date(Date.parse(start) - 1), zone)).toBe(addDays(day, -1));
      }),
    );
  });

  it('belongs to the week of its Monday', () => {
    expect(mondayOf('2026-03-29')).toBe('2026-03-23');
    expect(mondayOf('2026-03-30')).toBe('2026-03-30');
    expect(mondayOf('2026-01-01')).toBe('2025-12-29');
  });
});
