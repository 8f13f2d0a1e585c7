import type { Concept } from '../../../../domain.ts';
import type { AnswerToScore } from '../../text/analysis.ts';
import { splitSentences } from '../../text/sentences.ts';

/** A concept as the scorer needs it: from the bank, or cut from a reference answer. */
export type ConceptToFind = Pick<Concept, 'id' | 'statement' | 'weight' | 'aliases' | 'misconceptions'>;

/** Ways to be right, and where they come from. A reference is a whole: its parts need not all be said. */
export type ExpectedPoints = {
  from: 'concepts' | 'reference' | 'model-answer' | 'nothing';
  ways: ConceptToFind[][];
};

/**
 * What a right answer contains: the concepts of the question, or the sentences of the reference (references
 * joined by ` || ` are different ways to be right), or those of the question's model answer.
 */
export function expectedOf({ question, referenceAnswer }: AnswerToScore): ExpectedPoints {
  if (question.concepts.length > 0) return { from: 'concepts', ways: [question.concepts] };
  const reference = referenceAnswer ?? question.modelAnswer ?? '';
  const ways = reference
    .split('||')
    .slice(0, mostWays)
    .map(cutIntoConcepts)
    .filter((concepts) => concepts.length > 0);
  if (ways.length === 0) return { from: 'nothing', ways };
  return { from: referenceAnswer === undefined ? 'model-answer' : 'reference', ways };
}

const mostWays = 20;
const mostParts = 20;

function cutIntoConcepts(reference: string): ConceptToFind[] {
  return splitSentences(reference)
    .slice(0, mostParts)
    .map(({ start, end }, index) => ({
      id: `reference-${index + 1}`,
      statement: reference.slice(start, end),
      weight: 'must',
      aliases: [],
      misconceptions: [],
    }));
}
