import { textsToAlign } from './aligned.ts';
import { dot, type Meaning, without } from './meaning.ts';
import type { Passage } from './passage.ts';
import type { Ground, Signals } from './signals.ts';

/**
 * In what ways a whole answer resembles a whole reference: the combined signals of its parts, and what shows
 * only across them.
 */
export type WholeSignals = Signals & {
  /**
   * Each run of six words in the reference against the closest run in the answer, with the question's
   * direction removed: the mean, −1 to 1. It finds a point that is made in half a sentence. 0 without a
   * model.
   */
  runs: number;
  /** Word by word: how much of the reference is in the answer, both read after the question. 0 without a model. */
  aligned: number;
};

/** A whole answer, as one and sentence by sentence. */
export type Said = { passage: Passage; sentences: readonly string[] };

export function signalsAcross(
  said: Said,
  reference: Passage,
  { question, meaning }: Ground,
): Omit<WholeSignals, keyof Signals> {
  if (!meaning) return { runs: 0, aligned: 0 };
  return {
    runs: nearestRuns(vectorsOf(said.passage, question, meaning), vectorsOf(reference, question, meaning)),
    aligned: meaning.alignmentOf(textsToAlign(said.sentences, reference.text, question))?.whole ?? 0,
  };
}

const runLength = 6;
const usualStep = 2;
/** One batch of the model. Texts of more than 68 words have their runs further apart, so that a long answer costs no more. */
const mostRuns = 32;

/** Every text whose meaning `signalsAcross` compares. */
export function runsOf({ words }: Passage): string[] {
  if (words.length === 0) return [];
  const last = Math.max(0, words.length - runLength);
  const step = Math.max(usualStep, Math.ceil(last / (mostRuns - 1)));
  const starts = Array.from({ length: Math.ceil(last / step) + 1 }, (_, at) => Math.min(at * step, last));
  return starts.map((start) =>
    words
      .slice(start, start + runLength)
      .map(({ lower }) => lower)
      .join(' '),
  );
}

function vectorsOf(passage: Passage, question: Passage, meaning: Meaning): Float32Array[] {
  const asked = meaning.vectorOf(question.text);
  if (!asked) return [];
  return runsOf(passage).flatMap((run) => {
    const vector = meaning.vectorOf(run);
    return vector ? [without(vector, asked)] : [];
  });
}

function nearestRuns(said: readonly Float32Array[], wanted: readonly Float32Array[]): number {
  if (said.length === 0 || wanted.length === 0) return 0;
  const nearest = wanted.map((run) => Math.max(...said.map((other) => dot(run, other))));
  return nearest.reduce((sum, cosine) => sum + cosine, 0) / nearest.length;
}
