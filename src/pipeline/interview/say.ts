/** What people say: pieces of an answer as they come, and the word that it is complete. */
import type { AnswerState } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import {
  type AnswerRow,
  answerById,
  answersTo,
  cancelAnswer,
  insertAnswer,
  insertUtterance,
  lastSubmitted,
  type NewUtterance,
  toSigned16,
  updateUtterance,
  utteranceByKey,
  utterancesOf,
} from '../../store/answers.ts';
import type { Trx } from '../../store/open-store.ts';
import { type Actor, findPerson } from '../../store/people.ts';
import { openTurnFor, type SessionRow, type TurnRow } from '../../store/sessions.ts';
import { type Membership, membershipOf, requireActive, requireOwnAnswer } from './access.ts';
import type { Interview } from './interview-types.ts';
import { textOf } from './join-transcripts.ts';
import { momentOf, type Parts, transcriberInSight } from './parts.ts';
import { submitAnswer } from './submit-answer.ts';

type Say = Pick<Interview, 'addText' | 'replaceText' | 'addUtterance' | 'textSoFar' | 'submit' | 'discard'>;

/** A second "done" that comes this soon is the same one: a double click, or a platform that repeats itself. */
const sameSubmitMs = 2_000;

export function createSay(parts: Parts): Say {
  const { store, stages, now } = parts;

  const add = async (
    actor: Actor,
    sessionId: string,
    piece: Omit<NewUtterance, 'answerId'>,
  ): Promise<{ answerId: string }> => {
    const key = piece.key === undefined ? undefined : keyOf(actor, piece.key);
    const { answerId, began } = await store.transaction(async (trx) => {
      const known = key === undefined ? null : await utteranceByKey(trx, key);
      if (known) return { answerId: known.answer_id, began: false };
      const membership = await membershipOf(trx, actor, sessionId);
      const { answer, isNew } = await openAnswer(parts, trx, membership, { typed: piece.pcm === undefined });
      const utterance = { ...piece, answerId: answer.id, ...(key === undefined ? {} : { key }) };
      const utteranceId = await insertUtterance(trx, utterance, momentOf(parts));
      if (utteranceId !== null && piece.pcm) await transcribeLater(parts, trx, utteranceId);
      return { answerId: answer.id, began: isNew };
    });
    if (began) stages.send({ answerId, sessionId, tenant: actor.tenant, stage: 'listening' });
    return { answerId };
  };

  return {
    async addText(actor, sessionId, text, key) {
      if (text.trim() === '') throw new CoachError('bad_input', 'The message is empty; write your answer.');
      return await add(actor, sessionId, { text, ...(key === undefined ? {} : { key }) });
    },

    async replaceText(actor, key, text) {
      return await store.transaction(async (trx) => {
        const utterance = await utteranceByKey(trx, keyOf(actor, key));
        const answer = utterance && (await answerById(trx, utterance.answer_id));
        if (!utterance || !answer || answer.state !== 'open' || utterance.source !== 'typed') return false;
        if ((await findPerson(trx, actor)) !== answer.person_id) return false;
        const state = text.trim() === '' ? 'withdrawn' : 'ready';
        await updateUtterance(trx, utterance.id, { text, state });
        return true;
      });
    },

    async addUtterance(actor, sessionId, { pcm, ...utterance }) {
      if (pcm.length === 0) throw new CoachError('bad_audio', 'The recording is empty; record it again.');
      return await add(actor, sessionId, { ...utterance, pcm: toSigned16(pcm) });
    },

    async textSoFar(actor, answerId) {
      const answer = await requireOwnAnswer(store.db, actor, answerId);
      return answer.text ?? textOf(await utterancesOf(store.db, answer.id));
    },

    async submit(actor, sessionId) {
      return await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        const { session, personId } = membership;
        const turn = await openTurnFor(trx, sessionId, personId);
        const answers = turn ? await answersTo(trx, turn.id, personId) : [];
        const open = answers.find((answer) => answer.state === 'open');
        if (turn && open && (await isBegun(trx, open.id))) {
          if (turn.kind !== 'retry') requireActive(session);
          await submitAnswer(parts, trx, { answer: open, turn, session });
          return { answerId: open.id, state: await stateOf(trx, open.id) };
        }
        const earlier = await lastSubmitted(trx, sessionId, personId);
        const isSame =
          earlier !== null &&
          (turn === null ||
            earlier.turn_id === turn.id ||
            now().getTime() - Date.parse(earlier.submitted_at ?? '') < sameSubmitMs);
        if (isSame) return { answerId: earlier.id, state: earlier.state };
        throw new CoachError('wrong_state', 'Nothing was said yet; answer the question first.');
      });
    },

    async discard(actor, sessionId) {
      await store.transaction(async (trx) => {
        const { personId } = await membershipOf(trx, actor, sessionId);
        const turn = await openTurnFor(trx, sessionId, personId);
        if (!turn) return;
        for (const answer of await answersTo(trx, turn.id, personId))
          if (answer.state === 'open') await cancelAnswer(trx, answer.id);
      });
    },
  };
}

