import type { Band, Confidence, Dimension, DimensionScore, QuestionKind } from '../../domain.ts';
import type { AnswerToScore } from './analysis.ts';

/**
 * What each dimension is worth by kind of question. Technical holds correctness and completeness together. A house
 * choice: what is right counts most where right and wrong exist, how a story is told where they do not. Grammar stays
 * at five so that a second language costs nobody a band.
 */
const weights: Record<QuestionKind, Record<Dimension, number>> = {
  technical: { technical: 60, structure: 10, clarity: 10, grammar: 5, delivery: 15 },
  design: { technical: 55, structure: 20, clarity: 10, grammar: 5, delivery: 10 },
  behavioural: { technical: 20, structure: 40, clarity: 15, grammar: 5, delivery: 20 },
};

/** Style may lift an answer above what it says by this much and no more; junk, at or under the floor, by nothing. */
const greatestLift = 25;
const floorForLift = 20;

const ceilingFor = (technical: number): number =>
  technical + Math.min(greatestLift, Math.max(0, technical - floorForLift));

/** Lower ends of the bands. */
const bands: readonly [number, Band][] = [
  [85, 'strong'],
  [70, 'good'],
  [50, 'fair'],
  [30, 'weak'],
  [0, 'off'],
];

export const bandOf = (overall: number | null): Band | null =>
  overall === null ? null : (bands.find(([from]) => overall >= from)?.[1] ?? 'off');

export type Overall = { overall: number | null; band: Band | null; confidence: Confidence };

/**
 * One number from the dimensions: their weighted mean, those that could not be judged left out and the rest
 * renormalised. Null when nothing could be judged.
 */
export function overallOf(answer: AnswerToScore, dimensions: Record<Dimension, DimensionScore>): Overall {
  let total = 0;
  let weight = 0;
  for (const [name, share] of Object.entries(weights[answer.question.kind])) {
    const score = dimensions[name as Dimension].score;
    if (score === null) continue;
    total += share * score;
    weight += share;
  }
  const technical = dimensions.technical;
  if (weight === 0) return { overall: null, band: null, confidence: 'low' };
  const mean = total / weight;
  const ceiling = technical.score === null ? 100 : ceilingFor(technical.score);
  const overall = Math.round(Math.min(mean, ceiling, 100));
  return { overall, band: bandOf(overall), confidence: technical.confidence };
}
