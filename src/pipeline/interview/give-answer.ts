/** What people say: the pieces of an answer as they come, and their word that it is complete. */
import type { Actor, AnswerState, Utterance } from '../../domain.ts';
import { CoachError, isCoachError } from '../../errors.ts';
import { type AnswerRow, answerById, answersTo, cancelAnswer, lastSubmitted } from '../../store/answers.ts';
import { dropHeldText, heldTextsAfter } from '../../store/held-texts.ts';
import { lockSession, lockSessionOf } from '../../store/locks.ts';
import { findPerson } from '../../store/people.ts';
import type { Trx } from '../../store/store.ts';
import { openTurnFor } from '../../store/turns.ts';
import {
  dropUtterance,
  isBegun,
  toSigned16,
  updateUtterance,
  utteranceById,
  utteranceByKey,
  utterancesOf,
} from '../../store/utterances.ts';
import { type Membership, membershipOf, requireActive, requireOwnAnswer, requireSameTurn } from './access.ts';
import { addPiece, addPieces, durationOf } from './add-piece.ts';
import { requireRoom, requireSize } from './answer-size.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import type { AddedText, Interview } from './interview-types.ts';
import { textOf } from './join-transcripts.ts';
import {
  type AddedPiece,
  type AnswerPiece,
  answerJustSubmitted,
  holdLate,
  knownPiece,
  piecesOfHeld,
} from './late-text.ts';
import { momentOf, type Parts } from './parts.ts';
import { dayOf, giveBackAnswer, isQuotaFault, quotaNotice } from './quotas.ts';
import { submitAnswer } from './submit-answer.ts';

type GiveAnswer = Pick<
  Interview,
  | 'addText'
  | 'addMessage'
  | 'replaceText'
  | 'addUtterance'
  | 'heardSoFar'
  | 'dropPiece'
  | 'submit'
  | 'discard'
>;

/** A second "done" this soon is the same one: a double click, or an event that the platform repeats. */
const sameSubmitMs = 2_000;

