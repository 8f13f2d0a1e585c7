/** Two things that are swapped, and an order that is reversed. */
import { sameTerm } from '../concepts/nearness.ts';
import type { Term } from '../concepts/terms.ts';
import type { Clause } from './clauses.ts';

const mostTerms = 24;
/** Share of the statement's terms that must line up once the two are exchanged. */
const linesUp = 0.6;
const leastGain = 2;

/**
 * True where the clause says what the statement says once two of its terms are exchanged: with the exchange at least two
 * terms more stand in the same order. `asked` are the terms of the question in their order: what it calls by two words,
 * "left join", keeps its name.
 */
export function isExchanged(said: Clause, wanted: Clause, asked: readonly Term[]): boolean {
  const [mine, theirs] = [said.terms.slice(0, mostTerms), wanted.terms.slice(0, mostTerms)];
  if (theirs.length < 4 || mine.length < 4) return false;
  const both = distinct(theirs).filter((term) => mine.some((one) => alike(one, term)));
  if (both.length < 3) return false;
  const straight = inOrder(mine, theirs);
  if (straight.length >= 0.95 * theirs.length) return false;
  for (const [at, left] of both.entries())
    for (const right of both.slice(at + 1)) {
      if (left.kind === 'figure' && right.kind === 'figure') continue;
      const turned = exchange(theirs, left, right, asked);
      const lined = inOrder(mine, turned);
      const gain = lined.length - straight.length;
      if (gain < leastGain || lined.length < linesUp * theirs.length) continue;
      if (!movesBoth(mine, turned, lined, left, right)) continue;
      if (flipsOf(mine, turned, lined) % 2 === 0) return true;
    }
  return false;
}

const orders = new Set([
  '~before',
  '~first',
  '~more',
  '~high',
  '~fast',
  '~big',
  '~long',
  '~up',
  '~old',
  '~strong',
  '~near',
  '~heavy',
]);

/**
 * True where hardly anything differs but a word of order or measure, "after" for "before": turned round, unless the two
 * things it stands between are turned round as well.
 */
export function isOrderTurned(said: Clause, wanted: Clause): boolean {
  const place = (terms: readonly Term[]) => terms.findIndex(({ key }) => orders.has(key));
  const [here, there] = [place(said.terms), place(wanted.terms)];
  const [mine, theirs] = [said.terms[here], wanted.terms[there]];
  if (!mine || !theirs || mine.key !== theirs.key || wanted.terms.length < 3) return false;
  const count = (terms: readonly Term[]) => terms.filter(({ key }) => key === mine.key).length;
  if (count(said.terms) > 1 || count(wanted.terms) > 1) return false;
  const sides = (terms: readonly Term[], at: number) => [terms.slice(0, at), terms.slice(at + 1)] as const;
  const [before, after] = sides(wanted.terms, there);
  const [left, right] = sides(said.terms, here);
  if (before.length === 0 || after.length === 0) return false;
  const shared = (one: readonly Term[], other: readonly Term[]) =>
    one.filter((term) => other.some((each) => alike(each, term))).length;
  const straight = shared(before, left) + shared(after, right);
  const crossed = shared(before, right) + shared(after, left);
  const most = Math.max(straight, crossed);
  if (most < 0.75 * (wanted.terms.length - 1) || straight === crossed) return false;
  const isSame = mine.sign === theirs.sign;
  return straight > crossed ? !isSame : isSame && shared(before, right) > 0 && shared(after, left) > 0;
}

const alike = (one: Term, other: Term): boolean => one.key === other.key || sameTerm(one, other);

const distinct = (terms: readonly Term[]): Term[] =>
  terms.filter((term, at) => terms.findIndex((one) => alike(one, term)) === at);

function exchange(terms: readonly Term[], left: Term, right: Term, asked: readonly Term[]): Term[] {
  const isAsked = (term: Term) => asked.some((one) => alike(one, term));
  const named = isAsked(left) !== isAsked(right);
  return terms.map((term, at) => {
    const other = alike(term, left) ? right : alike(term, right) ? left : null;
    if (!other || (named && isPartOfName(terms, at, asked))) return term;
    return { ...other, sign: term.sign };
  });
}

/** Whether the term and the next one stand together in the question too. */
function isPartOfName(terms: readonly Term[], at: number, asked: readonly Term[]): boolean {
  const [term, next] = [terms[at], terms[at + 1]];
  return (
    term !== undefined &&
    next !== undefined &&
    asked.some((one, place) => {
      const after = asked[place + 1];
      return after !== undefined && alike(one, term) && alike(after, next);
    })
  );
}

type Pairing = { length: number; pairs: readonly [number, number][] };

/** The longest run of terms that both have in the same order, gaps allowed. */
export function inOrder(mine: readonly Term[], theirs: readonly Term[]): Pairing {
  const table = Array.from({ length: mine.length + 1 }, () => new Array<number>(theirs.length + 1).fill(0));
  for (let row = mine.length - 1; row >= 0; row -= 1)
    for (let column = theirs.length - 1; column >= 0; column -= 1) {
      const [one, other] = [mine[row], theirs[column]];
      const down = table[row + 1]?.[column] ?? 0;
      const across = table[row]?.[column + 1] ?? 0;
      const both = one && other && alike(one, other) ? (table[row + 1]?.[column + 1] ?? 0) + 1 : 0;
      (table[row] ?? [])[column] = Math.max(down, across, both);
    }
  const pairs: [number, number][] = [];
  for (let row = 0, column = 0; row < mine.length && column < theirs.length; ) {
    const [one, other] = [mine[row], theirs[column]];
    const here = table[row]?.[column] ?? 0;
    if (one && other && alike(one, other) && here === (table[row + 1]?.[column + 1] ?? 0) + 1) {
      pairs.push([row, column]);
      row += 1;
      column += 1;
    } else if (here === (table[row + 1]?.[column] ?? 0)) row += 1;
    else column += 1;
  }
  return { length: pairs.length, pairs };
}

/** Both exchanged terms must be among those that line up: else it is a word order, and no exchange. */
const movesBoth = (
  mine: readonly Term[],
  _: readonly Term[],
  { pairs }: Pairing,
  left: Term,
  right: Term,
): boolean =>
  [left, right].every((term) => pairs.some(([at]) => mine[at] !== undefined && alike(mine[at], term)));

/** Words of order or measure that are turned round among those that line up: one of them undoes the exchange. */
const flipsOf = (mine: readonly Term[], theirs: readonly Term[], { pairs }: Pairing): number =>
  pairs.filter(([at, place]) => {
    const [one, other] = [mine[at], theirs[place]];
    return one !== undefined && other !== undefined && one.kind === 'pole' && one.sign !== other.sign;
  }).length;
