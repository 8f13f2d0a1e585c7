import { expectedOf } from '../../src/pipeline/scoring/concepts/concepts-of.ts';
import { findConcepts } from '../../src/pipeline/scoring/concepts/find-concepts.ts';
import type { Meaning } from '../../src/pipeline/scoring/concepts/meaning.ts';
import { passageOf } from '../../src/pipeline/scoring/concepts/passage.ts';
import type { Signals } from '../../src/pipeline/scoring/concepts/signals.ts';
import { distinctSentences, unitsOf } from '../../src/pipeline/scoring/concepts/units.ts';
import { meanSignals, textsToLearn } from '../../src/pipeline/scoring/technical.ts';
import { likenessBy, type Path } from '../../src/pipeline/scoring/technical-calibration.ts';
import { answerToRow } from './answer-to-row.ts';
import type { GradedRow } from './graded-rows.ts';

/** The signals of an answer against each way to be right. */
export async function signalsOfRow(row: GradedRow, meaning: Meaning | null, path: Path): Promise<Signals[]> {
  const answer = answerToRow(row);
  await meaning?.learn(textsToLearn(answer));
  const ground = { question: passageOf(row.question), meaning };
  const units = unitsOf(distinctSentences(answer), answer, ground);
  return expectedOf(answer).ways.map((concepts) =>
    meanSignals(findConcepts(concepts, units, ground, likenessBy(path)), ground),
  );
}
