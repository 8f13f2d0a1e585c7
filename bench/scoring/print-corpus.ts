/** How far verdicts and scores agree with the labels and grades of the corpus, on questions that nothing was fitted on. */
import type { Confidence, Evaluation, ScoreRange, Verdict } from '../../src/domain.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import type { JudgingModels } from '../../src/pipeline/evaluation-types.ts';
import type { PointVerdict } from '../../src/pipeline/scoring/technical/points/softmax-model.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { englishWording } from '../../src/wording/wording.ts';
import type { Part } from '../corpus/schema.ts';
import { typedAnswer } from './answer-to-row.ts';
import { type CorpusRow, readCorpus } from './corpus-rows.ts';
import { mean } from './statistics.ts';

type Judged = {
  row: CorpusRow;
  overall: number;
  confidence: Confidence;
  range: ScoreRange | null;
  verdicts: { told: Verdict; label: PointVerdict }[];
  remarks: Remark[];
};

/** A remark about a point, and what its label says. */
type Remark = { about: 'praised' | 'asked for' | 'told to add' | 'called wrong'; label: PointVerdict };

const nameOf: Record<PointVerdict, Verdict> = {
  said: 'covered',
  partly: 'partial',
  missed: 'missed',
  contradicted: 'contradicted',
};
const near = 15;
const wrongKinds = ['exchanged', 'negated', 'changed-number', 'misconception'];
const strongKinds = ['strong-textbook', 'strong-own-words'];

/** `every`: only every so many answers of the part. */
export async function printCorpus(
  name: string,
  judging: JudgingModels,
  part: Part,
  every: number,
): Promise<void> {
  const rows = readCorpus().filter((row) => row.part === part && row.answer.kind !== 'follow-up');
  const evaluator = createEvaluator({ words: followUpWords(englishWording), models: judging, harper: false });
  const judged: Judged[] = [];
  for (const row of rows.filter((_, at) => at % every === 0)) {
    const { evaluation, concepts } = await evaluator.evaluate(typedAnswer(row.question, row.answer.text));
    judged.push({
      row,
      overall: evaluation.overall ?? 0,
      confidence: evaluation.confidence,
      range: evaluation.range ?? null,
      verdicts: concepts.map(({ id, verdict }) => ({ told: verdict, label: row.labels[id] ?? 'missed' })),
      remarks: remarksOf(row, evaluation),
    });
  }
  await evaluator.close();
  print(`${name}, ${part}: ${judged.length} answers`, judged);
}

function remarksOf(row: CorpusRow, { feedback, followUp }: Evaluation): Remark[] {
  const { strength, fix } = feedback;
  const isWrong = fix.kind === 'wrong' || fix.kind === 'doubt';
  const asks = followUp.aimedAt === 'missed' || followUp.aimedAt === 'partial';
  const told: [Remark['about'], string | undefined][] = [
    ['praised', strength?.dimension === 'technical' ? strength.about : undefined],
    ['asked for', asks ? followUp.concept : undefined],
    ['told to add', fix.kind === 'missed' || fix.kind === 'partial' ? fix.about : undefined],
    ['called wrong', isWrong ? fix.about : undefined],
  ];
  return told.flatMap(([about, id]) => {
    const label = id === undefined ? undefined : row.labels[id];
    return label === undefined ? [] : [{ about, label }];
  });
}

const offBy = ({ overall, row }: Judged): number => Math.abs(overall - row.answer.grade);
const percent = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

function print(title: string, judged: readonly Judged[]): void {
  const within = (some: readonly Judged[]) =>
    percent(some.filter((one) => offBy(one) <= near).length, some.length);
  console.log(
    `\n${title}\n  mean difference ${mean(judged.map(offBy)).toFixed(1)}, within ${near} points ${within(judged)}`,
  );
  const points = judged.flatMap(({ verdicts }) => verdicts);
  const lines = (Object.keys(nameOf) as PointVerdict[]).map((label) => {
    const told = points.filter((one) => one.told === nameOf[label]);
    const right = told.filter((one) => one.label === label).length;
    const precision = right / Math.max(1, told.length);
    const recall = right / Math.max(1, points.filter((one) => one.label === label).length);
    return { label, precision, recall, f1: (2 * precision * recall) / Math.max(1e-9, precision + recall) };
  });
  console.log(`  ${points.length} points, macro F1 ${mean(lines.map(({ f1 }) => f1)).toFixed(3)}`);
  for (const { label, precision, recall } of lines)
    console.log(`    ${label.padEnd(13)} precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}`);
  for (const level of ['high', 'medium', 'low'] as const) {
    const some = judged.filter(({ confidence }) => confidence === level);
    if (some.length > 0)
      console.log(`  confidence ${level}: ${some.length} answers, within ${near} points ${within(some)}`);
  }
  const ranged = judged.flatMap(({ range, row }) => (range ? [{ ...range, grade: row.answer.grade }] : []));
  const inside = ranged.filter(({ low, high, grade }) => low <= grade && grade <= high);
  console.log(
    `  a range: ${ranged.length} answers, the grade inside of ${percent(inside.length, ranged.length)}, ${mean(
      ranged.map(({ low, high }) => high - low),
    ).toFixed(0)} points wide on average`,
  );
  const remarks = judged.flatMap((one) => one.remarks);
  for (const [about, some] of Map.groupBy(remarks, (remark) => remark.about)) {
    const counts = (Object.keys(nameOf) as PointVerdict[]).map(
      (label) => `${label} ${some.filter((one) => one.label === label).length}`,
    );
    console.log(`  points ${about}: ${some.length}, by their labels ${counts.join(', ')}`);
  }
  for (const [kind, some] of Map.groupBy(judged, ({ row }) => row.answer.kind)) {
    const scores = some.map(({ overall }) => overall);
    const told = wrongKinds.includes(kind)
      ? `, ≤ 40 in ${percent(scores.filter((score) => score <= 40).length, scores.length)}`
      : strongKinds.includes(kind)
        ? `, ≥ 75 in ${percent(scores.filter((score) => score >= 75).length, scores.length)}`
        : '';
    console.log(
      `    ${kind.padEnd(22)} ${String(some.length).padStart(4)}  grade ${mean(
        some.map(({ row }) => row.answer.grade),
      )
        .toFixed(0)
        .padStart(
          3,
        )}, score ${mean(scores).toFixed(0).padStart(3)}, off by ${mean(some.map(offBy)).toFixed(1)}${told}`,
    );
  }
}
