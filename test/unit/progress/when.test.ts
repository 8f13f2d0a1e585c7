import { describe, expect, it } from 'vitest';
import { nextTime, readWhen, timesBetween } from '../../../src/pipeline/schedules/when.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const read = (said: string) => readWhen(said, 'Europe/Berlin', now);
const following = (cron: string, zone: string, from: string, count: number) => {
  const times: string[] = [];
  for (let at: Date | null = new Date(from); at !== null && times.length < count; ) {
    at = nextTime(cron, zone, at);
    if (at) times.push(at.toISOString());
  }
  return times;
};

describe('when a practice takes place', () => {
  it.each([
    ['weekly monday 18:00', '0 18 * * 1'],
    ['Weekly on Mondays at 18:00', '0 18 * * 1'],
    ['every tue, thu 7.30', '30 7 * * 2,4'],
    ['monday and friday 6pm', '0 18 * * 1,5'],
    ['daily 09:30', '30 9 * * *'],
    ['every day at 12:05 am', '5 0 * * *'],
    ['weekdays 12:00', '0 12 * * 1-5'],
    ['0 18 * * 1', '0 18 * * 1'],
  ])('is read from "%s"', (said, cron) => {
    expect(read(said)).toBe(cron);
  });

  it.each([
    '',
    'sometimes',
    'weekly someday 18:00',
    'monday',
    'daily 25:00',
    'daily 9:70',
    'daily 13pm',
    '0 18 * *',
    '61 * * * *',
    '0 0 31 2 *',
    '* * * * *',
    '*/30 * * * *',
  ])('is refused for "%s", saying what would fit', (said) => {
    expect(() => read(said)).toThrow(expect.objectContaining({ code: 'bad_input' }));
  });

  it('keeps the hour of the clock in Berlin over the changes of March and October', () => {
    expect(following('0 18 * * 1', 'Europe/Berlin', '2026-03-20T12:00:00Z', 3)).toEqual([
      '2026-03-23T17:00:00.000Z',
      '2026-03-30T16:00:00.000Z',
      '2026-04-06T16:00:00.000Z',
    ]);
    expect(following('0 18 * * 1', 'Europe/Berlin', '2026-10-16T12:00:00Z', 3)).toEqual([
      '2026-10-19T16:00:00.000Z',
      '2026-10-26T17:00:00.000Z',
      '2026-11-02T17:00:00.000Z',
    ]);
  });

  it('keeps the hour of the clock in New York', () => {
    expect(following('0 18 * * 1', 'America/New_York', '2026-03-01T12:00:00Z', 3)).toEqual([
      '2026-03-02T23:00:00.000Z',
      '2026-03-09T22:00:00.000Z',
      '2026-03-16T22:00:00.000Z',
    ]);
    expect(following('0 18 * * 1', 'America/New_York', '2026-10-25T12:00:00Z', 3)).toEqual([
      '2026-10-26T22:00:00.000Z',
      '2026-11-02T23:00:00.000Z',
      '2026-11-09T23:00:00.000Z',
    ]);
  });

  it('comes once at an hour that is skipped, just after it, and once at an hour that comes twice', () => {
    expect(following('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(following('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
    expect(following('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', 2)).toEqual([
      '2026-11-01T05:30:00.000Z',
      '2026-11-02T06:30:00.000Z',
    ]);
  });

  it('is counted between two moments, both included', () => {
    const daily = { cron: '0 9 * * *', timeZone: 'UTC' };
    expect(timesBetween(daily, '2026-03-01T09:00:00.000Z', new Date('2026-03-04T09:00:00.000Z'))).toBe(4);
    expect(timesBetween(daily, '2026-03-01T09:00:00.000Z', new Date('2026-03-01T09:20:00.000Z'))).toBe(1);
  });
});
