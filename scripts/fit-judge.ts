/**
 * Fits how signals and readings of the grader become verdicts, and verdicts a grade, on the graded answers of
 * `bench/corpus`: `node scripts/fit-judge.ts [--cache FOLDER] [--write]`. The first step (signals) learns on train; the
 * second and third (readings, and readings beside those of the other points) on tune, whose questions the grader has never
 * been trained on. How verdicts make a grade is learned from the labels of both, so that it is the same for every judge.
 * Nothing is read from test. Models: GREENROOM_MODELS for MiniLM, assets/grader for the grader.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CorpusRow, readCorpus } from '../bench/scoring/corpus-rows.ts';
import { type ExaminedRow, examineRow } from '../bench/scoring/examine-row.ts';
import { openJudges } from '../bench/scoring/judging-models.ts';
import { rememberingGrader } from '../bench/scoring/remembering-grader.ts';
import type { Path } from '../src/pipeline/scoring/technical/calibration.ts';
import { createMeaning } from '../src/pipeline/scoring/technical/concepts/meaning.ts';
import {
  signalsOfOthers,
  stackedSignals,
  weighedSignals,
} from '../src/pipeline/scoring/technical/points/chances-of-points.ts';
import { type Chances, chancesBy, surely } from '../src/pipeline/scoring/technical/points/softmax-model.ts';
import { fitGrade, fitSharpness, type GradedPoints } from './fit-judge/fit-grade.ts';
import { chancesHeldOut, type Example, fitSoftmax } from './fit-judge/fit-softmax.ts';
import { printGrades, printVerdicts } from './fit-judge/report.ts';

const { values } = parseArgs({
  options: {
    cache: { type: 'string' },
    write: { type: 'boolean', default: false },
    paths: { type: 'string', default: 'lexical minilm' },
  },
});
const weights = new URL('../assets/grader/model.onnx', import.meta.url);
const place = new URL('../src/pipeline/scoring/technical/points/fitted.json', import.meta.url);
/** Of train every so many answers are compared by meaning too: enough for the few weights of the first step. */
const everyOfTrain: Record<Path, number> = { lexical: 1, minilm: 3 };
const ridge = { signals: 0.002, readings: 0.009, together: 0.009 };

const opened = await openJudges();
const meaning = opened.embedder ? createMeaning(opened.judging.embedder) : null;
const own = opened.judging.grader.current();
const grader = own && values.cache ? rememberingGrader(own, weights, values.cache) : own;
const answers = readCorpus().filter(({ part }) => part !== 'test');

/** Good answers to other questions of the same part: whatever is found in them is chance. */
const strangers = answers.flatMap((row, at): CorpusRow[] => {
  const same = answers.filter(({ part }) => part === row.part);
  const other = same[(at * 37 + 11) % same.length];
  if (!other || at % 2 === 1 || other.question.domain === row.question.domain || other.answer.grade < 50)
    return [];
  const labels = Object.fromEntries(Object.keys(row.labels).map((concept) => [concept, 'missed' as const]));
  return [{ ...row, id: `${row.id}~${other.id}`, answer: other.answer, labels }];
});
const rows = [...answers, ...strangers];
const isStranger = ({ id }: CorpusRow): boolean => id.includes('~');

async function examined(path: Path, wanted: readonly CorpusRow[]): Promise<ExaminedRow[]> {
  const file = values.cache && `${values.cache}/${path}.jsonl`;
  if (values.cache) mkdirSync(values.cache, { recursive: true });
  const lines = file && existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const known = new Map<string, ExaminedRow>();
  for (const line of lines) {
    const one: ExaminedRow = JSON.parse(line);
    known.set(one.id, one);
  }
  const found: ExaminedRow[] = [];
  for (const [at, row] of wanted.entries()) {
    const done = known.get(row.id);
    const reads = row.part === 'tune' ? grader : null;
    const one = done ?? (await examineRow(row, path === 'minilm' ? meaning : null, reads));
    found.push(one);
    if (file && !done) appendFileSync(file, `${JSON.stringify(one)}\n`);
    if (at % 200 === 0) console.error(`${path}: ${at} of ${wanted.length}`);
  }
  return found;
}

type Point = ExaminedRow['points'][number] & { row: CorpusRow; verdict: Example['verdict'] };

const weightOf = ({ row, concept }: Point) =>
  row.question.concepts.find(({ id }) => id === concept)?.weight ?? 'must';

