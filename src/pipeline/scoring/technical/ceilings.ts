import type { FindingCode } from '../../../domain.ts';
import { sameTerm } from './concepts/nearness.ts';
import type { Passage } from './concepts/passage.ts';
import type { Term } from './concepts/terms.ts';
import type { Unit } from './concepts/units.ts';

/** The most a technical score may be, and why. */
export type Ceiling = { most: number; reason: FindingCode };

/** The share that a list of terms earns of what the same terms earn in a sentence. */
export const shareForTermList = 0.25;

/**
 * True for terms strung together: at least six words with hardly a function word, or with as many commas as a
 * list has. Naming a term is not explaining it. The limits are house values; no model answer in the bank
 * comes near them.
 */
export function isTermList({ passage }: Pick<Unit, 'passage'>): boolean {
  const { words, text } = passage;
  if (words.length < 6) return false;
  const functionWords = words.filter(({ isFunction }) => isFunction).length / words.length;
  const commas = (text.match(/[,;|/•]|\s-\s/g)?.length ?? 0) / words.length;
  // In a language whose function words are unknown, only commas can tell.
  if (functionWords === 0 && words.every(({ pos }) => pos === 'X')) return commas >= 0.3;
  const verbs = words.filter(
    ({ pos, isFunction }) => pos === 'AUX' || (pos === 'VERB' && !isFunction),
  ).length;
  return (
    functionWords < 0.08 || (functionWords < 0.2 && verbs === 0) || (functionWords < 0.25 && commas >= 0.3)
  );
}

export type Shape = {
  /** The whole answer. */
  said: Passage;
  question: Passage;
  /** What is expected, for the best-matching way to be right. */
  expected: readonly Passage[];
  /** Other ways to say it, which may be a single word. */
  aliases: readonly Passage[];
  from: 'concepts' | 'reference' | 'model-answer' | 'nothing';
  /** The grader is sure that a point of it is made, however few the words. */
  isRead: boolean;
  /** The grader is sure that a point of it is at least named. */
  isNamed: boolean;
};

/** The lowest ceiling that the form of an answer sets, or null if it sets none. */
export function ceilingOf(shape: Shape): Ceiling | null {
  const ceilings = [empty(shape), echo(shape), tooShort(shape), termList(shape), goesInCircles(shape)].filter(
    (one) => one !== null,
  );
  return ceilings.sort((a, b) => a.most - b.most)[0] ?? null;
}

const empty = ({ said }: Shape): Ceiling | null =>
  said.words.length === 0 ? { most: 0, reason: 'no-words' } : null;

const shareOfEcho = 0.4;

/** An answer that uses only terms from the question, although more is expected. */
function echo({ said, question, expected, aliases, from }: Shape): Ceiling | null {
  const isNew = (term: Term) =>
    !question.terms.some((asked) => sameTerm(asked, term) && asked.sign === term.sign);
  const added = said.terms.filter(isNew);
  if (said.words.length === 0 || added.length > (from === 'reference' ? 0 : 1)) return null;
  const answers = added.some((term) =>
    [...expected, ...aliases].some(({ terms }) => terms.some((one) => sameTerm(one, term))),
  );
  if (answers) return null;
  if (!expected.some(({ terms }) => terms.some(isNew))) return null;
  // A long question also contains words of the answer: using a few of them is not an echo.
  const takenUp = question.terms.filter((asked) => said.terms.some((term) => sameTerm(asked, term))).length;
  if (from === 'reference' && said.terms.length > 0 && takenUp < shareOfEcho * question.terms.length)
    return null;
  const again = said.terms.length > added.length;
  return {
    most: 10,
    reason: again ? 'echo' : 'off-point',
  };
}

/**
 * How much is expected decides what is short: a third of its terms, and never more than these; a question
 * with so few terms is short too.
 */
const fewestTerms = 8;
const fewestWordsForOpenQuestion = 25;
/** Fewer words hardly make a point, whatever the grader reads into them. */
const fewestWordsOfPoint = 8;

function tooShort({ said, expected, from, isRead }: Shape): Ceiling | null {
  if (isRead && said.words.length >= fewestWordsOfPoint) return null;
  const wanted = expected.reduce((sum, { terms }) => sum + terms.length, 0);
  if (from === 'reference' || wanted <= fewestTerms) return null;
  if (said.terms.length < Math.min(fewestTerms, Math.ceil(wanted / 3)))
    return { most: 20, reason: 'too-short' };
  const open = wanted >= fewestWordsForOpenQuestion;
  return open && said.words.length < fewestWordsForOpenQuestion ? { most: 55, reason: 'short' } : null;
}

/**
 * Terms strung together say nothing of what somebody knows. Where the grader recognises points in a list of names that are
 * set apart ("load factor, resizing"), naming the right things is worth a little.
 */
function termList({ said, from, isNamed }: Shape): Ceiling | null {
  if (said.words.length < (from === 'reference' ? 8 : 6) || !isTermList({ passage: said })) return null;
  return { most: isNamed && namesThings(said.text) ? 40 : 10, reason: 'term-list' };
}

/** The pieces between marks have more than a word each on average, as names have and words picked from a text have not. */
function namesThings(text: string): boolean {
  const pieces = text.split(/[,;:.|/•\n]|\s-\s/).filter((piece) => /\p{L}/u.test(piece));
  const words = text.split(/\s+/).length;
  return pieces.length >= 3 && words >= 1.3 * pieces.length;
}

const fewestWordsOfCircle = 150;
const leastOfItsOwn = 0.5;

/** A long answer whose stretches of ten words mostly come again but for their numbers; plain repeats count once anyway. */
function goesInCircles({ said }: Shape): Ceiling | null {
  const words = said.words.map(({ lower }) => lower);
  if (words.length < fewestWordsOfCircle) return null;
  const runsOf = (all: readonly string[]) =>
    new Set(all.slice(0, -9).map((_, at) => all.slice(at, at + 10).join(' '))).size;
  const masked = runsOf(words.map((word) => (/^\d/.test(word) ? '#' : word)));
  return masked < leastOfItsOwn * runsOf(words) ? { most: 60, reason: 'off-point' } : null;
}