/** A platform's own key, made different from the same key of another tenant. */
export const keyOf = ({ tenant }: Pick<Actor, 'tenant'>, key: string): string => `${tenant}|${key}`;

export async function transcribeLater(
  { store }: Pick<Parts, 'store'>,
  trx: Trx,
  utteranceId: string,
): Promise<void> {
  await store.queue.add(trx, {
    queue: 'transcribe',
    key: `transcribe:${utteranceId}`,
    payload: { utteranceId },
  });
}

/** The answer that a person is giving, begun when they say the first of it. */
async function openAnswer(
  parts: Parts,
  trx: Trx,
  { session, personId, present }: Membership,
  { typed }: { typed: boolean },
): Promise<{ answer: AnswerRow; isNew: boolean }> {
  const turn = await openTurnFor(trx, session.id, personId);
  if (turn?.kind !== 'retry') requireActive(session);
  if (!present.some((one) => one.person_id === personId && one.role === 'candidate'))
    throw new CoachError('not_allowed', 'You are watching this interview; join as a candidate to answer.');
  if (!turn) throw new CoachError('wrong_state', 'There is no question open for you; wait for the next one.');
  const answers = await answersTo(trx, turn.id, personId);
  const open = answers.find((answer) => answer.state === 'open');
  if (open) {
    // Speech that waits for a model which is not there is kept as an answer of its own; typing does not wait for it.
    const stuck = typed && !transcriberInSight(parts) && (await isWaiting(trx, open.id));
    if (!stuck) return { answer: open, isNew: false };
    await submitAnswer(parts, trx, { answer: open, turn, session });
  } else if (answers.some((answer) => isFinal(answer, parts))) {
    throw new CoachError(
      'wrong_state',
      'You have answered this question already; wait for the results, or answer it again afterwards.',
    );
  }
  return { answer: await beginAnswer(parts, trx, { session, turn, personId }), isNew: true };
}

const beginAnswer = async (
  parts: Parts,
  trx: Trx,
  { session, turn, personId }: { session: SessionRow; turn: TurnRow; personId: string },
): Promise<AnswerRow> =>
  await insertAnswer(
    trx,
    {
      tenant: session.tenant,
      session_id: session.id,
      turn_id: turn.id,
      person_id: personId,
      retry_of: turn.kind === 'retry' ? turn.after_answer_id : null,
    },
    momentOf(parts),
  );

/** Given and counted; an answer that waits for a model which is not installed may be given again in writing. */
const isFinal = (answer: AnswerRow, parts: Parts): boolean =>
  answer.state === 'transcribed' ||
  answer.state === 'evaluated' ||
  (answer.state === 'submitted' && transcriberInSight(parts));

const isWaiting = async (trx: Trx, answerId: string): Promise<boolean> =>
  (await utterancesOf(trx, answerId)).some((utterance) => utterance.state === 'pending');

/** Whether something was said in an answer that may count. */
export const isBegun = async (trx: Trx, answerId: string): Promise<boolean> =>
  (await utterancesOf(trx, answerId)).some(({ state }) => state === 'pending' || state === 'ready');

const stateOf = async (trx: Trx, answerId: string): Promise<AnswerState> =>
  (await answerById(trx, answerId))?.state ?? 'cancelled';
