import type { Word } from '../../text/analysis.ts';
import { poleOf, polesAmongFunctionWords } from './opposites.ts';

/** One word that carries meaning: what it is about, and whether it is affirmed or denied. */
export type Term = {
  /** The stem, the number in digits, or the axis of a pair of opposites: `~open`. */
  key: string;
  kind: 'word' | 'pole' | 'figure';
  /** −1 when denied, or at the far end of its axis; both together cancel: "not connected" is "separated". */
  sign: 1 | -1;
  /** Names a thing: denying it says less than denying what it does or is. */
  isThing: boolean;
};

const numberWords = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, index) => [word, String(index)]),
);
const negators = new Set(
  "not n't no never without none neither nor cannot nothing nobody hardly isnt dont doesnt didnt cant wont arent wasnt".split(
    ' ',
  ),
);
export const isNegator = (lower: string): boolean => negators.has(lower);

/** Words that begin a clause of their own, which a negator before them does not reach. */
const scopeEnds = new Set(
  'but because so if when while although though however since unless then instead'.split(' '),
);
/** "It never trusts what arrives and has to check it": a verb of its own after "and" begins such a clause too. */
const endsScope = ({ lower }: Word, next: Word | undefined): boolean =>
  scopeEnds.has(lower) || (lower === 'and' && (next?.pos === 'AUX' || next?.pos === 'PRON'));

/** How many content words after it a negator denies; "no" and "without" deny only the next one. */
const reachOf = (negator: string): number => (negator === 'no' || negator === 'without' ? 2 : 4);

/** "It is not true that …", "I don't think that …": denies the whole sentence. */
const strongDenial =
  /^\W*(?:(?:well|so|no|actually|honestly)\W+)*(?:it(?:'s| is) (?:not (?:true|the case|correct|right)|false|wrong|untrue|incorrect|a myth)(?: to say)? that|it isn't (?:true|the case) that|there is no way(?: that)?)\b/i;
const mildDenial =
  /^\W*(?:(?:well|so|no|actually|honestly)\W+)*(?:i|we) (?:don't|do not) (?:think|believe|agree)(?: that)?\b/i;

const straight = (text: string): string => text.replace(/[’‘]/g, "'");

export const opensWithDenial = (sentence: string): boolean => strongDenial.test(straight(sentence));

const denialIn = (text: string): string | null =>
  (strongDenial.exec(straight(text)) ?? mildDenial.exec(straight(text)))?.[0] ?? null;

/**
 * The terms of a sentence or of a few, each with its polarity. `text` is what the words' offsets count in; `denied` says
 * that a denial before them still holds.
 */
export function termsOf(words: readonly Word[], text: string, denied = false): Term[] {
  const first = words[0];
  if (!first) return [];
  const denial = denialIn(text.slice(first.start, words.at(-1)?.end));
  const opening = first.start + (denial?.length ?? 0);
  const terms: Term[] = [];
  const hasSides = words.some(({ lower }) => lower === 'left');
  let scope = 0;
  let previousEnd = first.start;
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (/[,.;:!?]/.test(text.slice(previousEnd, word.start)) || endsScope(word, next)) scope = 0;
    previousEnd = word.end;
    if (word.start < opening) continue;
    if (negators.has(word.lower) || setsAside(word, next)) {
      scope = reachOf(word.lower);
      if (word.lower !== 'without') continue;
    }
    const term = hasSides && word.lower === 'right' ? sideOf(word) : termOf(word, next);
    if (!term) continue;
    const flips = scope > 0 !== (denied || denial !== null);
    scope = Math.max(0, scope - 1);
    terms.push(flips ? { ...term, sign: term.sign === 1 ? -1 : 1 } : term);
  }
  return terms;
}

/** "Instead of scanning", "rather than scanning": as good as "not scanning". */
const setsAside = ({ lower }: Word, next: Word | undefined): boolean =>
  (lower === 'instead' && next?.lower === 'of') || (lower === 'rather' && next?.lower === 'than');

/** "Right" next to "left" is a side, not praise. */
const sideOf = ({ stem }: Word): Term => ({ key: stem, kind: 'word', sign: 1, isThing: false });

function termOf(word: Word, next: Word | undefined): Term | null {
  const { lower } = word;
  const isThing = word.pos === 'NOUN' || word.pos === 'PROPN';
  const term = (key: string, kind: Term['kind'], sign: Term['sign'] = 1): Term => ({
    key,
    kind,
    sign,
    isThing: isThing && kind === 'word',
  });
  if (/^(?:\d|o\()/.test(lower)) return term(lower.replace(/[,%]/g, ''), 'figure');
  if (/^[a-z]$/.test(lower)) return isLabel(word, next) ? term(lower, 'figure') : null;
  const number = numberWords.get(lower);
  if (number !== undefined && lower !== 'one') return term(number, 'figure');
  const pole = poleOf(lower);
  if (pole && (!word.isFunction || polesAmongFunctionWords.has(lower)))
    return term(pole.axis, 'pole', pole.sign);
  return word.isFunction ? null : term(word.stem, 'word');
}

/** A letter that names something, "bulb A" or "cup x", not an article, "I" or what is left of a contraction. */
function isLabel({ lower, text }: Word, next: Word | undefined): boolean {
  if (lower === 'i') return false;
  if ('stdm'.includes(lower)) return text !== lower;
  return lower !== 'a' || !next || next.isFunction || next.pos === 'VERB' || next.pos === 'AUX';
}
