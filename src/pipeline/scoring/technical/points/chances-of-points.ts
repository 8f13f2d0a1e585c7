/** From the signals of the points to what became of them, by the weights in `fitted.json`. */
import { z } from 'zod';
import type { Path } from '../calibration.ts';
import json from './fitted.json' with { type: 'json' };
import { gradeModel } from './grade-of-points.ts';
import type { PointSignals } from './point-signals.ts';
import { logitOf, type Reading, signalsOfReadings } from './read-points.ts';
import { type Chances, chancesBy, pointVerdicts } from './softmax-model.ts';

const row = z.object({ intercept: z.number(), weights: z.record(z.string(), z.number()) });
const softmax = z.object({ said: row, partly: row, missed: row, contradicted: row });
const fittedPath = z.object({ signals: softmax, readings: softmax, together: softmax });
const fitted = z.object({ lexical: fittedPath, minilm: fittedPath, grade: gradeModel }).parse(json);

/** The weights of both ways to compare: by words, and with a model of meaning. */
export const fittedPoints: Record<Path, z.infer<typeof fittedPath>> = fitted;
/** How verdicts become a grade: the same however they were found. */
export const fittedGrade = fitted.grade;

/**
 * What became of each point of one answer: by the signals alone where the grader has read nothing; else by both, and then
 * once more beside what became of the answer's other points, as an answer that misses all others hardly makes this one.
 */
export function chancesOfPoints(
  points: readonly { signals: PointSignals; readings: readonly Reading[] }[],
  path: Path,
): Chances[] {
  const model = fittedPoints[path];
  const first = points.map(({ signals }) => chancesBy(model.signals, weighedSignals(signals)));
  const isRead = points.some(({ readings }) => readings.length > 0);
  if (!isRead) return first;
  const stacked = points.map(({ signals, readings }, at) =>
    stackedSignals(first[at] as Chances, signals, readings),
  );
  const alone = stacked.map((signals) => chancesBy(model.readings, signals));
  return stacked.map((signals, at) => {
    const chances = chancesBy(model.together, { ...signals, ...signalsOfOthers(alone, at) });
    return isPlainlyNear(points[at]?.signals) ? doubted(chances) : chances;
  });
}

/**
 * Whether the answer uses most of a point's words and nothing tells that it turns them round. Network and corpus have
 * read as many twisted sentences as right ones; people who say a point nearly in its own words mostly mean it.
 */
function isPlainlyNear(signals: PointSignals | undefined): boolean {
  if (!signals) return false;
  const { letters, terms, newTerms, denied, opposed, mistakeWords } = signals;
  const isTurned = denied > 0 || opposed > 0 || mistakeWords > mostOfMistake;
  return !isTurned && Math.max(letters, terms, newTerms) >= mostOfPoint;
}

const mostOfPoint = 0.5;
const mostOfMistake = 0.5;
/** A contradiction that only the network sees in such a sentence is a doubt, and nobody is told that they are wrong. */
const mostContradicted = 0.5;

export function doubted(chances: Chances): Chances {
  const excess = Math.max(0, chances.contradicted - mostContradicted);
  const rest = Math.max(1e-9, 1 - chances.contradicted);
  const share = (chance: number): number => chance + (excess * chance) / rest;
  return {
    said: share(chances.said),
    partly: share(chances.partly),
    missed: share(chances.missed),
    contradicted: chances.contradicted - excess,
  };
}

/** What the first step weighs: to be near a known mistake tells something only where the mistake's own words are said. */
export const weighedSignals = ({
  mistake,
  mistakeWords,
  ...signals
}: PointSignals): Record<string, number> => ({
  ...signals,
  mistakeTold: Math.max(0, mistake) * mistakeWords,
  mistakeFar: Math.min(0, mistake),
  mistakeWords: mistake > mistakeNear ? mistakeWords : 0,
  ...ofStories(signals),
});

/** Stories use fewer of the words of their question, so these are weighed apart. */
const ofStories = ({
  isStory,
  ownWords,
  ownShare,
}: Pick<PointSignals, 'isStory' | 'ownWords' | 'ownShare'>) => ({
  ownWordsOfStory: isStory * ownWords,
  ownShareOfStory: isStory * ownShare,
});

/** Nearer to the mistake than to the point, or hardly less near. */
export const mistakeNear = -0.05;

/** What the second step weighs: the chances of the first, the readings, and where the words alone are telling. */
export function stackedSignals(
  first: Chances,
  { opposed, denied, list, mistakeWords, isStory, otherStory, ownWords, ownShare }: PointSignals,
  readings: readonly Reading[],
): Record<string, number> {
  const own = Object.fromEntries(pointVerdicts.map((verdict) => [`own-${verdict}`, logitOf(first[verdict])]));
  const words = { opposed, denied, list, mistakeWords };
  const whole = { isStory, otherStory, ownWords, ownShare };
  return { ...own, ...signalsOfReadings(readings), ...words, ...whole, ...ofStories(whole) };
}

/** What the third step adds: the mean and the highest of each chance among the answer's other points. */
export function signalsOfOthers(all: readonly Chances[], own: number): Record<string, number> {
  const others = all.length > 1 ? all.filter((_, at) => at !== own) : all;
  return Object.fromEntries(
    pointVerdicts.flatMap((verdict) => {
      const chances = others.map((one) => one[verdict]);
      const mean = chances.reduce((sum, one) => sum + one, 0) / chances.length;
      return [
        [`others-${verdict}`, mean],
        [`most-${verdict}`, Math.max(...chances)],
      ];
    }),
  );
}