/** The points of each answer with their chances, beside the answer's grade. */
const gradedPoints = (points: readonly Point[], chances: readonly Chances[]): GradedPoints[] =>
  [...Map.groupBy(points.keys(), (at) => points[at]?.row.id ?? '').values()].flatMap((places) => {
    const row = points[places[0] ?? 0]?.row;
    if (!row || isStranger(row)) return [];
    const own = places.flatMap((at) => {
      const [point, one] = [points[at], chances[at]];
      return point && one
        ? [{ weight: weightOf(point), chances: one, isNamed: point.signals.list === 1 }]
        : [];
    });
    return [{ points: own, words: row.answer.text.split(/\s+/).length, grade: row.answer.grade }];
  });

async function pointsOf(path: Path): Promise<Point[]> {
  const wanted = rows.filter(({ part }, at) => part === 'tune' || at % everyOfTrain[path] === 0);
  const found = await examined(path, wanted);
  return found.flatMap(({ points }, at) => {
    const row = wanted[at];
    return row
      ? points.map((point) => ({ ...point, row, verdict: row.labels[point.concept] ?? 'missed' }))
      : [];
  });
}

const exampleOf = ({ row, verdict }: Point, signals: Record<string, number>): Example => ({
  signals,
  verdict,
  group: row.question.id,
  weight: isStranger(row) ? weightOfStranger : 1,
});
/** So many answers to other questions would make the grader's readings worth less than they are. */
const weightOfStranger = 0.5;

const before: Record<string, object> = JSON.parse(readFileSync(place, 'utf8'));
const fitted: Record<string, unknown> = { ...before };
for (const path of (['lexical', 'minilm'] as const).filter((one) => values.paths.includes(one))) {
  const points = await pointsOf(path);
  if (path === 'lexical') {
    const certain = gradedPoints(
      points,
      points.map(({ verdict }) => surely(verdict)),
    );
    const grade = { ...fitGrade(certain), sharpness: 1 };
    printGrades(`by the labels themselves, train and tune, ${certain.length} answers`, grade, certain);
    fitted.grade = grade;
  }
  const signals = fitSoftmax(
    points
      .filter(({ row }) => row.part === 'train')
      .map((point) => exampleOf(point, weighedSignals(point.signals))),
    ridge.signals,
  );
  const tune = points.filter(({ row, readings }) => row.part === 'tune' && readings.length > 0);
  const first = tune.map((point) => chancesBy(signals, weighedSignals(point.signals)));
  const stacked = tune.map((point, at) =>
    stackedSignals(first[at] as Chances, point.signals, point.readings),
  );
  const second = tune.map((point, at) => exampleOf(point, stacked[at] ?? {}));
  const alone = chancesHeldOut(second, ridge.readings);
  const byAnswer = Map.groupBy(tune.keys(), (at) => tune[at]?.row.id ?? '');
  const third = tune.map((point, at) => {
    const places = byAnswer.get(point.row.id) ?? [];
    const own = places.flatMap((one) => alone[one] ?? []);
    return exampleOf(point, { ...stacked[at], ...signalsOfOthers(own, places.indexOf(at)) });
  });
  const together = chancesHeldOut(third, ridge.together);
  const told = (chances: readonly Chances[]) =>
    tune.flatMap(({ row, verdict }, at) => {
      const one = chances[at];
      return one && !isStranger(row) ? [{ verdict, chances: one }] : [];
    });
  printVerdicts(`${path}, signals, tune`, told(first));
  printVerdicts(`${path}, with the grader, tune held out by question`, told(alone));
  printVerdicts(`${path}, beside the other points, tune held out by question`, told(together));
  const graded = gradedPoints(tune, together);
  const grade = fitted.grade as Parameters<typeof printGrades>[1];
  const { sharpness } = fitSharpness(grade, graded);
  if (path === 'lexical') fitted.grade = { ...grade, sharpness };
  printGrades(`${path}, sharpness ${sharpness}, tune held out by question`, { ...grade, sharpness }, graded);
  fitted[path] = {
    signals,
    readings: fitSoftmax(second, ridge.readings),
    together: fitSoftmax(third, ridge.together),
  };
}
await opened.models.close();
console.log(JSON.stringify(fitted.grade));
fitted.fitted = new Date().toISOString().slice(0, 10);
if (values.write) writeFileSync(place, `${JSON.stringify(fitted, null, 2)}\n`);
