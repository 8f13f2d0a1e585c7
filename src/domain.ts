/**
 * The glossary: the words and types that every other file uses. Moments are ISO-8601 strings in UTC, durations carry
 * their unit in the name, `null` is a stored absence, `undefined` is "not given".
 */

import type { FaultKey, FaultValues } from './errors.ts';

/** A moment: ISO-8601, UTC, milliseconds, as `new Date().toISOString()` writes it. */
export type Moment = string;

export const platforms = ['terminal', 'discord', 'slack'] as const;
export type Platform = (typeof platforms)[number];

/**
 * A place whose members may see each other: one Discord guild, one Slack workspace, one terminal:
 * `discord:1234`.
 */
export type TenantId = `${Platform}:${string}`;

export const levels = ['junior', 'mid', 'senior'] as const;
export type Level = (typeof levels)[number];

export const questionKinds = ['technical', 'behavioural', 'design'] as const;
export type QuestionKind = (typeof questionKinds)[number];

export const conceptWeights = ['must', 'should', 'bonus'] as const;
export type ConceptWeight = (typeof conceptWeights)[number];

/** One idea that a good answer contains, as a full sentence that can be true or false. */
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
  /** Stays the same when the bank is edited: `backend-junior-hash-map`. */
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

/** What may be wrong with a question file; the last seven are advice. */
export const bankFaultCodes = [
  'not-text',
  'not-a-list',
  'not-a-name',
  'not-one-of',
  'not-a-bank',
  'not-yaml',
  'many-aliases',
  'not-usable',
  'unknown-names',
  'empty',
  'no-end',
  'no-question-mark',
  'keyword',
  'no-full-stop',
  'no-capital',
  'few-concepts',
  'many-concepts',
  'no-must',
  'wrong-start',
  'id-twice',
  'concept-twice',
  'statement-twice',
  'id-elsewhere',
  'no-model-answer',
  'model-answer-length',
  'few-follow-ups',
  'no-misconceptions',
  'no-aliases',
  'same-follow-up',
  'same-question',
] as const;
export type BankFaultCode = (typeof bankFaultCodes)[number];

/** One thing to change in a question file. A file with nothing but `advice` can still be used. */
export type BankFault = {
  file: string;
  /** From 1. */
  line: number;
  severity: 'error' | 'advice';
  code: BankFaultCode;
  /** Where in the file: `cooking-mid-sauce › level`; empty for the file itself. */
  place: string;
  values?: FindingValues;
};

export const dimensions = ['technical', 'structure', 'clarity', 'grammar', 'delivery'] as const;
export type Dimension = (typeof dimensions)[number];

export type Verdict = 'covered' | 'partial' | 'missed' | 'contradicted';
export type Confidence = 'low' | 'medium' | 'high';
export type Band = 'off' | 'weak' | 'fair' | 'good' | 'strong';

/** A passage of an answer: the person's own words, and when they were said. */
export type Evidence = { quote?: string; startMs?: number; endMs?: number };

/**
 * What can be found in an answer. For a concept, or a part of a story or argument, the code is its verdict.
 */
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
  'unclear',
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
  'not-recognised',
  'echo',
  'off-point',
  'too-short',
  'short',
  'term-list',
  'denies-right',
  'denies-all',
  'off-topic',
  'other-question',
  // What was good.
  'main-point',
  'on-point',
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

/** The lowest and the highest score, 0–100, that the judge holds possible: a tenth of its own probability lies below, and a tenth above. */
export type ScoreRange = { low: number; high: number };

export type DimensionScore = {
  /** 0–100, or null where there is nothing to judge; then `reason` says why. */
  score: number | null;
  /** Why there is no score, or why it cannot be higher. */
  reason?: Finding;
  /** Where the judge is unsure of the score. */
  range?: ScoreRange;
  /** Which scorer produced it: `grader+lexical`, `minilm+lexical`, `lexical`, `rules`, … */
  scorer: string;
  confidence: Confidence;
  /** Most important first. */
  findings: Finding[];
};

