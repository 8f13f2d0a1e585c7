/** Who practises with whom in one round. */
import { type Level, levels, type Moment } from '../../domain.ts';
import { minuteOfWeek } from '../progress/local-time.ts';
import { cheapestMatching } from './cheapest-matching.ts';
import { commonStart, freeAt, startsIn, type Week } from './common-hours.ts';
import type { FreeHours } from './free-hours.ts';

/** Somebody who takes part in this round: people who have paused are not asked about. */
export type Candidate = {
  id: string;
  domain: string;
  level: Level;
  timeZone: string;
  hours: FreeHours;
  /** How often others said that they did not come. */
  noShows: number;
  /** How many rounds ago nobody was found for them: 1 is the last round; null for never. */
  leftOutRoundsAgo: number | null;
};

export type PairingRound = Week & {
  /** Where one is left over: they make a pair a trio, or wait for the next round. */
  odd: OddOne;
  /** Pairs who were matched before; 1 is the last round. */
  met: readonly { people: readonly [string, string]; roundsAgo: number }[];
  /** Pairs of whom at least one does not want to meet the other. */
  avoided: readonly (readonly [string, string])[];
  /** Groups that stay together, of people who take part; a pair among them may become a trio. */
  kept?: readonly (readonly string[])[];
};

export const oddOnes = ['trio', 'wait'] as const;
export type OddOne = (typeof oddOnes)[number];

/** Two people, or three, and an hour in which all of them are free; null if there is none in the week. */
export type Group = { people: string[]; startsAt: Moment | null };
export type Matched = { groups: Group[]; leftOut: string[] };

/**
 * Matches people so that, in this order: nobody meets somebody that either of them avoids; nobody who was left out in the
 * last round is left out again, if there is any way; as few as possible are left out; and pairs have hours in common, share a
 * domain and a level, and have not met lately. The same people in any order give the same matches.
 */
export function matchPeople(people: readonly Candidate[], round: PairingRound): Matched {
  const sorted = [...people].sort((one, other) => (one.id < other.id ? -1 : 1));
  const starts = startsIn(round);
  const hoursOf = sorted.map(({ hours, timeZone }) => freeAt(starts, hours, timeZone));
  const avoided = new Set(round.avoided.map(([one, other]) => pairKey(one, other)));
  const met = new Map<string, number>();
  for (const {
    people: [one, other],
    roundsAgo,
  } of round.met) {
    const key = pairKey(one, other);
    met.set(key, Math.min(roundsAgo, met.get(key) ?? Infinity));
  }
  const common = (group: readonly number[]) =>
    commonStart(
      starts,
      group.flatMap((index) => hoursOf[index] ?? []),
      round.from,
    );
  const costs = new Map<number, number>();
  const pair = (one: number, other: number): number => {
    const key = Math.min(one, other) * sorted.length + Math.max(one, other);
    const known = costs.get(key);
    if (known !== undefined) return known;
    const [first, second] = [sorted[one], sorted[other]];
    const cost = first && second ? costOf(first, second, common([one, other]).count) : Infinity;
    costs.set(key, cost);
    return cost;
  };
  function costOf(one: Candidate, other: Candidate, hoursInCommon: number): number {
    const key = pairKey(one.id, other.id);
    if (avoided.has(key)) return Infinity;
    const roundsAgo = met.get(key);
    return (
      (hoursInCommon === 0 ? noHourCost : scarceHourCost / hoursInCommon) +
      hoursApart(one.timeZone, other.timeZone, round.from) * hourApartCost +
      (roundsAgo === undefined ? 0 : metCost / roundsAgo) +
      (one.domain === other.domain ? 0 : domainCost) +
      levelCost * Math.abs(levels.indexOf(one.level) - levels.indexOf(other.level))
    );
  }

  const indexOf = new Map(sorted.map(({ id }, index) => [id, index]));
  const kept = (round.kept ?? []).map((group) => group.flatMap((id) => indexOf.get(id) ?? []));
  const free = sorted
    .map((_, index) => index)
    .filter((index) => !kept.some((group) => group.includes(index)));
  const { pairs, alone } = cheapestMatching(free.length, {
    pair: (one, other) => pair(free[one] ?? 0, free[other] ?? 0),
    alone: (one) => aloneCost(sorted[free[one] ?? 0]),
  });
  const groups: number[][] = [...kept, ...pairs.map((two) => two.map((one) => free[one] ?? 0))];
  const leftOut: number[] = [];
  for (const one of alone
    .map((index) => free[index] ?? 0)
    .sort((a, b) => aloneCost(sorted[b]) - aloneCost(sorted[a]) || a - b)) {
    const host = round.odd === 'trio' ? hostOf(one, groups) : null;
    if (host) host.push(one);
    else leftOut.push(one);
  }
  const idOf = (index: number): string => sorted[index]?.id ?? '';
  return {
    groups: groups.map((group) => {
      const { at } = common(group);
      return { people: group.map(idOf), startsAt: at === null ? null : new Date(at).toISOString() };
    }),
    leftOut: leftOut.map(idOf).sort(),
  };

  /** The pair that somebody fits best, hours for all three first. */
  function hostOf(one: number, among: readonly number[][]): number[] | null {
    let best: { host: number[]; cost: number } | null = null;
    for (const host of among) {
      if (host.length !== 2) continue;
      const cost =
        host.reduce((total, other) => total + pair(one, other), 0) +
        (common([...host, one]).count === 0 ? noHourCost : 0);
      if (cost < (best?.cost ?? Infinity)) best = { host, cost };
    }
    return best?.host ?? null;
  }
}

/** What speaks against a pair. Meeting last week's partner again is worse than another level and another domain together. */
const noHourCost = 100;
const scarceHourCost = 10;
const hourApartCost = 1;
const metCost = 60;
const domainCost = 20;
const levelCost = 8;

/** Between the clocks of two zones: 0–12. */
function hoursApart(one: string, other: string, at: Date): number {
  if (one === other) return 0;
  const minutes = Math.abs(minuteOfWeek(at.getTime(), one) - minuteOfWeek(at.getTime(), other)) % dayMinutes;
  return Math.min(minutes, dayMinutes - minutes) / 60;
}
const dayMinutes = 24 * 60;

/** More than all pairs of a round can cost together: somebody is left out only where there is no other way. */
const leftOutCost = 1e6;
const againCost = 1e9;

/** Who had to wait is spared for longest; who did not come a few times waits a little more easily. */
function aloneCost(person: Candidate | undefined): number {
  if (!person) return 0;
  const { leftOutRoundsAgo, noShows } = person;
  const spared = leftOutRoundsAgo === null ? 0 : leftOutCost / 10 / leftOutRoundsAgo;
  return leftOutCost + spared + (leftOutRoundsAgo === 1 ? againCost : 0) - 1_000 * Math.min(noShows, 5);
}

const pairKey = (one: string, other: string): string => (one < other ? `${one} ${other}` : `${other} ${one}`);
