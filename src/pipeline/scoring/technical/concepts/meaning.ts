import { keepNewest } from '../../../../keep-newest.ts';
import type { Alignment, Embedder, ModelSlot, TextsToAlign } from '../../../../models/ports.ts';

/** Vectors of texts, computed once and kept. Everything that is compared must be learned first. */
export type Meaning = {
  learn(texts: Iterable<string>, signal?: AbortSignal): Promise<void>;
  /** The same for what comes once, such as the sentences of an answer: made anew, so that nothing from before matters. */
  learnAnew(texts: Iterable<string>, signal?: AbortSignal): Promise<void>;
  /** Unit vector of a text that was learned. */
  vectorOf(text: string): Float32Array | undefined;
  align(texts: readonly TextsToAlign[], signal?: AbortSignal): Promise<void>;
  /** How much of what is wanted is said, word by word, for texts that were aligned. */
  alignmentOf(texts: TextsToAlign): Alignment | undefined;
};

const mostKept = 6000;
const mostAligned = 1000;
const mostLists = 20;

const keyOf = ({ context, said, wanted }: TextsToAlign): string => JSON.stringify([context, said, wanted]);

/** Keeps the vectors of concepts and questions between answers, because they are needed again and again. */
export function createMeaning(slot: Pick<ModelSlot<Embedder>, 'use'>): Meaning {
  const kept = new Map<string, Float32Array>();
  const aligned = new Map<string, Alignment>();
  /** What was made anew for whole lists of texts: the same list has the same vectors, so it need not be made again. */
  const lists = new Map<string, readonly Float32Array[]>();
  let owner = '';
  async function learn(texts: Iterable<string>, anew: boolean, signal?: AbortSignal): Promise<void> {
    await slot.use(async (embedder) => {
      if (embedder.name !== owner) {
        kept.clear();
        aligned.clear();
        lists.clear();
      }
      owner = embedder.name;
      if (kept.size > mostKept) kept.clear();
      const unknown = [...new Set(texts)]
        .filter((text) => anew || !kept.has(text))
        .sort((a, b) => a.length - b.length);
      const list = JSON.stringify(unknown);
      const vectors = anew ? [...(lists.get(list) ?? [])] : [];
      for (let at = vectors.length; at < unknown.length; at += batchSize) {
        const batch = unknown.slice(at, at + batchSize);
        vectors.push(...(await embedder.embed(batch, { anew, ...(signal && { signal }) })));
      }
      if (anew) lists.set(list, vectors);
      keepNewest(lists, mostLists);
      for (const [at, text] of unknown.entries()) {
        const vector = vectors[at];
        if (vector) kept.set(text, vector);
      }
    });
  }

  return {
    learn: (texts, signal) => learn(texts, false, signal),
    learnAnew: (texts, signal) => learn(texts, true, signal),
    vectorOf: (text) => kept.get(text),
    async align(texts, signal) {
      if (texts.every((each) => aligned.has(keyOf(each)))) return;
      await slot.use(async (embedder) => {
        const found = await embedder.align(texts, signal ? { signal } : {});
        if (aligned.size > mostAligned) aligned.clear();
        for (const [at, one] of texts.entries()) {
          const alignment = found[at];
          if (alignment) aligned.set(keyOf(one), alignment);
        }
      });
    },
    alignmentOf: (texts) => aligned.get(keyOf(texts)),
  };
}

/** Texts of similar length share a batch, so that little is wasted on padding. */
const batchSize = 32;

export function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}

/** What is left of a unit vector when the direction of another is taken out of it, as a unit vector. */
export function without(vector: Float32Array, direction: Float32Array): Float32Array {
  const share = dot(vector, direction);
  return unit(vector.map((value, at) => value - share * (direction[at] ?? 0)));
}

export const mean = (first: Float32Array, ...others: readonly Float32Array[]): Float32Array =>
  unit(first.map((value, at) => others.reduce((sum, other) => sum + (other[at] ?? 0), value)));

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length < 1e-6 ? vector.map(() => 0) : vector.map((value) => value / length);
}