export function createGiveAnswer(parts: Parts): GiveAnswer {
  const { store, stages, now } = parts;

  const begun = (actor: Actor, sessionId: string, { answerId, isNew }: AddedPiece): { answerId: string } => {
    if (isNew) stages.send({ answerId, sessionId, tenant: actor.tenant, stage: 'listening' });
    return { answerId };
  };

  const addMessage: Interview['addMessage'] = async (
    actor,
    sessionId,
    { texts = [], recordings = [] },
    ofTurn = {},
  ) => {
    if (texts.length + recordings.length === 0 || texts.some(({ text }) => text.trim() === ''))
      throw new CoachError('bad_input', 'fault.message-empty');
    const pieces: AnswerPiece[] = [
      ...texts.map(({ key, ...text }) => ({ ...text, ...keyed(actor, key) })),
      ...recordings.map((recording) => spokenPiece(actor, recording)),
    ];
    requireSize(parts, {
      text: texts.map(({ text }) => text).join('\n'),
      durationMs: pieces.reduce((sum, piece) => sum + durationOf(piece), 0),
    });
    const outcome = await store.transaction(async (trx): Promise<AddedText | AddedPiece> => {
      await lockSession(trx, sessionId);
      for (const { key } of pieces) {
        const known = await knownPiece(trx, key);
        if (known) return known;
      }
      const membership = await membershipOf(trx, actor, sessionId);
      const turn = await openTurnFor(trx, sessionId, membership.personId);
      if (ofTurn.turnId !== undefined) requireSameTurn(turn, ofTurn);
      else {
        const before = await answerJustSubmitted(parts, trx, membership, turn);
        if (before) return await holdLate(parts, trx, before, pieces);
      }
      return await addPieces(parts, trx, membership, pieces);
    });
    return 'kind' in outcome ? outcome : { kind: 'added', ...begun(actor, sessionId, outcome) };
  };

  return {
    addMessage,
    addText: async (actor, sessionId, text, { key, ...ofTurn } = {}) =>
      await addMessage(
        actor,
        sessionId,
        { texts: [{ text, ...(key === undefined ? {} : { key }) }] },
        ofTurn,
      ),

    async replaceText(actor, key, text) {
      return await store.transaction(async (trx) => {
        const before = await utteranceByKey(trx, keyOf(actor, key));
        if (before) await lockSessionOf(trx, [before.answer_id]);
        const utterance = before && (await utteranceById(trx, before.id));
        const answer = utterance && (await answerById(trx, utterance.answer_id));
        if (!utterance || !answer || answer.state !== 'open' || utterance.source !== 'typed') return false;
        if ((await findPerson(trx, actor)) !== answer.person_id) return false;
        const longer = Math.max(0, text.length - (utterance.text ?? '').length);
        await requireRoom(parts, trx, answer.id, { text: text.slice(0, longer) });
        const state = text.trim() === '' ? 'withdrawn' : 'ready';
        await updateUtterance(trx, utterance.id, { text, state });
        return true;
      });
    },

    async addUtterance(actor, sessionId, utterance) {
      const piece = spokenPiece(actor, utterance);
      const adding = store.transaction(async (trx): Promise<AddedPiece> => {
        await lockSession(trx, sessionId);
        const known = piece.key === undefined ? null : await utteranceByKey(trx, piece.key);
        if (known) return { answerId: known.answer_id, isNew: false };
        return await addPiece(parts, trx, await membershipOf(trx, actor, sessionId), piece);
      });
      const added = await adding.catch(async (error: unknown) => {
        if (isCoachError(error) && isQuotaFault(error.fault)) await tellQuota(parts, actor, sessionId, error);
        throw error;
      });
      return begun(actor, sessionId, added);
    },

    async heardSoFar(actor, answerId) {
      const answer = await requireOwnAnswer(store.db, actor, answerId);
      const utterances = await utterancesOf(store.db, answer.id);
      return {
        text: answer.text ?? textOf(utterances),
        pieces: utterances.flatMap(({ id, state, text }) =>
          state === 'ready' && text ? [{ id, text }] : [],
        ),
        isPending: utterances.some(({ state }) => state === 'pending'),
      };
    },

    async dropPiece(actor, answerId, pieceId) {
      await store.transaction(async (trx) => {
        const answer = await requireOwnAnswer(trx, actor, answerId);
        if (answer.state !== 'open') return;
        const piece = (await utterancesOf(trx, answer.id)).find(({ id }) => id === pieceId);
        if (piece) await dropUtterance(trx, piece.id);
      });
    },

    async submit(actor, sessionId, ofTurn = {}) {
      return await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        const { session, personId } = membership;
        const turn = await openTurnFor(trx, sessionId, personId);
        const earlier = await lastSubmitted(trx, sessionId, personId);
        const isSoon = now().getTime() - Date.parse(earlier?.submitted_at ?? '') < sameSubmitMs;
        const again = (answer: AnswerRow) => ({ answerId: answer.id, state: answer.state, isRepeat: true });
        if (earlier && isSoon && ofTurn.turnId === earlier.turn_id) return again(earlier);
        requireSameTurn(turn, ofTurn);
        if (turn && earlier && earlier.turn_id !== turn.id)
          await takeHeldTexts(parts, trx, membership, earlier);
        const answers = turn ? await answersTo(trx, turn.id, personId) : [];
        const open = answers.find((answer) => answer.state === 'open');
        if (turn && open && (await isBegun(trx, open.id))) {
          if (turn.kind !== 'retry') requireActive(session);
          await submitAnswer(parts, trx, { answer: open, turn, session });
          return { answerId: open.id, state: await stateOf(trx, open.id), isRepeat: false };
        }
        if (earlier && (turn === null || earlier.turn_id === turn.id || isSoon)) return again(earlier);
        throw new CoachError('wrong_state', 'fault.nothing-said');
      });
    },

    async discard(actor, sessionId, ofTurn = {}) {
      await store.transaction(async (trx) => {
        const { session, personId } = await membershipOf(trx, actor, sessionId);
        const turn = await openTurnFor(trx, sessionId, personId);
        requireSameTurn(turn, ofTurn);
        if (!turn) return;
        for (const answer of await answersTo(trx, turn.id, personId)) {
          if (answer.state !== 'open') continue;
          await cancelAnswer(trx, answer.id);
          await giveBackAnswer(parts, trx, { ...session, personId }, answer.created_at);
        }
      });
    },
  };
}

/**
 * If a person is asked where a late text belongs, and then says that the next answer is complete, the text is
 * part of that answer.
 */
async function takeHeldTexts(
  parts: Parts,
  trx: Trx,
  membership: Membership,
  before: AnswerRow,
): Promise<void> {
  for (const held of await heldTextsAfter(trx, before.id, parts.now().toISOString())) {
    await addPieces(parts, trx, membership, await piecesOfHeld(trx, held));
    await dropHeldText(trx, held.id);
  }
}

/** A room with voices hears nothing of a refusal: it is told once a day. */
async function tellQuota(parts: Parts, actor: Actor, sessionId: string, error: CoachError): Promise<void> {
  await parts.store.transaction(async (trx) => {
    const { session, personId } = await membershipOf(trx, actor, sessionId);
    if (session.mode !== 'voice') return;
    const key = `quota:${sessionId}:${personId}:${dayOf(momentOf(parts))}`;
    await enqueueDelivery(parts, trx, session, personId, quotaNotice(error), key);
  });
}

const keyed = (actor: Actor, key: string | undefined): { key?: string } =>
  key === undefined ? {} : { key: keyOf(actor, key) };

function spokenPiece(actor: Actor, { pcm, key, ...utterance }: Utterance): AnswerPiece {
  if (pcm.length === 0) throw new CoachError('bad_audio', 'fault.recording-empty');
  return { ...utterance, pcm: toSigned16(pcm), ...keyed(actor, key) };
}

/** A platform's own key, made distinct from the same key in another tenant. */
export const keyOf = ({ tenant }: Pick<Actor, 'tenant'>, key: string): string => `${tenant}|${key}`;

const stateOf = async (trx: Trx, answerId: string): Promise<AnswerState> =>
  (await answerById(trx, answerId))?.state ?? 'cancelled';
