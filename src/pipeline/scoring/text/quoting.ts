import type { Evidence } from '../../../domain.ts';
import type { AnswerToScore, Sentence } from './analysis.ts';
import { timelineOf } from './timeline.ts';

const longestQuoteWords = 24;

/**
 * Evidence that points to a stretch of the answer: its words, cut to twenty-four, and when they were said.
 */
export function quoteAt(answer: AnswerToScore, place: { start: number; end: number }): Evidence {
  const words = answer.text.slice(place.start, place.end).replace(/\s+/g, ' ').trim().split(' ');
  const cut = words.slice(0, longestQuoteWords).join(' ');
  return {
    quote: words.length > longestQuoteWords ? `${cut.replace(/[\s,;:.]+$/, '')}…` : cut,
    ...timelineOf(answer).of(place.start, place.end),
  };
}

/** The sentence that contains a place. */
export const sentenceAt = (answer: AnswerToScore, offset: number): Sentence | undefined =>
  answer.analysis.sentences.findLast(({ start }) => start <= offset);
