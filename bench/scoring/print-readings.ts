/** What the grader's readings add to the signals on answers that teachers labelled against references, held out by question. */
import { chancesHeldOut, type Example } from '../../scripts/fit-judge/fit-softmax.ts';
import { likenessOfWholeBy } from '../../src/pipeline/scoring/technical/calibration.ts';
import { createMeaning } from '../../src/pipeline/scoring/technical/concepts/meaning.ts';
import type { WholeSignals } from '../../src/pipeline/scoring/technical/concepts/whole-signals.ts';
import { logitOf } from '../../src/pipeline/scoring/technical/points/read-points.ts';
import type { Chances, PointVerdict } from '../../src/pipeline/scoring/technical/points/softmax-model.ts';
import { learnFor, scoreTechnical } from '../../src/pipeline/scoring/technical/score-technical.ts';
import { answerToRow } from './answer-to-row.ts';
import { type GradedRow, readGradedRows } from './graded-rows.ts';
import { openJudges } from './judging-models.ts';
import { signalsOfRow } from './signals-of-row.ts';
import { areaUnderCurve } from './statistics.ts';

type ReadRow = { row: GradedRow; score: number; signals: WholeSignals; reading: Chances };

/** `every`: only every so many answers of the CSV `file`. */
export async function printReadings(file: string, every: number): Promise<void> {
  const { judging, models, embedder } = await openJudges();
  const grader = judging.grader.current();
  const meaning = embedder ? createMeaning(judging.embedder) : null;
  if (!grader) throw new Error('The grader is not there.');
  const rows = readGradedRows(file).filter((_, at) => at % every === 0);
  const read: ReadRow[] = [];
  for (const row of rows) {
    const answer = answerToRow(row);
    if (meaning) await learnFor(answer, meaning);
    const { dimension } = await scoreTechnical(answer, { meaning, entailment: null, grader });
    const likenessOf = likenessOfWholeBy(meaning ? 'reference' : 'lexical');
    const references = row.reference.split('||').map((way) => way.trim());
    const [best] = (await signalsOfRow(row, meaning))
      .map((signals, at) => ({ signals, reference: references[at] ?? row.reference }))
      .toSorted((a, b) => likenessOf(b.signals) - likenessOf(a.signals));
    if (!best) continue;
    const pair = { question: row.question, point: best.reference, passage: row.answer };
    const [reading] = await grader.grade([pair]);
    if (reading) read.push({ row, score: dimension.score ?? 0, signals: best.signals, reading });
  }
  await models.close();
  console.log(
    `Readings against references${meaning ? ', with MiniLM' : ''}: ${read.length} answers, ${new Set(read.map(({ row }) => row.questionId)).size} questions`,
  );
  print(
    'the score as it is, fitted here',
    read,
    read.map(({ score }) => ({ rest: score, contradictory: score })),
  );
  print(
    'the readings alone',
    read,
    read.map(({ reading }) => rankedBy(reading)),
  );
  print('the signals, held out', read, heldOut(read, signalsOf));
  print(
    'signals and readings, held out',
    read,
    heldOut(read, (one) => ({ ...signalsOf(one), ...readingOf(one) })),
  );
}

const signalsOf = ({ signals }: ReadRow): Record<string, number> => ({ ...signals });
const readingOf = ({ reading: { said, partly, contradicted } }: ReadRow): Record<string, number> => ({
  readSaid: logitOf(said),
  readPartly: logitOf(partly),
  readContradicted: logitOf(contradicted),
});

const verdictOf: Record<GradedRow['label'], PointVerdict> = {
  correct: 'said',
  contradictory: 'contradicted',
  incorrect: 'missed',
};
const ridge = 0.009;

function heldOut(read: readonly ReadRow[], signals: (one: ReadRow) => Record<string, number>): Ranks[] {
  const examples = read.map(
    (one): Example => ({
      signals: signals(one),
      verdict: verdictOf[one.row.label],
      group: one.row.questionId,
      weight: 1,
    }),
  );
  return chancesHeldOut(examples, ridge).map(rankedBy);
}

/** By what correct answers are told from all others, and from contradictory ones. */
type Ranks = { rest: number; contradictory: number };

const rankedBy = ({ said, contradicted }: Chances): Ranks => ({
  rest: said,
  contradictory: said / Math.max(1e-9, said + contradicted),
});

function print(name: string, read: readonly ReadRow[], ranks: readonly Ranks[]): void {
  for (const [corpus, places] of Map.groupBy(read.keys(), (at) => read[at]?.row.corpus ?? '')) {
    const firm = places.filter((at) => read[at]?.row.label !== 'incorrect');
    const auc = (chosen: readonly number[], by: keyof Ranks) =>
      areaUnderCurve(
        chosen.map((at) => ranks[at]?.[by] ?? 0),
        chosen.map((at) => read[at]?.row.label === 'correct'),
      ).toFixed(3);
    console.log(
      `  ${name.padEnd(34)} ${corpus.padEnd(12)} ${String(places.length).padStart(5)}  correct/rest ${auc(places, 'rest')}, correct/contradictory ${auc(firm, 'contradictory')}`,
    );
  }
}
