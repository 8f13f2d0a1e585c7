import type { TranscriptWord } from '../../domain.ts';
import { type Sounds, soundDistance, soundsOf, soundWeight } from './sound-of.ts';

/** A term that may have been said, and how it sounds. */
export type ExpectedTerm = { text: string; sounds: Sounds; weight: number; parts: number };

/** A word with at least this probability is taken as said, unless it sounds exactly like a term. */
const certainProbability = 0.7;
const unknownProbability = 0.5;
/** How much of a term's sounds may differ: where the recogniser was not sure, and where it was. */
const worstWhenUnsure = 0.2;
const worstWhenSure = 0.03;
/** Shorter terms sound like too many other things. */
const leastWeight = 3;
/** Short terms must match better: "VTC" is as close to "VPC" as "bite" is to "Vite". */
const shortWeight = 4.6;
const worstWhenShort = 0.06;
/**
 * A term that was clearly heard as other words of the same sound must be long: "cash" is not "cache", and
 * "lacks" is not "Lax".
 */
const leastWeightWhenSure = 4;
/** At this probability the recogniser was guessing, so more may differ. */
const guessedProbability = 0.35;
const worstWhenGuessed = 0.26;
/**
 * At this probability it has spelled out sounds without knowing a word for them, such as "oset": one sound of
 * a short term may be wrong.
 */
const inventedProbability = 0.22;
const worstWhenInvented = 0.3;
const shortestInvented = 4;
/** A single ordinary word is taken for a term only if its probability was below this. */
const ordinaryProbability = 0.57;
/**
 * Where the recogniser was guessing, a person is asked about a term that sounds a little like it and is spelled a little like
 * it: sounds alone would take "browser's" for "binary search".
 */
const worstToAskAbout = 0.5;
const leastAlikeToAskAbout = 0.35;
const leastLettersToAskAbout = 4;
/** A term may be heard as this many more words than it has parts: "PostgreSQL" has two. */
const mostExtraWords = 1;

export const soundingTerms = (hints: readonly string[]): ExpectedTerm[] =>
  [...new Set(hints.map((hint) => hint.trim()).filter(Boolean))].flatMap((text) => {
    const sounds = soundsOf(text);
    const weight = soundWeight(sounds);
    return weight < leastWeight ? [] : [{ text, sounds, weight, parts: partsOf(text) }];
  });

/**
 * Writes a term in place of words that sound like it: "post for SQL" → "PostgreSQL". Only expected terms are
 * ever written, and a word that was heard clearly is changed only if it sounds the same. What was heard is
 * kept in `heard`. Where a term is likely but not near enough, `maybe` names it.
 */
export function correctTerms(
  words: readonly TranscriptWord[],
  terms: readonly ExpectedTerm[],
): TranscriptWord[] {
  if (terms.length === 0) return [...words];
  const known = new Set(terms.map(({ text }) => plainOf(text)));
  return withQuestions(withTerms(words, terms, known), terms, known);
}

function withTerms(
  words: readonly TranscriptWord[],
  terms: readonly ExpectedTerm[],
  known: ReadonlySet<string>,
): TranscriptWord[] {
  const corrected: TranscriptWord[] = [];
  for (let at = 0; at < words.length; ) {
    const found = bestTermAt(words, at, terms, known);
    if (found) {
      corrected.push(...written(words.slice(at, at + found.count), found.term));
      at += found.count;
    } else {
      const word = words[at];
      if (word) corrected.push(word);
      at++;
    }
  }
  return corrected;
}

/** Notes where a term may have been said that is too far from what was heard to be written. */
function withQuestions(
  words: readonly TranscriptWord[],
  terms: readonly ExpectedTerm[],
  known: ReadonlySet<string>,
): TranscriptWord[] {
  const said = new Set(words.map(({ text }) => plainOf(text)));
  const asked: TranscriptWord[] = [];
  let free = 0;
  for (const [at, word] of words.entries()) {
    const found = at < free ? undefined : likelyTermAt(words, at, terms, known);
    // Who says a term elsewhere would hardly say it here in a way that cannot be heard.
    const isNew = found && !said.has(plainOf(found.text));
    asked.push(isNew ? { ...word, maybe: { text: found.text, words: found.count } } : word);
    if (isNew) free = at + found.count;
  }
  return asked;
}