export type Measures = {
  words: number;
  sentences: number;
  durationMs?: number;
  wordsPerMinute?: number;
  /** Pace in each third of the time between the first and the last speech; absent where an answer is too short to be cut. */
  pace?: { startMs: number; endMs: number; wordsPerMinute: number }[];
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

/**
 * How much there is to judge in an answer: `terms` is words without sentences, `loop` is one sentence over
 * and over, `other-language` is a language that is not judged.
 */
export const substances = [
  'empty',
  'unknown',
  'echo',
  'terms',
  'loop',
  'off-topic',
  'other-language',
  'short',
  'answer',
] as const;
export type Substance = (typeof substances)[number];

/** What can be changed in an answer. `build` and `polish` are next steps where nothing is wrong or missing. */
export const fixKinds = [
  'language',
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

/** The one thing to change: the key by which repeats are counted, and the values its sentence needs. */
export type Fix = {
  kind: FixKind;
  /** The id of the concept it is about. */
  about?: string;
  values?: FindingValues;
  evidence?: Evidence;
};

export type Feedback = {
  substance: Substance;
  /** One thing that was good; null where nothing stands out. */
  strength: Finding | null;
  fix: Fix;
  /** One of the person's own sentences, said better; `[number]` where they gave none. */
  rewrite?: string;
  /** How many of the question's concepts were covered; `of` is 0 where none are known or none could be compared. */
  points: { made: number; of: number };
  /**
   * Which of several wordings is used, 0–2, chosen by the seed: the same answer and seed always read the
   * same.
   */
  way: number;
};

/** What a follow-up aims at; `covered` and `done` end a line of questions. */
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

/** The kinds of gap in an answer that lead to a follow-up. */
export type GapKind = Exclude<FollowUpAim, 'covered' | 'done' | 'legacy'>;

export type FollowUpSource = 'model' | 'template' | 'bank';

export type FollowUp = {
  /** The next question as it will be asked; null where the line of questions ends. */
  text: string | null;
  source: FollowUpSource;
  aimedAt: FollowUpAim;
  /** The id of the concept it asks about. */
  concept?: string;
  /** The person's own words that it starts from; for `small`, the question. */
  quote?: string;
  /** The question from the bank or a model, or the number of one of ours. */
  ask: string | number;
  /** Which of several wordings leads from the quote to the question. */
  lead: number;
};

/** A follow-up that asks something and does not end the line of questions. */
export type OpenFollowUp = FollowUp & { text: string };

export const asksOn = (followUp: FollowUp): followUp is OpenFollowUp => followUp.text !== null;

/** How one answer was judged: the one shape in `--json`, in the store and in the bots. */
export type Evaluation = {
  id: string;
  overall: number | null;
  /** Where the judge is unsure of the total. */
  range?: ScoreRange;
  band: Band | null;
  confidence: Confidence;
  dimensions: Record<Dimension, DimensionScore>;
  measures: Measures;
  feedback: Feedback;
  followUp: FollowUp;
  /**
   * What was absent or failed while judging: `embedder`, `grader`, `generator`, `entailment`, `adviser`; `length` when only its
   * beginning was judged.
   */
  degraded: string[];
};

/** Where speech lies in a recording, in milliseconds from its start. */
export type SpeechSpan = { startMs: number; endMs: number };

export type TranscriptWord = {
  text: string;
  startMs: number;
  endMs: number;
  probability?: number;
  /** What the recogniser wrote, where a term that sounds similar was expected. */
  heard?: string;
  /**
   * What may have been said instead of this word and the next ones, `words` together: an expected term that sounds a little
   * like them or, where one was written, what the recogniser had heard.
   */
  maybe?: { text: string; words: number };
};

export type TranscriptSegment = {
  startMs: number;
  endMs: number;
  text: string;
  words: TranscriptWord[];
  /** Mean log-probability of its tokens, where the recogniser reports one. */
  averageLogProbability?: number;
  noSpeechProbability?: number;
};

/**
 * Marks a stretch of speech in a transcript that could not be understood. It is not one of the person's
 * words.
 */
export const notUnderstood = '(not understood)';

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

/** A person on a platform, as one tenant knows them. */
export type Actor = { tenant: TenantId; userId: string };

/** Where a session happens. */
export type Place = {
  tenant: TenantId;
  platform: Platform;
  /** The channel or direct messages where its questions are posted. */
  channelId: string;
  /** The thread of that channel in which it is held. */
  threadId?: string | null;
  /** The voice channel that it listens in. */
  voiceChannelId?: string | null;
  /** For a session in direct messages: the channel it was started from. */
  originChannelId?: string | null;
  /** In direct messages, which are not part of any server. */
  direct?: boolean;
};

export type SessionMode = 'text' | 'voice';
/**
 * `solo`: one candidate; `hot-seat`: one candidate at a time; `everyone`: all answer the same question; `peer`: two people
 * interview each other, one slot each.
 */
export type SessionStyle = 'solo' | 'hot-seat' | 'everyone' | 'peer';
/** What a session is for. `exam`: no hints, and all feedback at the end; `study`: a hint with each question, an outline with each card. */
export const sessionAims = ['exam', 'study'] as const;
export type SessionAim = (typeof sessionAims)[number];
export type SessionState = 'active' | 'paused' | 'ended';

export const pauseReasons = [
  /** Somebody asked for it. */
  'asked',
  /** A moderator asked for it. */
  'moderator',
  /** The candidate left the call; the session ends when they stay away for five minutes. */
  'candidate-left',
  /** The connection to the call was lost. */
  'connection-lost',
  /** The bot may no longer write or listen where the session is held. */
  'no-permission',
] as const;
export type PauseReason = (typeof pauseReasons)[number];

export const endReasons = [
  /** Every planned question was asked and answered. */
  'completed',
  'stopped',
  'moderator',
  /** The candidate left, or stayed away too long. */
  'candidate-left',
  /** Everybody left a session with style `everyone`. */
  'everyone-left',
  /** The channel is gone or closed to the bot. */
  'place-gone',
  'no-permission',
  /** The connection to the call could not be restored. */
  'connection-lost',
  /** The terminal has no more input. */
  'input-ended',
  /** Another session took its place. */
  'replaced',
  /** Nothing happened for a day. */
  'forgotten',
  /** The planned practice that it belonged to was removed. */
  'practice-removed',
  /** It held one question that was asked again. */
  'retried',
  /** It holds one answer that was scored outside any interview. */
  'score',
  /** Like `score`, but for somebody else's words: the answer is erased once its feedback is shown. */
  'score-unkept',
] as const;
export type EndReason = (typeof endReasons)[number];

export type ParticipantRole = 'candidate' | 'observer';

/** Somebody who takes part in a session now. */
export type Participant = { userId: string; role: ParticipantRole };

/** Who answers and who asks in a session of the style `peer`. */
export type SessionRoles = {
  /** Null until the slot of somebody who has accepted begins. */
  candidateUserId: string | null;
  /** Null where the program asks: nobody has accepted yet, or they have left. */
  interviewerUserId: string | null;
  /** Who is asked to take part and has not replied. */
  invitedUserId: string | null;
};

/** An interview from its first question to its summary. */
export type Session = {
  id: string;
  place: Place;
  ownerUserId: string;
  purpose: 'practice' | 'score';
  domain: string;
  level: Level;
  mode: SessionMode;
  style: SessionStyle;
  /**
   * Whether only the authors see their scores. In a session that is not private, participants are told before
   * they answer that scores are shown next to their names; by answering they agree to it.
   */
  private: boolean;
  language: string | null;
  /** Null for an ordinary practice. */
  aim: SessionAim | null;
  /** How its interviewer speaks: the name of a manner; null for none. */
  manner: string | null;
  /** To warm up: nothing in it counts in anybody's progress. */
  isWarmUp?: boolean;
  state: SessionState;
  /** Why it is paused, since when, and when it ends if nobody comes back; null unless it is paused. */
  pause: { reason: PauseReason; since: Moment; endsAt: Moment | null } | null;
  endReason: EndReason | null;
  /** How many questions are planned, follow-ups not counted. */
  questions: number;
  createdAt: Moment;
  /** The open question, for everybody or for one person; null between questions. */
  turn: Turn | null;
  participants: Participant[];
  /** Only in the style `peer`. */
  roles: SessionRoles | null;
  /** Who has answered the open question: nothing they say from now on belongs to it. */
  answered: string[];
  /** Whose answers the open question is waiting for; never those of people who left. */
  waitingFor: string[];
};

/** One question as it was asked in a session, to one person or to everybody. */
export type Turn = {
  id: string;
  /** Which of the planned questions it belongs to, from 1. */
  number: number;
  of: number;
  kind: 'question' | 'follow-up' | 'retry';
  /** For a follow-up or a second try: the answer that led to it, which a follow-up may quote. */
  afterAnswerId: string | null;
  question: Question;
  /** For a second try at one part of the answer: what to change in that part. */
  part?: Fix;
  /** Who should answer; null for everyone. */
  userId: string | null;
  askedAt: Moment;
  closesAt: Moment | null;
};

/** How far one answer has been processed. */
export type AnswerState = 'open' | 'submitted' | 'transcribed' | 'evaluated' | 'failed' | 'cancelled';

/** What a person sees while an answer is processed; not stored. */
export type AnswerStage = 'listening' | 'transcribing' | 'waiting-for-model' | 'scoring' | 'ready' | 'failed';

/** How far one answer has come, for a status line that is edited live. */
export type StageEvent = { answerId: string; sessionId: string; tenant: TenantId; stage: AnswerStage };

/** What one person said or typed in answer to one question, with everything known about it. */
export type Answer = {
  id: string;
  sessionId: string;
  userId: string;
  state: AnswerState;
  turn: Turn;
  /** What was said or typed. */
  text: string;
  /** Timed from the first word of the answer. */
  transcript: Transcript | null;
  /** Share of the audio that arrived, 0–1; null for typed answers. */
  receivedShare: number | null;
  evaluation: Evaluation | null;
  /** For a second try: the evaluation of the first. */
  previous: Evaluation | null;
  /**
   * This person's earlier overall scores for questions of the same domain and kind, oldest first, at most 10.
   */
  earlierOverall: number[];
  /** Median of the peers' ratings on a 0–100 scale, and how many people rated. */
  peers: { median: number; count: number } | null;
  /** How often its author asked what the question means. */
  clarified: number;
  /** What the person who interviewed its author gave it, 0–100. */
  interviewerScore: number | null;
  /** Whether it has a follow-up that nobody has answered yet. */
  hasFollowUp: boolean;
  /** When rating by peers ends; null if they could never rate it. */
  ratableUntil: Moment | null;
};

/** A piece of an answer as it comes: one message, or one stretch of speech (16 kHz mono, samples in [-1, 1]). */
export type Utterance = {
  pcm: Float32Array;
  /** On the recorder's clock: only the time between two utterances of an answer means anything. */
  startMs: number;
  endMs: number;
  /** Share of the audio that arrived, 0–1. */
  receivedShare?: number;
  /** The platform's own id: the same utterance is not added twice. */
  key?: string;
};

/** Kinds of notices about a planned practice: open or put off, soon, not held, and over. */
export const practiceNotices = ['announcement', 'reminder', 'missed', 'round-up'] as const;

/** What happened to a planned practice. */
export type PracticeFacts =
  | { about: 'snoozed' }
  | { about: 'opened'; at: Moment; until: Moment }
  /** `lastTime`: how many took part the last time; 0 when it was never held. `coming`: how many said that they come. */
  | { about: 'soon'; at: Moment; minutes: number; lastTime: number; coming: number }
  /** `count`: how many practices were missed since `at`, including that one. */
  | { about: 'was-down'; at: Moment; count: number }
  | { about: 'was-busy' | 'no-question'; at: Moment }
  | {
      about: 'over';
      people: number;
      /** The people among them who chose to appear. */
      named: string[];
      /** The people in `named` who attended each of the last `times` practices. */
      regulars: { userIds: string[]; times: number } | null;
      /** By how many points this week's answers beat the person's ten earlier answers. */
      mostImproved: { userId: string; points: number } | null;
    };

/** A notice about a planned practice. `next`: when it opens next; null if it never will. */
export type PracticeNotice = {
  /** The id of its plan. */
  scheduleId: string;
  domain: string;
  level: Level;
  next: Moment | null;
} & PracticeFacts;

/** What happens between two people who interview each other. */
export const rolesNotices = [
  /** Somebody is asked to take part. */
  'invited',
  'roles-begun',
  'roles-swapped',
  /** The time of the slot is up while a question is open. */
  'slot-over',
  'partner-declined',
  /** They have not replied. */
  'partner-silent',
  'partner-left',
] as const;
export type RolesNotice = (typeof rolesNotices)[number];

/** One of the two slots of such a session. */
export type SlotFacts = {
  /** 1 or 2. */
  slot: number;
  candidateUserId: string;
  /** Null where the program asks. */
  interviewerUserId: string | null;
  ownerUserId: string;
  domain: string;
  level: Level;
  questions: number;
  /** How long the slot may last; null for as long as its questions take. */
  minutes: number | null;
};

/** What the interviewer alone sees about an open or answered question. */
export type InterviewerGuide = {
  turn: Turn;
  candidateUserId: string;
  /** Most important first. */
  points: Pick<Concept, 'statement' | 'weight'>[];
  /** Follow-ups from the bank that were not asked yet; `number` stays the same while others are asked. */
  followUps: { number: number; text: string }[];
  /** After this question the two change roles, or the interview ends. */
  isLast: boolean;
};

/** What an interviewer wants next: a follow-up of the guide, the next question, or whatever the program would ask. */
export type NextChoice = { next: 'follow-up'; number: number } | { next: 'question' | 'program' };

/** Something that happened, as a code with its facts; `src/wording/notice-text.ts` makes the sentence. */
export type Notice =
  | { notice: 'no-speech' | 'too-quiet' | 'failed' | 'skipped' | 'resumed' }
  /** Speech is kept until it can be transcribed; `fault` says why it cannot, and what to run. */
  | { notice: 'no-transcriber'; fault: { fault: FaultKey; values: FaultValues } | null }
  /** What may be used on one day is used up; `fault` says whose it is and how much. */
  | { notice: 'quota'; fault: { fault: FaultKey; values: FaultValues } }
  | { notice: 'paused'; reason: PauseReason; endsAt: Moment | null }
  | { notice: 'stopped'; reason: EndReason }
  /** Null where nothing more needs to be known. */
  | { notice: RolesNotice; slot: SlotFacts | null }
  | { notice: (typeof practiceNotices)[number]; practice: PracticeNotice };
export type NoticeKind = Notice['notice'];

/** How a session went: an entry for each person with their questions. */
export type SessionSummary = {
  people: PersonSummary[];
  /** How many answers are still being judged. */
  pending: number;
};

export type PersonSummary = {
  userId: string;
  answers: number;
  /** Mean of the overall scores, or null when none could be judged. */
  overall: number | null;
  best: { question: string; overall: number } | null;
  /** Mean score of each dimension that could be judged. */
  means: Partial<Record<Dimension, number>>;
  /** The dimension with the lowest mean. */
  weakest: Dimension | null;
  /** Every question in the order asked, follow-ups left out. */
  questions: QuestionSummary[];
  /**
   * Statements of concepts that were missed or stated wrongly and not covered in a follow-up since; most
   * important first, at most three.
   */
  practiseNext: string[];
};

export type QuestionSummary = {
  number: number;
  question: string;
  /** Null when it could not be judged. */
  overall: number | null;
  /** The best thing about the answer; null when there is none. */
  strength: Feedback['strength'] | null;
};

/** Something of a session that is to be shown. */
export type DeliveryBody =
  | { type: 'question'; turn: Turn }
  /** `isUpdate`: it was shown before and has changed, so its card is redrawn. */
  | { type: 'feedback'; answer: Answer; isUpdate: boolean }
  /** Everybody's answers to one question, shown together. */
  | { type: 'results'; turn: Turn; answers: Answer[]; isUpdate: boolean }
  | ({ type: 'notice'; answerId: string | null } & Notice)
  /** For the interviewer alone. */
  | { type: 'guide'; guide: InterviewerGuide }
  | { type: 'summary'; summary: SessionSummary };

/** One thing to show on a platform, taken from the outbox. */
export type Delivery = {
  /** Stays the same over every try; the platform gets it as a nonce. */
  id: number;
  /** 1 on the first try; a higher number may mean that it was already shown and only the receipt was lost. */
  attempt: number;
  session: Session;
  /** Whom it concerns; null for everybody in the session. */
  userId: string | null;
  /** Whether only `userId` may see it. */
  isPrivate: boolean;
  body: DeliveryBody;
  /** The queue's own handle. */
  job: Job;
};

/** A piece of work in a queue, leased to the worker that runs it. */
export type Job = {
  id: number;
  queue: string;
  key: string | null;
  payload: unknown;
  /** Includes this run: 1 on the first. */
  attempts: number;
  maxAttempts: number;
  owner: string;
};

/**
 * A kind of post that is redrawn in place when it changes: a card, the results it is part of, a peer review.
 */
export const redrawnThings = ['card', 'results', 'review'] as const;
export type RedrawnThing = (typeof redrawnThings)[number];

/**
 * A message or file in which a bot showed something about a person; once that is erased here, the post is
 * emptied too.
 */
export type Post = {
  /** Empty for a file. */
  channelId: string;
  messageId: string;
  /** The answer that it is about; null where it is about several. */
  answerId: string | null;
  /** It also shows other people. */
  isShared: boolean;
  shows?: RedrawnThing | undefined;
};

/** Where bots posted something about people. */
export type Posts = {
  /**
   * False for an unknown person, of whom nothing is kept. If the post is about them, they had everything erased while it
   * was on its way.
   */
  add(actor: Actor, post: Post): Promise<boolean>;
  /** All posts about a person, or those about one answer of theirs, newest first. */
  of(actor: Actor, answerId?: string): Promise<Post[]>;
  /** Records that these posts are now empty. */
  remove(actor: Actor, answerId: string): Promise<void>;
};

/**
 * Events of a platform, kept from arrival until they are handled: a crash loses none, and none is handled
 * twice.
 */
export type ReceivedEvents = {
  /** False if it was received before. After this resolves, the event may be acknowledged. */
  accept(eventId: string, body: unknown): Promise<boolean>;
  /** Forgets what the event said, and remembers that it was handled. */
  done(eventId: string): Promise<void>;
  /** Events that were received but never handled, oldest first. */
  open(): Promise<{ eventId: string; body: unknown }[]>;
  /** Forgets events that the platform will not send again. */
  prune(): Promise<void>;
};

/** A workspace that installed the Slack app by itself, or an organisation (`E…`) that did so for all its workspaces. */
export type SlackInstallation = {
  teamId: string;
  /** The organisation whose installation serves this workspace. */
  organisationId?: string;
  teamName: string;
  botUserId: string;
  botId: string;
  botToken: string;
};

export type SlackInstallations = {
  save(installation: SlackInstallation): Promise<void>;
  /**
   * The workspace's own installation, else the one of its organisation. Throws `bad_config` when the token was encrypted
   * with another key.
   */
  find(teamId: string): Promise<SlackInstallation | null>;
  /** From now on the installation of an organisation serves a workspace of its own. */
  serve(teamId: string, organisationId: string): Promise<void>;
  teamIds(): Promise<string[]>;
  remove(teamId: string): Promise<void>;
};

/** A kind of model. */
export type ModelTask =
  | 'transcriber'
  | 'embedder'
  | 'generator'
  | 'entailment'
  | 'grader'
  | 'adviser'
  | 'speaker';

/** Why a slot has no model and what a person can do about it; `wording.fault` turns it into a sentence. */
export type ModelFault = { fault: FaultKey; values: FaultValues };

/** One of several servers that share the work of a model. One that failed gets no requests until it answers again. */
export type ServerState = { host: string; isInUse: boolean };

/** How a model of a kind is doing. `servers`: where several do its work. */
export type SlotState =
  | ({ state: 'off' } & ModelFault)
  | ({ state: 'absent' } & ModelFault)
  | { state: 'loading'; model: string; percent: number | null }
  | { state: 'ready'; model: string; device: 'cpu' | 'cuda'; servers?: ServerState[] }
  | ({ state: 'failed'; model: string; servers?: ServerState[] } & ModelFault);

/** An answer as its author sees it in their history. */
export type HistoryEntry = {
  answerId: string;
  at: Moment;
  state: AnswerState;
  question: string;
  questionId: string;
  domain: string;
  level: Level;
  kind: QuestionKind;
  text: string;
  evaluation: Evaluation | null;
};

/**
 * What remains of an erased person: a count without a name and, for a while, what could not be overwritten at
 * once.
 */
export type Remains =
  | { remains: 'nothing-held' | 'count' | 'large-files' | 'busy-database' }
  | { remains: 'backups'; files: string[] };

/** The outcome of a regular task. */
export type MaintenanceOutcome =
  | { outcome: 'dropped'; sounds: number; answers: number; evaluations: number }
  | { outcome: 'backed-up'; name: string }
  | { outcome: 'no-backups' | 'in-memory' | 'by-the-server' | 'erased' | 'failed' }
  | { outcome: 'not-erased'; files: string[] }
  | { outcome: 'fault'; fault: FaultKey; values: FaultValues };

/** What somebody who manages a server or workspace can do there that the audit log keeps. */
export type AuditAction =
  | 'setting-changed'
  | 'interview-paused'
  | 'interview-resumed'
  | 'interview-stopped'
  | 'practice-planned'
  | 'practice-put-off'
  | 'practice-removed';

/** `subject`: the setting, or the id of the interview or the planned practice. Never what anybody said. */
export type AdminAction = {
  action: AuditAction;
  subject: string;
  /** The values before and after; null is the default. */
  change?: { from: string | null; to: string | null };
};

export type AuditEntry = AdminAction & {
  at: Moment;
  tenant: TenantId;
  /** Null once the person is forgotten. */
  userId: string | null;
};
