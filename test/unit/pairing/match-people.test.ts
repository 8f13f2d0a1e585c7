import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levels } from '../../../src/domain.ts';
import { readFreeHours, usualHours } from '../../../src/pipeline/pairing/free-hours.ts';
import {
  type Candidate,
  matchPeople,
  type PairingRound,
} from '../../../src/pipeline/pairing/match-people.ts';

const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Kathmandu', 'UTC'];
const freeTimes = [usualHours, 'mon 18-21', 'sat 0-24', 'daily 6-9 19-23', 'wed-fri 22-2'];
const weeks = [
  '2026-03-23T08:00:00.000Z',
  '2026-03-27T12:00:00.000Z',
  '2026-10-23T08:00:00.000Z',
  '2026-11-30T08:00:00.000Z',
];

const someone = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  domain: 'backend',
  level: 'mid',
  timeZone: 'UTC',
  hours: readFreeHours(usualHours),
  noShows: 0,
  leftOutRoundsAgo: null,
  ...more,
});
const roundOf = (more: Partial<PairingRound> = {}): PairingRound => ({
  from: new Date('2026-11-30T08:00:00.000Z'),
  odd: 'trio',
  met: [],
  avoided: [],
  ...more,
});

const people = (most: number, least = 0) =>
  fc
    .array(
      fc.record({
        domain: fc.constantFrom('backend', 'frontend'),
        level: fc.constantFrom(...levels),
        timeZone: fc.constantFrom(...zones),
        hours: fc.constantFrom(...freeTimes).map(readFreeHours),
        noShows: fc.nat(3),
        leftOutRoundsAgo: fc.option(fc.integer({ min: 1, max: 5 })),
      }),
      { minLength: least, maxLength: most },
    )
    .map((all) => all.map((one, index): Candidate => ({ ...one, id: `p${index}` })));

const name = (index: number) => `p${index}`;
const somePairs = (most: number) =>
  fc
    .array(fc.tuple(fc.nat(most - 1), fc.nat(most - 1)), { maxLength: most })
    .map((pairs) =>
      pairs.filter(([one, other]) => one !== other).map(([one, other]) => [name(one), name(other)] as const),
    );

/** The day of the week and the time on the clocks of a zone, asked of the platform itself. */
function clockAt(atMs: number, timeZone: string): { halfHour: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(atMs);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(of('weekday'));
  return { halfHour: day * 48 + Number(of('hour')) * 2 + Math.floor(Number(of('minute')) / 30) };
}

