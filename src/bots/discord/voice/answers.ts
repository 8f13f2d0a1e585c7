/** Passes what people say to the interview, as pieces of their answers to the open question. */
import { retry } from '../../../async/retry.ts';
import type { Actor } from '../../../domain.ts';
import { isCoachError } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import type { Clarified, HeardSoFar, Interview } from '../../../pipeline/interview/interview-types.ts';
import type { Segment } from '../capture/segments.ts';
import { mayAnswer, type RoomState } from './room-state.ts';
import type { VoiceTimings } from './timings.ts';

export type Answers = {
  /** Adds a stretch of speech to the person's answer; what belongs to no open question is dropped. */
  take(userId: string, segment: Segment): Promise<void>;
  /** What has been heard so far of the answer that this person is giving. */
  heardSoFar(userId: string): Promise<HeardSoFar>;
  /** Takes a stretch of speech out of that answer. */
  dropPiece(userId: string, pieceId: string): Promise<void>;
  /** This person asks what the question means, or for a hint; what helps, if they may have it. */
  clarify(userId: string, asks: 'question' | 'hint'): Promise<Clarified>;
  /** Drops the open question, in this person's name. */
  skip(userId: string): Promise<void>;
  /** Submits what this person has said; null when there was nothing to submit, otherwise the answer. */
  submit(userId: string): Promise<string | null>;
  /** This person goes on with an answer that was submitted: false when it has been judged already. */
  takeBack(userId: string, answerId: string): Promise<boolean>;
  /** Erases what this person has said in answer to the open question but not submitted. */
  drop(userId: string): Promise<void>;
};

const tries = 4;

export function createAnswers(options: {
  state: RoomState;
  interview: Pick<
    Interview,
    | 'addUtterance'
    | 'heardSoFar'
    | 'dropPiece'
    | 'skip'
    | 'clarify'
    | 'submit'
    | 'takeBack'
    | 'discard'
    | 'deleteAnswer'
  >;
  timings: Pick<VoiceTimings, 'storeFirstMs' | 'storeLongestMs'>;
  log: Log;
}): Answers {
  const { state, interview, timings, log } = options;
  /** The answer that each person is giving. */
  const open = new Map<string, { turnId: string; answerId: string }>();
  const actor = (userId: string): Actor => ({ tenant: state.session.place.tenant, userId });
  const answerOf = (userId: string): string | null => {
    const known = open.get(userId);
    return known?.turnId === state.session.turn?.id ? (known?.answerId ?? null) : null;
  };

  return {
    async take(userId, segment) {
      const { turn, id } = state.session;
      if (!turn || !mayAnswer(state, userId)) return;
      const { pcm, startMs, endMs, receivedShare } = segment;
      const utterance = {
        pcm,
        startMs: Math.max(0, Math.round(startMs)),
        endMs: Math.max(1, Math.round(endMs)),
        receivedShare,
        key: `voice:${id}:${userId}:${Math.round(startMs)}`,
      };
      try {
        const { answerId } = await retry(() => interview.addUtterance(actor(userId), id, utterance), {
          tries,
          firstMs: timings.storeFirstMs,
          longestMs: timings.storeLongestMs,
          isPassing: (error) => !isCoachError(error) || error.code === 'store_unavailable',
        });
        open.set(userId, { turnId: turn.id, answerId });
      } catch (error) {
        if (!isCoachError(error) || error.code === 'store_unavailable') throw error;
        log.debug({ code: error.code, sessionId: id }, 'Speech could not be added to an answer');
      }
    },
    async heardSoFar(userId) {
      const answerId = answerOf(userId);
      return answerId === null
        ? { text: '', pieces: [], isPending: false }
        : await interview.heardSoFar(actor(userId), answerId);
    },
    async dropPiece(userId, pieceId) {
      const answerId = answerOf(userId);
      if (answerId !== null) await interview.dropPiece(actor(userId), answerId, pieceId);
    },
    async clarify(userId, asks) {
      const answerId = answerOf(userId);
      return answerId === null
        ? { hint: null, manner: null }
        : await interview.clarify(actor(userId), answerId, { asks });
    },
    async skip(userId) {
      const { turn, id } = state.session;
      if (turn) await interview.skip(actor(userId), id, { turnId: turn.id });
    },
    async submit(userId) {
      try {
        return (await interview.submit(actor(userId), state.session.id)).answerId;
      } catch (error) {
        // Noise that was no speech: the question stays open.
        if (isCoachError(error)) return null;
        throw error;
      }
    },
    takeBack: (userId, answerId) => interview.takeBack(actor(userId), answerId),
    async drop(userId) {
      const answerId = answerOf(userId);
      open.delete(userId);
      await (answerId === null || !mayAnswer(state, userId)
        ? interview.discard(actor(userId), state.session.id)
        : interview.deleteAnswer(actor(userId), answerId));
    },
  };
}
