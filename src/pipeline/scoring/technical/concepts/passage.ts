import { analyse } from '../../text/analyse.ts';
import type { Word } from '../../text/analysis.ts';
import { asWritten } from '../rules/as-written.ts';
import { type Term, termsOf } from './terms.ts';

/** A stretch of text prepared for comparison. */
export type Passage = {
  text: string;
  words: readonly Word[];
  /** The text that the word offsets refer to. */
  source: string;
  /** Every term in the order said. */
  sequence: readonly Term[];
  /** In order of first mention, each key and sign once. */
  terms: readonly Term[];
  /** Its runs of four letters, which still match where spelling or word form differs. */
  letters: ReadonlySet<string>;
  /** Unit vector of its meaning with the question's direction removed; absent without a model. */
  vector?: Float32Array;
};

export function passageOf(text: string, language = 'en'): Passage {
  const plain = asWritten(text);
  const analysis = analyse(plain, language);
  const terms = analysis.sentences.flatMap((sentence) => termsOf(sentence.words, analysis.text));
  return {
    text,
    words: analysis.words,
    source: analysis.text,
    sequence: terms,
    terms: once(terms),
    letters: lettersOf(plain),
  };
}

/**
 * A passage from words that are already analysed. `source` is the text of their offsets; `expected` are texts
 * that may spell out a short form, null if the language has other rules. If numbers or signs are written in
 * an unusual way, it is analysed again.
 */
export function passageFrom(
  text: string,
  words: readonly Word[],
  source: string,
  { denied = false, expected = null }: { denied?: boolean; expected?: readonly string[] | null } = {},
): Passage {
  const plain = expected ? asWritten(text, expected) : text;
  const analysis = plain === text ? { words, text: source } : analyse(plain);
  const terms = termsOf(analysis.words, analysis.text, denied);
  return {
    text,
    words: analysis.words,
    source: analysis.text,
    sequence: terms,
    terms: once(terms),
    letters: lettersOf(plain),
  };
}

/** Two neighbouring passages as one: a spoken idea is often split over two sentences. */
export const joined = (left: Passage, right: Passage): Passage => ({
  text: `${left.text} ${right.text}`,
  words: [...left.words, ...right.words],
  source: left.source,
  sequence: [...left.sequence, ...right.sequence],
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
