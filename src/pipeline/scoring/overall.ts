import {
  dimensions as allDimensions,
  type Band,
  type Confidence,
  type Dimension,
  type DimensionScore,
  type QuestionKind,
  type ScoreRange,
} from '../../domain.ts';
import type { AnswerToScore } from './text/analysis.ts';

/**
 * What each dimension is worth by kind of question. Technical covers correctness and completeness. A house
 * choice: what is right counts most where right and wrong exist, how a story is told where they do not.
 * Grammar stays at five so that speaking a second language costs nobody a band.
 */
const weights: Record<QuestionKind, Record<Dimension, number>> = {
  technical: { technical: 60, structure: 10, clarity: 10, grammar: 5, delivery: 15 },
  design: { technical: 55, structure: 20, clarity: 10, grammar: 5, delivery: 10 },
  behavioural: { technical: 20, structure: 40, clarity: 15, grammar: 5, delivery: 20 },
};

/**
 * Where the grader has read which points a story makes, they say almost all of what it is worth, and its length the rest: a
 * story of a few lines leaves out what made it hard. Both fitted on the corpus's stories of train, and on those of tune, which
 * they were not fitted on, the grade is met within 15 points in 84 of 100 (by weights of 60 and 15 in 75).
 */
const weightsOfReadStory: Record<Dimension, number> = {
  ...{ technical: 85, structure: 10, clarity: 5, grammar: 1, delivery: 5 },
};
const shareByLength = { atLeast: 0.75, more: 0.36, words: 150 };

function shareOfReadStory({ analysis }: AnswerToScore): number {
  const { atLeast, more, words } = shareByLength;
  return atLeast + (more * Math.min(words, analysis.words.length)) / words;
}

const isReadStory = ({ question }: AnswerToScore, { technical }: Dimensions): boolean =>
  question.kind === 'behavioural' && technical.score !== null && technical.scorer.startsWith('grader');

/** The form of a short answer says little; from this many words on it counts in full. A story needs fewer. */
const wordsForForm = { argument: 80, story: 40 };
/**
 * An answer judged by a reference replies to a test question: it is right or wrong, and how it is told hardly
 * matters.
 */
const formBesideReference = 0.1;

function weightOfForm({ question, referenceAnswer, analysis }: AnswerToScore): number {
  const enough = wordsForForm[question.kind === 'behavioural' ? 'story' : 'argument'];
  const byLength = Math.min(1, analysis.words.length / enough);
  return referenceAnswer !== undefined && question.concepts.length === 0 ? formBesideReference : byLength;
}

/**
 * Style may lift an answer above its content by at most this much; junk, at or below the floor, not at all.
 */
const greatestLift = 25;
const floorForLift = 20;

/** A story told for another question does not answer this one, whichever of its points it touches. */
const mostForAnotherStory = 40;

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

type Dimensions = Record<Dimension, DimensionScore>;

export type Overall = {
  overall: number | null;
  band: Band | null;
  confidence: Confidence;
  /** Where the judge is unsure: the totals that the ends of the range of the technical score lead to. */
  range?: ScoreRange;
};

const notKnown: Overall = { overall: null, band: null, confidence: 'low' };

/**
 * One number from the dimensions: their weighted mean, leaving out those that could not be judged and
 * renormalising the rest. Null when nothing could be judged, or when the question has right and wrong answers
 * and correctness could not be judged: good form alone is not a good answer. A story may be scored on its
 * form; the answer to a follow-up has none.
 */
export function overallOf(answer: AnswerToScore, dimensions: Dimensions): Overall {
  const { technical } = dimensions;
  const overall = totalOf(answer, dimensions);
  if (overall === null) return notKnown;
  const range = technical.range && rangeOf(answer, dimensions, technical.range, overall);
  return { overall, band: bandOf(overall), confidence: technical.confidence, ...(range && { range }) };
}

/** The totals that the ends of the range of the technical score lead to, in steps of five. */
function rangeOf(
  answer: AnswerToScore,
  dimensions: Dimensions,
  { low, high }: ScoreRange,
  overall: number,
): ScoreRange {
  const totalWith = (score: number) =>
    totalOf(answer, { ...dimensions, technical: { ...dimensions.technical, score } }) ?? overall;
  return {
    low: Math.min(overall, Math.floor(totalWith(low) / 5) * 5),
    high: Math.max(overall, Math.ceil(totalWith(high) / 5) * 5),
  };
}

function totalOf(answer: AnswerToScore, dimensions: Dimensions): number | null {
  const { technical, structure } = dimensions;
  const isStory = answer.question.kind === 'behavioural' && structure.reason?.code !== 'follow-up';
  if (technical.score === null && !isStory) return null;
  const form = weightOfForm(answer);
  const isRead = isReadStory(answer, dimensions);
  const own = isRead ? weightsOfReadStory : weights[answer.question.kind];
  let total = 0;
  let weight = 0;
  for (const name of allDimensions) {
    const { score } = dimensions[name];
    if (score === null) continue;
    const share = own[name] * (name === 'technical' ? 1 : form);
    total += share * score;
    weight += share;
  }
  if (weight === 0) return null;
  const mean = total / weight;
  const correctness = correctnessOf(answer, dimensions);
  const ceiling = correctness === null ? 100 : ceilingFor(correctness);
  const tellsAnother = structure.reason?.code === 'other-question';
  const told = Math.min(mean, ceiling) * (isRead ? shareOfReadStory(answer) : 1);
  return Math.round(Math.min(told, 100, tellsAnother ? mostForAnotherStory : 100));
}

/**
 * The content score that style must not exceed by much. A story whose points were looked for by words alone may have none of
 * them and still answer the question, so its parts count as much as its points. This does not apply if it was no
 * answer at all (then `technical` gives a reason; using none of the expected words is not one), or if it
 * shows the opposite of two or more points.
 */
function correctnessOf(answer: AnswerToScore, dimensions: Dimensions): number | null {
  const { technical, structure } = dimensions;
  const against = technical.findings.filter(({ code }) => code === 'contradicted').length;
  const isAnswer = technical.reason === undefined || technical.reason.code === 'off-topic';
  const isStory =
    answer.question.kind === 'behavioural' &&
    !isReadStory(answer, dimensions) &&
    structure.score !== null &&
    isAnswer &&
    against < 2;
  return isStory && technical.score !== null
    ? Math.max(technical.score, (technical.score + (structure.score ?? 0)) / 2)
    : technical.score;
}
