import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoachError } from '../../../src/errors.ts';
import { halfHoursInWeek, readFreeHours, writeFreeHours } from '../../../src/pipeline/pairing/free-hours.ts';

describe('free hours', () => {
  it.each([
    ['mon-fri 18-21, sat 10:30-14', 'mon-fri 18-21, sat 10:30-14'],
    ['weekdays 6pm-9pm weekend 10am-2pm', 'mon-fri 18-21, sat-sun 10-14'],
    ['Mondays and Wednesday 18 – 20', 'mon wed 18-20'],
    ['daily 22-1', 'mon-sun 0-1 22-24'],
    ['fri-mon 9-10', 'mon fri-sun 9-10'],
    ['sun 23-2', 'mon 0-2, sun 23-24'],
    ['tue 12am-12pm', 'tue 0-12'],
  ])('reads %s', (said, written) => {
    expect(writeFreeHours(readFreeHours(said))).toBe(written);
  });

  it.each([
    '',
    'whenever',
    'mon',
    '18-21',
    'mon 18',
    'mon 25-26',
    'mon 18:15-19',
    'mon 18-18:30',
    'mon 0pm-3pm',
  ])('refuses “%s” in words', (said) => {
    expect(() => readFreeHours(said)).toThrow(CoachError);
  });

  it('reads what it has written, whatever the hours', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0, 1), { minLength: halfHoursInWeek, maxLength: halfHoursInWeek }),
        (bits) => {
          const hours = Uint8Array.from(bits);
          hours.fill(1, 36, 40);
          expect(readFreeHours(writeFreeHours(hours))).toEqual(hours);
        },
      ),
      { numRuns: 50 },
    );
  });
});
