import type { Embedder, Generator } from '../../models/ports.ts';
import type { GenerationCounts } from './candidate-filters.ts';
import type { AnswerToFollow } from './gaps.ts';

export type FollowUpRequest = AnswerToFollow & {
  /** Everything that was asked in this line of questions, the first question included. */
  asked: readonly string[];
  /** How many follow-ups were asked, and how many may be. */
  depth: number;
  maxDepth: number;
  /** The same seed, answer and models give the same follow-up. */
  seed: string;
  generator?: Generator | null;
  embedder?: Embedder | null;
  signal?: AbortSignal;
  /** Told what became of the candidates of a model, each time it wrote some. */
  report?: (counts: GenerationCounts) => void;
  /** Longest wait for the model. */
  budgetMs?: number;
};
