import { createHash } from 'node:crypto';

/** Random choices that are the same for the same seed, on every machine and in every version of Node. */
export type Random = {
  /** A number in [0, 1). */
  next(): number;
  /** One of the items; undefined only of an empty list. */
  pick<Item>(items: readonly Item[]): Item | undefined;
  /** The items in another order. */
  shuffle<Item>(items: readonly Item[]): Item[];
};

/**
 * The n-th number comes from the SHA-256 of the seed and n: slow for a simulation, fast enough for a few
 * questions.
 */
export function createRandom(seed: string): Random {
  let drawn = 0;
  const next = () => {
    drawn += 1;
    return createHash('sha256').update(`${seed}\n${drawn}`).digest().readUInt32BE(0) / 2 ** 32;
  };
  return {
    next,
    pick: (items) => items[Math.floor(next() * items.length)],
    shuffle: (items) =>
      items
        .map((item) => ({ item, order: next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item),
  };
}
