/** The scores of graded answers next to two baselines on the same rows. */

import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import type { JudgingModels } from '../../src/pipeline/evaluation-types.ts';
import fitted from '../../src/pipeline/scoring/technical/calibration.json' with { type: 'json' };
import { scaleForReference } from '../../src/pipeline/scoring/technical/calibration.ts';
import { createMeaning, dot, type Meaning } from '../../src/pipeline/scoring/technical/concepts/meaning.ts';
import { learnFor, scoreTechnical } from '../../src/pipeline/scoring/technical/score-technical.ts';
import { analyse } from '../../src/pipeline/scoring/text/analyse.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { answerToRow } from './answer-to-row.ts';
import { type GradedRow, readGradedRows } from './graded-rows.ts';
import { withoutModels } from './judging-models.ts';
import { areaUnderCurve, mean, pearson } from './statistics.ts';

/** Every so many rows are judged whole, for `overall`; judging all of them takes minutes. */
const everyWhole = 5;

export async function printAgreement(file: string, judging: JudgingModels | null): Promise<void> {
  const rows = readGradedRows(file);
  const meaning = judging ? createMeaning(judging.embedder) : null;
  console.log(
    `Agreement with teachers: ${rows.length} answers, ${new Set(rows.map(({ questionId }) => questionId)).size} questions`,
  );
  console.log(
    'r: correct against the rest. The weights were fitted on these rows; held out by question they give:',
  );
  for (const path of ['lexical', 'minilm'] as const)
    for (const [corpus, { aucCorrectRest, aucCorrectContradictory }] of Object.entries(
      fitted[scaleForReference(path)].heldOut,
    ))
      console.log(
        `  ${path} ${corpus}: AUC correct/rest ${aucCorrectRest}, correct/contradictory ${aucCorrectContradictory}`,
      );
  console.log(head);
  print('word overlap', rows, rows.map(overlap));
  if (meaning) print('cosine', rows, await Promise.all(rows.map((row) => cosine(row, meaning))));
  print('technical, lexical', rows, await technicalScores(rows, null));
  if (meaning) print('technical, minilm', rows, await technicalScores(rows, meaning));
  const some = rows.filter((_, at) => at % everyWhole === 0);
  print(`overall, lexical (${some.length})`, some, await overallScores(some, withoutModels));
  if (judging) print(`overall, minilm (${some.length})`, some, await overallScores(some, judging));
  console.log('');
}

const head = `${''.padEnd(26)}${['r', 'r in question', 'AUC rest', 'AUC in question', 'AUC contradictory'].map((name) => name.padStart(19)).join('')}`;

function print(name: string, rows: readonly GradedRow[], scores: readonly number[]): void {
  for (const [corpus, own] of Map.groupBy(rows.keys(), (at) => rows[at]?.corpus ?? '')) {
    const pick = (wanted: (row: GradedRow) => boolean, places: readonly number[] = own) => {
      const chosen = places.filter((at) => rows[at] !== undefined && wanted(rows[at]));
      return {
        scores: chosen.map((at) => scores[at] ?? 0),
        correct: chosen.map((at) => rows[at]?.label === 'correct'),
      };
    };
    const all = pick(() => true);
    const firm = pick(({ label }) => label !== 'incorrect');
    const questions = [...Map.groupBy(own, (at) => rows[at]?.questionId ?? '').values()].map((places) =>
      pick(() => true, places),
    );
    const within = (measure: (one: typeof all) => number) =>
      mean(questions.map(measure).filter(Number.isFinite));
    const numbers = [
      r(all),
      within(r),
      areaUnderCurve(all.scores, all.correct),
      within((one) => areaUnderCurve(one.scores, one.correct)),
      areaUnderCurve(firm.scores, firm.correct),
    ];
    console.log(
      `${name.padEnd(26)}${numbers.map((value) => value.toFixed(3).padStart(19)).join('')}  ${corpus}`,
    );
  }
}

const r = ({ scores, correct }: { scores: number[]; correct: boolean[] }): number =>
  pearson(scores, correct.map(Number));

/**
 * The share of the reference's words that are said, without function words; the best of the ways to be right.
 */
function overlap({ reference, answer }: GradedRow): number {
  const content = (text: string) =>
    new Set(analyse(text).words.flatMap(({ isFunction, stem }) => (isFunction ? [] : [stem])));
  const said = content(answer);
  return Math.max(
    ...reference.split('||').map((way) => {
      const wanted = content(way);
      return wanted.size === 0 ? 0 : wanted.intersection(said).size / wanted.size;
    }),
  );
}

async function cosine({ reference, answer }: GradedRow, meaning: Meaning): Promise<number> {
  const ways = reference.split('||').map((way) => way.trim());
  await meaning.learn([answer, ...ways]);
  const own = meaning.vectorOf(answer);
  return Math.max(
    ...ways.map((way) => dot(own ?? new Float32Array(), meaning.vectorOf(way) ?? new Float32Array())),
  );
}

async function technicalScores(rows: readonly GradedRow[], meaning: Meaning | null): Promise<number[]> {
  const scores: number[] = [];
  for (const row of rows) {
    const answer = answerToRow(row);
    if (meaning) await learnFor(answer, meaning);
    const { dimension } = await scoreTechnical(answer, { meaning, entailment: null, grader: null });
    scores.push(dimension.score ?? 0);
  }
  return scores;
}

async function overallScores(rows: readonly GradedRow[], models: JudgingModels): Promise<number[]> {
  const evaluator = createEvaluator({ words: followUpWords(englishWording), models });
  const scores: number[] = [];
  for (const row of rows) {
    const { evaluation } = await evaluator.evaluate(answerToRow(row));
    scores.push(evaluation.overall ?? 0);
  }
  await evaluator.close();
  return scores;
}
