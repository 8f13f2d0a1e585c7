/** Whether the rungs of the ladder come out in order, over every question of the bank that has a model answer. */
import type { Question } from '../../src/domain.ts';
import type { Grader } from '../../src/models/ports.ts';
import type { JudgingModels } from '../../src/pipeline/evaluation-types.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { createMeaning } from '../../src/pipeline/scoring/technical/concepts/meaning.ts';
import {
  learnFor,
  scoreTechnical,
  type TechnicalTools,
} from '../../src/pipeline/scoring/technical/score-technical.ts';
import { toScore, typedAnswer } from './answer-to-row.ts';
import { junk, ladderOf, negations, type Rung, rungs } from './ladder.ts';
import { quantile } from './statistics.ts';

/** `grader`: judges beside the words; null where only the ladder without it is wanted. */
export async function printLadder(
  judging: JudgingModels | null,
  every: number,
  grader: Grader | null,
): Promise<void> {
  const all = openBank()
    .questions()
    .filter(({ modelAnswer }) => modelAnswer !== null);
  const questions = all.filter((_, at) => at % every === 0);
  console.log(
    `The ladder: gold ≥ paraphrase > partial > each of ${[...negations, ...junk].join(', ')}; ${questions.length} questions`,
  );
  const alone = { entailment: null, grader: null };
  await climb('lexical', questions, all, { ...alone, meaning: null }, 70);
  if (judging)
    await climb('minilm', questions, all, { ...alone, meaning: createMeaning(judging.embedder) }, 80);
  if (grader) await climb('with the grader', questions, all, { ...alone, grader, meaning: null }, 80);
}

async function climb(
  path: string,
  questions: readonly Question[],
  all: readonly Question[],
  tools: TechnicalTools,
  leastForGold: number,
): Promise<void> {
  const climbed: { id: string; scores: Record<Rung, number> }[] = [];
  for (const [at, question] of questions.entries()) {
    const strangers = all.filter(({ domain }) => domain !== question.domain);
    const texts = ladderOf(question, strangers[(at * 37) % strangers.length] ?? question);
    const scores = {} as Record<Rung, number>;
    for (const rung of rungs) {
      const answer = toScore(typedAnswer(question, texts[rung]));
      if (tools.meaning) await learnFor(answer, tools.meaning);
      scores[rung] = (await scoreTechnical(answer, tools)).dimension.score ?? 0;
    }
    climbed.push({ id: question.id, scores });
  }
  const held = climbed.filter(({ scores }) => isHeld(scores));
  const nearly = climbed.filter(({ scores }) => isHeld({ ...scores, gold: scores.gold + equal }));
  console.log(
    `\n${path}: held in ${percent(held.length, climbed.length)}, up to ${equal} points between gold and paraphrase called equal in ${percent(nearly.length, climbed.length)}; ${most(climbed, 'gold', leastForGold)} of gold ≥ ${leastForGold}`,
  );
  for (const rung of rungs) {
    const scores = climbed.map((one) => one.scores[rung]);
    const limit = isOneOf(junk, rung) ? 20 : isOneOf(negations, rung) ? 40 : null;
    const within =
      limit === null
        ? ''
        : `≤ ${limit} in ${percent(scores.filter((score) => score <= limit).length, scores.length)}`;
    const numbers = [0, 0.05, 0.5, 0.95, 1].map((share) =>
      String(Math.round(quantile(scores, share))).padStart(5),
    );
    console.log(`  ${rung.padEnd(20)} min p5 p50 p95 max ${numbers.join('')}  ${within}`);
  }
  for (const { id, scores } of climbed.filter((one) => !isHeld(one.scores)))
    console.log(`  not held: ${id} ${rungs.map((rung) => `${rung} ${scores[rung]}`).join(', ')}`);
}

const isOneOf = (list: readonly Rung[], rung: Rung): boolean => list.includes(rung);

/** Two right answers to one question may differ by this much by chance. */
const equal = 5;

const isHeld = (scores: Record<Rung, number>): boolean =>
  scores.gold >= scores.paraphrase &&
  scores.paraphrase > scores.partial &&
  [...negations, ...junk].every((rung) => scores.partial > scores[rung]);

const most = (climbed: readonly { scores: Record<Rung, number> }[], rung: Rung, least: number): string =>
  percent(climbed.filter(({ scores }) => scores[rung] >= least).length, climbed.length);

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
