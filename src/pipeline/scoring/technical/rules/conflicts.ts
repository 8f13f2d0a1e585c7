import type { Passage } from '../concepts/passage.ts';
import { clausesOf } from './clauses.ts';
import { isExchanged, isOrderTurned } from './exchange.ts';
import { hasOtherFigure } from './figures.ts';
import { isSaidOfOther } from './other-subject.ts';

/** In what way a sentence cannot be true if the statement is. */
export type Conflict = 'other-figure' | 'exchanged' | 'turned' | 'other-subject';

/** What rules can tell of a sentence against a statement about the same thing; null where they find nothing wrong. */
export function conflictOf(said: Passage, wanted: Passage, question: Passage): Conflict | null {
  if (said.terms.length < 2 || wanted.terms.length < 2) return null;
  const [mine, theirs] = [clausesOf(said), clausesOf(wanted)];
  const whole = theirs[0];
  if (!whole) return null;
  const asked = question.sequence;
  for (const clause of mine) {
    if (hasOtherFigure(clause, whole)) return 'other-figure';
    if (isExchanged(clause, whole, asked)) return 'exchanged';
    if (isSaidOfOther(clause, whole, question)) return 'other-subject';
    if (theirs.slice(theirs.length > 1 ? 1 : 0).some((part) => isOrderTurned(clause, part))) return 'turned';
  }
  return null;
}
