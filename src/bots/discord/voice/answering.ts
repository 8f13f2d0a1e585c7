/** Turns what is heard into answers: stretches of speech go to the interview, silence or Done ends the answer. */
import type { TenantId } from '../../../domain.ts';
import { isCoachError } from '../../../errors.ts';
import type { SessionView, TurnView } from '../../../pipeline/interview/interview-types.ts';
import type { VoiceCapture } from '../capture/capture-voices.ts';
import { judgeEndpoint } from '../capture/endpointing.ts';
import type { Segment } from '../capture/segments.ts';
import { actorIn, type Desk } from '../desk.ts';
import { loggable } from '../faults.ts';
import { sayWaiting } from '../waiting.ts';
import { countdown, listeningLine } from './lines.ts';

export type Answering = {
  turn(): TurnView | null;
  ask(turn: TurnView): void;
  askAgain(userId: string | null): void;
  submitted(userId: string): void;
  /** What this person says now belongs to their answer. */
  accepts(userId: string): boolean;
  take(userId: string, segment: Segment): Promise<void>;
  /** Erases what this person has said to the open question. */
  drop(userId: string): Promise<void>;
  stop(): void;
};

const lookEveryMs = 200;
const readEveryMs = 500;
const tries = 4;

export function createAnswering(options: {
  desk: Desk;
  tenant: TenantId;
  clock: () => number;
  listening: VoiceCapture;
  session: () => SessionView;
  say(title: string, text: string): void;
}): Answering {
  const { desk, tenant, clock, listening, session } = options;
  const { interview, log } = desk.context;
  type Progress = {
    answerId: string | null;
    text: string;
    readMs: number;
    counting: boolean;
    ending: boolean;
  };
  let turn: TurnView | null = null;
  let openedMs = 0;
  const done = new Set<string>();
  const people = new Map<string, Progress>();
  const timer = setInterval(look, lookEveryMs);

  const accepts = (userId: string) =>
    turn !== null && session().state === 'active' && (turn.userId ?? userId) === userId && !done.has(userId);
  const progressOf = (userId: string): Progress => {
    const known = people.get(userId) ?? {
      answerId: null,
      text: '',
      readMs: 0,
      counting: false,
      ending: false,
    };
    people.set(userId, known);
    return known;
  };

  function look(): void {
    for (const userId of desk.rooms.ofSession(session().id)?.heard() ?? [])
      if (accepts(userId)) judge(userId);
  }
  function judge(userId: string): void {
    const progress = progressOf(userId);
    const speech = listening.speech(userId);
    if (progress.ending || !speech) return;
    const nowMs = clock();
    const talking = { nowMs, lastSpeechMs: speech.lastMs, speechMs: speech.totalMs, text: progress.text };
    if (nowMs - speech.lastMs > 500) void read(userId, progress);
    const verdict = judgeEndpoint(talking, desk.timings.silenceMs);
    if (verdict.state === 'over') {
      void end(userId, progress);
      return;
    }
    const counting = verdict.state === 'countdown';
    if (counting === progress.counting || !turn) return;
    progress.counting = counting;
    const line =
      verdict.state === 'countdown'
        ? countdown(verdict.secondsLeft, Date.now())
        : listeningLine(desk, session(), turn);
    if (turn.userId !== null) desk.posts.say(session().id, line);
  }
  /** Reads what was transcribed of the answer so far: an open sentence is given more time. */
  async function read(userId: string, progress: Progress): Promise<void> {
    if (progress.answerId === null || clock() - progress.readMs < readEveryMs) return;
    progress.readMs = clock();
    try {
      progress.text = (await interview.answer(actorIn(tenant, userId), progress.answerId)).text;
    } catch (error) {
      log.debug({ fault: loggable(error) }, 'The text so far could not be read');
    }
  }
  async function end(userId: string, progress: Progress): Promise<void> {
    progress.ending = true;
    try {
      await listening.finish(userId);
      await interview.submit(actorIn(tenant, userId), session().id);
      submitted(userId);
      await sayWaiting(desk, actorIn(tenant, userId), session().id);
    } catch (error) {
      // Noise that was no speech: there is nothing to submit, and the question stays open.
      if (!isCoachError(error))
        log.error({ fault: loggable(error), sessionId: session().id }, 'An answer could not be submitted');
      people.delete(userId);
    }
  }
  function submitted(userId: string): void {
    done.add(userId);
    people.delete(userId);
  }
  async function add(userId: string, segment: Segment): Promise<void> {
    const { pcm, startMs, endMs, receivedShare } = segment;
    const key = `voice:${session().id}:${userId}:${Math.round(startMs)}`;
    const utterance = {
      pcm,
      startMs: Math.max(0, Math.round(startMs)),
      endMs: Math.max(1, Math.round(endMs)),
      receivedShare,
      key,
    };
    for (let attempt = 1; ; attempt++) {
      try {
        const { answerId } = await interview.addUtterance(actorIn(tenant, userId), session().id, utterance);
        progressOf(userId).answerId = answerId;
        return;
      } catch (error) {
        if (isCoachError(error) && error.code !== 'store_unavailable') {
          log.debug({ code: error.code, sessionId: session().id }, 'Speech belonged to no open question');
          return;
        }
        if (attempt === tries) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
      }
    }
  }

  return {
    turn: () => turn,
    accepts,
    submitted,
    ask(next) {
      if (turn?.id === next.id) return;
      turn = next;
      openedMs = clock();
      done.clear();
      for (const userId of people.keys()) people.delete(userId);
      for (const userId of desk.rooms.ofSession(session().id)?.heard() ?? []) listening.drop(userId);
    },
    askAgain(userId) {
      if (userId === null) done.clear();
      else done.delete(userId);
    },
    async take(userId, segment) {
      if (accepts(userId) && segment.endMs > openedMs) await add(userId, segment);
    },
    async drop(userId) {
      const { answerId } = progressOf(userId);
      people.delete(userId);
      const actor = actorIn(tenant, userId);
      await (answerId === null || done.has(userId)
        ? interview.discard(actor, session().id)
        : interview.deleteAnswer(actor, answerId));
    },
    stop: () => clearInterval(timer),
  };
}
