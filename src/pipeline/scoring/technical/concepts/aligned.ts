/** Statements that a model of meaning compares with an answer word by word. */
import type { TextsToAlign } from '../../../../models/ports.ts';
import type { Passage } from './passage.ts';

/** The input: what somebody said, sentence by sentence, and what a right answer contains. */
export const textsToAlign = (
  said: readonly string[],
  wanted: string,
  { text: context }: Passage,
): TextsToAlign => ({ context, said, wanted });

/**
 * What an alignment with so many words adds to the likeness of a concept, or takes from it. House values: answers to other
 * questions of the bank come to 0.35 + 0.05 · ln(words) in the median, as there is more to be near to in a long one; 1.25
 * told free right answers from others best.
 */
export const worthOf = (aligned: number, words: number): number =>
  1.25 * (aligned - 0.35 - 0.05 * Math.log(Math.max(1, words)));
