import type { GradeModel } from '../../src/pipeline/scoring/technical/points/grade-of-points.ts';
import { gradeOfPoints } from '../../src/pipeline/scoring/technical/points/grade-of-points.ts';
import {
  type Chances,
  type PointVerdict,
  pointVerdicts,
} from '../../src/pipeline/scoring/technical/points/softmax-model.ts';
import type { GradedPoints } from './fit-grade.ts';

/** Macro F1 of the likeliest verdicts, each one's precision and recall, and from which chance on nine contradictions in ten are right. */
export function printVerdicts(
  name: string,
  judged: readonly { verdict: PointVerdict; chances: Chances }[],
): void {
  const guess = ({ chances }: { chances: Chances }) =>
    pointVerdicts.reduce((best, one) => (chances[one] > chances[best] ? one : best));
  const lines = pointVerdicts.map((verdict) => {
    const own = judged.filter((one) => one.verdict === verdict).length;
    const told = judged.filter((one) => guess(one) === verdict);
    const right = told.filter((one) => one.verdict === verdict).length;
    const [precision, recall] = [right / Math.max(1, told.length), right / Math.max(1, own)];
    return { verdict, precision, recall, f: (2 * precision * recall) / Math.max(1e-9, precision + recall) };
  });
  const macro = lines.reduce((sum, { f }) => sum + f, 0) / lines.length;
  const own = judged.filter(({ verdict }) => verdict === 'contradicted').length;
  const sure = [0.4, 0.5, 0.6, 0.7, 0.8].map((least) => {
    const told = judged.filter(({ chances }) => chances.contradicted >= least);
    const right = told.filter(({ verdict }) => verdict === 'contradicted').length;
    return `${least}: ${(right / Math.max(1, told.length)).toFixed(2)}/${(right / Math.max(1, own)).toFixed(2)}`;
  });
  console.log(
    `${name}: macro F1 ${macro.toFixed(3)}; ${lines.map(({ verdict, precision, recall }) => `${verdict} ${precision.toFixed(2)}/${recall.toFixed(2)}`).join(', ')}; contradicted from ${sure.join(', ')}`,
  );
}

export function printGrades(name: string, model: GradeModel, rows: readonly GradedPoints[]): void {
  const judged = rows.map(({ points, words, grade }) => ({
    ...gradeOfPoints(model, points, words),
    grade,
  }));
  const off = judged.map(({ score, grade }) => Math.abs(score - grade));
  const share = (count: number) => `${((100 * count) / rows.length).toFixed(1)} %`;
  const mean = off.reduce((sum, one) => sum + one, 0) / off.length;
  for (const widest of [4, 8, 12, 16, 20, 30]) {
    const sure = judged.filter(({ low, high }) => high - low <= widest);
    const near = sure.filter(({ score, grade }) => Math.abs(score - grade) <= 15).length;
    console.log(
      `  range up to ${widest} wide: ${sure.length} answers, within 15 ${((100 * near) / Math.max(1, sure.length)).toFixed(1)} %`,
    );
  }
  const inside = judged.filter(({ low, high, grade }) => grade >= low - 10 && grade <= high + 10).length;
  console.log(
    `${name}: mean difference ${mean.toFixed(1)}, within 15 ${share(off.filter((one) => one <= 15).length)}, in the range ± 10 ${share(inside)}`,
  );
}
