/**
 * Fits how signals and readings of the grader become verdicts, and verdicts a score, on the graded answers of
 * `bench/corpus`: `node scripts/fit-judge.ts [--cache FOLDER] [--write]`. The first step (signals) learns on train; the
 * second (readings) and the scores with the grader learn on tune, whose questions the grader has never been trained on.
 * Nothing is read from test. Models: GREENROOM_MODELS for MiniLM, assets/grader for the grader.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CorpusRow, readCorpus } from '../bench/scoring/corpus-rows.ts';
import { type ExaminedRow, examineRow } from '../bench/scoring/examine-row.ts';
import { openJudges } from '../bench/scoring/judging-models.ts';
import type { Path } from '../src/pipeline/scoring/technical/calibration.ts';
import { createMeaning } from '../src/pipeline/scoring/technical/concepts/meaning.ts';
import {
  stackedSignals,
  weighedSignals,
} from '../src/pipeline/scoring/technical/points/chances-of-points.ts';
import { pointSignalNames } from '../src/pipeline/scoring/technical/points/point-signals.ts';
import { type ScoreModel, sharesOf } from '../src/pipeline/scoring/technical/points/score-of-points.ts';
import {
  type Chances,
  chancesBy,
  type PointVerdict,
  pointVerdicts,
  type SoftmaxModel,
} from '../src/pipeline/scoring/technical/points/softmax-model.ts';

const { values } = parseArgs({
  options: {
    cache: { type: 'string' },
    write: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    paths: { type: 'string', default: 'lexical minilm' },
  },
});

type Example = { signals: Readonly<Record<string, number>>; verdict: PointVerdict; group: string };

/** Multinomial logistic regression by gradient steps on standardised signals, with a ridge. */
function fitSoftmax(examples: readonly Example[], ridge: number): SoftmaxModel {
  const names = Object.keys(examples[0]?.signals ?? {});
  const columns = names.map((name) => examples.map(({ signals }) => signals[name] ?? 0));
  const centres = columns.map(mean);
  const spreads = columns.map((column, at) => deviation(column, centres[at] ?? 0) || 1);
  const rows = examples.map((_, row) =>
    columns.map((column, at) => ((column[row] ?? 0) - (centres[at] ?? 0)) / (spreads[at] ?? 1)),
  );
  const width = names.length + 1;
  const weights = new Float64Array(pointVerdicts.length * width);
  const speed = new Float64Array(weights.length);
  for (let round = 0; round < rounds; round += 1) {
    const slope = weights.map((weight, at) => (at % width === width - 1 ? 0 : ridge * weight));
    for (const [at, row] of rows.entries()) {
      const scores = pointVerdicts.map((_, verdict) =>
        row.reduce(
          (sum, value, place) => sum + value * (weights[verdict * width + place] ?? 0),
          weights[verdict * width + width - 1] ?? 0,
        ),
      );
      const highest = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - highest));
      const total = shares.reduce((sum, share) => sum + share, 0);
      for (const [verdict, name] of pointVerdicts.entries()) {
        const error =
          ((shares[verdict] ?? 0) / total - (examples[at]?.verdict === name ? 1 : 0)) / rows.length;
        for (const [place, value] of row.entries())
          slope[verdict * width + place] = (slope[verdict * width + place] ?? 0) + error * value;
        slope[verdict * width + width - 1] = (slope[verdict * width + width - 1] ?? 0) + error;
      }
    }
    for (const at of weights.keys()) {
      speed[at] = 0.9 * (speed[at] ?? 0) - step * (slope[at] ?? 0);
      weights[at] = (weights[at] ?? 0) + (speed[at] ?? 0);
    }
  }
  return Object.fromEntries(
    pointVerdicts.map((verdict, at) => {
      const own = names.map((_, place) => (weights[at * width + place] ?? 0) / (spreads[place] ?? 1));
      const shift = own.reduce((sum, weight, place) => sum + weight * (centres[place] ?? 0), 0);
      return [
        verdict,
        {
          intercept: round((weights[at * width + width - 1] ?? 0) - shift),
          weights: Object.fromEntries(names.map((name, place) => [name, round(own[place] ?? 0)])),
        },
      ];
    }),
  ) as SoftmaxModel;
}
const rounds = 400;
const step = 0.35;

