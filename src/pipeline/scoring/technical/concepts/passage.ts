import { analyse } from '../../text/analyse.ts';
import type { Word } from '../../text/analysis.ts';
import { type Term, termsOf } from './terms.ts';

/** A stretch of text made ready to be compared. */
export type Passage = {
  text: string;
  words: readonly Word[];
  /** In order of first mention, each key and sign once. */
  terms: readonly Term[];
  /** Its runs of four letters, which still match where spelling or word form differs. */
  letters: ReadonlySet<string>;
  /** Unit vector of its meaning with the question's direction taken out; absent without a model. */
  vector?: Float32Array;
};

export function passageOf(text: string, language = 'en'): Passage {
  const analysis = analyse(text, language);
  const terms = analysis.sentences.flatMap((sentence) => termsOf(sentence.words, analysis.text));
  return { text, words: analysis.words, terms: once(terms), letters: lettersOf(text) };
}

/** A passage of words that were analysed already. */
export const passageFrom = (
  text: string,
  words: readonly Word[],
  source: string,
  denied = false,
): Passage => ({
  text,
  words,
  terms: once(termsOf(words, source, denied)),
  letters: lettersOf(text),
});

/** Two neighbouring passages as one: a spoken idea is often split over two sentences. */
export const joined = (left: Passage, right: Passage): Passage => ({
  text: `${left.text} ${right.text}`,
  words: [...left.words, ...right.words],
  terms: once([...left.terms, ...right.terms]),
  letters: left.letters.union(right.letters),
});

function once(terms: readonly Term[]): Term[] {
  const seen = new Map(terms.toReversed().map((term) => [`${term.key} ${term.sign}`, term]));
  return [...seen.values()].toReversed();
}

const runLength = 4;

function lettersOf(text: string): Set<string> {
  const plain = ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  const runs = new Set<string>();
  for (let at = 0; at + runLength <= plain.length; at += 1) runs.add(plain.slice(at, at + runLength));
  return runs;
}
