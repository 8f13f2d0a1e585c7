/**
 * Watches the silence of everybody who is answering: shows a countdown under the question, ends the answer, and does
 * what they tell the bot.
 */
import type { Log } from '../../../log.ts';
import type { Clarified } from '../../../pipeline/interview/interview-types.ts';
import type { VoiceCapture } from '../capture/capture-voices.ts';
import { judgeEndpoint } from '../capture/endpointing.ts';
import { type SpokenCommand, spokenCommandOf } from '../capture/spoken-commands.ts';
import { discordErrorFacts } from '../client.ts';
import type { Answers } from './answers.ts';
import { mayAnswer, type RoomState } from './room-state.ts';
import type { StatusLine } from './status-line.ts';
import type { VoiceTimings } from './timings.ts';

export type Endpoints = {
  /** A new question: what was said before it belongs to no answer. */
  restart(): void;
  stop(): void;
};

/** What helps somebody: the question again or in other words, a hint, why there is none, or the offer of one. */
export type Help =
  | { with: 'repeat' }
  | { with: 'exam' | 'soon' | 'offer' }
  | ({ with: 'clarify' | 'hint' } & Clarified);

/** Text is read once the person has been silent for this long. */
const readAfterMs = 300;
/** Whoever is heard for this long after their silence has ended an answer goes on with it. */
const goesOnMs = 240;

