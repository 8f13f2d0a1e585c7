import { type Concept, conceptWeights } from '../../domain.ts';

/** The points of a question, essential ones first; those that weigh the same keep their order. */
export const mostImportantFirst = (concepts: readonly Concept[]): Concept[] =>
  concepts.toSorted(
    (one, other) => conceptWeights.indexOf(one.weight) - conceptWeights.indexOf(other.weight),
  );
