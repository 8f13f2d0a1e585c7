import type { Term } from './terms.ts';

/** True for the same term, or one that differs by a typing or recognition error: "seperated", "postive". */
export const sameTerm = (left: Term, right: Term): boolean =>
  left.key === right.key ||
  (left.kind === 'word' && right.kind === 'word' && isMisspelling(left.key, right.key));

/** One edit in words of five letters, two in words of eight; the first letter is hardly ever wrong. */
function isMisspelling(left: string, right: string): boolean {
  const longest = Math.max(left.length, right.length);
  if (left[0] !== right[0] || Math.min(left.length, right.length) < 5) return false;
  return editDistance(left, right, longest > 7 ? 2 : 1) <= (longest > 7 ? 2 : 1);
}

/** Damerau–Levenshtein distance with adjacent swaps, or anything above `limit` when it is greater. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= right.length; column += 1) {
      const changed = left[row - 1] === right[column - 1] ? 0 : 1;
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + changed,
      );
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[right.length] ?? limit + 1;
}

/** Whether one of the terms is the wanted one, said the same way round. */
export const holdsTerm = (terms: readonly Term[], wanted: Term): boolean =>
  terms.some((term) => term.sign === wanted.sign && sameTerm(term, wanted));
