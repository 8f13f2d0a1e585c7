import { type FoundConcept, statementPassage } from '../concepts/find-concepts.ts';
import { holdsTerm } from '../concepts/nearness.ts';
import type { Ground } from '../concepts/signals.ts';
import type { ExaminedPoint } from '../points/examine-points.ts';

const nearlyAll = 0.9;
const mostOfMistake = 1 / 3;

/**
 * True where one sentence says nearly all of a point's words, denies none, and has few of the words of a known mistake about
 * it. Elsewhere they may be right: "past its CPU limit it is throttled, past its memory limit it is killed".
 */
export function isSaidApart(point: ExaminedPoint | undefined, ground: Ground): boolean {
  if (!point) return false;
  const { terms, newTerms, denied, opposed } = point.signals;
  if (denied > 0 || opposed > 0 || Math.min(terms, newTerms) < nearlyAll) return false;
  return !holdsMistake(point.finding, ground);
}

function holdsMistake({ concept, unit }: FoundConcept, ground: Ground): boolean {
  const right = statementPassage(concept.statement, ground);
  return concept.misconceptions.some((mistake) => {
    const own = statementPassage(mistake, ground).terms.filter((term) => !holdsTerm(right.terms, term));
    const said = own.filter((term) => unit !== null && holdsTerm(unit.passage.terms, term));
    return said.length > mostOfMistake * own.length;
  });
}
