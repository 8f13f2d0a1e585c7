/** Divides people into pairs so that the sum of what the pairs cost, and what it costs to leave people alone, is least. */

export type Matching = { pairs: (readonly [number, number])[]; alone: number[] };

export type MatchingCosts = {
  /** What it costs to pair two people; `Infinity` forbids it. The same whichever comes first. */
  pair(one: number, other: number): number;
  /** What it costs to leave somebody alone; finite. */
  alone(one: number): number;
};

/**
 * The cheapest matching of the people 0 to `count` − 1. Up to 16 people it is exact. Of more, groups of at most 12 people
 * around each pair are matched anew, each exactly, until that makes nothing cheaper; so the result is not always the
 * cheapest, but no change that concerns few people would make it cheaper. The same costs always give the same matching.
 */
export function cheapestMatching(count: number, costs: MatchingCosts): Matching {
  const everybody = Array.from({ length: count }, (_, index) => index);
  if (count <= mostExact) return matchExactly(everybody, costs);
  let units = matchGreedily(everybody, costs);
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const unit of [...units]) {
      if (!units.includes(unit)) continue;
      const near = nearest(unit, units, costs);
      const people = near.flat();
      const better = unitsOf(matchExactly(people, costs));
      if (sum(better, costs) >= sum(near, costs) - 1e-6) continue;
      units = [...units.filter((one) => !near.includes(one)), ...better];
      hasChanged = true;
    }
  }
  return matchingOf(units);
}

const mostExact = 16;
const mostNear = 12;

/** One person alone, or a pair. */
type Unit = readonly number[];

/**
 * The best way to place a set of people is to leave its first member alone, or to pair them with one of the others, and then
 * the best way to place the rest. Sets are numbers with a bit for each person, smaller sets first.
 */
function matchExactly(people: readonly number[], { pair, alone }: MatchingCosts): Matching {
  const size = 2 ** people.length;
  const best = new Float64Array(size);
  const partnerOfFirst = new Int8Array(size);
  const costs = people.map((one) => people.map((other) => (one === other ? Infinity : pair(one, other))));
  const aloneCosts = people.map(alone);
  for (let set = 1; set < size; set += 1) {
    const first = 31 - Math.clz32(set & -set);
    const rest = set & (set - 1);
    let least = (aloneCosts[first] ?? 0) + (best[rest] ?? 0);
    let partner = -1;
    for (let others = rest; others !== 0; others &= others - 1) {
      const other = 31 - Math.clz32(others & -others);
      const cost = (costs[first]?.[other] ?? Infinity) + (best[rest & ~(1 << other)] ?? 0);
      if (cost < least) [least, partner] = [cost, other];
    }
    best[set] = least;
    partnerOfFirst[set] = partner;
  }
  const matching: Matching = { pairs: [], alone: [] };
  for (let set = size - 1; set > 0; ) {
    const first = 31 - Math.clz32(set & -set);
    const partner = partnerOfFirst[set] ?? -1;
    const [one, other] = [people[first] ?? 0, people[partner] ?? 0];
    if (partner < 0) matching.alone.push(one);
    else matching.pairs.push([one, other]);
    set &= set - 1;
    if (partner >= 0) set &= ~(1 << partner);
  }
  return matching;
}

/** Those whom it costs most to leave alone choose first. */
function matchGreedily(people: readonly number[], costs: MatchingCosts): Unit[] {
  const left = new Set(
    [...people].sort((one, other) => costs.alone(other) - costs.alone(one) || one - other),
  );
  const units: Unit[] = [];
  for (const one of left) {
    left.delete(one);
    const partner = cheapestOf([...left], (other) => costs.pair(one, other));
    const isWorth = partner !== null && costs.pair(one, partner) < costs.alone(one) + costs.alone(partner);
    if (isWorth) left.delete(partner);
    units.push(isWorth ? [one, partner] : [one]);
  }
  return units;
}

/** A unit with people who are alone, and with those who would fit its members best. */
function nearest(unit: Unit, units: readonly Unit[], { pair }: MatchingCosts): Unit[] {
  const distance = (other: Unit): number =>
    other.length === 1 ? -1 : Math.min(...unit.flatMap((one) => other.map((two) => pair(one, two))));
  const sorted = units.filter((other) => other !== unit).map((other) => ({ other, far: distance(other) }));
  sorted.sort((one, two) => (one.far === two.far ? 0 : one.far - two.far));
  const near = [unit];
  let people = unit.length;
  for (const { other } of sorted) {
    if (people + other.length > mostNear) break;
    near.push(other);
    people += other.length;
  }
  return near;
}

function cheapestOf(candidates: readonly number[], cost: (candidate: number) => number): number | null {
  let found: number | null = null;
  for (const candidate of candidates)
    if (cost(candidate) < (found === null ? Infinity : cost(found))) found = candidate;
  return found;
}

const sum = (units: readonly Unit[], { pair, alone }: MatchingCosts): number =>
  units.reduce((total, [one = 0, other]) => total + (other === undefined ? alone(one) : pair(one, other)), 0);

const unitsOf = ({ pairs, alone }: Matching): Unit[] => [...pairs, ...alone.map((one) => [one])];

const matchingOf = (units: readonly Unit[]): Matching => ({
  pairs: units.flatMap(([one, other]) =>
    one === undefined || other === undefined ? [] : [[one, other] as const],
  ),
  alone: units.flatMap(([one, other]) => (one === undefined || other !== undefined ? [] : [one])),
});