/** Logistic regression of a grade, 0–1, on the shares of the points; `said` may only help, `wrong` and `worst` only cost. */
function fitScore(rows: readonly { shares: Record<string, number>; grade: number }[]): ScoreModel {
  const names = Object.keys(rows[0]?.shares ?? {});
  const model: ScoreModel = { intercept: 0, ...Object.fromEntries(names.map((name) => [name, 0])) };
  const speed: ScoreModel = { ...model };
  for (let round = 0; round < 6000; round += 1) {
    const slope: ScoreModel = { ...model };
    for (const name of Object.keys(slope))
      slope[name] = name === 'intercept' ? 0 : 0.0005 * (model[name] ?? 0);
    for (const { shares, grade } of rows) {
      const sum = names.reduce(
        (total, name) => total + (model[name] ?? 0) * (shares[name] ?? 0),
        model.intercept ?? 0,
      );
      const error = (1 / (1 + Math.exp(-sum)) - grade) / rows.length;
      slope.intercept = (slope.intercept ?? 0) + error;
      for (const name of names) slope[name] = (slope[name] ?? 0) + error * (shares[name] ?? 0);
    }
    for (const name of Object.keys(model)) {
      speed[name] = 0.9 * (speed[name] ?? 0) - 0.5 * (slope[name] ?? 0);
      const free = (model[name] ?? 0) + (speed[name] ?? 0);
      model[name] = ['wrong', 'worst'].includes(name)
        ? Math.min(0, free)
        : ['said', 'extra'].includes(name)
          ? Math.max(0, free)
          : free;
    }
  }
  return Object.fromEntries(Object.entries(model).map(([name, weight]) => [name, round(weight)]));
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);
const deviation = (numbers: readonly number[], centre: number): number =>
  Math.sqrt(mean(numbers.map((one) => (one - centre) ** 2)));
const round = (value: number): number => Math.round(value * 10_000) / 10_000;

async function examined(path: Path, rows: readonly CorpusRow[]): Promise<ExaminedRow[]> {
  const found: ExaminedRow[] = [];
  const file = values.cache && `${values.cache}/${path}.jsonl`;
  if (values.cache) mkdirSync(values.cache, { recursive: true });
  const known = new Map<string, ExaminedRow>();
  if (file && existsSync(file))
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const one: ExaminedRow = JSON.parse(line);
      known.set(one.id, one);
    }
  for (const [at, row] of rows.entries()) {
    const reads = row.part !== 'train';
    const done = known.get(row.id);
    const one = done ?? (await examineRow(row, path === 'minilm' ? meaning : null, reads ? grader : null));
    found.push(one);
    if (file && !done) appendFileSync(file, `${JSON.stringify(one)}\n`);
    if (at % 200 === 0) console.error(`${path}: ${at} of ${rows.length}`);
  }
  return found;
}

const opened = await openJudges();
const meaning = opened.embedder ? createMeaning(opened.judging.embedder) : null;
const grader = opened.judging.grader.current();
/** Every so many answers of train are enough for the few weights of the first step. */
const everyOfTrain = Number(values.every);
const answers = readCorpus()
  .filter(({ part }, at) => part === 'tune' || (part === 'train' && at % everyOfTrain === 0))
  .sort((a, b) => b.part.localeCompare(a.part));

/** Good answers to other questions of the same part: whatever is found in them is chance. */
const gradeOfStranger = 4;
const strangers = answers.flatMap((row, at): CorpusRow[] => {
  const own = answers.filter(({ part }) => part === row.part);
  const other = own[(at * 37 + 11) % own.length];
  if (!other || at % 2 === 1 || other.question.domain === row.question.domain || other.answer.grade < 50)
    return [];
  const labels = Object.fromEntries(Object.keys(row.labels).map((concept) => [concept, 'missed' as const]));
  return [
    { ...row, id: `${row.id}~${other.id}`, answer: { ...other.answer, grade: gradeOfStranger }, labels },
  ];
});
const rows = [...answers, ...strangers];

const labelOf = new Map(rows.map((row) => [row.id, row]));
const weightOf = (row: CorpusRow, concept: string) =>
  row.question.concepts.find(({ id }) => id === concept)?.weight ?? 'must';

function verdictReport(name: string, judged: readonly { verdict: PointVerdict; chances: Chances }[]): void {
  const guess = ({ chances }: { chances: Chances }) =>
    pointVerdicts.reduce((best, one) => (chances[one] > chances[best] ? one : best));
  const lines = pointVerdicts.map((verdict) => {
    const own = judged.filter((one) => one.verdict === verdict).length;
    const told = judged.filter((one) => guess(one) === verdict);
    const right = told.filter((one) => one.verdict === verdict).length;
    const [precision, recall] = [right / Math.max(1, told.length), right / Math.max(1, own)];
    return { verdict, precision, recall, f: (2 * precision * recall) / Math.max(1e-9, precision + recall) };
  });
  console.log(
    `${name}: macro F1 ${mean(lines.map(({ f }) => f)).toFixed(3)}; ${lines.map(({ verdict, precision, recall }) => `${verdict} ${precision.toFixed(2)}/${recall.toFixed(2)}`).join(', ')}`,
  );
}

