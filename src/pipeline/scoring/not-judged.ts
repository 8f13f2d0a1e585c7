import type { DimensionScore } from '../../domain.ts';
import type { AnswerToScore } from './text/analysis.ts';
import { countSpokenWords } from './text/spoken-words.ts';

/** Fewer words have no structure, no clarity and no wording that could be told from chance. */
export const fewestWords = 12;

/** A dimension that cannot be judged, and why, as a person reads it. */
export const notJudged = (reason: string): DimensionScore => ({
  score: null,
  reason,
  scorer: 'none',
  confidence: 'low',
  evidence: [],
});

/** Why nothing can be said of an answer's form; null when something can. */
export function tooShort({ analysis }: AnswerToScore, what: string): DimensionScore | null {
  const words = countSpokenWords(analysis);
  if (words === 0) return notJudged(`There are no words to judge the ${what} of.`);
  return words < fewestWords
    ? notJudged(
        `${words === 1 ? 'One word is' : `${words} words are`} too few to judge the ${what}; from ${fewestWords} on it is judged.`,
      )
    : null;
}
