/** The port of the pipeline: everything a bot may ask of an interview, and everything it shows. */
import type { Shards } from '../../config/discord-shards.ts';
import type {
  Actor,
  Answer,
  AnswerState,
  Delivery,
  EndReason,
  InterviewerGuide,
  Level,
  NextChoice,
  ParticipantRole,
  PauseReason,
  Place,
  Platform,
  Question,
  Session,
  SessionAim,
  SessionMode,
  SessionStyle,
  StageEvent,
  Utterance,
} from '../../domain.ts';

export type StartRequest = {
  place: Place;
  userId: string;
  domain: string;
  level: Level;
  /** How many questions, not counting follow-ups; default 3. */
  questions?: number;
  mode?: SessionMode;
  style?: SessionStyle;
  private?: boolean;
  /** BCP 47 code of the speech, or `auto`. */
  language?: string;
  /** With `peer`, and only there: who is asked to take part. They answer or interview once they have accepted. */
  partner?: Partner;
  /** With `everyone`: how long each question stays open; without it, until all who joined have answered. */
  answerSeconds?: number;
  /** `weak`: questions with concepts that this person missed and should practise come before fresh ones. */
  focus?: 'weak';
  /** The questions to ask, in this order, in place of those that the bank would choose; then `questions` is their number. */
  planned?: readonly Question[];
  /** Only for one person alone. */
  aim?: SessionAim;
  manner?: string;
  /** How many follow-ups a question may have; default: the setting. */
  followUps?: number;
  /** To warm up: nothing in it counts in anybody's progress. */
  isWarmUp?: boolean;
  /** Makes the choice of questions and words reproducible. */
  seed?: string;
};

export type Partner = {
  userId: string;
  /** Of the questions that they are asked; default: that of the interview. */
  level?: Level;
  /** What they do in the first slot; default: they interview. */
  begins?: 'interviewer' | 'candidate';
  /** How long each slot lasts at most. */
  slotMinutes?: number;
};

/** `isRepeat`: it had already been submitted, and nothing changed: a double click. */
export type SubmitOutcome = { answerId: string; state: AnswerState; isRepeat: boolean };

/**
 * The turn that a press or a form belongs to. If another question is open by now, the call throws
 * `wrong_state` with `fault.stale-turn` and changes nothing.
 */
export type OfTurn = { turnId?: string | undefined };

/** `asModerator`: the platform vouches that the actor manages the place; they need not take part. */
export type AsModerator = { asModerator?: boolean | undefined };

export type AddedText =
  | { kind: 'added'; answerId: string }
  /**
   * It came seconds after that person had submitted `answerId`: it is held for ten minutes, until the person says whether it
   * belongs to that answer or to the next.
   */
  | { kind: 'late'; answerId: string; heldId: string };

export type HeardSoFar = {
  /** '' before anything is transcribed. */
  text: string;
  /** The stretches of speech that are transcribed, in order. */
  pieces: { id: string; text: string }[];
  /** Something that was said is not transcribed yet. */
  isPending: boolean;
};

export type Clarified = {
  /** A question that leads to a point which was not mentioned yet. */
  hint: string | null;
  /** Only for a hint that was asked for, in a spoken answer. */
  manner: MannerHint | null;
};

/** Faster than the person's usual words a minute, or `count` sounds like "um" in the last half minute, more than usual. */
export type MannerHint =
  | { kind: 'pace'; wordsPerMinute: number; usual: number }
  | { kind: 'fillers'; count: number };

