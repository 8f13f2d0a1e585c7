/**
 * The glossary: the words and types that every other file uses. Moments are ISO-8601 strings in UTC, durations carry
 * their unit in the name, `null` is a stored absence, `undefined` is "not given".
 */

/** A moment: ISO-8601, UTC, milliseconds, as `new Date().toISOString()` writes it. */
export type Moment = string;

export const platforms = ['terminal', 'discord', 'slack'] as const;
export type Platform = (typeof platforms)[number];

/** A space whose people may see each other: one Discord guild, one Slack workspace, one terminal: `discord:1234`. */
export type TenantId = `${Platform}:${string}`;

export const levels = ['junior', 'mid', 'senior'] as const;
export type Level = (typeof levels)[number];

export const questionKinds = ['technical', 'behavioural', 'design'] as const;
export type QuestionKind = (typeof questionKinds)[number];

export const conceptWeights = ['must', 'should', 'bonus'] as const;
export type ConceptWeight = (typeof conceptWeights)[number];

/** One idea that a good answer holds, as a full sentence that can be true or false of the world. */
export type Concept = {
  /** Unique within its question: `hash-collisions`. */
  id: string;
  statement: string;
  weight: ConceptWeight;
  /** The same idea as people say it aloud: "O of one", "cube control". */
  aliases: string[];
  /** Sentences that people get wrong about it: saying one contradicts the concept. */
  misconceptions: string[];
  /** Questions that close this gap when the answer left it open. */
  followUps: string[];
};

export type QuestionSource = 'bank' | 'model' | 'template' | 'own';

export type Question = {
  /** Stable over edits of the bank: `backend-junior-hash-map`. */
  id: string;
  domain: string;
  level: Level;
  kind: QuestionKind;
  text: string;
  concepts: Concept[];
  /** 80–200 words of a strong spoken answer; shown as an outline on request. */
  modelAnswer: string | null;
  tags: string[];
  source: QuestionSource;
};

export const dimensions = ['technical', 'structure', 'clarity', 'grammar', 'delivery'] as const;
export type Dimension = (typeof dimensions)[number];

export type Verdict = 'covered' | 'partial' | 'missed' | 'contradicted';
export type Confidence = 'low' | 'medium' | 'high';
export type Band = 'off' | 'weak' | 'fair' | 'good' | 'strong';

/** What earned or lost points: the person's own words, where they stand in the recording, and what they say. */
export type Evidence = {
  quote?: string;
  startMs?: number;
  endMs?: number;
  /** A concept's statement, or the name of a part such as `result` in STAR. */
  concept?: string;
  verdict?: Verdict;
  note?: string;
};

