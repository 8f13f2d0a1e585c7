/** The port of the judge: what it gets about an answer, and what it returns. */
import type { Evaluation, Question, Transcript, Verdict } from '../domain.ts';
import type { Adviser, Embedder, EntailmentJudge, Generator, Grader, ModelSlot } from '../models/ports.ts';

export type AnswerToJudge = {
  /** Id of the evaluation; made up when not given. */
  id?: string;
  /** Without concepts the answer is judged by `referenceAnswer`, or else by the question's model answer. */
  question: Question;
  referenceAnswer?: string;
  /** What was typed, or the text of the transcript. */
  text: string;
  /** Null for a typed answer, whose delivery cannot be judged. */
  transcript: Transcript | null;
  /** How much of the speech could not be understood. */
  notUnderstoodMs?: number;
  /** Share of the audio that arrived, 0–1. Below 0.85, delivery is not judged. */
  receivedShare: number | null;
  /** BCP 47 language of the answer; the transcript's language wins. Default `en`. */
  language?: string;
  /** The same seed, answer and models give the same evaluation. */
  seed: string;
  /** Everything asked so far in this line of questions, this question included. */
  asked: readonly string[];
  followUpDepth: number;
  maxFollowUpDepth: number;
};

/**
 * The judge reads no more of an answer than this: over twenty minutes of speech. The cost grows with the
 * length.
 */
export const mostJudgedCharacters = 20_000;

export type Judgement = {
  evaluation: Evaluation;
  /** The result for each concept of the question, in their order. */
  concepts: { id: string; verdict: Verdict; quote?: string }[];
};

/** What the judge needs from a slot. */
export type JudgingSlot<Model> = Pick<ModelSlot<Model>, 'current' | 'use'>;
export type JudgingModels = {
  embedder: JudgingSlot<Embedder>;
  entailment: JudgingSlot<EntailmentJudge>;
  generator: JudgingSlot<Generator>;
  grader: JudgingSlot<Grader>;
  /** Gives a second opinion, where the owner has chosen one. */
  adviser?: JudgingSlot<Adviser>;
};

/** Names of errors only: their messages may quote what was said. */
export type JudgingLog = Record<'warn' | 'debug', (facts: { reason: string }, message: string) => void>;

export type Evaluator = {
  /** Never throws because of an answer, however odd; throws only when aborted. */
  evaluate(answer: AnswerToJudge, options?: { signal?: AbortSignal }): Promise<Judgement>;
  /**
   * Somebody is about to answer: loads in the background what judging their first answer needs. Never throws.
   */
  warm?(): void;
  /**
   * Somebody is still answering: reads what they have said so far, so that less is left to read at the end. Changes no
   * judgement, asks no model of another machine, and gives way to `evaluate`.
   */
  readAhead?(answer: AnswerToJudge, options: { signal: AbortSignal }): Promise<void>;
  close(): Promise<void>;
};
