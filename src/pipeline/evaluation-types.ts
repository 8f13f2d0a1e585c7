/** The port of the judge: what it is given of an answer, and what it gives back. */
import type { Evaluation, Question, Transcript, Verdict } from '../domain.ts';
import type { Embedder, EntailmentJudge, Generator, Grader, ModelSlot } from '../models/ports.ts';

export type AnswerToJudge = {
  /** Id of the evaluation; made up when not given. */
  id?: string;
  /** Without concepts the answer is judged by `referenceAnswer`, and without that by the question's model answer. */
  question: Question;
  referenceAnswer?: string;
  /** What was typed, or the text of the transcript. */
  text: string;
  /** Null for a typed answer: then delivery cannot be judged. */
  transcript: Transcript | null;
  /** Share of the audio that arrived, 0–1. Under 0.85 delivery is not judged. */
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

/** The judge reads no more of an answer than this: over twenty minutes of speech. What it costs grows with the length. */
export const mostJudgedCharacters = 20_000;

export type Judgement = {
  evaluation: Evaluation;
  /** What became of each concept of the question, in their order. */
  concepts: { id: string; verdict: Verdict; quote?: string }[];
};

/** What the judge asks of a slot. */
export type JudgingSlot<Model> = Pick<ModelSlot<Model>, 'current' | 'use'>;
export type JudgingModels = {
  embedder: JudgingSlot<Embedder>;
  entailment: JudgingSlot<EntailmentJudge>;
  generator: JudgingSlot<Generator>;
  grader: JudgingSlot<Grader>;
};

/** Names of errors only: their messages may quote what was said. */
export type JudgingLog = Record<'warn' | 'debug', (facts: { reason: string }, message: string) => void>;

export type Evaluator = {
  /** Never throws for what an answer says, however odd; throws only when aborted. */
  evaluate(answer: AnswerToJudge, options?: { signal?: AbortSignal }): Promise<Judgement>;
  /** Somebody is about to answer: loads what their first answer needs, in the background. Never throws. */
  warm?(): void;
  close(): Promise<void>;
};
