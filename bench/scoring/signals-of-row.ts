import { likenessBy } from '../../src/pipeline/scoring/technical/calibration.ts';
import { expectedOf } from '../../src/pipeline/scoring/technical/concepts/concepts-of.ts';
import { findConcepts } from '../../src/pipeline/scoring/technical/concepts/find-concepts.ts';
import type { Meaning } from '../../src/pipeline/scoring/technical/concepts/meaning.ts';
import { passageOf } from '../../src/pipeline/scoring/technical/concepts/passage.ts';
import { distinctSentences, unitsOf } from '../../src/pipeline/scoring/technical/concepts/units.ts';
import type { WholeSignals } from '../../src/pipeline/scoring/technical/concepts/whole-signals.ts';
import { saidIn, wholeSignals } from '../../src/pipeline/scoring/technical/reference.ts';
import { learnFor } from '../../src/pipeline/scoring/technical/score-technical.ts';
import { answerToRow } from './answer-to-row.ts';
import type { GradedRow } from './graded-rows.ts';

/** The signals of an answer against each way to be right. */
export async function signalsOfRow(row: GradedRow, meaning: Meaning | null): Promise<WholeSignals[]> {
  const answer = answerToRow(row);
  if (meaning) await learnFor(answer, meaning);
  const ground = { question: passageOf(row.question), meaning };
  const units = unitsOf(distinctSentences(answer), answer, { ...ground, expected: null });
  const said = saidIn(answer);
  const means = { ground, likenessOf: likenessBy(meaning ? 'minilm' : 'lexical'), sentences: null };
  return expectedOf(answer).ways.map((concepts) =>
    wholeSignals(findConcepts(concepts, units, means), said, ground),
  );
}