/** What can be found in an answer. A concept or a part of a story or an argument is found by its verdict. */
export const findingCodes = [
  // Concepts (about: id of the concept; values: statement) and parts (about: result, claim, …).
  'covered',
  'partial',
  'missed',
  'contradicted',
  // Why a concept got its verdict (about: id of the concept).
  'says-opposite',
  'common-mistake',
  'disagrees',
  'names-only',
  // What keeps a part from being whole (about: the part).
  'one-step',
  'we-only',
  'no-number',
  'lesson-only',
  'claim-late',
  'claim-hedged',
  // Clarity.
  'run-on',
  'long-sentence',
  'long-sentences',
  'short-sentences',
  'even-sentences',
  'unconnected',
  'connected',
  'hedges',
  'restarts',
  'vague',
  'unexplained',
  'number-given',
  'names-given',
  'nothing-specific',
  // Wording.
  'slip',
  // Delivery.
  'pace',
  'uneven-pace',
  'pauses',
  'no-pauses',
  'pause-inside',
  'fillers',
  'no-fillers',
  'filler-cluster',
  'repeats',
  // Why a dimension has no score, or a low one.
  'no-words',
  'few-words',
  'unsupported-language',
  'english-only',
  'no-sentences',
  'follow-up',
  'typed',
  'audio-lost',
  'too-little-speech',
  'nothing-known',
  'known-in-other-language',
  'echo',
  'off-point',
  'too-short',
  'short',
  'term-list',
  'denies-right',
  'denies-all',
  'off-topic',
  // What was good.
  'main-point',
  'deep-point',
  'fitting-point',
  'on-track',
  'measured-result',
  'told-result',
  'own-steps',
  'set-scene',
  'named-trade-off',
  'gave-reason',
  'admitted-unknown',
  'admitted-doubt',
  'easy-pace',
  'easy-sentences',
  // A sentence that version 0.1.0 stored (values: text).
  'legacy',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** Facts that a sentence needs: counts, words of the person, a concept's statement. */
export type FindingValues = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * One fact about an answer. Scores, feedback, follow-ups, progress and cards all read findings; only `src/wording` makes
 * sentences of them, and no fact is ever read back from a sentence.
 */
export type Finding = {
  code: FindingCode;
  dimension: Dimension;
  /** The id of a concept, the name of a part, or a rule. */
  about?: string;
  values?: FindingValues;
  evidence?: Evidence;
};

export type DimensionScore = {
  /** 0–100, or null where there is nothing to judge; then `reason` says why. */
  score: number | null;
  reason?: string;
  /** Which scorer gave it: `minilm+lexical`, `lexical`, `rules`, … */
  scorer: string;
  confidence: Confidence;
  evidence: Evidence[];
};

export type Measures = {
  words: number;
  sentences: number;
  durationMs?: number;
  wordsPerMinute?: number;
  /** Null in a language whose fillers are not known. */
  fillers: {
    hard: number;
    soft: number;
    perMinute?: number;
    clusters: { startMs?: number; endMs?: number; quote: string; count: number }[];
  } | null;
  pauses?: {
    count: number;
    long: number;
    longestMs: number;
    insideSentence: number;
    spans: { startMs: number; endMs: number }[];
  };
  /** Null in a language whose hedges are not known. */
  hedges: number | null;
  repetitions: number;
};

/** How much an answer gives to speak of: `terms` are words without sentences, `loop` is one sentence again and again. */
export const substances = [
  'empty',
  'unknown',
  'echo',
  'terms',
  'loop',
  'off-topic',
  'short',
  'answer',
] as const;
export type Substance = (typeof substances)[number];

/** What there is to change in an answer. `build` and `polish` are next steps where nothing is wrong or missing. */
export const fixKinds = [
  'begin',
  'answer',
  'longer',
  'real',
  'sentences',
  'once',
  'wrong',
  'doubt',
  'missed',
  'partial',
  'result',
  'number',
  'action',
  'setting',
  'reason',
  'trade-off',
  'example',
  'long',
  'vague',
  'hedges',
  'fillers',
  'pace',
  'pause',
  'wording',
  'build',
  'polish',
  'legacy',
] as const;
export type FixKind = (typeof fixKinds)[number];

/** The one thing to change: what is counted when it recurs, and what its sentence needs. */
export type Fix = {
  kind: FixKind;
  /** The id of the concept it is about. */
  about?: string;
  values?: FindingValues;
  evidence?: Evidence;
};

export type Feedback = {
  /** One thing that was good, with the words that show it. */
  strength: string;
  /** One thing to change, with the words that show it. */
  fix: string;
  /** One sentence of the person's own, said better; `[number]` where they gave none. */
  rewrite?: string;
  summary: string;
};

/** What a follow-up is after; `covered` and `done` close a line of questions. */
export const followUpAims = [
  'wrong',
  'missed',
  'result',
  'action',
  'partial',
  'vague',
  'number',
  'deeper',
  'small',
  'covered',
  'done',
  'legacy',
] as const;
export type FollowUpAim = (typeof followUpAims)[number];

export type FollowUpSource = 'model' | 'template' | 'bank';

export type FollowUp = {
  text: string;
  source: FollowUpSource;
  /** What it is after: a concept's statement, `result`, `number`, `vague`, `done`. */
  aimedAt: string;
};

/** How one answer was judged: the one shape in `--json`, in the store and in the bots. */
export type Evaluation = {
  id: string;
  overall: number | null;
  band: Band | null;
  confidence: Confidence;
  dimensions: Record<Dimension, DimensionScore>;
  measures: Measures;
  feedback: Feedback;
  followUp: FollowUp;
  /** Names of what was absent or failed while judging: `embedder`, `generator`, `entailment`, … */
  degraded: string[];
};

/** Where speech lies in a recording, in milliseconds from its start. */
export type SpeechSpan = { startMs: number; endMs: number };

export type TranscriptWord = { text: string; startMs: number; endMs: number; probability?: number };

export type TranscriptSegment = {
  startMs: number;
  endMs: number;
  text: string;
  words: TranscriptWord[];
  /** Mean log-probability of its tokens, where the recogniser tells. */
  averageLogProbability?: number;
  noSpeechProbability?: number;
};

/** What was heard. Pauses and pace come from `speech`, never from gaps between words. */
export type Transcript = {
  text: string;
  /** BCP 47 language of the speech: `en`. */
  language: string;
  /** Which recogniser: `whisper.cpp base`. */
  model: string;
  segments: TranscriptSegment[];
  speech: SpeechSpan[];
  /** Length of the recording. */
  durationMs: number;
};

export type SessionMode = 'text' | 'voice';
export type SessionStyle = 'solo' | 'hot-seat' | 'everyone';
export type SessionState = 'active' | 'paused' | 'ended';

/** How far one answer is on its way. */
export type AnswerState = 'open' | 'submitted' | 'transcribed' | 'evaluated' | 'failed' | 'cancelled';

/** What a person sees while an answer is on its way; not stored. */
export type AnswerStage = 'listening' | 'transcribing' | 'waiting-for-model' | 'scoring' | 'ready' | 'failed';
