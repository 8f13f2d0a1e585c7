import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestMatching, type Matching } from '../../../src/pipeline/pairing/cheapest-matching.ts';

const never = Infinity;
/** What each pair and each person alone costs; some pairs are forbidden. */
const problem = (most: number) =>
  fc.integer({ min: 0, max: most }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      pairs: fc.array(fc.oneof({ weight: 4, arbitrary: fc.nat(200) }, fc.constant(never)), {
        minLength: count * count,
        maxLength: count * count,
      }),
      alone: fc.array(fc.nat(400), { minLength: count, maxLength: count }),
    }),
  );
type Problem = { count: number; pairs: number[]; alone: number[] };

const costsOf = ({ count, pairs, alone }: Problem) => ({
  pair: (one: number, other: number) => pairs[Math.min(one, other) * count + Math.max(one, other)] ?? never,
  alone: (one: number) => alone[one] ?? 0,
});

function costOf(given: Problem, matching: Matching): number {
  const { pair, alone } = costsOf(given);
  return (
    matching.pairs.reduce((sum, [one, other]) => sum + pair(one, other), 0) +
    matching.alone.reduce((sum, one) => sum + alone(one), 0)
  );
}

/** The least cost, found by trying everything. */
function leastCost(given: Problem, left: readonly number[]): number {
  const [first, ...rest] = left;
  if (first === undefined) return 0;
  const { pair, alone } = costsOf(given);
  return Math.min(
    alone(first) + leastCost(given, rest),
    ...rest.map(
      (other) =>
        pair(first, other) +
        leastCost(
          given,
          rest.filter((one) => one !== other),
        ),
    ),
  );
}

const everybody = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('the cheapest matching', () => {
  it('places everybody once, and never in a forbidden pair', () => {
    fc.assert(
      fc.property(problem(40), (given) => {
        const matching = cheapestMatching(given.count, costsOf(given));
        const placed = [...matching.pairs.flat(), ...matching.alone].sort((a, b) => a - b);
        expect(placed).toEqual(everybody(given.count));
        expect(costOf(given, matching)).toBeLessThan(never);
      }),
      { numRuns: 60 },
    );
  });

  it('finds the cheapest matching of small groups', () => {
    fc.assert(
      fc.property(problem(8), (given) => {
        const matching = cheapestMatching(given.count, costsOf(given));
        expect(costOf(given, matching)).toBe(leastCost(given, everybody(given.count)));
      }),
      { numRuns: 150 },
    );
  });

  it('leaves nobody alone in a large group where everybody may meet', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 17, max: 60 }),
        fc.array(fc.nat(100), { minLength: 60, maxLength: 60 }),
        (count, marks) => {
          const { pairs, alone } = cheapestMatching(count, {
            pair: (one, other) => Math.abs((marks[one] ?? 0) - (marks[other] ?? 0)),
            alone: () => 10_000,
          });
          expect(pairs).toHaveLength(Math.floor(count / 2));
          expect(alone).toHaveLength(count % 2);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('finds a way for two people who can meet only somebody that is taken', () => {
    // 0 and 3 know only 1 and 2, of a crowd in which everybody else may meet.
    const friends = new Map([
      [0, 1],
      [3, 2],
    ]);
    const { alone, pairs } = cheapestMatching(20, {
      pair: (one, other) => {
        for (const [shy, friend] of friends)
          if ((one === shy || other === shy) && one !== friend && other !== friend) return never;
        return Math.min(one, other) === 1 && Math.max(one, other) === 2 ? 0 : 10;
      },
      alone: () => 1_000,
    });
    expect(alone).toEqual([]);
    expect(pairs).toContainEqual([0, 1]);
  });
});
