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

export type Feedback = {
  /** One thing that was good, with the words that show it. */
  strength: string;
  /** One thing to change, with the words that show it. */
  fix: string;
  /** One sentence of the person's own, said better; `[number]` where they gave none. */
  rewrite?: string;
  summary: string;
};

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
