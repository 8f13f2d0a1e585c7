import type { Embedder } from '../../models/ports.ts';
import { contentWords, jaccard } from './words.ts';

/** How close texts are to each other: by meaning with an embedder, by shared words without one. */
export type Closeness = {
  by: 'meaning' | 'words';
  /** For each text, its closeness to each target; about 0 for unrelated texts, 1 for the same text. */
  between(texts: readonly string[], targets: readonly string[]): Promise<number[][]>;
};

/** An embedder that fails is not used again. */
export function createCloseness(embedder: Embedder | null | undefined, signal?: AbortSignal): Closeness {
  if (!embedder) return closenessOfWords;
  const known = new Map<string, Float32Array>();
  const closeness: Closeness = {
    by: 'meaning',
    between: async (texts, targets) => {
      if (closeness.by === 'words') return closenessOfWords.between(texts, targets);
      const fresh = [...new Set([...texts, ...targets])].filter((text) => !known.has(text));
      try {
        const vectors = fresh.length === 0 ? [] : await embedder.embed(fresh, signal ? { signal } : {});
        for (const [at, text] of fresh.entries()) known.set(text, vectors[at] ?? new Float32Array());
      } catch (error) {
        if (signal?.aborted) throw error;
        closeness.by = 'words';
        return closenessOfWords.between(texts, targets);
      }
      return texts.map((text) => targets.map((target) => dot(known.get(text), known.get(target))));
    },
  };
  return closeness;
}

const closenessOfWords: Closeness = {
  by: 'words',
  between: async (texts, targets) => {
    const wanted = targets.map(contentWords);
    return texts.map((text) => {
      const words = contentWords(text);
      return wanted.map((target) => jaccard(words, target));
    });
  },
};

const dot = (left: Float32Array = new Float32Array(), right: Float32Array = new Float32Array()): number =>
  left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
