/**
 * Fits the technical score on answers that teachers labelled: `node scripts/fit-calibration.ts FILE [--write]`. FILE is the
 * three-way training split of SemEval-2013 task 7 as CSV; it is not part of this repository. Without `--write` it only
 * reports. Two steps a path: the weights of the signals by logistic regression with a free intercept for each question, so
 * that easy and hard questions do not blur them, signs held; then slope and intercept of the chance of "correct" over all.
 */
import { writeFileSync } from 'node:fs';
import { type GradedRow, readGradedRows } from '../bench/scoring/graded-rows.ts';
import { openWithEmbedder } from '../bench/scoring/judging-models.ts';
import { signalsOfRow } from '../bench/scoring/signals-of-row.ts';
import { areaUnderCurve } from '../bench/scoring/statistics.ts';
import { createMeaning, type Meaning } from '../src/pipeline/scoring/concepts/meaning.ts';
import { type Signals, signalNames } from '../src/pipeline/scoring/concepts/signals.ts';
import { likenessBy, type Path } from '../src/pipeline/scoring/technical-calibration.ts';

type Weights = Record<keyof Signals, number>;
type Row = GradedRow & { ways: Signals[] };

async function fitPath(path: Path, meaning: Meaning | null) {
  const rows: Row[] = [];
  for (const row of graded) rows.push({ ...row, ways: await signalsOfRow(row, meaning, path) });
  const heldOut = new Map<Row, number>();
  for (let fold = 0; fold < 10; fold += 1) {
    const isTest = (row: Row) => foldOf(row.questionId) === fold;
    const { weights } = fitWeights(
      rows.filter((row) => !isTest(row)),
      path,
    );
    for (const row of rows.filter(isTest)) heldOut.set(row, likenessOf(best(row.ways, weights), weights));
  }
  const { weights } = fitWeights(rows, path);
  const likeness = rows.map((row) => likenessOf(best(row.ways, weights), weights));
  const correct = rows.map(({ label }) => label === 'correct');
  const { slope, intercept } = fitLine(likeness, correct);
  return {
    weights: mapped(weights, round),
    slope: round(slope),
    intercept: round(intercept),
    heldOut: report(rows, heldOut),
  };
}

function report(rows: readonly Row[], scores: ReadonlyMap<Row, number>) {
  const auc = (chosen: readonly Row[]) =>
    round(
      areaUnderCurve(
        chosen.map((row) => scores.get(row) ?? 0),
        chosen.map(({ label }) => label === 'correct'),
      ),
    );
  return Object.fromEntries(
    [...new Set(rows.map(({ corpus }) => corpus))].map((corpus) => {
      const own = rows.filter((row) => row.corpus === corpus);
      return [
        corpus,
        {
          answers: own.length,
          aucCorrectRest: auc(own),
          aucCorrectContradictory: auc(own.filter(({ label }) => label !== 'incorrect')),
        },
      ];
    }),
  );
}

/** Questions go to folds by a hash of their name, so that a fold is the same in every run. */
const foldOf = (questionId: string): number =>
  [...questionId].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 9973, 7) % 10;

const likenessOf = (signals: Signals, weights: Weights): number =>
  signalNames.reduce((sum, name) => sum + weights[name] * signals[name], 0);

const best = (ways: readonly Signals[], weights: Weights): Signals =>
  ways.reduce((left, right) => (likenessOf(right, weights) > likenessOf(left, weights) ? right : left));

