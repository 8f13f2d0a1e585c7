import type { Concept } from '../../../domain.ts';
import type { AnswerToScore } from '../analysis.ts';

/** A concept as the scorer needs it: from the bank, or cut out of a reference answer. */
export type ConceptToFind = Pick<Concept, 'id' | 'statement' | 'weight' | 'aliases' | 'misconceptions'>;

/**
 * What a right answer holds, as one list an alternative: the concepts of the question, or else the sentences of the
 * reference (references joined by ` || ` are alternatives), or else those of the question's model answer. Empty when
 * there is none of them.
 */
export function conceptsOf({ question, referenceAnswer }: AnswerToScore): ConceptToFind[][] {
  if (question.concepts.length > 0) return [question.concepts];
  const reference = referenceAnswer ?? question.modelAnswer ?? '';
  return reference
    .split(/\s*\|\|\s*/)
    .map(cutIntoConcepts)
    .filter((concepts) => concepts.length > 0);
}

function cutIntoConcepts(reference: string): ConceptToFind[] {
  return reference
    .split(/(?<=[.!?;])\s+/)
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((statement, index) => ({
      id: `reference-${index + 1}`,
      statement: statement.trim(),
      weight: 'must',
      aliases: [],
      misconceptions: [],
    }));
}
