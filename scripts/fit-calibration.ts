/**
 * Fits the technical score on answers that teachers labelled: `node scripts/fit-calibration.ts FILE [--write]`. FILE is the
 * three-way training split of SemEval-2013 task 7 as CSV; it is not part of this repository. Without `--write` it only
 * reports. Three scales: `minilm` and `lexical` for a statement and a sentence, `reference` for a whole answer and a whole
 * reference with MiniLM (by words alone they are the same). Two steps a scale: the weights of the signals by logistic regression with a free intercept for each question, so
 * that easy and hard questions do not blur them, signs held; then slope and intercept of the chance of "correct" over all.
 */
import { writeFileSync } from 'node:fs';
import { type GradedRow, readGradedRows } from '../bench/scoring/graded-rows.ts';
import { openWithEmbedder } from '../bench/scoring/judging-models.ts';
import { signalsOfRow } from '../bench/scoring/signals-of-row.ts';
import { areaUnderCurve } from '../bench/scoring/statistics.ts';
import { likenessOfWholeBy, type Scale } from '../src/pipeline/scoring/technical/calibration.ts';
import { createMeaning, type Meaning } from '../src/pipeline/scoring/technical/concepts/meaning.ts';
import { signalNames } from '../src/pipeline/scoring/technical/concepts/signals.ts';
import type { WholeSignals } from '../src/pipeline/scoring/technical/concepts/whole-signals.ts';

type Weights = Record<keyof WholeSignals, number>;
type Row = GradedRow & { ways: WholeSignals[] };
const names = [...signalNames, 'runs', 'aligned'] as const;

async function rowsOf(meaning: Meaning | null): Promise<Row[]> {
  const rows: Row[] = [];
  for (const row of graded) rows.push({ ...row, ways: await signalsOfRow(row, meaning) });
  return rows;
}