describe('matching people', () => {
  it('puts everybody in one group or among those left out, and never two who avoid each other together', () => {
    fc.assert(
      fc.property(people(24), somePairs(24), fc.constantFrom('trio', 'wait'), (all, avoided, odd) => {
        const { groups, leftOut } = matchPeople(all, roundOf({ odd, avoided }));
        const ids = [...groups.flatMap((group) => group.people), ...leftOut].sort();
        expect(ids).toEqual(all.map(({ id }) => id).sort());
        for (const group of groups) {
          expect(group.people.length === 2 || (odd === 'trio' && group.people.length === 3)).toBe(true);
          for (const [one, other] of avoided)
            expect(group.people.includes(one) && group.people.includes(other)).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leaves nobody out where everybody may meet, however odd the number', () => {
    fc.assert(
      fc.property(people(25, 2), (all) => {
        expect(matchPeople(all, roundOf()).leftOut).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('proposes an hour in which everybody is free by their own clock, also in weeks in which clocks change', () => {
    fc.assert(
      fc.property(people(8, 2), fc.constantFrom(...weeks), (all, from) => {
        const { groups } = matchPeople(all, roundOf({ from: new Date(from) }));
        for (const { people: ids, startsAt } of groups) {
          if (startsAt === null) continue;
          const start = Date.parse(startsAt);
          expect(start).toBeGreaterThan(Date.parse(from));
          expect(start).toBeLessThan(Date.parse(from) + 7 * 86_400_000);
          for (const id of ids) {
            const one = all.find((candidate) => candidate.id === id);
            for (const minutes of [0, 15, 30, 45, 59])
              expect(one?.hours[clockAt(start + minutes * 60_000, one.timeZone).halfHour]).toBe(1);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same matches in whatever order people are listed', () => {
    fc.assert(
      fc.property(people(14), fc.integer(), (all, seed) => {
        const mixed = [...all].sort(
          (one, other) =>
            ((seed * 31 + Number(one.id.slice(1)) * 17) % 7) -
            ((seed * 31 + Number(other.id.slice(1)) * 17) % 7),
        );
        expect(matchPeople(mixed, roundOf())).toEqual(matchPeople(all, roundOf()));
      }),
      { numRuns: 30 },
    );
  });

  it('leaves nobody out twice in a row, whoever they are, while an odd number waits for the next round', () => {
    fc.assert(
      fc.property(people(13, 3), fc.integer({ min: 2, max: 6 }), (all, rounds) => {
        const lastOut = new Map<string, number>();
        const met: { people: readonly [string, string]; round: number }[] = [];
        let before: readonly string[] = [];
        for (let round = 0; round < rounds; round += 1) {
          const now = all.map((one) => {
            const at = lastOut.get(one.id);
            return { ...one, leftOutRoundsAgo: at === undefined ? null : round - at };
          });
          const { groups, leftOut } = matchPeople(
            now,
            roundOf({ odd: 'wait', met: met.map((one) => ({ ...one, roundsAgo: round - one.round })) }),
          );
          expect(leftOut).toHaveLength(all.length % 2);
          expect(leftOut.filter((id) => before.includes(id))).toEqual([]);
          for (const id of leftOut) lastOut.set(id, round);
          for (const {
            people: [one = '', other = ''],
          } of groups)
            met.push({ people: [one, other], round });
          before = leftOut;
        }
      }),
      { numRuns: 25 },
    );
  });

  it('lets four people meet all three others before anybody meets again', () => {
    const all = ['ann', 'ben', 'cid', 'dot'].map((id) => someone(id));
    const met: { people: readonly [string, string]; round: number }[] = [];
    for (let round = 0; round < 3; round += 1) {
      const history = met.map((one) => ({ ...one, roundsAgo: round - one.round }));
      for (const {
        people: [one = '', other = ''],
      } of matchPeople(all, roundOf({ met: history })).groups)
        met.push({ people: [one, other], round });
    }
    expect(new Set(met.map(({ people: pair }) => [...pair].sort().join(' '))).size).toBe(6);
  });

  it('prefers the same level and domain, and hours in common before both', () => {
    const all = [
      someone('ann', { level: 'senior' }),
      someone('ben', { level: 'junior', domain: 'frontend' }),
      someone('cid', { level: 'senior' }),
      someone('dot', { level: 'junior', domain: 'frontend' }),
    ];
    const pairs = (candidates: readonly Candidate[]) =>
      matchPeople(candidates, roundOf())
        .groups.map((group) => group.people.join(' '))
        .sort();
    expect(pairs(all)).toEqual(['ann cid', 'ben dot']);
    const mornings = { hours: readFreeHours('daily 6-9') };
    const early = all.map((one) => (one.id === 'cid' || one.id === 'dot' ? { ...one, ...mornings } : one));
    expect(pairs(early)).toEqual(['ann ben', 'cid dot']);
  });

  it('says so where a pair has no hour in common, and proposes nothing on a day off', () => {
    const none = matchPeople(
      [
        someone('ann', { hours: readFreeHours('mon 9-10') }),
        someone('ben', { hours: readFreeHours('tue 9-10') }),
      ],
      roundOf(),
    );
    expect(none).toEqual({ groups: [{ people: ['ann', 'ben'], startsAt: null }], leftOut: [] });
    const monday = [someone('ann', { hours: readFreeHours('wed fri 18-20') }), someone('ben')];
    const startOf = (daysOff: string[]) =>
      matchPeople(monday, roundOf({ daysOff: new Set(daysOff) })).groups[0]?.startsAt;
    expect(startOf([])).toBe('2026-12-02T18:00:00.000Z');
    expect(startOf(['2026-12-02'])).toBe('2026-12-04T18:00:00.000Z');
  });

  it('lets somebody wait a little more easily who did not come before, but never twice in a row', () => {
    const all = [someone('ann'), someone('ben', { noShows: 2 }), someone('cid')];
    const leftOut = (candidates: readonly Candidate[]) =>
      matchPeople(candidates, roundOf({ odd: 'wait' })).leftOut;
    expect(leftOut(all)).toEqual(['ben']);
    expect(
      leftOut(all.map((one) => (one.id === 'ben' ? { ...one, leftOutRoundsAgo: 1 } : one))),
    ).not.toContain('ben');
  });
});
