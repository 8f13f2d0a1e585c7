/** How long a person waits: `npm run bench -- evaluate [--runs N]`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEvaluator } from '../src/pipeline/evaluate.ts';
import type { JudgingModels } from '../src/pipeline/evaluation-types.ts';
import { openBank } from '../src/pipeline/questions/bank.ts';
import { followUpWords } from '../src/wording/follow-up.ts';
import { englishWording } from '../src/wording/wording.ts';
import { typedAnswer } from './scoring/answer-to-row.ts';
import { openJudges, withoutModels } from './scoring/judging-models.ts';
import { quantile } from './scoring/statistics.ts';

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { runs: { type: 'string', default: '40' } } });
  const runs = Number(values.runs);
  // As with MODELS=none: the large wording checker is left out too.
  print('300 words, no models at all', await judgingMs(withoutModels, runs, false));
  const { judging, models, embedder } = await openJudges();
  const grading = { ...withoutModels, grader: judging.grader };
  print('300 words, with grader and checker', await judgingMs(grading, runs));
  if (embedder) print('300 words, with minilm too', await judgingMs(judging, runs));
  else console.log('The sentence embedder is not installed: not measured with it.');
  await models.close();
  const starts: number[] = [];
  for (let run = 0; run < Math.min(10, runs); run += 1) starts.push(await firstQuestionMs());
  print('process start to first question', starts);
}

function print(name: string, ms: readonly number[]): void {
  const [half, most] = [quantile(ms, 0.5), quantile(ms, 0.95)];
  console.log(`${name.padEnd(34)} p50 ${half.toFixed(0)} ms  p95 ${most.toFixed(0)} ms  (${ms.length} runs)`);
}

/** Each run judges a different answer of 300 words, so that no sentence vector is cached. */
async function judgingMs(models: JudgingModels, runs: number, harper = true): Promise<number[]> {
  const questions = openBank()
    .questions()
    .filter(({ modelAnswer }) => modelAnswer !== null);
  const evaluator = createEvaluator({ words: followUpWords(englishWording), models, harper });
  const times: number[] = [];
  for (let run = -3; run < runs; run += 1) {
    const at = (run + 3) * 3;
    const question = questions[at % questions.length];
    if (!question) break;
    const text = [0, 1, 2, 3]
      .map((next) => questions[(at + next) % questions.length]?.modelAnswer ?? '')
      .join(' ');
    // The concepts of a question are cached after its first answer.
    await evaluator.evaluate(typedAnswer(question, 'fine.'));
    const started = performance.now();
    await evaluator.evaluate(typedAnswer(question, text.split(/\s+/).slice(0, 300).join(' ')));
    // The first three load the English tagger, the wording checker and the concepts.
    if (run >= 0) times.push(performance.now() - started);
  }
  await evaluator.close();
  return times;
}

async function firstQuestionMs(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-bench-'));
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['src/main.ts', 'practice', '--domain', 'backend', '--questions', '1'],
    {
      cwd: join(import.meta.dirname, '..'),
      env: { ...process.env, GREENROOM_DATA: folder },
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  // Nobody answers: the measurement ends with the question.
  child.stdin.end();
  let shown = '';
  for await (const piece of child.stdout) {
    shown += String(piece);
    if (shown.includes('?')) break;
  }
  const ms = performance.now() - started;
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  rmSync(folder, { recursive: true, force: true });
  return ms;
}
