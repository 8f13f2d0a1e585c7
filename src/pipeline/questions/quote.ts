import { isFunctionWord, wordsOf } from './words.ts';

/** The longest quote in words: enough to recognise one's own sentence. */
const longestQuote = 12;

/**
 * The person's own words, short enough to fit in a question: at most twelve words, cut only between words,
 * with … where something is left out. `around` is a word or phrase that must be in it. Null when the sentence
 * says too little to be quoted.
 */
export function quoteFrom(sentence: string, around?: string): string | null {
  const words = withoutOpening(
    sentence
      .replace(/["“”„«»`]/g, '')
      .trim()
      .split(/\s+/),
  );
  if (words.filter((word) => wordsOf(word).some((one) => !isFunctionWord(one))).length < 2) return null;
  const { start, end: wished } = window(words, around);
  const end = withoutLoose(words, start, wished);
  const cut = words
    .slice(start, end)
    .join(' ')
    .replace(/[\s.,;:!?…–—-]+$/u, '');
  if (cut === '') return null;
  return `${start > 0 ? '…' : ''}${cut}${end < words.length ? '…' : ''}`;
}

const openings = new Set(
  'um uh er erm hmm ah oh so and but well okay ok yeah yes no then also basically actually like right'.split(
    ' ',
  ),
);

const bare = (word = ''): string => word.toLowerCase().replace(/[^\p{L}'’]/gu, '');

/** Leaves out words that only start a sentence off, and the first of two repeated words. */
function withoutOpening(words: string[]): string[] {
  const opens = (word: string, at: number): boolean => {
    const [one, next] = [bare(word), bare(words[at + 1])];
    const setOff = /[,.…]$/.test(words[at + 1] ?? '');
    return (
      (openings.has(one) && (one !== 'no' || /,$/.test(word))) ||
      (one !== '' && one === next) ||
      (/^(?:you know|i mean)$/.test(`${one} ${next}`) && setOff)
    );
  };
  const first = words.findIndex((word, at) => !opens(word, at) && !closesOpening(words, at));
  return first < 0 ? [] : words.slice(first);
}

/** The second word of "you know," and "I mean,". */
const closesOpening = (words: readonly string[], at: number): boolean =>
  at > 0 &&
  /[,.…]$/.test(words[at] ?? '') &&
  /^(?:you know|i mean)$/.test(`${bare(words[at - 1])} ${bare(words[at])}`);

/** A spoken sentence may be cut in the middle: a quote must not end on its "and" or "um". */
const loose = new Set('and but or so because then um uh er erm like that'.split(' '));

function withoutLoose(words: readonly string[], start: number, end: number): number {
  let last = end;
  while (last - start > 3 && loose.has(bare(words[last - 1]))) last -= 1;
  return last;
}

function window(words: readonly string[], around?: string): { start: number; end: number } {
  if (words.length <= longestQuote) return { start: 0, end: words.length };
  const focus = around === undefined ? 0 : Math.max(0, indexOfPhrase(words, around));
  const focusLength = around === undefined ? 1 : around.split(/\s+/).length;
  const latestStart = Math.max(0, focus + focusLength - longestQuote);
  const wishedStart = focus <= longestQuote - focusLength ? 0 : Math.max(latestStart, focus - 5);
  const start = clauseStart(words, wishedStart, focus);
  return { start, end: clauseEnd(words, start, Math.max(focus + focusLength, start + 4)) };
}

function indexOfPhrase(words: readonly string[], phrase: string): number {
  const wanted = wordsOf(phrase).join(' ');
  return words.findIndex(
    (_, at) => wordsOf(words.slice(at, at + phrase.split(/\s+/).length).join(' ')).join(' ') === wanted,
  );
}

/**
 * The beginning of the clause with the focus, if the quote may begin there; otherwise after the "and" that
 * leads to it.
 */
function clauseStart(words: readonly string[], from: number, focus: number): number {
  for (let at = focus; at >= from && at > 0; at -= 1)
    if (/[,;:–—-]$/.test(words[at - 1] ?? '') && !isInside(words, at)) return at;
  for (let at = focus; from > 0 && at >= from; at -= 1)
    if (/^(?:and|but|so)$/.test(bare(words[at - 1]))) return at;
  return from;
}

/**
 * The end of a clause or, failing that, the last place where the quote does not end on a word like "the". A
 * colon is not an end: the point comes after it.
 */
function clauseEnd(words: readonly string[], start: number, least: number): number {
  const last = Math.min(words.length, start + longestQuote);
  for (let end = last; end >= Math.min(least, last); end -= 1)
    if (end === words.length || (endsClause(words[end - 1]) && !isInside(words, end))) return end;
  let end = last;
  while (end > least && isFunctionWord((words[end - 1] ?? '').replace(/[^\p{L}]/gu, ''))) end -= 1;
  return end;
}

const endsClause = (word = ''): boolean =>
  /[,;.!?–—]$/.test(word) && !/^[("'“]*(?:e\.g|i\.e|etc|vs|z\.B|d\.h|p\.ej)\.,?$/i.test(word);

/** There is no clause to cut at inside brackets, least of all in code. */
function isInside(words: readonly string[], at: number): boolean {
  const before = words.slice(0, at).join(' ');
  return (before.match(/[([{]/g)?.length ?? 0) > (before.match(/[)\]}]/g)?.length ?? 0);
}
