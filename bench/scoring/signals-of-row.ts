import { expectedOf } from '../../src/pipeline/scoring/concepts/concepts-of.ts';
import { findConcepts } from '../../src/pipeline/scoring/concepts/find-concepts.ts';
import type { Meaning } from '../../src/pipeline/scoring/concepts/meaning.ts';
import { passageOf } from '../../src/pipeline/scoring/concepts/passage.ts';
import { distinctSentences, unitsOf } from '../../src/pipeline/scoring/concepts/units.ts';
import type { WholeSignals } from '../../src/pipeline/scoring/concepts/whole-signals.ts';
import { learnFor } from '../../src/pipeline/scoring/technical.ts';
import { likenessBy, type Scale } from '../../src/pipeline/scoring/technical-calibration.ts';
import { saidIn, wholeSignals } from '../../src/pipeline/scoring/technical-reference.ts';
import { answerToRow } from './answer-to-row.ts';
import type { GradedRow } from './graded-rows.ts';

/** The signals of an answer against each way to be right; `minilm` as of parts that are judged one by one. */
export async function signalsOfRow(
  row: GradedRow,
  meaning: Meaning | null,
  scale: Scale,
): Promise<WholeSignals[]> {
  const { referenceAnswer, ...bare } = answerToRow(row);
  const answer =
    scale === 'minilm'
      ? { ...bare, question: { ...bare.question, modelAnswer: row.reference } }
      : { ...bare, referenceAnswer: row.reference };
  if (meaning) await learnFor(answer, meaning);
  const ground = { question: passageOf(row.question), meaning, nearWords: scale === 'minilm' };
  const units = unitsOf(distinctSentences(answer), answer, ground);
  const said = saidIn(answer);
  const likenessOf = likenessBy(meaning ? 'minilm' : 'lexical');
  return expectedOf(answer).ways.map((concepts) =>
    wholeSignals(findConcepts(concepts, units, ground, likenessOf), said, ground),
  );
}