export function watchEndpoints(options: {
  state: RoomState;
  capture: VoiceCapture;
  answers: Answers;
  status: StatusLine;
  timings: VoiceTimings;
  /** Steady, and the same after a restart. */
  clock: () => number;
  log: Log;
  /** Silence has ended an answer, or its author goes on with it. */
  submitted(): Promise<void>;
  /** How long the bot itself has been silent. */
  silentForMs(): number;
  help(wanted: Help): void;
}): Endpoints {
  const { state, capture, answers, status, timings, clock, log, help } = options;
  type Progress = {
    text: string;
    /** Whether that is all they said until now. */
    isWhole: boolean;
    readMs: number;
    counting: boolean;
    ending: boolean;
    /** The stretches of speech that were looked at. */
    seen: Set<string>;
    /** When they asked for time to think; speech after that ends it. */
    thinkingSinceMs: number | null;
    isOffered: boolean;
    lastSpeechMs: number | null;
    longestPauseMs: number;
  };
  const newProgress = (): Progress => ({
    ...{ text: '', isWhole: false, readMs: 0, counting: false, ending: false },
    ...{ seen: new Set(), thinkingSinceMs: null, isOffered: false, lastSpeechMs: null, longestPauseMs: 0 },
  });
  let people = new Map<string, Progress>();
  /** Answers that silence has ended, until the next question: their authors may go on. */
  let ended = new Map<string, { answerId: string; progress: Progress }>();
  /** When the question was asked, and when each person last had a hint. */
  let askedMs = clock();
  const hinted = new Map<string, number>();
  const timer = setInterval(look, timings.lookEveryMs);

  function look(): void {
    if (state.listeningSinceMs === null) return;
    for (const userId of state.heard) {
      if (ended.has(userId)) goOn(userId);
      else if (mayAnswer(state, userId)) judge(userId);
    }
  }
  function judge(userId: string): void {
    const progress = people.get(userId) ?? newProgress();
    people.set(userId, progress);
    const speech = capture.speech(userId);
    if (progress.ending) return;
    if (!speech) {
      offerHint(progress, askedMs);
      return;
    }
    const nowMs = capture.knownUntilMs(userId);
    const pausedMs = speech.lastMs - (progress.lastSpeechMs ?? speech.lastMs);
    progress.longestPauseMs = Math.max(progress.longestPauseMs, pausedMs);
    if (speech.isOpen || speech.lastMs !== progress.lastSpeechMs) progress.isWhole = false;
    progress.lastSpeechMs = speech.lastMs;
    if (nowMs - speech.lastMs > readAfterMs) void read(userId, progress);
    const endpoint = judgeEndpoint(
      {
        nowMs,
        listeningSinceMs: state.listeningSinceMs,
        lastSpeechMs: speech.lastMs,
        speechMs: speech.totalMs,
        text: progress.text,
        isTextWhole: progress.isWhole,
        longestPauseMs: progress.longestPauseMs,
        cadence: speech.isOpen ? null : speech.cadence,
        isThinking: progress.thinkingSinceMs !== null && speech.lastMs <= progress.thinkingSinceMs,
      },
      timings,
    );
    if (endpoint.state === 'over') return void end(userId, progress);
    const counting = endpoint.state === 'countdown';
    if (!counting) offerHint(progress, speech.lastMs);
    if (counting === progress.counting) return;
    progress.counting = counting;
    if (state.session.turn?.userId === null) return;
    if (endpoint.state === 'countdown') status.countDown(endpoint.secondsLeft);
    else status.show();
  }
  /** Only where it is wanted: who studies alone. */
  function offerHint(progress: Progress, quietFromMs: number): void {
    const { aim, style } = state.session;
    if (progress.isOffered || aim !== 'study' || style !== 'solo') return;
    const quietMs = clock() - Math.max(quietFromMs, state.listeningSinceMs ?? Infinity);
    if (Math.min(quietMs, options.silentForMs()) < timings.stuckMs) return;
    progress.isOffered = true;
    help({ with: 'offer' });
  }
  async function read(userId: string, progress: Progress): Promise<void> {
    if (clock() - progress.readMs < timings.readEveryMs) return;
    progress.readMs = clock();
    const before = capture.speech(userId);
    try {
      const { text, pieces, isPending } = await answers.heardSoFar(userId);
      if (people.get(userId) !== progress || progress.ending) return;
      progress.text = text;
      const since = capture.speech(userId);
      progress.isWhole = !isPending && before?.isOpen === false && before.lastMs === since?.lastMs;
      for (const piece of pieces) {
        if (progress.seen.has(piece.id)) continue;
        progress.seen.add(piece.id);
        const command = spokenCommandOf(piece.text);
        if (command) await obey(userId, progress, command, piece.id);
      }
    } catch (error) {
      log.debug({ fault: discordErrorFacts(error) }, 'The text so far could not be read');
    }
  }
  /** What was said to the bot is no part of the answer. */
  async function obey(userId: string, progress: Progress, command: SpokenCommand, pieceId: string) {
    await answers.dropPiece(userId, pieceId);
    progress.text = (await answers.heardSoFar(userId)).text;
    switch (command) {
      case 'done':
        return progress.text === '' ? undefined : await end(userId, progress, { said: true });
      case 'skip':
        return await answers.skip(userId);
      case 'think':
        progress.thinkingSinceMs = capture.speech(userId)?.lastMs ?? clock();
        return status.thinking();
    }
    // What helps is heard first: what comes after it is the answer, or goes on with it after a thought.
    progress.thinkingSinceMs = capture.speech(userId)?.lastMs ?? clock();
    if (progress.text === '') capture.drop(userId);
    switch (command) {
      case 'repeat':
        return help({ with: 'repeat' });
      case 'clarify':
        return help({ with: 'clarify', ...(await answers.clarify(userId, 'question')) });
      case 'hint':
        return help(await hintFor(userId));
    }
  }
  async function hintFor(userId: string): Promise<Help> {
    if (state.session.aim === 'exam') return { with: 'exam' };
    if (clock() - (hinted.get(userId) ?? -Infinity) < timings.hintEveryMs) return { with: 'soon' };
    hinted.set(userId, clock());
    return { with: 'hint', ...(await answers.clarify(userId, 'hint')) };
  }
  /** `said`: they said themselves that it is over. */
  async function end(userId: string, progress: Progress, { said = false } = {}): Promise<void> {
    progress.ending = true;
    try {
      await capture.finish(userId);
      const answerId = await answers.submit(userId);
      if (answerId === null) return;
      if (!said && people.get(userId) === progress) ended.set(userId, { answerId, progress });
      await options.submitted();
    } catch (error) {
      log.error(
        { fault: discordErrorFacts(error), sessionId: state.session.id },
        'An answer could not be submitted',
      );
    } finally {
      if (people.get(userId) === progress) people.delete(userId);
    }
  }

  /** What they say now belongs to the answer that had just ended, unless that has been judged. */
  function goOn(userId: string): void {
    const before = ended.get(userId);
    const speech = capture.speech(userId);
    if (!before || !speech || speech.totalMs < goesOnMs) return;
    ended.delete(userId);
    answers
      .takeBack(userId, before.answerId)
      .then(async (isOpen) => {
        if (!isOpen) return;
        const { progress } = before;
        people.set(userId, { ...progress, isWhole: false, counting: false, ending: false });
        await options.submitted();
      })
      .catch((error: unknown) =>
        log.warn({ fault: discordErrorFacts(error) }, 'An answer could not be opened again'),
      );
  }

  return {
    restart() {
      people = new Map();
      ended = new Map();
      askedMs = clock();
      for (const userId of state.heard) capture.drop(userId);
    },
    stop: () => clearInterval(timer),
  };
}
