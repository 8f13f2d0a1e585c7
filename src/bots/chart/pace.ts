import type { Transcript } from '../../domain.ts';

export type Stretch = { startMs: number; endMs: number; wordsPerMinute: number };

/** Too little speech for a pace that means anything. */
const leastMs = 6_000;

/** Pace in each third of an answer, from its first sound to its last; empty when too little was said. */
export function paceByThirds({ segments, speech }: Transcript): Stretch[] {
  const words = segments.flatMap((segment) =>
    segment.words.length > 0
      ? segment.words
      : segment.text
          .trim()
          .split(/\s+/)
          .map((text, index, all) => {
            // Without word times, the words of a segment are taken to be spread evenly over it.
            const stepMs = (segment.endMs - segment.startMs) / all.length;
            return {
              text,
              startMs: segment.startMs + index * stepMs,
              endMs: segment.startMs + (index + 1) * stepMs,
            };
          }),
  );
  const startMs = speech[0]?.startMs ?? words[0]?.startMs ?? 0;
  const endMs = speech.at(-1)?.endMs ?? words.at(-1)?.endMs ?? 0;
  if (endMs - startMs < leastMs) return [];
  const third = (endMs - startMs) / 3;
  return [0, 1, 2].map((index) => {
    const from = startMs + index * third;
    const count = words.filter((word) => word.startMs >= from && word.startMs < from + third).length;
    return {
      startMs: Math.round(from),
      endMs: Math.round(from + third),
      wordsPerMinute: count / (third / 60_000),
    };
  });
}
