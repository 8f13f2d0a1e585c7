import type { Dimension, DimensionScore, FindingCode, FindingValues } from '../../domain.ts';
import type { AnswerToScore } from './text/analysis.ts';
import { countSpokenWords } from './text/spoken-words.ts';

/** Fewer words have no structure, no clarity and no wording that could be told from chance. */
export const fewestWords = 12;

/** A dimension that cannot be judged, and why. */
export const notJudged = (
  dimension: Dimension,
  code: FindingCode,
  values?: FindingValues,
): DimensionScore => ({
  score: null,
  reason: { code, dimension, ...(values && { values }) },
  scorer: 'none',
  confidence: 'low',
  findings: [],
});

/** A language that there are no rules for, and which it looks like. */
export const otherLanguage = ({ language }: AnswerToScore, dimension: Dimension): DimensionScore =>
  notJudged(dimension, 'unsupported-language', { language });

/** Why nothing can be said of an answer's form; null when something can. */
export function tooShort({ analysis }: AnswerToScore, dimension: Dimension): DimensionScore | null {
  const words = countSpokenWords(analysis);
  if (words === 0) return notJudged(dimension, 'no-words');
  return words < fewestWords ? notJudged(dimension, 'few-words', { words, fewest: fewestWords }) : null;
}
