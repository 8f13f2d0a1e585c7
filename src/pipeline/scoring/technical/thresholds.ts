import { likenessBy, type Path } from './calibration.ts';
import { type FoundConcept, statementPassage } from './concepts/find-concepts.ts';
import { sameTerm } from './concepts/nearness.ts';
import type { Passage } from './concepts/passage.ts';
import { type Ground, signalsBetween } from './concepts/signals.ts';

/** The similarity up to which a concept was not said, and from which it was said in full. */
export type Thresholds = { none: number; full: number };

/**
 * House values. `none` is what three in four concepts of the bank come to against answers of 150 words to other questions;
 * `full` is what freely worded right answers reach where they make the point in half a sentence.
 */
const usual: Record<Path, Thresholds> = {
  minilm: { none: 0.28, full: 0.52 },
  lexical: { none: 0.27, full: 0.52 },
};
/**
 * An answer speaks of something else when the mean and the best of its likenesses lie below these: `aloof` where it takes up
 * at most one term of the question, `any` for others and, with a model, where it is not far from the question in meaning, and
 * `near` where it is near it.
 */
const elsewhere = {
  aloof: { mean: 0.34, best: 0.6 },
  any: { mean: 0.25, best: 0.5 },
  near: { mean: 0.2, best: 0.34 },
};

/**
 * Cosine of question and answer. Answers to other questions of the bank have 0.15 as a rule and 0.33 in one of twenty, its
 * model answers 0.53 and 0.35.
 */
const [notFar, nearQuestion] = [0.2, 0.35];

export function speaksOfSomethingElse(
  findings: readonly Pick<FoundConcept, 'likeness' | 'aligned'>[],
  said: Passage,
  question: Passage,
  cosine: number | null,
): boolean {
  const all = findings.map(saidOf);
  const mean = all.reduce((sum, likeness) => sum + likeness, 0) / Math.max(1, all.length);
  const takenUp = question.terms.filter((asked) => said.terms.some((term) => sameTerm(term, asked))).length;
  const isAloof = takenUp < 2 && (cosine === null || cosine < notFar);
  const limits =
    cosine !== null && cosine >= nearQuestion ? elsewhere.near : isAloof ? elsewhere.aloof : elsewhere.any;
  return mean < limits.mean && Math.max(0, ...all) < limits.best;
}

/** However near its neighbours are, a concept can be told from them above this. */
const highestNone = 0.4;

/** From nothing to all at the least. */
const leastRamp = 0.18;

/** What anyone may say of anything: nearer to a concept than this is the least that counts. */
export const smallTalk = [
  'I worked on a project with my team and we used it to solve a problem.',
  'It depends on the case, but in general you want to keep things simple and make sure that it works.',
  'First I look at what is there, then I make a plan and check that the result is what people need.',
  'It is important because it makes the system better, faster and easier to use for the users.',
];

/** Thresholds of one concept: above what small talk and the other concepts of its question come to. */
export function thresholdsOf(
  statement: string,
  all: readonly string[],
  ground: Ground,
  path: Path,
): Thresholds {
  const likenessOf = likenessBy(path);
  const own = statementPassage(statement, ground);
  const others = [...smallTalk, ...all.filter((other) => other !== statement)];
  const near = others.map((other) =>
    likenessOf(signalsBetween(statementPassage(other, ground), own, ground)),
  );
  const { none, full } = usual[path];
  const raised = Math.min(highestNone, Math.max(none, ...near));
  return { none: raised, full: Math.max(full, raised + leastRamp) };
}

/** How surely a concept was said: by its best place, and word by word all over the answer. */
const saidOf = ({ likeness, aligned }: Pick<FoundConcept, 'likeness' | 'aligned'>): number =>
  likeness + aligned;

/** What is worth nothing still comes in an order: this much of the credit lies below the threshold. */
const shareBelow = 0.15;

/** What is said in full has an order too: the rest of the credit is for the statement's own words. */
const shareAbove = 0.05;
const verbatim = 0.9;

export function creditOf(
  finding: Pick<FoundConcept, 'likeness' | 'aligned'>,
  { none, full }: Thresholds,
): number {
  const said = Math.max(0, saidOf(finding));
  if (said < none) return (shareBelow * said) / none;
  if (said < full) return shareBelow + ((1 - shareBelow - shareAbove) * (said - none)) / (full - none);
  return Math.min(1, 1 - shareAbove + (shareAbove * (said - full)) / (verbatim - full));
}
