import type { Dimension, DimensionScore, FindingCode, FindingValues } from '../../domain.ts';
import type { AnswerToScore } from './text/analysis.ts';
import { countSpokenWords } from './text/spoken-words.ts';

/** With fewer words, structure, clarity and wording are indistinguishable from chance. */
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

/** A language without rules, and which one it looks like. */
export const otherLanguage = ({ language }: AnswerToScore, dimension: Dimension): DimensionScore =>
  notJudged(dimension, 'unsupported-language', { language });

/** Why the form of an answer cannot be judged; null if it can. */
export function tooShort({ analysis }: AnswerToScore, dimension: Dimension): DimensionScore | null {
  const words = countSpokenWords(analysis);
  if (words === 0) return notJudged(dimension, 'no-words');
  return words < fewestWords ? notJudged(dimension, 'few-words', { words, fewest: fewestWords }) : null;
}
