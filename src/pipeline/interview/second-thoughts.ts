/**
 * What people change just after they have answered: late additions, a withdrawn answer, a follow-up from a
 * card.
 */
import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import {
  type AnswerRow,
  answerById,
  answersTo,
  cancelAnswer,
  lastSubmitted,
  updateAnswer,
} from '../../store/answers.ts';
import { deleteEvaluation, evaluationOf } from '../../store/evaluations.ts';
import { dropHeldText, findHeldText, type HeldText } from '../../store/held-texts.ts';
import { lockSession } from '../../store/locks.ts';
import { findPerson } from '../../store/people.ts';
import { savePrepared } from '../../store/prepared.ts';
import { placeOfSession, sessionById } from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import { deleteTurn, findTurn, reopenTurn, type TurnRow, turnsOf } from '../../store/turns.ts';
import { insertUtterance, updateUtterance, utterancesOf } from '../../store/utterances.ts';
import { settledDoubt } from '../hearing/doubts.ts';
import { membershipOf, requireActive, requireOwnAnswer } from './access.ts';
import { addPiece, addPieces, durationOf, transcribeLater } from './add-piece.ts';
import { resultsKey } from './advance.ts';
import { requireRoom, requireSize } from './answer-size.ts';
import { followUpQuestion } from './ask.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import { keyOf } from './give-answer.ts';
import type { Interview } from './interview-types.ts';
import { firstSpokenMs, textOf } from './join-transcripts.ts';
import { type AnswerPiece, piecesOfHeld } from './late-text.ts';
import { momentOf, type Parts } from './parts.ts';
import { openFollowUpOf } from './read-session.ts';
import { scoreAlone } from './score.ts';
import { enqueueEvaluation, submitAnswer } from './submit-answer.ts';

type SecondThoughts = Pick<
  Interview,
  'appendToAnswer' | 'takeAsNext' | 'dropHeld' | 'settleDoubt' | 'undo' | 'answerFollowUp'
>;

export function createSecondThoughts(parts: Parts): SecondThoughts {
  const { store } = parts;
  return {
    async appendToAnswer(actor, heldId) {
      return await store.transaction(async (trx) => {
        const held = await requireHeld(parts, trx, actor, heldId);
        const answer = await answerById(trx, held.answer_id);
        if (!answer || answer.state === 'cancelled' || answer.state === 'failed')
          throw new CoachError('not_found', 'fault.no-such-answer');
        const pieces = await piecesOfHeld(trx, held);
        for (const piece of pieces) await append(parts, trx, answer, piece);
        await dropHeldText(trx, held.id);
        if (pieces.some(({ pcm }) => pcm)) await updateAnswer(trx, answer.id, { state: 'submitted' });
        else if (answer.state !== 'submitted') await judgeAgain(parts, trx, answer);
        return { answerId: answer.id };
      });
    },

    async takeAsNext(actor, heldId) {
      return await store.transaction(async (trx) => {
        const held = await requireHeld(parts, trx, actor, heldId);
        const membership = await membershipOf(trx, actor, held.session_id);
        const { answerId } = await addPieces(parts, trx, membership, await piecesOfHeld(trx, held));
        await dropHeldText(trx, held.id);
        return { answerId };
      });
    },

    async dropHeld(actor, heldId) {
      await store.transaction(async (trx) => {
        const held = await requireHeld(parts, trx, actor, heldId);
        await dropHeldText(trx, held.id);
      });
    },

    async settleDoubt(actor, answerId, startMs) {
      await store.transaction(async (trx) => {
        const answer = await requireOwnAnswer(trx, actor, answerId);
        if (answer.state !== 'evaluated') throw new CoachError('wrong_state', 'fault.no-feedback-yet');
        if (!(await settleIn(trx, answer.id, startMs)))
          throw new CoachError('not_found', 'fault.doubt-settled');
        await judgeAgain(parts, trx, answer);
      });
    },

    async undo(actor, sessionId) {
      return await store.transaction(async (trx) => {
        const { session, personId } = await membershipOf(trx, actor, sessionId);
        requireActive(session);
        const answer = await lastSubmitted(trx, session.id, personId);
        const turn = answer && (await findTurn(trx, answer.turn_id));
        if (!answer || !turn || answer.state === 'failed')
          throw new CoachError('wrong_state', 'fault.no-undo');
        await takeBackLater(parts, trx, turn, personId);
        await cancelAnswer(trx, answer.id);
        await deleteEvaluation(trx, answer.id);
        if (turn.closed_at !== null) await reopenTurn(trx, turn.id);
        const what = { type: 'question', turnId: turn.id } as const;
        await enqueueDelivery(parts, trx, session, turn.person_id === null ? personId : turn.person_id, what);
        return { answerId: answer.id };
      });
    },

    async answerFollowUp(actor, answerId, text, options = {}) {
      if (text.trim() === '') throw new CoachError('bad_input', 'fault.message-empty');
      requireSize(parts, { text });
      return await store.transaction(async (trx) => {
        const answer = await requireOwnAnswer(trx, actor, answerId);
        const turn = await findTurn(trx, answer.turn_id);
        const session = await sessionById(trx, answer.session_id);
        const followUp = await openFollowUpOf(trx, answer.id, await evaluationOf(trx, answer.id));
        if (!turn || !session || !followUp) throw new CoachError('wrong_state', 'fault.no-follow-up');
        const key = options.key === undefined ? {} : { key: keyOf(actor, options.key) };
        const piece = { text, ...key };
        const asked = (await turnsOf(trx, session.id)).find(
          (one) => one.kind === 'follow-up' && one.after_answer_id === answer.id && one.closed_at === null,
        );
        if (asked && session.state === 'active') {
          const membership = await membershipOf(trx, actor, session.id);
          const { answerId: added } = await addPiece(parts, trx, membership, piece);
          const open = await answerById(trx, added);
          if (open) await submitAnswer(parts, trx, { answer: open, turn: asked, session });
          return { answerId: added, state: open?.state ?? 'cancelled', isRepeat: false };
        }
        return await scoreAlone(parts, trx, {
          place: placeOfSession(session),
          personId: answer.person_id,
          userId: actor.userId,
          turn: {
            question: followUpQuestion(turn.question, followUp),
            kind: 'follow-up',
            after_answer_id: answer.id,
          },
          piece,
        });
      });
    },
  };
}

