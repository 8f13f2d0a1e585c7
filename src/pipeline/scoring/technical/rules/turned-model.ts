/** Sentences that are a right answer's nearly word by word and say something else: denied, exchanged, with other numbers. */
import type { Sentence } from '../../text/analysis.ts';
import { isNegator } from '../concepts/terms.ts';

/** How many of the sentences are turned round in which way. */
export type Turned = { sentences: number; denied: number; exchanged: number; otherFigures: number };

/** `said` and `right`: the sentences of an answer, and of one that is known to be right. */
export function turnedFrom(said: readonly Sentence[], right: readonly Sentence[]): Turned {
  const known = right.map(claimOf);
  const nearest = said.map(claimOf).flatMap((claim) => {
    const best = known
      .map((one) => ({ ...differenceOf(one.words, claim.words), claim, one }))
      .toSorted((a, b) => b.share - a.share)[0];
    return best && best.share >= nearlySame ? [best] : [];
  });
  const swaps = exchangesIn(nearest.flatMap(({ replaced }) => replaced));
  return {
    sentences: said.length,
    denied: nearest.filter(
      ({ share, claim, one }) => share >= leastDenied && claim.negations % 2 !== one.negations % 2,
    ).length,
    exchanged: nearest.filter(({ replaced }) => replaced.some((pair) => swaps.has(keyOf(pair)))).length,
    otherFigures: nearest.filter(({ replaced }) => replaced.some(isOtherFigure)).length,
  };
}

/** Share of the words that stay, for a sentence to be the same one, and for nothing but a denial to differ. */
const nearlySame = 0.6;
const leastDenied = 0.8;

type Claim = { words: string[]; negations: number };

const denials = /\bit is not true that\b/i;
const light = new Set('a an the do does did it is that true'.split(' '));

/** The words that matter, and how often the sentence says no. */
function claimOf({ text, words }: Sentence): Claim {
  const isDenied = denials.test(text);
  const negations = words.filter(({ lower }) => isNegator(lower) || lower.endsWith("n't")).length;
  return {
    words: words.flatMap(({ lower }) =>
      isNegator(lower) || light.has(lower) ? [] : [lower.replace(/n't$/, '')],
    ),
    negations: isDenied ? Math.max(1, negations) : negations,
  };
}

type Replaced = readonly [from: string, to: string];
const keyOf = ([from, to]: Replaced): string => `${from} ${to}`;

/** The fewest changes that make one list of words the other: which words were replaced, and the share that stayed. */
function differenceOf(
  from: readonly string[],
  to: readonly string[],
): { share: number; replaced: Replaced[] } {
  const costs = Array.from({ length: from.length + 1 }, (_, row) =>
    Array.from({ length: to.length + 1 }, (_, column) => (row === 0 ? column : column === 0 ? row : 0)),
  );
  const cost = (row: number, column: number) => costs[row]?.[column] ?? 0;
  for (let row = 1; row <= from.length; row += 1)
    for (let column = 1; column <= to.length; column += 1)
      (costs[row] ?? [])[column] = Math.min(
        cost(row - 1, column) + 1,
        cost(row, column - 1) + 1,
        cost(row - 1, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1),
      );
  const replaced: Replaced[] = [];
  for (let row = from.length, column = to.length; row > 0 && column > 0; ) {
    const [old, own] = [from[row - 1] ?? '', to[column - 1] ?? ''];
    if (old === own && cost(row, column) === cost(row - 1, column - 1)) [row, column] = [row - 1, column - 1];
    else if (cost(row, column) === cost(row - 1, column - 1) + 1) {
      replaced.push([old, own]);
      [row, column] = [row - 1, column - 1];
    } else if (cost(row, column) === cost(row - 1, column) + 1) row -= 1;
    else column -= 1;
  }
  const most = Math.max(from.length, to.length, 1);
  return { share: 1 - cost(from.length, to.length) / most, replaced };
}

/** Words that stand for each other in both directions. */
function exchangesIn(replaced: readonly Replaced[]): Set<string> {
  const all = new Set(replaced.map(keyOf));
  return new Set(replaced.filter(([from, to]) => all.has(keyOf([to, from]))).map(keyOf));
}

const isOtherFigure = ([from, to]: Replaced): boolean =>
  /^\d[\d.,]*$/.test(from) && /^\d[\d.,]*$/.test(to) && Number.parseFloat(from) !== Number.parseFloat(to);
