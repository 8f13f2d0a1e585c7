import type { FollowUp, GapKind } from '../../domain.ts';
import type { Embedder, Generator } from '../../models/ports.ts';
import type { GenerationCounts } from './candidate-filters.ts';
import type { AnswerToFollow } from './gaps.ts';

/** How follow-ups are worded: handed in by whoever composes the program, because words are made at the edge. */
export type FollowUpWords = {
  /** The whole of it, as it is asked or as it closes a line of questions. */
  say(followUp: Omit<FollowUp, 'text'>): string;
  /** Our own question for a kind of gap, by its number from 0 to `ownAsks` − 1; `quote` is the question of a small one. */
  ask(kind: GapKind, number: number, quote: string): string;
};

/** How many questions of our own there are for each kind of gap, closings of each kind, and leads from a quote. */
export const ownAsks = 5;
export const ownLeads = 3;

export type FollowUpRequest = AnswerToFollow & {
  /** Everything that was asked in this line of questions, the first question included. */
  asked: readonly string[];
  /** How many follow-ups were asked, and how many may be. */
  depth: number;
  maxDepth: number;
  /** The same seed, answer and models give the same follow-up. */
  seed: string;
  words: FollowUpWords;
  generator?: Generator | null;
  embedder?: Embedder | null;
  signal?: AbortSignal;
  /** Told what became of the candidates of a model, each time it wrote some. */
  report?: (counts: GenerationCounts) => void;
  /** Longest wait for the model. */
  budgetMs?: number;
};
