import type { Grader } from '../../src/models/ports.ts';
import { expectedOf } from '../../src/pipeline/scoring/technical/concepts/concepts-of.ts';
import type { Meaning } from '../../src/pipeline/scoring/technical/concepts/meaning.ts';
import { examinePoints } from '../../src/pipeline/scoring/technical/points/examine-points.ts';
import type { PointSignals } from '../../src/pipeline/scoring/technical/points/point-signals.ts';
import type { Reading } from '../../src/pipeline/scoring/technical/points/read-points.ts';
import { examinationOf, learnFor } from '../../src/pipeline/scoring/technical/score-technical.ts';
import { toScore, typedAnswer } from './answer-to-row.ts';
import type { CorpusRow } from './corpus-rows.ts';

/** A graded answer with what is known of each of its points before a verdict. */
export type ExaminedRow = {
  id: string;
  points: { concept: string; signals: PointSignals; readings: Reading[] }[];
};

export async function examineRow(
  { id, question, answer }: Pick<CorpusRow, 'id' | 'question'> & { answer: { text: string } },
  meaning: Meaning | null,
  grader: Grader | null,
): Promise<ExaminedRow> {
  const given = toScore(typedAnswer(question, answer.text));
  if (meaning) await learnFor(given, meaning);
  const expected = expectedOf(given);
  const examination = examinationOf(given, expected, { meaning, grader });
  const points = await examinePoints(expected.ways[0] ?? [], examination);
  return {
    id,
    points: points.map(({ finding, signals, readings }) => ({
      concept: finding.concept.id,
      signals,
      readings,
    })),
  };
}
