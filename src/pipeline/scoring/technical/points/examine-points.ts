import type { Grader } from '../../../../models/ports.ts';
import { likenessBy, type Path } from '../calibration.ts';
import type { ConceptToFind } from '../concepts/concepts-of.ts';
import { type FoundConcept, findConcepts } from '../concepts/find-concepts.ts';
import type { Ground } from '../concepts/signals.ts';
import { singlesOf, type Unit } from '../concepts/units.ts';
import { thresholdsOf } from '../thresholds.ts';
import { type AnswerSignals, type PointSignals, signalsOfPoint } from './point-signals.ts';
import { type Reading, readPoints } from './read-points.ts';

/** All that is known of a point before a verdict: where it is nearest, the signals of that, and what the grader read. */
export type ExaminedPoint = { finding: FoundConcept; signals: PointSignals; readings: Reading[] };

export type Examination = {
  units: readonly Unit[];
  ground: Ground;
  path: Path;
  /** The sentences that every statement was aligned with; null where that is not asked for. */
  aligned: readonly string[] | null;
  /** What the grader is told was asked. */
  asked: string;
  grader: Grader | null;
  whole: AnswerSignals;
  signal?: AbortSignal | undefined;
};

export async function examinePoints(
  concepts: readonly ConceptToFind[],
  { units, ground, path, aligned, asked, grader, whole, signal }: Examination,
): Promise<ExaminedPoint[]> {
  const findings = findConcepts(concepts, units, {
    ground,
    likenessOf: likenessBy(path),
    sentences: aligned,
  });
  const everywhere = path === 'lexical';
  const readings = grader
    ? await readPoints(findings, singlesOf(units), { grader, question: asked, everywhere, signal })
    : [];
  const statements = concepts.map(({ statement }) => statement);
  return findings.map((finding, at) => {
    const thresholds = thresholdsOf(finding.concept.statement, statements, ground, path);
    return {
      finding,
      signals: signalsOfPoint(finding, { units, ground, path, thresholds, whole }),
      readings: readings[at] ?? [],
    };
  });
}