function fitScale(scale: Scale, rows: readonly Row[]) {
  const heldOut = new Map<Row, number>();
  for (let fold = 0; fold < 10; fold += 1) {
    const isTest = (row: Row) => foldOf(row.questionId) === fold;
    const { weights } = fitWeights(
      rows.filter((row) => !isTest(row)),
      scale,
    );
    for (const row of rows.filter(isTest)) heldOut.set(row, likenessOf(best(row.ways, weights), weights));
  }
  const { weights } = fitWeights(rows, scale);
  const likeness = rows.map((row) => likenessOf(best(row.ways, weights), weights));
  const correct = rows.map(({ label }) => label === 'correct');
  const { slope, intercept } = fitLine(likeness, correct);
  return {
    weights: mapped((name) => round(weights[name])),
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

const likenessOf = (signals: WholeSignals, weights: Weights): number =>
  names.reduce((sum, name) => sum + weights[name] * signals[name], 0);

const best = (ways: readonly WholeSignals[], weights: Weights): WholeSignals =>
  ways.reduce((left, right) => (likenessOf(right, weights) > likenessOf(left, weights) ? right : left));

/**
 * Logistic regression, one weight after the other by a Newton step of its own until nothing moves. Each corpus weighs by the
 * root of its size, each question has its intercept. The signals are in units of their own spread, so that shrinking treats
 * them alike.
 */
function fitWeights(rows: readonly Row[], scale: Scale): { weights: Weights } {
  const committed = likenessOfWholeBy(scale);
  const chosen = rows.map(({ ways }) => ways.reduce((a, b) => (committed(b) > committed(a) ? b : a)));
  const sizes = Map.groupBy(rows, ({ corpus }) => corpus);
  const shares = rows.map(({ corpus }) => 1 / Math.sqrt(sizes.get(corpus)?.length ?? 1));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const margins = rows.map(() => -2);
  /** Moves one weight; `values` are its signal in the rows `places`. */
  const step = (weight: number, places: readonly number[], values: (at: number) => number, least: number) => {
    let [slope, bend] = [least * weight, least];
    for (const at of places) {
      const [value, share] = [values(at), (shares[at] ?? 0) / total];
      const chance = sigmoid(margins[at] ?? 0);
      slope += share * (chance - (rows[at]?.label === 'correct' ? 1 : 0)) * value;
      bend += share * Math.max(chance * (1 - chance), 0.05) * value * value;
    }
    return weight - slope / bend;
  };
  const move = (by: number, places: readonly number[], values: (at: number) => number) => {
    for (const at of places) margins[at] = (margins[at] ?? 0) + by * values(at);
  };

  const one = () => 1;

  const weights = mapped(() => 0);
  const centre = mapped((name) => mean(chosen.map((signals) => signals[name])));
  const spread = mapped((name) => deviation(chosen.map((signals) => signals[name])) || 1);
  const everywhere = [...rows.keys()];
  const questions = [...Map.groupBy(everywhere, (at) => rows[at]?.questionId).values()];
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (const places of questions) move(step(0, places, one, 1e-9), places, one);
    for (const name of namesOf(scale)) {
      const values = (at: number) => ((chosen[at]?.[name] ?? 0) - centre[name]) / spread[name];
      const free = step(weights[name], everywhere, values, shrinkage);
      const moved = isAgainst(name) ? Math.min(free, 0) : Math.max(free, 0);
      move(moved - weights[name], everywhere, values);
      weights[name] = moved;
    }
  }
  // The teachers' answers hardly show what it is worth that something is denied; a tenth is the least that counts.
  const plain = mapped((name) => weights[name] / spread[name]);
  const positive = names.reduce((sum, name) => sum + Math.max(0, plain[name]), 0);
  const scaled = mapped((name) => plain[name] / positive);
  return { weights: { ...scaled, denied: Math.min(scaled.denied, -0.07) } };
}

const sweeps = 60;
const shrinkage = 0.002;
const isAgainst = (name: keyof WholeSignals): boolean => name === 'opposed' || name === 'denied';

/** Which signals a scale has: without a model there is no meaning, and only whole answers have the last two. */
const namesOf = (scale: Scale): (keyof WholeSignals)[] =>
  names.filter((name) =>
    isAcross(name) ? scale === 'reference' : name !== 'meaning' || scale !== 'lexical',
  );

const isAcross = (name: keyof WholeSignals): boolean => !signalNames.some((one) => one === name);

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
    slope -= (10 * bySlope) / likeness.length;
    intercept -= (5 * byIntercept) / likeness.length;
  }
  return { slope, intercept };
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const round = (value: number): number => Math.round(value * 1000) / 1000;

const mapped = (of: (name: keyof WholeSignals) => number): Weights => ({
  meaning: of('meaning'),
  newTerms: of('newTerms'),
  terms: of('terms'),
  letters: of('letters'),
  newLetters: of('newLetters'),
  opposed: of('opposed'),
  denied: of('denied'),
  runs: of('runs'),
  aligned: of('aligned'),
});

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

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
const withMeaning = await rowsOf(createMeaning(opened.judging.embedder));
const fitted = {
  about:
    'Made by scripts/fit-calibration.ts; do not edit by hand. Weights: their positive ones sum to 1, so that the statement itself has likeness 1. Slope and intercept: the chance that a teacher says "correct". Held out by question in ten folds; rest: contradictory and incorrect answers.',
  data: 'SemEval-2013 task 7, three-way training split (Beetle, SciEntsBank)',
  fitted: new Date().toISOString().slice(0, 10),
  answers: graded.length,
  questions: new Set(graded.map(({ questionId }) => questionId)).size,
  minilm: fitScale('minilm', withMeaning),
  reference: fitScale('reference', withMeaning),
  lexical: fitScale('lexical', await rowsOf(null)),
};
await opened.models.close();
console.log(JSON.stringify(fitted, null, 2));
if (write === '--write') {
  const place = new URL('../src/pipeline/scoring/technical/calibration.json', import.meta.url);
  writeFileSync(place, `${JSON.stringify(fitted, null, 2)}\n`);
}
