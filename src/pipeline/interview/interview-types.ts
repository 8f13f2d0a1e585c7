/** The port of the pipeline: all that a bot may ask of an interview, and what it is shown. */
import type {
  AnswerStage,
  AnswerState,
  Dimension,
  Evaluation,
  Level,
  Platform,
  Question,
  SessionMode,
  SessionState,
  SessionStyle,
  TenantId,
  Transcript,
} from '../../domain.ts';
import type { Job } from '../../store/jobs.ts';
import type { Actor } from '../../store/people.ts';

export type { Actor } from '../../store/people.ts';

/** Where a session happens. */
export type Place = { tenant: TenantId; platform: Platform; channelId: string; threadId?: string | null };

export type StartRequest = {
  place: Place;
  userId: string;
  domain: string;
  level: Level;
  /** How many questions, follow-ups not counted; default 3. */
  questions?: number;
  mode?: SessionMode;
  style?: SessionStyle;
  private?: boolean;
  /** BCP 47 code of the speech, or `auto`. */
  language?: string;
  /** With `everyone`: how long each question stays open; without it, until all who joined have answered. */
  answerSeconds?: number;
  /** `weak`: questions with concepts that this person missed and should practise come before fresh ones. */
  focus?: 'weak';
  /** Makes the choice of questions and words reproducible. */
  seed?: string;
};

export type TurnView = {
  id: string;
  /** Which of the planned questions it belongs to, from 1. */
  number: number;
  of: number;
  kind: 'question' | 'follow-up' | 'retry';
  /** Of a follow-up or a second try: the answer that it came after, which a follow-up may quote. */
  afterAnswerId: string | null;
  question: Question;
  /** Who should answer; null for everyone. */
  userId: string | null;
  askedAt: string;
  closesAt: string | null;
};

export type SessionView = {
  id: string;
  place: Place;
  ownerUserId: string;
  purpose: 'practice' | 'score';
  domain: string;
  level: Level;
  mode: SessionMode;
  style: SessionStyle;
  private: boolean;
  language: string | null;
  state: SessionState;
  questions: number;
  createdAt: string;
  /** The question that is open now, for everybody or for one person; null between questions. */
  turn: TurnView | null;
  participants: { userId: string; role: 'candidate' | 'observer' }[];
  /** Who has answered the open question: of these nobody is waited for, and nothing more they say belongs to it. */
  answered: string[];
};

/** One answer with all that is known of it, for its author and whoever it was shared with. */
export type AnswerView = {
  id: string;
  sessionId: string;
  userId: string;
  state: AnswerState;
  turn: TurnView;
  /** What was said or typed. */
  text: string;
  transcript: Transcript | null;
  /** Share of the audio that arrived, 0–1; null for typed answers. */
  receivedShare: number | null;
  evaluation: Evaluation | null;
  /** For a second try: the evaluation of the first. */
  previous: Evaluation | null;
  /** Overall scores of earlier answers of this person, oldest first, at most 10. */
  earlierOverall: number[];
  /** Median of the peers' ratings on a 0–100 scale, and how many rated. */
  peers: { median: number; count: number } | null;
};

export type SubmitOutcome = { answerId: string; state: AnswerState };

export const noticeKinds = [
  'no-speech',
  'no-transcriber',
  'failed',
  'paused',
  'resumed',
  'stopped',
  'skipped',
  /** Of a practice that comes round by itself: open or put off, soon, not held, and over. */
  'announcement',
  'reminder',
  'missed',
  'round-up',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export type DeliveryBody =
  | { type: 'question'; turn: TurnView }
  | { type: 'feedback'; answer: AnswerView }
  /** Everybody's answers to one question, shown together. */
  | { type: 'results'; turn: TurnView; answers: AnswerView[] }
  | { type: 'notice'; notice: NoticeKind; answerId: string | null; text: string }
  | { type: 'summary'; summary: SessionSummary };

export type Delivery = {
  /** The same over every try: what a platform is given as its nonce. */
  id: number;
  /** 1 on the first try; more may mean that it was shown already and only the receipt was lost. */
  attempt: number;
  session: SessionView;
  /** Whom it concerns; null for everybody in the session. */
  userId: string | null;
  body: DeliveryBody;
  /** The queue's own handle. */
  job: Job;
};

/** How a session went, one entry a person: what was best, what came up again and again, what to practise next. */
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
  /** Statements of concepts that were missed or stated wrongly, most important first, at most three. */
  practiseNext: string[];
};