function likelyTermAt(
  words: readonly TranscriptWord[],
  at: number,
  terms: readonly ExpectedTerm[],
  known: ReadonlySet<string>,
): { text: string; count: number } | undefined {
  let best: { text: string; count: number; score: number } | undefined;
  for (let count = 1; count <= 3 && at + count <= words.length; count++) {
    const part = words.slice(at, at + count);
    if (part.slice(0, -1).some(({ text }) => /[.,;:?!]$/.test(text))) break;
    if (part.some(({ heard, text }) => heard !== undefined || known.has(plainOf(text)))) break;
    if (isSmall(part[0]) || isSmall(part.at(-1))) continue;
    const chances = part.map(({ probability = 1 }) => probability);
    if (Math.min(...chances) >= guessedProbability) continue;
    // Words that were heard clearly on either side belong to no misheard term.
    if (Math.max(chances[0] ?? 1, chances.at(-1) ?? 1) >= ordinaryProbability) continue;
    const heard = part.map(({ text }) => text).join(' ');
    if (plainOf(heard).length < leastLettersToAskAbout || known.has(plainOf(heard))) continue;
    const sounds = soundsOf(heard);
    for (const { text, sounds: wanted, weight, parts } of terms) {
      if (count > parts + mostExtraWords || weight < leastWeight) continue;
      const distance = soundDistance(sounds, wanted) / weight;
      const alike = sharedPairs(heard, text);
      const score = distance - alike;
      if (distance > worstToAskAbout || alike < leastAlikeToAskAbout) continue;
      if (!best || score < best.score) best = { text, count, score };
    }
  }
  return best;
}

/** The share of pairs of letters that two spellings have in common, 0–1 (Dice's coefficient). */
function sharedPairs(one: string, other: string): number {
  const [pairs, others] = [one, other].map((text) => {
    const letters = plainOf(text);
    return new Set(Array.from(letters, (letter, at) => letter + (letters[at + 1] ?? '')).slice(0, -1));
  });
  if (!pairs || !others || pairs.size + others.size === 0) return 0;
  return (2 * pairs.intersection(others).size) / (pairs.size + others.size);
}

function bestTermAt(
  words: readonly TranscriptWord[],
  at: number,
  terms: readonly ExpectedTerm[],
  known: ReadonlySet<string>,
): { term: ExpectedTerm; count: number } | undefined {
  let best: { term: ExpectedTerm; count: number; score: number } | undefined;
  for (let count = 1; count <= 5 && at + count <= words.length; count++) {
    const part = words.slice(at, at + count);
    // A term does not cross the end of a clause.
    if (part.slice(0, -1).some(({ text }) => /[.,;:?!]$/.test(text) && !/^\p{L}\.$/u.test(text))) break;
    const heard = part.map(({ text }) => text).join(' ');
    const plain = plainOf(heard);
    if (known.has(plain) && part.length > 0) {
      const term = terms.find(({ text }) => plainOf(text) === plain);
      // More words may be a longer term: "same site lacks" is no SameSite that lacks something.
      if (term && spacing(heard) !== spacing(term.text)) best = { term, count, score: 0 };
      continue;
    }
    if (isSmall(part[0]) || isSmall(part.at(-1))) continue;
    const sounds = soundsOf(heard);
    if (part.some(({ text }) => known.has(plainOf(text)))) {
      // A word that is expected itself is only taken into a longer phrase of exactly these sounds: "SameSite lacks".
      const phrase = terms.find((term) => term.parts >= 3 && term.sounds === sounds);
      if (phrase && count > 1 && (!best || best.score > 0)) best = { term: phrase, count, score: 0 };
      continue;
    }
    const chance = Math.min(...part.map(({ probability = unknownProbability }) => probability));
    const isOrdinary = count === 1 && /^\p{L}\p{Ll}*\P{L}*$/u.test(heard);
    for (const term of terms) {
      if (count > term.parts + mostExtraWords || Math.abs(sounds.length - term.sounds.length) > 4) continue;
      if (sounds[0] !== term.sounds[0]) continue;
      const score = isMisheardAcronym(heard, term.text, chance)
        ? worstWhenSure
        : soundDistance(sounds, term.sounds) / term.weight;
      const isInvented = count === 1 && chance < inventedProbability && plain.length >= shortestInvented;
      const worst =
        isInvented && term.weight < leastWeightWhenSure
          ? worstWhenInvented
          : worstScore(term, chance, isOrdinary);
      const isBetter = !best || score < best.score || (score === best.score && count > best.count);
      if (score <= worst && isBetter) best = { term, count, score };
    }
  }
  return best;
}

