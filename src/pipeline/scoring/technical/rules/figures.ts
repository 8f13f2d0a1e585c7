/** Numbers, growth rates and codes that are given in place of others. */
import type { Word } from '../../text/analysis.ts';
import { sameTerm } from '../concepts/nearness.ts';
import type { Clause } from './clauses.ts';

type Figure = {
  value: string /** Stems of the content words next to it. */;
  before: string;
  after: string;
};

/** Growth rates with their own name. */
const named = new Map([
  ['constant', 'o(1)'],
  ['logarithmic', 'o(log n)'],
  ['linear', 'o(n)'],
  ['quadratic', 'o(n^2)'],
]);
const isFigure = ({ lower }: Word): boolean => /^(?:\d|o\()/.test(lower) || named.has(lower);
/** An approximate number, or one case of many, is never counted as an error. */
const approximate =
  /^(?:about|around|roughly|approximately|nearly|almost|say|like|e\.g|maybe|perhaps|example|instance|as|version|over|under|than|least|most|between)$/;

export function figuresOf(words: readonly Word[]): Figure[] {
  return words.flatMap((word, at) => {
    if (!isFigure(word) || approximate.test(words[at - 1]?.lower ?? '')) return [];
    const next = words[at + 1];
    const previous = words.slice(Math.max(0, at - 2), at).findLast(({ isFunction }) => !isFunction);
    return {
      value: named.get(word.lower) ?? word.lower.replace(/[,%]/g, ''),
      before: previous && !isFigure(previous) ? previous.stem : '',
      after: next && !next.isFunction && !isFigure(next) ? next.stem : '',
    };
  });
}

/**
 * True where the clause speaks of the same as the statement and has another number in the same place: with the same word
 * after it ("64 bits") or before it ("port 80"), or both have but one.
 */
export function hasOtherFigure(said: Clause, wanted: Clause): boolean {
  const [mine, theirs] = [figuresOf(said.words), figuresOf(wanted.words)];
  const missing = theirs.filter(({ value }) => !mine.some((one) => one.value === value));
  const added = mine.filter(({ value }) => !theirs.some((one) => one.value === value));
  if (missing.length === 0 || added.length === 0) return false;
  const others = wanted.terms.filter(({ kind }) => kind !== 'figure');
  const shared = others.filter((term) => said.terms.some((one) => sameTerm(one, term))).length;
  const share = others.length === 0 ? 0 : shared / others.length;
  const alone = mine.length === 1 && theirs.length === 1;
  return missing.some((one) =>
    added.some((other) => {
      if (isGrowth(one.value) !== isGrowth(other.value)) return false;
      const beside =
        Number(one.after !== '' && one.after === other.after) +
        Number(one.before !== '' && one.before === other.before);
      return share >= (beside === 2 ? 0.4 : beside === 1 ? 0.5 : alone ? 0.6 : 2);
    }),
  );
}

const isGrowth = (value: string): boolean => value.startsWith('o(');
