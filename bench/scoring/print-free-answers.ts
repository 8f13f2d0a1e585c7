/** The scores of freely worded answers, written without seeing what the bank expects. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { JudgingModels } from '../../src/pipeline/evaluation-types.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { createMeaning, type Meaning } from '../../src/pipeline/scoring/technical/concepts/meaning.ts';
import { learnFor, scoreTechnical } from '../../src/pipeline/scoring/technical/score-technical.ts';
import { toScore, typedAnswer } from './answer-to-row.ts';
import { quantile } from './statistics.ts';

const read = (name: string): unknown =>
  parse(readFileSync(new URL(`../../test/fixtures/${name}.yaml`, import.meta.url), 'utf8'));
const strongAnswers = z.record(z.string(), z.string());
const weakerAnswers = z.array(z.object({ question: z.string(), quality: z.string(), text: z.string() }));

export async function printFreeAnswers(judging: JudgingModels | null): Promise<void> {
  const answers = [
    ...Object.entries(strongAnswers.parse(read('strong-answers'))).map(([question, text]) => ({
      question,
      quality: 'strong',
      text,
    })),
    ...weakerAnswers.parse(read('weaker-answers')),
  ];
  console.log('Answers in words of their own: min, p25, p50, p75, max of the technical score');
  for (const [path, meaning] of [
    ['lexical', null],
    ...(judging ? [['minilm', createMeaning(judging.embedder)] as const] : []),
  ] as const)
    for (const [quality, group] of Map.groupBy(answers, (one) => one.quality)) {
      const scores: number[] = [];
      for (const { question, text } of group) scores.push(await scoreOf(question, text, meaning));
      const numbers = [0, 0.25, 0.5, 0.75, 1].map((share) =>
        String(Math.round(quantile(scores, share))).padStart(5),
      );
      const good = scores.filter((score) => score >= 75).length;
      console.log(
        `  ${path.padEnd(8)} ${quality.padEnd(9)} ${numbers.join('')}  ≥ 75: ${good} of ${scores.length}`,
      );
    }
  console.log();
}

const bank = openBank().questions();

async function scoreOf(id: string, text: string, meaning: Meaning | null): Promise<number> {
  const question = bank.find((one) => one.id === id);
  if (!question) throw new Error(`The bank has no question ${id}.`);
  const answer = toScore(typedAnswer(question, text));
  if (meaning) await learnFor(answer, meaning);
  return (await scoreTechnical(answer, { meaning, entailment: null, grader: null })).dimension.score ?? 0;
}