/** The names of these letters rhyme: a spelled "VPC" is easily heard as "VTC". */
const rhyming = new Set('BCDEGPTVZ');

/** Whether letters that were heard with doubt match the term except for one that rhymes. */
function isMisheardAcronym(heard: string, term: string, chance: number): boolean {
  const letters = heard.replace(/[.,;:?!]+$/, '');
  if (chance >= ordinaryProbability || letters.length !== term.length) return false;
  if (!/^[A-Z]{3,5}$/.test(letters) || !/^[A-Z]+$/.test(term)) return false;
  const places = Array.from(letters, (_, at) => at).filter((at) => letters[at] !== term[at]);
  const [at = -1, ...more] = places;
  return more.length === 0 && rhyming.has(letters[at] ?? '') && rhyming.has(term[at] ?? '');
}

/** How much of a term's sounds may differ from what was heard. */
function worstScore({ weight }: ExpectedTerm, chance: number, isOrdinary: boolean): number {
  const isSure = chance >= (isOrdinary ? ordinaryProbability : certainProbability);
  if (isSure) return weight < leastWeightWhenSure || isOrdinary ? -1 : worstWhenSure;
  if (chance < guessedProbability && weight >= leastWeightWhenSure) return worstWhenGuessed;
  return weight < shortWeight ? worstWhenShort : worstWhenUnsure;
}

const partsOf = (text: string): number => text.match(/\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)?.length ?? 1;

/** The words of the term, replacing the ones that were heard; together they take the same time. */
function written(part: readonly TranscriptWord[], { text }: ExpectedTerm): TranscriptWord[] {
  const startMs = part[0]?.startMs ?? 0;
  const endMs = part.at(-1)?.endMs ?? startMs;
  const heard = part.map((word) => word.text).join(' ');
  const ending = /[.,;:?!]+$/.exec(heard)?.[0] ?? '';
  const probability = Math.min(...part.map((word) => word.probability ?? Number.POSITIVE_INFINITY));
  const isSame = plainOf(heard) === plainOf(text);
  const words = `${text}${ending}`.split(/\s+/);
  const share = (endMs - startMs) / words.length;
  return words.map((word, index) => ({
    text: word,
    startMs: Math.round(startMs + index * share),
    endMs: Math.round(startMs + (index + 1) * share),
    ...(probability <= 1 && { probability }),
    ...(index === 0 && !isSame && { heard, maybe: { text: heard, words: words.length } }),
  }));
}

/** Function words never begin or end a misheard term. */
const small = new Set(
  'a an and are as at be because but by for from had has have he her i if in is it its no not of on or she so that the their then there they this to was we were what when where which while who will with you your'.split(
    ' ',
  ),
);
const isSmall = (word: TranscriptWord | undefined): boolean =>
  word !== undefined && small.has(plainOf(word.text));

const plainOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
const spacing = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim();
