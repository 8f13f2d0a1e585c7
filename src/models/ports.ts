/**
 * What the rest of the program may ask of a model. Models know audio, text and vectors; they know nothing
 * about interviews. Every slow call takes an AbortSignal and runs outside the event loop that talks to a
 * platform.
 */
export type { ModelFault, ModelTask, SlotState } from '../domain.ts';

import type { ModelTask, SlotState, SpeechSpan, Transcript } from '../domain.ts';

/** Mono sound at 16 kHz, samples in [-1, 1]. */
export type Pcm = Float32Array;
export const sampleRate = 16_000;

/**
 * Separates speech from everything else (Silero VAD). It ships with the program, so it is always available.
 */
export type SpeechDetector = {
  /** Spans of speech in `pcm`, merged over gaps too short to be pauses; empty for silence, noise or a click. */
  detect(pcm: Pcm, options?: { signal?: AbortSignal }): Promise<SpeechSpan[]>;
  /** A detector that is fed as sound arrives: `push` returns the probability of speech for each 32 ms frame completed. */
  openStream(): SpeechStream;
  close(): Promise<void>;
};
export type SpeechStream = { push(pcm: Pcm): Promise<number[]>; close(): void };

export type TranscribeOptions = {
  /** BCP 47 code, or `auto`. */
  language?: string;
  /** The language in which the same answer was heard so far: with `auto` it is not detected again. */
  languageSoFar?: string;
  /** The spans of speech in it, if already known; otherwise they are detected. */
  speech?: readonly SpeechSpan[];
  /** Expected terms: words that were not heard clearly and sound like one of them are replaced by it. */
  hints?: readonly string[];
  /** What the same person said just before, in the same breath. */
  before?: string;
  signal?: AbortSignal;
};

/** Speech to text. Throws `no_speech` when nothing was said; never invents words. */
export type Transcriber = {
  name: string;
  transcribe(pcm: Pcm, options?: TranscribeOptions): Promise<Transcript>;
  close(): Promise<void>;
};

/** Sentences to be compared with a text word by word, all read after `context`. */
export type TextsToAlign = { context: string; said: readonly string[]; wanted: string };

/**
 * How much of a text is said, −1 to 1: the mean over its pieces (words or parts of words) of the cosine to
 * the most similar piece that is said; 0 when either has no pieces. The recall of BERTScore (Zhang et al.
 * 2020, arXiv 1904.09675), without weights for rare words. `whole`: by all sentences together; `each`: by
 * each sentence alone.
 */
export type Alignment = { whole: number; each: number[] };

/** Sentences to unit vectors, so that a dot product is the cosine of their meaning. */
export type Embedder = {
  name: string;
  dimensions: number;
  /**
   * `anew`: computes all of them together, ignoring the cache. The results of an 8-bit model depend slightly
   * on the rest of the batch; this way the same texts always have the same vectors.
   */
  embed(
    texts: readonly string[],
    options?: { signal?: AbortSignal; anew?: boolean },
  ): Promise<Float32Array[]>;
  align(texts: readonly TextsToAlign[], options?: { signal?: AbortSignal }): Promise<Alignment[]>;
  close(): Promise<void>;
};

export type GenerateOptions = {
  /** How many continuations to generate; default 1. */
  candidates?: number;
  maxTokens?: number;
  temperature?: number;
  topK?: number;
  topP?: number;
  repetitionPenalty?: number;
  seed?: number;
  /** Generation ends at the first of these; the result does not include it. */
  stop?: readonly string[];
  signal?: AbortSignal;
  /** Called with each piece of text as it is generated, for the first candidate only. */
  onText?: (piece: string) => void;
};

/** Continues a text. `instructed` says whether it follows instructions (chat) or only continues a document (GPT-2). */
export type Generator = {
  name: string;
  instructed: boolean;
  generate(prompt: { system?: string; text: string }, options?: GenerateOptions): Promise<string[]>;
  close(): Promise<void>;
};

/** Natural-language inference: does the premise (what was said) entail or contradict the hypothesis? Probabilities sum to 1. */
export type EntailmentJudge = {
  name: string;
  judge(
    pairs: readonly { premise: string; hypothesis: string }[],
    options?: { signal?: AbortSignal },
  ): Promise<{ entailment: number; neutral: number; contradiction: number }[]>;
  close(): Promise<void>;
};

/**
 * Compares one point of a right answer with a passage of somebody's answer: was the point said, partly said,
 * not said, or contradicted? Probabilities sum to 1; a pair's numbers never depend on its neighbours.
 */
export type Grader = {
  name: string;
  grade(
    pairs: readonly { question: string; point: string; passage: string }[],
    options?: { signal?: AbortSignal },
  ): Promise<{ said: number; partly: number; missed: number; contradicted: number }[]>;
  close(): Promise<void>;
};

/** A request for an answer in JSON; `maxTokens` is the most that the answer may take. */
export type AdviceRequest = {
  system: string;
  text: string;
  /** JSON Schema of the answer. Not every server holds a model to it. */
  schema: Readonly<Record<string, unknown>>;
  maxTokens: number;
};

/** A large language model that the owner has chosen. It answers in JSON; whoever asks has to check what it says. */
export type Adviser = {
  name: string;
  advise(request: AdviceRequest, options?: { signal?: AbortSignal }): Promise<string>;
  close(): Promise<void>;
};

export type SpeakOptions = {
  /** One of the speaker's voices, or what a server calls its own; null chooses by the language. */
  voice?: string | null | undefined;
  /** 1 is the voice's usual pace, 2 twice as fast. */
  rate?: number | undefined;
  /** Two-letter code; default `en`. */
  language?: string | undefined;
  signal?: AbortSignal | undefined;
};

/** Text to speech. */
export type Speaker = {
  name: string;
  /** What can be chosen; empty where only the speaker itself knows. */
  voices: readonly string[];
  /** One sentence as 16-bit mono at 48 kHz. Longer texts are given in sentences, so that the first is heard early. */
  say(sentence: string, options?: SpeakOptions): Promise<Int16Array>;
  close(): Promise<void>;
};

/** A place for one kind of model. It exists at once; the model loads in the background. */
export type ModelSlot<Model> = {
  task: ModelTask;
  status(): SlotState;
  /** The best model loaded so far, or null. Asking reloads one that was unloaded because it was idle. */
  current(): Model | null;
  /**
   * Runs `work` with the best model loaded so far, falling to the next smaller one if it fails for this call. Throws
   * `model_unavailable` (with `retryAfterMs` while one is loading) when nothing is loaded.
   */
  use<Result>(work: (model: Model) => Promise<Result>): Promise<Result>;
};

export type ModelEvent = { task: ModelTask; status: SlotState };

/** Everything the program knows how to load, loading in the background from the moment it is opened. */
export type Models = {
  speech: SpeechDetector;
  transcriber: ModelSlot<Transcriber>;
  embedder: ModelSlot<Embedder>;
  generator: ModelSlot<Generator>;
  entailment: ModelSlot<EntailmentJudge>;
  grader: ModelSlot<Grader>;
  adviser: ModelSlot<Adviser>;
  speaker: ModelSlot<Speaker>;
  /** Every change of state from now on, until the signal aborts. */
  events(signal: AbortSignal): AsyncIterable<ModelEvent>;
  /** Resolves when nothing is loading any more (ready, absent, off or failed). */
  settled(): Promise<void>;
  close(): Promise<void>;
};
