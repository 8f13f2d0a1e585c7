/** From the signals of a point to what became of it, by the weights in `fitted.json`. */
import { z } from 'zod';
import type { Path } from '../calibration.ts';
import json from './fitted.json' with { type: 'json' };
import type { PointSignals } from './point-signals.ts';
import { logitOf, type Reading, signalsOfReadings } from './read-points.ts';
import { type Chances, chancesBy, pointVerdicts } from './softmax-model.ts';

const row = z.object({ intercept: z.number(), weights: z.record(z.string(), z.number()) });
const softmax = z.object({ said: row, partly: row, missed: row, contradicted: row });
const score = z.record(z.string(), z.number());
const fittedPath = z.object({ signals: softmax, score, readings: softmax, readScore: score });
/** The weights of both ways to compare: by words, and with a model of meaning. */
export const fittedPoints: Record<Path, z.infer<typeof fittedPath>> = z
  .object({ lexical: fittedPath, minilm: fittedPath })
  .parse(json);

/** By the signals alone where the grader has read nothing; else by both, fitted on questions that it had not seen. */
export function chancesOf(signals: PointSignals, readings: readonly Reading[], path: Path): Chances {
  const model = fittedPoints[path];
  const first = chancesBy(model.signals, weighedSignals(signals));
  return readings.length === 0 ? first : chancesBy(model.readings, stackedSignals(first, signals, readings));
}

/** What the first step weighs: to be near a known mistake tells something only where the mistake's own words are said. */
export const weighedSignals = ({
  mistake,
  mistakeWords,
  ...signals
}: PointSignals): Record<string, number> => ({
  ...signals,
  mistakeTold: Math.max(0, mistake) * mistakeWords,
  mistakeFar: Math.min(0, mistake),
  mistakeWords: mistake > mistakeNear ? mistakeWords : 0,
});

/** Nearer to the mistake than to the point, or hardly less near. */
const mistakeNear = -0.05;

/** What the second step weighs: the chances of the first, the readings, and where the words alone are telling. */
export function stackedSignals(
  first: Chances,
  { opposed, denied, list, mistakeWords }: PointSignals,
  readings: readonly Reading[],
): Record<string, number> {
  const own = Object.fromEntries(pointVerdicts.map((verdict) => [`own-${verdict}`, logitOf(first[verdict])]));
  return { ...own, ...signalsOfReadings(readings), opposed, denied, list, mistakeWords };
}