/** Gradient descent on the logistic loss. Each corpus weighs by the root of its size, each question has its intercept. */
function fitWeights(rows: readonly Row[], path: Path): { weights: Weights } {
  const committed = likenessBy(path);
  const chosen = rows.map(({ ways }) => ways.reduce((a, b) => (committed(b) > committed(a) ? b : a)));
  const sizes = Map.groupBy(rows, ({ corpus }) => corpus);
  const weightOfRow = rows.map(({ corpus }) => 1 / Math.sqrt(sizes.get(corpus)?.length ?? 1));
  const total = weightOfRow.reduce((sum, weight) => sum + weight, 0);
  const weights: Weights = mapped(startFor(path), (value) => value * 6);
  const names = signalNames.filter((name) => startFor(path)[name] !== 0);
  const questions = [...new Set(rows.map(({ questionId }) => questionId))];
  const places = new Map(questions.map((question, at) => [question, at]));
  const questionOfRow = rows.map(({ questionId }) => places.get(questionId) ?? 0);
  const offsets = questions.map(() => -3);
  for (let step = 0; step < 800; step += 1) {
    const slopes: Weights = mapped(weights, (value) => (shrinkage * value) / rows.length);
    const drift = questions.map(() => 0);
    for (const [at, { label }] of rows.entries()) {
      const signals = chosen[at];
      const question = questionOfRow[at] ?? 0;
      if (!signals) continue;
      const chance = sigmoid(likenessOf(signals, weights) + (offsets[question] ?? 0));
      const error = ((weightOfRow[at] ?? 0) / total) * (chance - (label === 'correct' ? 1 : 0));
      for (const name of names) slopes[name] += error * signals[name];
      drift[question] = (drift[question] ?? 0) + error;
    }
    for (const name of names) {
      const moved = weights[name] - rate * slopes[name];
      weights[name] = isAgainst(name) ? Math.min(moved, 0) : Math.max(moved, 0);
    }
    for (const [question, slope] of drift.entries())
      offsets[question] = (offsets[question] ?? 0) - rate * 10 * slope;
  }
  // The teachers' answers hardly show what it is worth that something is denied; a tenth is the least that counts.
  const positive = signalNames.reduce((sum, name) => sum + Math.max(0, weights[name]), 0);
  const scaled = mapped(weights, (value) => value / positive);
  return { weights: { ...scaled, denied: Math.min(scaled.denied, -0.07) } };
}

const rate = 5;
const shrinkage = 1;
const isAgainst = (name: keyof Signals): boolean => name === 'opposed' || name === 'denied';

/** Where the search begins, and which signals a path has: without a model there is no meaning. */
function startFor(path: Path): Weights {
  const start = { newTerms: 0.3, terms: 0.1, letters: 0.2, newLetters: 0.15, opposed: -0.1, denied: -0.07 };
  return { meaning: path === 'minilm' ? 0.3 : 0, ...start };
}

function fitLine(
  likeness: readonly number[],
  correct: readonly boolean[],
): { slope: number; intercept: number } {
  let [slope, intercept] = [4, -2];
  for (let step = 0; step < 2000; step += 1) {
    let [bySlope, byIntercept] = [0, 0];
    for (const [at, value] of likeness.entries()) {
      const error = sigmoid(slope * value + intercept) - (correct[at] ? 1 : 0);
      bySlope += error * value;
      byIntercept += error;
    }
    slope -= (2 * rate * bySlope) / likeness.length;
    intercept -= (rate * byIntercept) / likeness.length;
  }
  return { slope, intercept };
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const round = (value: number): number => Math.round(value * 1000) / 1000;

const mapped = (weights: Weights, change: (value: number) => number): Weights => ({
  meaning: change(weights.meaning),
  newTerms: change(weights.newTerms),
  terms: change(weights.terms),
  letters: change(weights.letters),
  newLetters: change(weights.newLetters),
  opposed: change(weights.opposed),
  denied: change(weights.denied),
});

const [file, write] = process.argv.slice(2);
if (!file) {
  console.error('Name the CSV of graded answers: node scripts/fit-calibration.ts FILE [--write]');
  process.exit(2);
}
const graded = readGradedRows(file);
const opened = await openWithEmbedder();
if (!opened) {
  console.error('The sentence embedder is not installed; run: greenroom models pull minilm');
  process.exit(1);
}
const fitted = {
  about:
    'Made by scripts/fit-calibration.ts; do not edit by hand. Weights: their positive ones sum to 1, so that the statement itself has likeness 1. Slope and intercept: the chance that a teacher says "correct". Held out by question in ten folds; rest: contradictory and incorrect answers.',
  data: 'SemEval-2013 task 7, three-way training split (Beetle, SciEntsBank)',
  fitted: new Date().toISOString().slice(0, 10),
  answers: graded.length,
  questions: new Set(graded.map(({ questionId }) => questionId)).size,
  minilm: await fitPath('minilm', createMeaning(opened.judging.embedder)),
  lexical: await fitPath('lexical', null),
};
await opened.models.close();
console.log(JSON.stringify(fitted, null, 2));
if (write === '--write') {
  const place = new URL('../src/pipeline/scoring/technical-calibration.json', import.meta.url);
  writeFileSync(place, `${JSON.stringify(fitted, null, 2)}\n`);
}
