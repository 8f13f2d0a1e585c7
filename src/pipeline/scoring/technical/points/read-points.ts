/** What the grader says of the points of an answer. */
import type { Grader } from '../../../../models/ports.ts';
import type { FoundConcept } from '../concepts/find-concepts.ts';
import type { Unit } from '../concepts/units.ts';
import type { Chances } from './softmax-model.ts';
import { type Window, windowsFor } from './windows.ts';

/** One stretch of the answer, read for one point. */
export type Reading = { window: Window; chances: Chances };

/**
 * Reads each point beside the stretches of the answer that may hold it; `singles` are the sentences of the answer in their
 * order. One list of readings a point, empty where there is nothing to read.
 */
export async function readPoints(
  findings: readonly FoundConcept[],
  singles: readonly Unit[],
  {
    grader,
    question,
    everywhere,
    signal,
  }: { grader: Grader; question: string; everywhere: boolean; signal?: AbortSignal | undefined },
): Promise<Reading[][]> {
  const sentences = singles.flatMap((unit) => unit.sentences);
  const windows = findings.map(({ places }) => windowsFor(sentences, places, everywhere));
  const pairs = findings.flatMap(({ concept }, at) =>
    (windows[at] ?? []).map((window) => ({
      question,
      point: concept.statement,
      passage: textOf(window, sentences),
    })),
  );
  const chances = await grader.grade(pairs, signal ? { signal } : {});
  let next = 0;
  return windows.map((own) =>
    own.flatMap((window) => {
      const one = chances[next];
      next += 1;
      if (!one) return [];
      const rejects = singles.slice(window.first, window.last + 1).some((unit) => unit.rejects);
      return [{ window, chances: rejects ? withoutContradiction(one) : one }];
    }),
  );
}

/** Who names a mistake to reject it does not make it, though the grader may read it so. */
const withoutContradiction = ({ said, partly, missed, contradicted }: Chances): Chances => ({
  said,
  partly,
  missed: missed + contradicted,
  contradicted: 0,
});

const textOf = ({ first, last }: Window, sentences: readonly { text: string }[]): string =>
  sentences
    .slice(first, last + 1)
    .map(({ text }) => text.replace(/\s+/g, ' ').trim())
    .join(' ');

/** The reading in which most of the point is said. */
export const fullestOf = (readings: readonly Reading[]): Reading | undefined =>
  readings.toSorted((a, b) => saidIn(b) - saidIn(a))[0];

const saidIn = ({ chances: { said, partly } }: Reading): number => said + partly / 2;

/** The reading that denies the point most. */
export const harshestOf = (readings: readonly Reading[]): Reading | undefined =>
  readings.toSorted((a, b) => b.chances.contradicted - a.chances.contradicted)[0];

/** The readings of one point as signals; what `fitted.json` weighs. */
export function signalsOfReadings(readings: readonly Reading[]): Record<string, number> {
  const [full, harsh] = [fullestOf(readings)?.chances, harshestOf(readings)?.chances];
  const mean = (of: (chances: Chances) => number) =>
    readings.reduce((sum, { chances }) => sum + of(chances), 0) / Math.max(1, readings.length);
  return {
    readSaid: logitOf(full?.said ?? 0),
    readPartly: logitOf(full?.partly ?? 0),
    readContradicted: logitOf(full?.contradicted ?? 0),
    harsh: logitOf(harsh?.contradicted ?? 0),
    harshSaid: logitOf(harsh?.said ?? 0),
    meanSaid: mean(({ said }) => said),
    meanContradicted: mean(({ contradicted }) => contradicted),
  };
}

/** Log-odds in sixths, so that certainty stays within about ±1. */
export const logitOf = (chance: number): number => {
  const inside = Math.min(0.9975, Math.max(0.0025, chance));
  return Math.log(inside / (1 - inside)) / 6;
};