/** Speech is transcribed first; the answer is judged again once that is done. */
async function append(parts: Parts, trx: Trx, answer: AnswerRow, piece: AnswerPiece): Promise<void> {
  const durationMs = durationOf(piece);
  await requireRoom(parts, trx, answer.id, { durationMs, ...(piece.text && { text: piece.text }) });
  const id = await insertUtterance(trx, { ...piece, answerId: answer.id }, momentOf(parts));
  const { person_id: personId, tenant } = answer;
  if (id !== null && piece.pcm)
    await transcribeLater(parts, trx, { id, answerId: answer.id, personId, tenant });
}

/** A held text of the actor. Throws `not_found` once it has expired or been used. */
async function requireHeld(parts: Parts, trx: Trx, actor: Actor, heldId: string): Promise<HeldText> {
  const before = await findHeldText(trx, heldId, momentOf(parts));
  if (before) await lockSession(trx, before.session_id);
  const held = before && (await findHeldText(trx, heldId, momentOf(parts)));
  if (held?.tenant !== actor.tenant || held.person_id !== (await findPerson(trx, actor)))
    throw new CoachError('not_found', 'fault.late-text-gone');
  return held;
}

/** Changes the stretch of speech that holds the doubtful words; false where none does. */
async function settleIn(trx: Trx, answerId: string, startMs: number): Promise<boolean> {
  const utterances = (await utterancesOf(trx, answerId)).filter(({ state }) => state === 'ready');
  const beganMs = firstSpokenMs(utterances);
  for (const { id, transcript, start_ms } of utterances) {
    const settled = transcript && settledDoubt(transcript, startMs - ((start_ms ?? 0) - beganMs));
    if (!settled) continue;
    await updateUtterance(trx, id, { text: settled.text, transcript: settled });
    return true;
  }
  return false;
}

/** An evaluation that is pending or was already shown is replaced by one of the whole answer. */
async function judgeAgain(parts: Parts, trx: Trx, answer: AnswerRow): Promise<void> {
  const text = textOf(await utterancesOf(trx, answer.id));
  await updateAnswer(trx, answer.id, { state: 'transcribed', text });
  await enqueueEvaluation(parts, trx, answer);
}

/**
 * Withdraws the questions that came after one, so that it is the last again. Throws `wrong_state` if others
 * have seen later ones.
 */
async function takeBackLater(parts: Parts, trx: Trx, turn: TurnRow, personId: string): Promise<void> {
  const isShown = turn.person_id === null && (await parts.store.queue.has(trx, resultsKey(turn.id)));
  const later = (await turnsOf(trx, turn.session_id)).filter(
    (one) => one.position > turn.position && one.kind !== 'retry',
  );
  if (isShown || later.some((one) => one.person_id !== personId))
    throw new CoachError('wrong_state', 'fault.no-undo');
  for (const one of later) {
    if ((await answersTo(trx, one.id)).some(({ state }) => state !== 'open' && state !== 'cancelled'))
      throw new CoachError('wrong_state', 'fault.no-undo');
    const { session_id: sessionId, number, question } = one;
    if (one.kind === 'question') await savePrepared(trx, { sessionId, number, question }, momentOf(parts));
    await deleteTurn(trx, one.id);
  }
}
