/** The scores of freely worded answers, written without seeing what the bank expects. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
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
import { quantile } from './statistics.ts';

const read = (name: string): unknown =>
  parse(readFileSync(new URL(`../../test/fixtures/${name}.yaml`, import.meta.url), 'utf8'));
const strongAnswers = z.record(z.string(), z.string());
const weakerAnswers = z.array(z.object({ question: z.string(), quality: z.string(), text: z.string() }));

export async function printFreeAnswers(judging: JudgingModels | null, grader: Grader | null): Promise<void> {
  const answers = [
    ...['strong-answers', 'more-strong-answers'].flatMap((file) =>
      Object.entries(strongAnswers.parse(read(file))).map(([question, text]) => ({
        question,
        quality: file.replace(/-answers$/, '').replace('-', ' '),
        text,
      })),
    ),
    ...weakerAnswers.parse(read('weaker-answers')),
  ];
  console.log('Answers in words of their own: min, p25, p50, p75, max of the technical score');
  const paths: { path: string; tools: TechnicalTools }[] = [
    { path: 'lexical', tools: { meaning: null, entailment: null } },
    ...(judging
      ? [{ path: 'minilm', tools: { meaning: createMeaning(judging.embedder), entailment: null } }]
      : []),
    ...(grader ? [{ path: 'grader', tools: { meaning: null, entailment: null, grader } }] : []),
  ];
  for (const { path, tools } of paths)
    for (const [quality, group] of Map.groupBy(answers, (one) => one.quality)) {
      const scores: number[] = [];
      for (const { question, text } of group) scores.push(await scoreOf(question, text, tools));
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

async function scoreOf(id: string, text: string, tools: TechnicalTools): Promise<number> {
  const question = bank.find((one) => one.id === id);
  if (!question) throw new Error(`The bank has no question ${id}.`);
  const answer = toScore(typedAnswer(question, text));
  if (tools.meaning) await learnFor(answer, tools.meaning);
  return (await scoreTechnical(answer, tools)).dimension.score ?? 0;
}
