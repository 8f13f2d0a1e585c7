/**
 * What a second opinion on unsure points is worth: `npm run bench -- opinion [--every N]`. Judges the tune part of
 * `bench/corpus` with the grader alone, then with scripted advisers that know the labels, and with the model of ADVISER_URL
 * where there is one: whether it is able.
 */
import { parseArgs } from 'node:util';
import type { Adviser, Grader } from '../src/models/ports.ts';
import { createEvaluator } from '../src/pipeline/evaluate.ts';
import { type PointVerdict, pointVerdicts } from '../src/pipeline/scoring/technical/points/softmax-model.ts';
import { followUpWords } from '../src/wording/follow-up.ts';
import { englishWording } from '../src/wording/wording.ts';
import { typedAnswer } from './scoring/answer-to-row.ts';
import { type CorpusRow, readCorpus } from './scoring/corpus-rows.ts';
import { openJudges, withoutModels } from './scoring/judging-models.ts';
import { mean } from './scoring/statistics.ts';

/** What one adviser made of the rows. */
type Outcome = {
  offBy: number[];
  points: { told: PointVerdict; label: PointVerdict; isChecked: boolean }[];
  requests: number;
  failures: number;
  msEach: number[];
};

export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { every: { type: 'string', default: '1' } } });
  const rows = readCorpus()
    .filter(({ part }) => part === 'tune')
    .filter((_, at) => at % Number(values.every) === 0);
  const { judging, models } = await openJudges();
  const grader = judging.grader.current();
  if (!grader) throw new Error('The grader is missing.');
  const once = remembering(grader);
  const own = models.adviser.current();
  const advisers: [string, Advise | null][] = [
    ['the grader alone', null],
    ['always right', (row, request) => scripted(row, request, (label) => label)],
    ['right four times in five', (row, request) => scripted(row, request, rightFourInFive)],
    ['says “said” of all but the control', (row, request) => scripted(row, request, () => 'said')],
    ['says “said” of everything', (row, request) => scripted(row, request, () => 'said', 'said')],
    ...(own ? [[own.name, (_: CorpusRow, request: Request) => own.advise(request)] as [string, Advise]] : []),
  ];
  console.log(`${rows.length} answers of the tune part, without MiniLM`);
  for (const [name, advise] of advisers) print(name, await judgeAll(rows, once, advise));
  await models.close();
}

type Request = Parameters<Adviser['advise']>[0];
type Advise = (row: CorpusRow, request: Request) => string | Promise<string>;

/** The grader says the same of the same pair, so each is read once for all advisers. */
function remembering(grader: Grader): Grader {
  const known = new Map<string, Awaited<ReturnType<Grader['grade']>>[number]>();
  const keyOf = (pair: object) => JSON.stringify(pair);
  return {
    ...grader,
    async grade(pairs, options) {
      const unknown = pairs.filter((pair) => !known.has(keyOf(pair)));
      const read = await grader.grade(unknown, options);
      for (const [at, pair] of unknown.entries()) if (read[at]) known.set(keyOf(pair), read[at]);
      return pairs.flatMap((pair) => known.get(keyOf(pair)) ?? []);
    },
  };
}

async function judgeAll(rows: readonly CorpusRow[], grader: Grader, advise: Advise | null): Promise<Outcome> {
  const outcome: Outcome = { offBy: [], points: [], requests: 0, failures: 0, msEach: [] };
  let row: CorpusRow | undefined;
  const adviser: Adviser = {
    name: 'adviser',
    async advise(request) {
      if (!row || !advise) throw new Error('Nobody asked.');
      outcome.requests += 1;
      const from = performance.now();
      const said = await advise(row, request);
      outcome.msEach.push(performance.now() - from);
      return said;
    },
    close: async () => undefined,
  };
  const evaluator = createEvaluator({
    words: followUpWords(englishWording),
    models: {
      ...withoutModels,
      grader: { current: () => grader, use: (work) => work(grader) },
      ...(advise && { adviser: { current: () => adviser, use: (work) => work(adviser) } }),
    },
    harper: false,
  });
  for (row of rows) {
    const { evaluation } = await evaluator.evaluate(typedAnswer(row.question, row.answer.text));
    outcome.offBy.push(Math.abs((evaluation.overall ?? 0) - row.answer.grade));
    if (evaluation.degraded.includes('adviser')) outcome.failures += 1;
    for (const { code, about, values } of evaluation.dimensions.technical.findings) {
      const told = pointVerdicts[verdictCodes.indexOf(code)];
      const label = row.labels[about ?? ''];
      if (told && label) outcome.points.push({ told, label, isChecked: values?.checkedWith !== undefined });
    }
  }
  await evaluator.close();
  return outcome;
}

/** In the order of `pointVerdicts`. */
const verdictCodes: string[] = ['covered', 'partial', 'missed', 'contradicted'];

/** An opinion that quotes the answer, with verdicts made from the labels. */
function scripted(
  { question, answer, labels }: CorpusRow,
  { text }: Request,
  tell: (label: PointVerdict, key: string) => PointVerdict,
  ofControl: PointVerdict = 'missed',
): string {
  const opinions = [...text.matchAll(/^(p\d+)\. (.*)$/gm)].map(([, name = '', statement = '']) => {
    const id = question.concepts.find((concept) => oneLine(concept.statement) === oneLine(statement))?.id;
    const label = id === undefined ? undefined : labels[id];
    if (id === undefined || label === undefined)
      return [name, { verdict: ofControl, quote: beginningWords(answer.text) }];
    const verdict = tell(label, `${question.id} ${id}`);
    const shown = label === 'missed' ? undefined : [answer[label][id] ?? []].flat()[0];
    return [name, { verdict, quote: shown ?? beginningWords(answer.text) }];
  });
  return JSON.stringify(Object.fromEntries(opinions));
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const beginningWords = (text: string): string => oneLine(text).split(' ').slice(0, 8).join(' ');

let drawn = 0;
/** Every fifth verdict is the next one in the list. */
function rightFourInFive(label: PointVerdict): PointVerdict {
  drawn += 1;
  const other = pointVerdicts[(pointVerdicts.indexOf(label) + 1) % pointVerdicts.length];
  return drawn % 5 === 0 && other ? other : label;
}

function print(name: string, { offBy, points, requests, failures, msEach }: Outcome): void {
  const share = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  const right = (some: Outcome['points']) =>
    share(some.filter(({ told, label }) => told === label).length, some.length);
  const checked = points.filter(({ isChecked }) => isChecked);
  const near = offBy.filter((off) => off <= 15).length;
  console.log(
    `\n${name}\n  mean difference ${mean(offBy).toFixed(1)}, within 15 points ${share(near, offBy.length)}, ${points.length} verdicts right ${right(points)}`,
  );
  if (requests > 0)
    console.log(
      `  ${requests} requests, ${failures} failed; ${checked.length} points checked, right ${right(checked)}; ${(mean(msEach) / 1000).toFixed(2)} s each`,
    );
}
