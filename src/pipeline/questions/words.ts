/** The few word tools that questions need; scoring has its own, finer ones. */

const functionWords = new Set(
  `a about after all also am an and any are as at be because been before being between both but by can could did do does
  doing down each either else ever every explain few for from get give go had has have having he her here him his how i
  if in into is it its just let like make many may me might more most much must my no nor not of off on once one only or
  other our out over own same say she should so some such take tell than that the their them then there these they this
  those through to too under until up upon us use used using very was way we were what when where whether which while
  who whom whose why will with within without would you your yours`.split(/\s+/),
);

/** Words in order, in lower case, keeping characters inside them: `o'clock`, `ci/cd`, `c++`. */
export const wordsOf = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’/.+#-]*[\p{L}\p{N}+#]+)*/gu) ?? [];

export const wordCount = (text: string): number => wordsOf(text).length;

/** What a text is about: its words without function words and plural endings. */
export const contentWords = (text: string): Set<string> =>
  new Set(
    wordsOf(text)
      .filter((word) => word.length > 1 && !functionWords.has(word))
      .map(singular),
  );

export const isFunctionWord = (word: string): boolean => functionWords.has(word.toLowerCase());

/** Share of words that two texts have in common, 0–1; 0 when both are empty. */
export function jaccard(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = left.intersection(right).size;
  const all = left.size + right.size - shared;
  return all === 0 ? 0 : shared / all;
}

const singular = (word: string): string =>
  word.length > 3 && word.endsWith('ies')
    ? `${word.slice(0, -3)}y`
    : word.length > 3 && /[^s]s$/.test(word) && !word.endsWith('us') && !word.endsWith('is')
      ? word.slice(0, -1)
      : word;
