import type { Analysis } from './analysis.ts';

/** A word as it is counted when people speak: "don't" is one. */
export type SpokenWord = { lower: string; start: number; end: number };

/** The words of an answer with contractions put together again. */
export function spokenWords(analysis: Analysis): SpokenWord[] {
  const words: SpokenWord[] = [];
  for (const { lower, start, end } of analysis.words) {
    const before = words.at(-1);
    if (before && before.end === start && /^(?:'|’|n['’]t)/.test(lower)) {
      before.lower += lower;
      before.end = end;
    } else words.push({ lower, start, end });
  }
  return words;
}

export const countSpokenWords = (analysis: Analysis): number => spokenWords(analysis).length;