export type Interview = {
  /** Begins a session and asks its first question. Throws `wrong_state` when one is running in this place. */
  start(request: StartRequest): Promise<Session>;
  session(actor: Actor, sessionId: string): Promise<Session>;
  /** The session now, then each time that it has changed, until it has ended or the signal aborts. */
  follow(actor: Actor, sessionId: string, signal: AbortSignal): AsyncIterable<Session>;
  /** The session that is running in a place, if there is one. */
  sessionAt(place: Omit<Place, 'platform'>): Promise<Session | null>;
  /** Every session of a platform that has not ended: what a bot resumes after a restart. */
  openSessions(platform: Platform): Promise<Session[]>;
  join(actor: Actor, sessionId: string, role: ParticipantRole): Promise<Session>;
  /**
   * `unsubmitted`: what to do with words that were not submitted; default `drop`. Nobody waits for this
   * person any longer.
   */
  leave(actor: Actor, sessionId: string, options?: { unsubmitted?: 'submit' | 'drop' }): Promise<void>;
  /**
   * Whoever is asked to take part accepts, and the first slot begins; or they, or the person who asked them, decline, and it
   * goes on as an interview of one person. Throws `wrong_state` when it was settled before.
   */
  answerInvitation(actor: Actor, sessionId: string, accepts: boolean): Promise<Session>;
  /** What the interviewer needs about the last question. Throws `not_allowed` for everybody else. */
  guide(actor: Actor, sessionId: string): Promise<InterviewerGuide>;
  /**
   * The interviewer says what comes next: `later` where the candidate has begun to answer and is not cut off. Throws
   * `not_allowed` for everybody else.
   */
  chooseNext(actor: Actor, sessionId: string, choice: NextChoice, ofTurn: OfTurn): Promise<'now' | 'later'>;
  /** The answer to a question that the actor asked, for `rate`. Throws `wrong_state` while there is none. */
  answerToScore(actor: Actor, sessionId: string, ofTurn: OfTurn): Promise<{ answerId: string }>;
  /** Hot seat: asks the next question of this candidate. */
  callUp(actor: Actor, sessionId: string, candidateUserId: string): Promise<void>;
  /** With `candidate-left`, the session ends after five minutes unless it is resumed. */
  pause(actor: Actor, sessionId: string, options?: AsModerator & { reason?: PauseReason }): Promise<void>;
  resume(actor: Actor, sessionId: string, options?: AsModerator): Promise<void>;
  /** Shows the open question again. */
  repeat(actor: Actor, sessionId: string, options?: OfTurn): Promise<void>;
  /** Drops the open question and goes on to the next one. */
  skip(actor: Actor, sessionId: string, options?: OfTurn): Promise<void>;
  /** Closes a question for everyone: what has been submitted counts, and the results are shown. */
  closeTurn(actor: Actor, sessionId: string, options?: OfTurn): Promise<void>;
  /** Ends the session. Submitted answers are still judged and delivered. */
  stop(actor: Actor, sessionId: string, options?: AsModerator & { reason?: EndReason }): Promise<void>;

  /**
   * Adds a typed piece to the person's open answer, or holds it when it came just after they had submitted.
   * `key`: the platform's own id, so that the same piece is not added twice. `turnId`: the question that it
   * was written for, where that is known (a form); then it is never taken for a late addition to the previous
   * answer.
   */
  addText(
    actor: Actor,
    sessionId: string,
    text: string,
    options?: OfTurn & { key?: string },
  ): Promise<AddedText>;
  /**
   * Adds what one message holds, its texts and its recordings, all or nothing and as `addText` does. What is late is held
   * whole.
   */
  addMessage(
    actor: Actor,
    sessionId: string,
    message: { texts?: readonly { text: string; key?: string }[]; recordings?: readonly Utterance[] },
    options?: OfTurn,
  ): Promise<AddedText>;
  /**
   * The held text belongs to the previous answer, which is judged again and its card redrawn. Throws
   * `not_found` when expired.
   */
  appendToAnswer(actor: Actor, heldId: string): Promise<{ answerId: string }>;
  /** The held text belongs to the open question. Throws `not_found` when expired. */
  takeAsNext(actor: Actor, heldId: string): Promise<{ answerId: string }>;
  /** The held text belongs nowhere and is erased. */
  dropHeld(actor: Actor, heldId: string): Promise<void>;
  /**
   * Their author says that they meant the other reading of the words at `startMs` of the transcript; the answer is judged
   * again and its card redrawn. Throws `not_found` where nothing is in doubt there any more.
   */
  settleDoubt(actor: Actor, answerId: string, startMs: number): Promise<void>;
  /**
   * Replaces a typed piece that was edited before the answer was submitted; false if it is too late or the
   * piece is unknown.
   */
  replaceText(actor: Actor, key: string, text: string): Promise<boolean>;
  /**
   * Adds a stretch of speech to the person's open answer; it is transcribed at once, while they are still
   * speaking.
   */
  addUtterance(actor: Actor, sessionId: string, utterance: Utterance): Promise<{ answerId: string }>;
  /** What has been heard so far of the actor's open answer. */
  heardSoFar(actor: Actor, answerId: string): Promise<HeardSoFar>;
  /** Takes a stretch of speech out of the open answer: it was said to the bot, and is no part of the answer. */
  dropPiece(actor: Actor, answerId: string, pieceId: string): Promise<void>;
  /**
   * The answer is complete. It includes a late text that its author was asked about and did not settle.
   * Throws `wrong_state` when nothing has been said yet.
   */
  submit(actor: Actor, sessionId: string, options?: OfTurn): Promise<SubmitOutcome>;
  /**
   * The actor asks what the question of their open answer means, or for a hint: counted with the answer, never scored. An exam
   * gives no hints, and the first time somebody asks about the question there is none either: other words come first.
   */
  clarify(actor: Actor, answerId: string, options: { asks: 'question' | 'hint' }): Promise<Clarified>;
  /**
   * The actor goes on with an answer that their silence had ended: it is open again. False when it has been judged in the
   * meantime, or its question is over.
   */
  takeBack(actor: Actor, answerId: string): Promise<boolean>;
  /** Erases what has been said so far and leaves the question open. */
  discard(actor: Actor, sessionId: string, options?: OfTurn): Promise<void>;
  /**
   * Withdraws the last answer that the person submitted, and asks its question again. Throws `wrong_state` when there is
   * none, or when its results were shown to everybody.
   */
  undo(actor: Actor, sessionId: string): Promise<{ answerId: string }>;
  /**
   * Asks the same person the question of an answer again; works after the session has ended too. `part`: only the part that
   * its one fix is about, which is judged in its place and counts in nobody's progress. Throws `wrong_state` where there is no
   * such part.
   */
  retry(actor: Actor, answerId: string, options?: { part?: boolean }): Promise<Session>;
  /**
   * Answers the follow-up of an answer, during the session or after it. It is judged by the same concept either way, and
   * the follow-up that is open in the session counts as answered. Throws `wrong_state` when there is none.
   */
  answerFollowUp(
    actor: Actor,
    answerId: string,
    text: string,
    options?: { key?: string },
  ): Promise<SubmitOutcome>;
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
      /** False for somebody else's words: the answer is erased once its feedback has been shown. */
      isKept?: boolean;
    },
  ): Promise<SubmitOutcome>;

  answer(actor: Actor, answerId: string): Promise<Answer>;
  deleteAnswer(actor: Actor, answerId: string): Promise<void>;
  /**
   * `peer`: 0–100, from somebody else in the session, until a day after the answer was judged; the card and
   * results are delivered again. `fair`: 1 or 0 from the author.
   */
  rate(actor: Actor, answerId: string, kind: 'peer' | 'fair', value: number): Promise<void>;
  /** Shows cards and results as they are now, where somebody's scores have been erased. */
  redrawCards(answerIds: readonly string[]): Promise<void>;

  /**
   * What is to be shown on a platform, or by these shards of it, in order within each session, until the signal
   * aborts.
   */
  deliveries(platform: Platform, signal: AbortSignal, shards?: Shards): AsyncIterable<Delivery>;
  /** It was shown; `receipt` is the platform's id of what was posted. */
  delivered(delivery: Delivery, receipt?: string): Promise<void>;
  /**
   * It could not be shown. It is delivered again later (without limit during an outage of the platform,
   * `isOutage`), or dropped if it can never work.
   */
  undelivered(
    delivery: Delivery,
    error: string,
    options?: { retryAfterMs?: number; permanent?: boolean; isOutage?: boolean },
  ): Promise<void>;
  /** The progress of answers as it happens; not stored. */
  stages(signal: AbortSignal): AsyncIterable<StageEvent>;
};