/** How far one answer has come, for a status line that is edited live. */
export type StageEvent = { answerId: string; sessionId: string; tenant: TenantId; stage: AnswerStage };

export type Interview = {
  /** Begins a session and asks its first question. Throws `wrong_state` when one is running in this place. */
  start(request: StartRequest): Promise<SessionView>;
  session(actor: Actor, sessionId: string): Promise<SessionView>;
  /** The session now, then each time that it has changed, until it has ended or the signal aborts. */
  follow(actor: Actor, sessionId: string, signal: AbortSignal): AsyncIterable<SessionView>;
  /** The session that is running in a place, if there is one. */
  sessionAt(place: Omit<Place, 'platform'>): Promise<SessionView | null>;
  /** Every session of a platform that has not ended: what a bot takes up again after a restart. */
  openSessions(platform: Platform): Promise<SessionView[]>;
  join(actor: Actor, sessionId: string, role: 'candidate' | 'observer'): Promise<SessionView>;
  leave(actor: Actor, sessionId: string): Promise<void>;
  /** Hot seat: asks the next question of this candidate. */
  callUp(actor: Actor, sessionId: string, candidateUserId: string): Promise<void>;
  pause(actor: Actor, sessionId: string): Promise<void>;
  resume(actor: Actor, sessionId: string): Promise<void>;
  /** Shows the open question again. */
  repeat(actor: Actor, sessionId: string): Promise<void>;
  /** Drops the open question and goes on to the next one. */
  skip(actor: Actor, sessionId: string): Promise<void>;
  /** Closes a question that everyone answers: what was submitted by now counts, and the results are shown. */
  closeTurn(actor: Actor, sessionId: string): Promise<void>;
  /** Ends the session. Submitted answers are still judged and delivered. */
  stop(actor: Actor, sessionId: string, reason?: string): Promise<void>;

  /** Adds a typed piece to the person's open answer. The same `key` is not added twice. */
  addText(actor: Actor, sessionId: string, text: string, key?: string): Promise<{ answerId: string }>;
  /** Replaces a typed piece that was edited before the answer was submitted; false when it is too late or unknown. */
  replaceText(actor: Actor, key: string, text: string): Promise<boolean>;
  /** Adds a stretch of speech (16 kHz mono) to the person's open answer; it is transcribed at once, while they speak on. */
  addUtterance(
    actor: Actor,
    sessionId: string,
    utterance: { pcm: Float32Array; startMs: number; endMs: number; receivedShare?: number; key?: string },
  ): Promise<{ answerId: string }>;
  /** What is known by now of an answer of the actor that is still being given; '' before anything is transcribed. */
  textSoFar(actor: Actor, answerId: string): Promise<string>;
  /** The answer is complete. Throws `wrong_state` when nothing was said yet. */
  submit(actor: Actor, sessionId: string): Promise<SubmitOutcome>;
  /** Erases what was said so far and leaves the question open. */
  discard(actor: Actor, sessionId: string): Promise<void>;
  /** Asks the question of an answer again, to the same person; works after the session has ended too. */
  retry(actor: Actor, answerId: string): Promise<SessionView>;
  /** Scores one question and answer outside any interview; the feedback comes as a delivery. */
  score(
    place: Place,
    userId: string,
    given: {
      question: string;
      domain?: string;
      level?: Level;
      text?: string;
      pcm?: Float32Array;
      key?: string;
    },
  ): Promise<SubmitOutcome>;

  answer(actor: Actor, answerId: string): Promise<AnswerView>;
  deleteAnswer(actor: Actor, answerId: string): Promise<void>;
  /** `peer`: 0–100 from somebody else in the session; `fair`: 1 or 0 from the author. */
  rate(actor: Actor, answerId: string, kind: 'peer' | 'fair', value: number): Promise<void>;

  /** What is to be shown on a platform, in order within each session, until the signal aborts. */
  deliveries(platform: Platform, signal: AbortSignal): AsyncIterable<Delivery>;
  /** It was shown; `receipt` is the platform's id of what was posted. */
  delivered(delivery: Delivery, receipt?: string): Promise<void>;
  /** It could not be shown: it is delivered again later, or dropped when that can never work. */
  undelivered(
    delivery: Delivery,
    error: string,
    options?: { retryAfterMs?: number; permanent?: boolean },
  ): Promise<void>;
  /** How answers come along, as it happens; not stored. */
  stages(signal: AbortSignal): AsyncIterable<StageEvent>;
};
