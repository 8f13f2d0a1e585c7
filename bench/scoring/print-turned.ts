/** What model answers of the bank earn as they stand, and what they earn once they are made wrong. */
import type { Question } from '../../src/domain.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import type { JudgingModels } from '../../src/pipeline/evaluation-types.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { typedAnswer } from './answer-to-row.ts';
import { quantile } from './statistics.ts';
import { turnedAnswersOf, turns } from './turned-answers.ts';

const leastForRight = 85;
const mostForWrong = 40;

/** `every`: only every so many questions; where few answers can be turned in a way, all of them are. */
export async function printTurned(
  name: string,
  judging: JudgingModels,
  every: number,
  questions: readonly Question[] = openBank()
    .questions()
    .filter(({ modelAnswer }) => modelAnswer !== null),
): Promise<void> {
  const evaluator = createEvaluator({ words: followUpWords(englishWording), models: judging, harper: false });
  const score = async (question: Question, text: string) =>
    (await evaluator.evaluate(typedAnswer(question, text))).evaluation.overall ?? 0;
  console.log(`\nModel answers of the bank, ${name}: total as they stand and made wrong`);
  const some = questions.filter((_, at) => at % every === 0);
  const own: { id: string; total: number }[] = [];
  for (const question of some)
    own.push({ id: question.id, total: await score(question, question.modelAnswer ?? '') });
  print('unchanged', own, ({ total }) => total >= leastForRight, `≥ ${leastForRight}`);
  for (const turn of turns) {
    const wrong: typeof own = [];
    for (const question of turn === 'negated' ? some : questions) {
      const text = turnedAnswersOf(question)[turn];
      if (text !== undefined) wrong.push({ id: question.id, total: await score(question, text) });
    }
    print(turn, wrong, ({ total }) => total <= mostForWrong, `≤ ${mostForWrong}`);
  }
  await evaluator.close();
}

type Scored = { id: string; total: number };

function print(
  name: string,
  scored: readonly Scored[],
  holds: (one: Scored) => boolean,
  limit: string,
): void {
  const totals = scored.map(({ total }) => total);
  const share = `${((100 * scored.filter(holds).length) / Math.max(1, scored.length)).toFixed(1)} %`;
  const numbers = [0, 0.05, 0.5, 0.95, 1].map((part) =>
    String(Math.round(quantile(totals, part))).padStart(5),
  );
  console.log(
    `  ${name.padEnd(15)} ${String(scored.length).padStart(4)}  min p5 p50 p95 max ${numbers.join('')}  ${limit} in ${share}`,
  );
  const failed = scored.filter((one) => !holds(one));
  if (failed.length > 0)
    console.log(`    not: ${failed.map(({ id, total }) => `${id} ${total}`).join(', ')}`);
}
