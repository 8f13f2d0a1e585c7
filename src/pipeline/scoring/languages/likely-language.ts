import { functionWordsOf } from './function-words.ts';

const candidates = ['en', 'de', 'es', 'fr'] as const;
/** By how much of the words another language has to be ahead of English. */
const lead = 0.12;

/** Whether a text is plainly written in a language with a list: a third of its words are little words of it. */
function readsAs(text: string, language: string): boolean {
  const known = functionWordsOf(language);
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return known !== null && words.filter((word) => known.has(word)).length >= words.length / 3;
}

/** Whether a text is plainly written in another language than this one; false where that cannot be told. */
export const isForeignTo = (language: string, text: string): boolean =>
  !readsAs(text, language) && candidates.some((other) => other !== language && readsAs(text, other));

/**
 * The language of a typed text by its function words: English unless another one is clearly ahead; `und` where most
 * letters belong to another script. A list of terms has no function words and stays English.
 */
export function likelyLanguage(text: string): string {
  const start = text.slice(0, 4000);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  const latin = start.match(/\p{sc=Latin}/gu)?.length ?? 0;
  if (letters > 0 && latin < letters / 2) return 'und';
  const words = start.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < 6) return 'en';
  const shares = candidates.map((language) => {
    const known = functionWordsOf(language);
    return { language, share: words.filter((word) => known?.has(word)).length / words.length };
  });
  const best = shares.toSorted((a, b) => b.share - a.share)[0];
  const english = shares[0]?.share ?? 0;
  return best && best.share - english > lead ? best.language : 'en';
}
