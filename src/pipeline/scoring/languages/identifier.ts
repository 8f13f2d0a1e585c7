/**
 * The only file that imports the language identifier: letter statistics of sixty languages, bundled with the
 * program.
 */

export type Guess = {
  /** ISO 639-1: `pt`. */
  language: string;
  /** How close the text is to that language and to English, 0–1. */
  score: number;
  english: number;
  /** The identifier is sure: enough letters, and no other language is as close. */
  sure: boolean;
};

/**
 * The language whose letters a text resembles most; null if it has too few. Loaded at the first text that is
 * not plainly English, because it takes 0.1 s and 90 MB that most installations never need.
 */
export async function guessLanguage(text: string): Promise<Guess | null> {
  const { eld } = await import('eld/extrasmall');
  const found = eld.detect(text);
  const scores = found.getScores();
  const score = scores[found.language];
  if (score === undefined) return null;
  return { language: found.language, score, english: scores.en ?? 0, sure: found.isReliable() };
}
