/** Answers like those that people give, with what the judge finds in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Evaluation } from '../../src/domain.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import type { Bank } from '../../src/pipeline/questions/bank.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { answersFile } from '../corpus/schema.ts';
import { typedAnswer } from '../scoring/answer-to-row.ts';
import { withoutModels } from '../scoring/judging-models.ts';

export type Judged = { text: string; evaluation: Evaluation };

const folder = join(import.meta.dirname, '../corpus/answers');
const words = 110;

/** Two answers of the corpus to one question are one here, cut off after 110 words. `[from, to]`: which questions of each domain. */
export async function judgedAnswers(bank: Bank, [from, to]: [number, number] = [0, 4]): Promise<Judged[]> {
  const evaluator = createEvaluator({
    words: followUpWords(englishWording),
    models: withoutModels,
    harper: false,
  });
  const judged: Judged[] = [];
  for (const file of readdirSync(folder)) {
    const entries = answersFile.parse(parse(readFileSync(join(folder, file), 'utf8')));
    for (const entry of entries.slice(from, to)) {
      const question = bank.questions().find(({ id }) => id === entry.question);
      if (!question) continue;
      const text = entry.answers
        .slice(0, 2)
        .map((answer) => answer.text)
        .join(' ')
        .split(' ')
        .slice(0, words)
        .join(' ');
      const { evaluation } = await evaluator.evaluate(typedAnswer(question, text));
      judged.push({ text, evaluation });
    }
  }
  await evaluator.close();
  return judged;
}
