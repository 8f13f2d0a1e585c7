import type { Analysis, Sentence } from './analysis.ts';
import { endsWithMark } from './sentences.ts';

/** The words of a sentence as a person would count them: a contraction is one. */
export const lengthOf = (sentence: Sentence): number =>
  sentence.words.filter(({ lower }) => !/^(?:'|’|n['’]t)/.test(lower)).length;

/** True where most sentences were cut by us, because the text has hardly any marks of its own. */
export function isLoose({ sentences }: Analysis): boolean {
  const marked = sentences.filter(({ text }) => endsWithMark(text)).length;
  const long = sentences.reduce((sum, { words }) => sum + words.length, 0) > 40;
  return (sentences.length > 2 || long) && marked < sentences.length / 2;
}

/**
 * A sentence says something if it has a verb or (because taggers miss some) enough function words. A list of
 * terms has neither. Known for English only.
 */
export function saysSomething({ words }: Sentence): boolean {
  if (words.some(({ pos }) => pos === 'VERB' || pos === 'AUX')) return true;
  const glue = words.filter(({ isFunction }) => isFunction).length;
  return words.length >= 6 && glue / words.length >= 0.25;
}
