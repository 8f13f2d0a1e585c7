/** How well the times of words fit the speech that the detector found. */
import type { Transcript } from '../../src/domain.ts';

/** `near`: beginnings and ends of speech with a word's within `edgeMs`; `empty`: words without length. */
export type WordEdges = { edges: number; near: number; words: number; empty: number };

const edgeMs = 200;

export function wordEdges({ segments, speech }: Transcript): WordEdges {
  const words = segments.flatMap((segment) => segment.words);
  const isNear = (edge: number, times: readonly number[]) =>
    times.some((time) => Math.abs(time - edge) <= edgeMs);
  const starts = words.map(({ startMs }) => startMs);
  const ends = words.map(({ endMs }) => endMs);
  const near = speech.flatMap(({ startMs, endMs }) => [isNear(startMs, starts), isNear(endMs, ends)]);
  return {
    edges: near.length,
    near: near.filter(Boolean).length,
    words: words.length,
    empty: words.filter(({ startMs, endMs }) => endMs <= startMs).length,
  };
}

export const sumOfEdges = (all: readonly WordEdges[]): WordEdges =>
  all.reduce(
    (sum, { edges, near, words, empty }) => ({
      edges: sum.edges + edges,
      near: sum.near + near,
      words: sum.words + words,
      empty: sum.empty + empty,
    }),
    { edges: 0, near: 0, words: 0, empty: 0 },
  );
