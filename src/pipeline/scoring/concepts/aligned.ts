/** Statements that are held against an answer word by word, as a model of meaning can. */
import type { TextsToAlign } from '../../../models/ports.ts';
import type { Passage } from './passage.ts';

/** What is asked for: what somebody said, sentence by sentence, and what a right answer holds. */
export const textsToAlign = (
  said: readonly string[],
  wanted: string,
  { text: context }: Passage,
): TextsToAlign => ({ context, said, wanted });

/**
 * What an alignment adds to the likeness of a concept, or takes from it. House values: 0.60 is the median of concepts of
 * the bank against answers to other questions; 1.25 told free right answers from others best.
 */
export const worthOf = (aligned: number): number => 1.25 * (aligned - 0.6);
