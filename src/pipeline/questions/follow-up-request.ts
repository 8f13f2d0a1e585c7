import type { FollowUp, GapKind } from '../../domain.ts';
import type { Embedder, Generator } from '../../models/ports.ts';
import type { GenerationCounts } from './candidate-filters.ts';
import type { AnswerToFollow } from './gaps.ts';

/**
 * How follow-ups are worded: passed in by the program's composition root, because words are made at the edge.
 */
export type FollowUpWords = {
  /** The whole follow-up, as it is asked or as it ends a line of questions. */
  say(followUp: Omit<FollowUp, 'text'>): string;
  /**
   * Our own question for a kind of gap, by its number from 0 to `ownAsks` − 1; for `small`, `quote` is the
   * question.
   */
  ask(kind: GapKind, number: number, quote: string): string;
};

/** How many of our own questions there are per kind of gap, closings per kind, and leads from a quote. */
export const ownAsks = 5;
export const ownLeads = 3;

export type FollowUpRequest = AnswerToFollow & {
  /** Everything that was asked in this line of questions, the first question included. */
  asked: readonly string[];
  /** How many follow-ups have been asked, and how many may be. */
  depth: number;
  maxDepth: number;
  /** The same seed, answer and models give the same follow-up. */
  seed: string;
  words: FollowUpWords;
  generator?: Generator | null;
  embedder?: Embedder | null;
  signal?: AbortSignal;
  /** Called with the outcome for a model's candidates, each time it wrote some. */
  report?: (counts: GenerationCounts) => void;
  /** Longest wait for the model. */
  budgetMs?: number;
};
