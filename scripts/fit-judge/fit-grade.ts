import {
  type GradeModel,
  gradeOfPoints,
  type WeighedPoint,
} from '../../src/pipeline/scoring/technical/points/grade-of-points.ts';

export type GradedPoints = { points: readonly WeighedPoint[]; words: number; grade: number };

/**
 * What an answer with all points is worth. A house value: graders give less to the same points in some ways of speaking
 * than in others, and this is what they give to the best ones.
 */
const most = 90;
const names = ['floor', 'bend', 'partly', 'named', 'loss', 'bonus', 'length'] as const;
const start = { floor: 10, bend: 0.8, partly: 0.5, named: 0.2, loss: 2, bonus: 5, length: 2 };
const steps = { floor: 2, bend: 0.1, partly: 0.1, named: 0.1, loss: 0.5, bonus: 2, length: 1 };

/** How verdicts that are known for certain make a grade, by a search along one number after the other. */
export function fitGrade(rows: readonly GradedPoints[]): Omit<GradeModel, 'sharpness'> {
  let best = { ...start };
  let least = lossOf(best, rows);
  for (let scale = 1; scale > 0.02; ) {
    let isBetter = false;
    for (const name of names)
      for (const way of [1, -1]) {
        const tried = { ...best, [name]: Math.max(0.01, best[name] + way * scale * steps[name]) };
        const loss = lossOf(tried, rows);
        if (loss < least - 1e-9) [best, least, isBetter] = [tried, loss, true];
      }
    if (!isBetter) scale /= 2;
  }
  const rounded = Object.entries(best).map(([name, value]) => [name, Math.round(value * 100) / 100]);
  return { most, ...best, ...Object.fromEntries(rounded) };
}

/** Differences of more than this count in proportion, not squared: a few odd grades must not decide. */
const large = 10;

function lossOf(model: typeof start, rows: readonly GradedPoints[]): number {
  let sum = 0;
  for (const { points, words, grade } of rows) {
    const off = Math.abs(gradeOfPoints({ ...model, most, sharpness: 1 }, points, words).score - grade);
    sum += off < large ? (off * off) / 2 : large * (off - large / 2);
  }
  return sum / rows.length;
}

/** Of the powers of the chances the one whose expected grades come nearest. */
export function fitSharpness(
  model: Omit<GradeModel, 'sharpness'>,
  rows: readonly GradedPoints[],
): { sharpness: number; off: number } {
  const tried = [1, 1.25, 1.5, 2, 2.5].map((sharpness) => ({
    sharpness,
    off:
      rows.reduce(
        (sum, { points, words, grade }) =>
          sum + Math.abs(gradeOfPoints({ ...model, sharpness }, points, words).score - grade),
        0,
      ) / rows.length,
  }));
  return tried.reduce((best, one) => (one.off < best.off ? one : best));
}
