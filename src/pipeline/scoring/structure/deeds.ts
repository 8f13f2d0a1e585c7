import type { Sentence, Word } from '../text/analysis.ts';

/**
 * Who does something in a story: the teller, the teller's group, "you" meaning "I", others, or nobody named.
 */
export type Doer = 'i' | 'we' | 'you' | 'others' | 'unnamed';

/** How many actions each of them takes in a sentence. */
export type Deeds = Record<Doer, number>;

/** Verbs that say what someone was, had, felt or wished, and not what they did. */
const stative = new Set(
  `be have need want know think feel believe like love hope guess suppose mean understand see hear remember realise realize
  learn seem work join become get agree prefer worry consider struggle enjoy hate wish find notice start try use graduate
  study live stay forget value respect thrive care exist happen base`.split(/\s+/),
);

/** After these words, a verb is what somebody would do or did not do. */
const unreal = new Set("would 'd could should might n't n’t not never will 'll ’ll can must if".split(' '));

const doers: Readonly<Record<string, Doer>> = {
  i: 'i',
  we: 'we',
  you: 'you',
  they: 'others',
  he: 'others',
  she: 'others',
  who: 'others',
};
const things = /^(?:it|which|that|there|this|these|those)$/;
const ofBeing = /^(?:was|were|is|are|been|being|got|gets|be)$/;

/**
 * Action verbs by who does them, in English: the first one after a subject, and those joined to that by
 * "and", "then" or a comma. A sentence that begins with its verb is the teller's own ("Told my lead at once,
 * reloaded the file"). A passive ("was rolled back") counts for nobody, unless it says "by me".
 */
export function deedsIn(sentence: Sentence): Deeds {
  const deeds: Deeds = { i: 0, we: 0, you: 0, others: 0, unnamed: 0 };
  let doer: Doer | null = startsWithVerb(sentence) ? 'i' : null;
  let fresh = doer !== null;
  let real = true;
  for (const [at, word] of sentence.words.entries()) {
    const { lower, pos } = word;
    if (lower in doers || things.test(lower)) {
      doer = doers[lower] ?? null;
      fresh = true;
      real = true;
    } else if (unreal.has(lower)) real = false;
    else if (pos === 'NOUN' && doer && isSubject(sentence.words[at - 1])) {
      // "I message him": taggers take this verb for a noun.
      if (real && !stative.has(word.lemma)) deeds[doer] += 1;
      fresh = false;
    } else if (pos !== 'VERB') fresh = fresh && /^(?:AUX|ADV|PART|CCONJ)$/.test(pos);
    else if (isPassive(sentence.words, at)) {
      if (real && (doer === null || doer === 'others')) deeds[byMe(sentence, at) ? 'i' : 'unnamed'] += 1;
      fresh = false;
    } else if (real && isDoing(word, sentence, at)) {
      if (doer === null && isPastForm(word) && opensClause(sentence, word)) doer = 'i';
      if (doer && (fresh || isJoined(sentence, at))) deeds[doer] += 1;
      fresh = false;
    } else fresh = false;
  }
  return deeds;
}

/** "Told my lead", "then asked two people": the subject is left out because it is the teller. */
function startsWithVerb({ words, text }: Sentence): boolean {
  const first = words.find(
    ({ lower }) => !/^(?:so|and|then|first|next|finally|also|afterwards|later)$/.test(lower),
  );
  if (!first || /^(?:\p{L}+ ?){1,3}:/u.test(text)) return false;
  return first.pos === 'VERB' && isPastForm(first) && !stative.has(first.lemma);
}

/** A past form: regular, or one that differs from its lemma and is no "-ing" or "-s". */
export const isPastForm = ({ lower, lemma }: Word): boolean =>
  /ed$/.test(lower) ||
  (lower !== lemma && !/(?:ing|s)$/.test(lower)) ||
  /^(?:put|set|cut|let|hit)$/.test(lower);

function isPassive(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (!word || !/(?:ed|en|n|t|un|d)$/.test(word.lower) || stative.has(word.lemma)) return false;
  let before = at - 1;
  while (words[before]?.pos === 'ADV') before -= 1;
  return ofBeing.test(words[before]?.lower ?? '');
}

const byMe = (sentence: Sentence, at: number): boolean =>
  sentence.words
    .slice(at + 1, at + 4)
    .some(({ lower }, index, near) => lower === 'by' && near[index + 1]?.lower === 'me');

function isDoing({ lower, lemma }: Word, { words }: Sentence, at: number): boolean {
  const ongoing = lower.endsWith('ing') && words[at - 1]?.lower !== 'by';
  return !ongoing && !stative.has(lemma) && words[at - 1]?.lower !== 'to';
}

const isSubject = (word: Word | undefined): boolean => /^(?:i|we|you)$/.test(word?.lower ?? '');

/** "All logins, 8,000 people; rolled back in seven minutes" */
const opensClause = (sentence: Sentence, { start }: Word): boolean =>
  /[;:–—]\s*$/.test(sentence.text.slice(0, start - sentence.start));

function isJoined(sentence: Sentence, at: number): boolean {
  const before = sentence.words[at - 1]?.lower ?? '';
  if (/^(?:and|then|by|but|or)$/.test(before)) return true;
  return /[,;–—]\s*$/.test(sentence.text.slice(0, (sentence.words[at]?.start ?? 0) - sentence.start));
}