function scoreReport(
  name: string,
  model: ScoreModel,
  data: readonly { shares: Record<string, number>; grade: number }[],
): void {
  const off = data.map(({ shares, grade }) => {
    const sum = Object.entries(model).reduce(
      (total, [key, weight]) => total + weight * (key === 'intercept' ? 1 : (shares[key] ?? 0)),
      0,
    );
    return Math.abs(100 / (1 + Math.exp(-sum)) - 100 * grade);
  });
  console.log(
    `${name}: mean difference ${mean(off).toFixed(1)}, within 15 ${((100 * off.filter((one) => one <= 15).length) / off.length).toFixed(1)} %, ${JSON.stringify(model)}`,
  );
}

/** Each group's chances by a model that has not seen the group. */
function heldOut(examples: readonly Example[], ridge: number): Chances[] {
  const folds = (group: string) =>
    [...group].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 9973, 7) % 6;
  const models = Array.from({ length: 6 }, (_, fold) =>
    fitSoftmax(
      examples.filter(({ group }) => folds(group) !== fold),
      ridge,
    ),
  );
  return examples.map(({ signals, group }) => chancesBy(models[folds(group)] as SoftmaxModel, signals));
}

const place = new URL('../src/pipeline/scoring/technical/points/fitted.json', import.meta.url);
const before: Record<string, object> = JSON.parse(readFileSync(place, 'utf8'));
const fitted: Record<string, unknown> = {
  ...before,
  about: 'Made by scripts/fit-judge.ts; do not edit by hand.',
  fitted: new Date().toISOString().slice(0, 10),
};
for (const path of (['lexical', 'minilm'] as const).filter((one) => values.paths.includes(one))) {
  const all = await examined(path, rows);
  const points = all.flatMap((one) => {
    const row = labelOf.get(one.id);
    return row
      ? one.points.map((point) => ({ ...point, row, verdict: row.labels[point.concept] ?? 'missed' }))
      : [];
  });
  const inPart = (part: string) => points.filter(({ row }) => row.part === part);
  const example = ({ signals, verdict, row }: (typeof points)[number]): Example => ({
    signals: weighedSignals(signals),
    verdict,
    group: row.question.id,
  });
  const signals = fitSoftmax(inPart('train').map(example), 0.002);
  verdictReport(
    `${path}, signals, tune`,
    inPart('tune').map((point) => ({
      verdict: point.verdict,
      chances: chancesBy(signals, weighedSignals(point.signals)),
    })),
  );
  const gradesOf = (own: readonly (typeof points)[number][], chances: readonly Chances[]) =>
    [...Map.groupBy(own.keys(), (at) => own[at]?.row.id ?? '').values()].flatMap((places) => {
      const row = own[places[0] ?? 0]?.row;
      // What answers to other questions get is the ceilings' work.
      return row && !row.id.includes('~')
        ? [
            {
              grade: row.answer.grade / 100,
              shares: sharesOf(
                places.map((at) => ({
                  weight: weightOf(row, own[at]?.concept ?? ''),
                  chances: chances[at] as Chances,
                })),
                row.answer.text.split(/\s+/).length,
              ),
            },
          ]
        : [];
    });
  const train = inPart('train');
  const score = fitScore(
    gradesOf(
      train,
      train.map((point) => chancesBy(signals, weighedSignals(point.signals))),
    ),
  );
  const tune = inPart('tune');
  scoreReport(
    `${path}, signals, tune`,
    score,
    gradesOf(
      tune,
      tune.map((point) => chancesBy(signals, weighedSignals(point.signals))),
    ),
  );
  const read = tune.filter(({ readings }) => readings.length > 0);
  if (read.length === 0) {
    fitted[path] = { ...before[path], signals, score };
    continue;
  }
  const stacked = read.map(
    (point): Example => ({
      ...example(point),
      signals: stackedSignals(
        chancesBy(signals, weighedSignals(point.signals)),
        point.signals,
        point.readings,
      ),
    }),
  );
  verdictReport(
    `${path}, grader alone, tune`,
    read.map((point) => ({
      verdict: point.verdict,
      chances: (
        point.readings.toSorted(
          (a, b) => b.chances.said + b.chances.partly / 2 - a.chances.said - a.chances.partly / 2,
        )[0] as { chances: Chances }
      ).chances,
    })),
  );
  const honest = heldOut(stacked, 0.004);
  verdictReport(
    `${path}, with grader, tune held out by question`,
    read.map(({ verdict }, at) => ({ verdict, chances: honest[at] as Chances })),
  );
  const readings = fitSoftmax(stacked, 0.004);
  const readScore = fitScore(gradesOf(read, honest));
  scoreReport(`${path}, with grader, tune`, readScore, gradesOf(read, honest));
  fitted[path] = { ...before[path], signals, score, readings, readScore };
}
console.log(`${pointSignalNames.length} signals, ${rows.length} answers`);
await opened.models.close();
if (values.write) writeFileSync(place, `${JSON.stringify(fitted, null, 2)}\n`);
