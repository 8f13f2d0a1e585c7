import type { Analysis, Sentence } from './analysis.ts';
import { endsWithMark } from './sentences.ts';

/** Words of a sentence that a person would count: contractions are one. */
export const lengthOf = (sentence: Sentence): number =>
  sentence.words.filter(({ lower }) => !/^(?:'|’|n['’]t)/.test(lower)).length;

/** True where most sentences were cut by us, because the text has hardly any marks of its own. */
export function isLoose({ sentences }: Analysis): boolean {
  const marked = sentences.filter(({ text }) => endsWithMark(text)).length;
  return sentences.length > 2 && marked < sentences.length / 2;
}

/** A sentence says something when it has a verb; a list of terms has none. Known for English only. */
export const hasVerb = (sentence: Sentence): boolean =>
  sentence.words.some(({ pos }) => pos === 'VERB' || pos === 'AUX');
