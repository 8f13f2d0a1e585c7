import {
  dimensions as allDimensions,
  type Band,
  type Confidence,
  type Dimension,
  type DimensionScore,
  type QuestionKind,
} from '../../domain.ts';
import type { AnswerToScore } from './text/analysis.ts';

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

/** The form of a short answer says little; from this many words on it counts in full. A story shows it sooner. */
const wordsForForm = { argument: 80, story: 40 };
/** Judged by a reference, an answer is a reply to a test question: it is right or wrong, hardly well or badly told. */
const formBesideReference = 0.1;

function weightOfForm({ question, referenceAnswer, analysis }: AnswerToScore): number {
  const enough = wordsForForm[question.kind === 'behavioural' ? 'story' : 'argument'];
  const byLength = Math.min(1, analysis.words.length / enough);
  return referenceAnswer !== undefined && question.concepts.length === 0 ? formBesideReference : byLength;
}

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

const notKnown: Overall = { overall: null, band: null, confidence: 'low' };

/**
 * One number from the dimensions: their weighted mean, those that could not be judged left out and the rest
 * renormalised. Null when nothing could be judged, and where there is right and wrong and nobody could tell which: good
 * form alone is no good answer to such a question. A story may stand on its form; the answer to a follow-up has none.
 */
export function overallOf(answer: AnswerToScore, dimensions: Record<Dimension, DimensionScore>): Overall {
  const { technical, structure } = dimensions;
  const isStory = answer.question.kind === 'behavioural' && structure.reason?.code !== 'follow-up';
  if (technical.score === null && !isStory) return notKnown;
  const form = weightOfForm(answer);
  let total = 0;
  let weight = 0;
  for (const name of allDimensions) {
    const { score } = dimensions[name];
    if (score === null) continue;
    const share = weights[answer.question.kind][name] * (name === 'technical' ? 1 : form);
    total += share * score;
    weight += share;
  }
  if (weight === 0) return notKnown;
  const mean = total / weight;
  const correctness = correctnessOf(answer, dimensions);
  const ceiling = correctness === null ? 100 : ceilingFor(correctness);
  const overall = Math.round(Math.min(mean, ceiling, 100));
  return { overall, band: bandOf(overall), confidence: technical.confidence };
}

/**
 * What style must not outshine. A true story may hold none of the points that a question expects and answer it all the
 * same, so there its parts count as much as its points. Not where it was no answer at all (then `technical` gives a reason;
 * that it uses none of the expected words is none), and not where it tells the opposite of two points or more.
 */
function correctnessOf(
  { question }: AnswerToScore,
  { technical, structure }: Record<Dimension, DimensionScore>,
): number | null {
  const against = technical.findings.filter(({ code }) => code === 'contradicted').length;
  const isAnswer = technical.reason === undefined || technical.reason.code === 'off-topic';
  const isStory = question.kind === 'behavioural' && structure.score !== null && isAnswer && against < 2;
  return isStory && technical.score !== null
    ? Math.max(technical.score, (technical.score + (structure.score ?? 0)) / 2)
    : technical.score;
}
