import { functionWordsOf } from './function-words.ts';
import { type Guess, guessLanguage } from './identifier.ts';

/** How much of a text is read to identify its language. */
const readCharacters = 4000;
/** Fewer words prove nothing: "big o of log n" is English, and "de facto" may be anything. */
const fewestWords = 4;
/** A text with this share of English function words is English; typical English has 0.45. */
const plainlyEnglish = 0.35;
/** By what share of the words another language must be ahead of English. */
const lead = 0.12;
/**
 * By how much the letters must be closer to another language than to English: a little, or a lot if there are
 * English function words among them. Chosen on answers in twenty languages and the English ones of the
 * corpus.
 */
const nearer = { little: 0.05, lot: 0.15, fromEnglishShare: 0.2 };

/**
 * The identifier is never sure about a few words. This far ahead of English, with letters that English lacks,
 * it is right.
 */
const surelyAhead = 0.25;

/** The language of a typed text, `und` if it cannot be named, and English if nothing suggests another. */
export const likelyLanguage = async (text: string): Promise<string> => (await languageOf(text)) ?? 'en';

/** Whether a text is plainly written in a language other than this one; false if that is not certain. */
export async function isForeignTo(language: string, text: string): Promise<boolean> {
  const known = await languageOf(text);
  return known !== null && known !== language;
}

/**
 * The language that a text is plainly written in; null if that is not certain. Single letters, numbers, short
 * forms, code and names of programs do not count; a list of terms has no function words and is left
 * undecided.
 */
async function languageOf(text: string): Promise<string | null> {
  const words = plainWords(text);
  const characters = words.join('');
  if (characters.length >= 2 && latinShare(characters) < 0.5) return inOtherScript(words);
  if (words.length < fewestWords) return null;
  const english = functionShare(words, 'en');
  if (english >= plainlyEnglish) return 'en';
  const hindi = functionShare(words, 'hi');
  if (hindi >= 0.2 && hindi > english) return 'hi';
  const guess = await guessLanguage(words.join(' '));
  const ahead = (guess?.score ?? 0) - (guess?.english ?? 0);
  const enough = english < nearer.fromEnglishShare ? nearer.little : nearer.lot;
  const sure = guess?.sure === true || (ahead >= surelyAhead && /\P{ASCII}/u.test(characters));
  if (guess && sure && guess.language !== 'en' && ahead >= enough) return guess.language;
  const listed = byFunctionWords(words, english);
  if (listed) return listed;
  if (isNotEnglish(text, words, english, guess)) return 'und';
  return english > 0 && guess?.language === 'en' ? 'en' : null;
}

/** Words of at least two letters; not those of code, addresses and short forms. */
const plainWords = (text: string): string[] =>
  text
    .slice(0, readCharacters)
    .replace(/`[^`]*`/g, ' ')
    .split(/[\s,;:!?()[\]{}"“”„«»…、。，！？/|+*=<>–—]+/u)
    .map((word) => word.replace(/^['‘’.-]+|['‘’.-]+$/gu, ''))
    .filter((word) => /^[\p{L}\p{M}'’-]{2,}$/u.test(word) && !/^\p{Lu}{2,}s?$|\p{Ll}\p{Lu}/u.test(word))
    .map((word) => word.toLowerCase());

const latinShare = (characters: string): number =>
  (characters.match(/\p{sc=Latin}/gu)?.length ?? 0) / (characters.match(/\p{L}/gu)?.length ?? 1);

async function inOtherScript(words: readonly string[]): Promise<string> {
  const guess = await guessLanguage(words.join(' '));
  return guess && guess.language !== 'en' ? guess.language : 'und';
}

/** The share of words that carry grammar in a language; an English contraction is one. */
function functionShare(words: readonly string[], language: string): number {
  const known = functionWordsOf(language);
  const isOne = (word: string) =>
    known?.has(word) || (language === 'en' && /\p{L}['’](?:s|t|m|d|re|ve|ll)$/u.test(word));
  return words.filter(isOne).length / words.length;
}

/** A judged language whose function words are well ahead of the English ones. */
function byFunctionWords(words: readonly string[], english: number): string | null {
  const shares = ['de', 'es', 'fr'].map((language) => ({ language, share: functionShare(words, language) }));
  const best = shares.toSorted((a, b) => b.share - a.share)[0];
  return best && words.length >= 6 && best.share - english > lead ? best.language : null;
}

/** Sentences, not a list, with almost no English words: usually another language in Latin letters. */
function isNotEnglish(text: string, words: readonly string[], english: number, guess: Guess | null): boolean {
  const separators = text.match(/[,;:|/•\n]/g)?.length ?? 0;
  if (separators / words.length > 0.2) return false;
  const { score, english: nearEnglish } = guess ?? { score: 0, english: 0 };
  if (words.length >= 8) return english < 0.08 && nearEnglish < 0.55;
  return words.length >= 5 && english === 0 && score - nearEnglish >= surelyAhead;
}
