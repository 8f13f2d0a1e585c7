import type { Evaluation } from '../../domain.ts';

/** How a teacher marks an answer against a reference, as in the three-way task of SemEval-2013. */
export type ReferenceLabel = 'correct' | 'contradictory' | 'incorrect';

/**
 * From this score on, a teacher would more likely call it correct: the score against a reference is the
 * probability of that.
 */
const correctFrom = 50;

/** The label of an answer that was judged by a reference; null if its content was not judged. */
export function referenceLabelOf({
  dimensions: { technical },
}: Pick<Evaluation, 'dimensions'>): ReferenceLabel | null {
  if (technical.score === null) return null;
  if (technical.score >= correctFrom) return 'correct';
  return technical.findings.some(({ code }) => code === 'contradicted') ? 'contradictory' : 'incorrect';
}
