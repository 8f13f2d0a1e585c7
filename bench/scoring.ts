/**
 * How far the technical score agrees with teachers, and whether it orders answers of a known order:
 * `npm run bench -- scoring [--every N] [--data FILE]`, or `--tune` for the corpus's tune part alone, where something is to be
 * chosen. FILE is the CSV that `scripts/fit-calibration.ts` reads; without it only those are judged. With FILE, `--readings`
 * shows only what the grader would add against references. Every number is given without models and, where the embedder is
 * installed, with it.
 */
import { parseArgs } from 'node:util';
import { printAgreement } from './scoring/agreement.ts';
import { openJudges, openWithEmbedder, withoutModels } from './scoring/judging-models.ts';
import { printCorpus } from './scoring/print-corpus.ts';
import { printFreeAnswers } from './scoring/print-free-answers.ts';
import { printLadder } from './scoring/print-ladder.ts';
import { printReadings } from './scoring/print-readings.ts';
import { printTurned } from './scoring/print-turned.ts';

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      every: { type: 'string' },
      tune: { type: 'boolean' },
      readings: { type: 'boolean' },
    },
  });
  if (values.readings && values.data !== undefined)
    return await printReadings(values.data, Number(values.every ?? 1));
  if (values.tune) return benchTune(Number(values.every ?? 1));
  const opened = await openWithEmbedder();
  if (!opened) console.log('The sentence embedder is not installed: only the lexical path is measured.\n');
  if (values.data === undefined)
    console.log('No --data FILE of graded answers: only answers of a known order are measured.\n');
  else await printAgreement(values.data, opened?.judging ?? null);
  const judges = await openJudges();
  const every = Number(values.every ?? 1);
  await printCorpus('by words alone', withoutModels, 'test', every);
  await printCorpus('with the grader', { ...withoutModels, grader: judges.judging.grader }, 'test', every);
  if (judges.embedder) await printCorpus('with the grader and MiniLM', judges.judging, 'test', every);
  await printTurned('with the grader', { ...withoutModels, grader: judges.judging.grader }, every);
  await printFreeAnswers(opened?.judging ?? null, judges.judging.grader.current());
  await printLadder(opened?.judging ?? null, every, judges.judging.grader.current());
  await judges.models.close();
  await opened?.models.close();
}

async function benchTune(every: number): Promise<void> {
  const { judging, models } = await openJudges();
  await printCorpus('with the grader', { ...withoutModels, grader: judging.grader }, 'tune', every);
  await models.close();
}
