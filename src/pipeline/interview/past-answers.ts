/** What can be done with an answer after it was given. */
import type { Fix } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { type AnswerRow, answerById, eraseAnswer, partsSaidAgain } from '../../store/answers.ts';
import { evaluationOf } from '../../store/evaluations.ts';
import { findPerson } from '../../store/people.ts';
import { saveRating } from '../../store/ratings.ts';
import {
  addParticipant,
  insertSession,
  participantsOf,
  placeOfSession,
  type SessionRow,
  sessionById,
} from '../../store/sessions.ts';
import type { Db, Trx } from '../../store/store.ts';
import { findTurn, openTurnFor, rewordTurnsAfter } from '../../store/turns.ts';
import { requireAnswer, requireOwnAnswer, requireSession } from './access.ts';
import { advance, redraw } from './advance.ts';
import { openTurn } from './ask.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import type { Interview } from './interview-types.ts';
import { isPart } from './join-part.ts';
import { momentOf, type Parts } from './parts.ts';
import { ratableUntil, readAnswer, readSession } from './read-session.ts';
import { requireFewSessions, requireFreePlace } from './stop-session.ts';

type PastAnswers = Pick<Interview, 'retry' | 'answer' | 'deleteAnswer' | 'rate' | 'redrawCards'>;

export function createPastAnswers(parts: Parts): PastAnswers {
  const { store } = parts;
  return {
    async retry(actor, answerId, { part = false } = {}) {
      return await store.transaction(async (trx) => {
        const answer = await requireOwnAnswer(trx, actor, answerId);
        const original = await requireSession(trx, actor, answer.session_id);
        const turn = await findTurn(trx, answer.turn_id);
        if (!turn || answer.state !== 'evaluated')
          throw new CoachError('wrong_state', 'fault.no-feedback-yet');
        const fix = part ? await partToSayAgain(trx, original, answer.id) : null;
        const running = original.state === 'active' && original.purpose === 'practice';
        if (original.state === 'paused') throw new CoachError('wrong_state', 'fault.interview-paused');
        const session = running ? original : await sessionForRetry(parts, trx, original, actor.userId);
        if (fix && (await isAskedAlready(parts, trx, session, answer)))
          return await readSession(trx, session);
        await openTurn(parts, trx, session, {
          number: running ? turn.number : 1,
          kind: 'retry',
          part: fix?.kind ?? null,
          person_id: answer.person_id,
          after_answer_id: answer.id,
          question: turn.question,
          closes_at: null,
        });
        return await readSession(trx, session);
      });
    },

    async answer(actor, answerId) {
      const answer = await requireAnswer(store.db, actor, answerId);
      const session = await requireSession(store.db, actor, answer.session_id);
      const personId = await findPerson(store.db, actor);
      const isShared =
        session.style !== 'solo' &&
        session.private === 0 &&
        personId !== null &&
        (await hasJoined(store.db, session, personId));
      if (personId !== answer.person_id && !isShared)
        throw new CoachError('not_allowed', 'fault.answer-of-somebody-else');
      return await readAnswer(store.db, session, answer);
    },

    async deleteAnswer(actor, answerId) {
      await store.transaction(async (trx) => {
        const answer = await requireOwnAnswer(trx, actor, answerId);
        await rewordTurnsAfter(trx, answer.id, parts.standIns.deleted);
        // What was said again of it holds the rest of it too.
        for (const again of await partsSaidAgain(trx, answer.id)) await eraseAnswer(trx, again);
        await eraseAnswer(trx, answer.id);
        await advance(parts, trx, answer.session_id);
      });
    },

    async rate(actor, answerId, kind, value) {
      await store.transaction(async (trx) => {
        const answer = await requireAnswer(trx, actor, answerId);
        const session = await sessionById(trx, answer.session_id);
        const personId = await findPerson(trx, actor);
        const isAuthor = personId === answer.person_id;
        if (kind === 'fair' && !isAuthor) throw new CoachError('not_allowed', 'fault.only-author-rates-fair');
        if (kind === 'peer' && isAuthor) throw new CoachError('not_allowed', 'fault.own-answer-rated');
        if (!session || personId === null || !(await hasJoined(trx, session, personId)))
          throw new CoachError('not_allowed', 'fault.join-to-rate');
        const most = kind === 'peer' ? 100 : 1;
        if (!(value >= 0 && value <= most) || (kind === 'fair' && !Number.isInteger(value)))
          throw new CoachError('bad_input', 'fault.rating-range', { most });
        const at = momentOf(parts);
        if (kind === 'peer' && (ratableUntil(session, answer) ?? at) < at)
          throw new CoachError('wrong_state', 'fault.rating-over');
        await saveRating(trx, { answerId: answer.id, personId, kind, value }, at);
        if (kind === 'peer' && (await evaluationOf(trx, answer.id)))
          await redraw(parts, trx, session, answer);
      });
    },

    async redrawCards(answerIds) {
      for (const answerId of answerIds)
        await store.transaction(async (trx) => {
          const answer = await answerById(trx, answerId);
          const session = answer && (await sessionById(trx, answer.session_id));
          if (answer && session && (await evaluationOf(trx, answer.id)))
            await redraw(parts, trx, session, answer);
        });
    },
  };
}

/** Throws `wrong_state` before the end of an exam, and where the whole answer is to be changed. */
async function partToSayAgain(trx: Trx, session: SessionRow, answerId: string): Promise<Fix> {
  if (session.aim === 'exam' && session.state !== 'ended')
    throw new CoachError('wrong_state', 'fault.no-feedback-yet');
  const fix = (await evaluationOf(trx, answerId))?.feedback.fix;
  if (!fix || !isPart(fix)) throw new CoachError('wrong_state', 'fault.no-part');
  return fix;
}

/** A second press shows the same question once more. */
async function isAskedAlready(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  { id, person_id }: AnswerRow,
): Promise<boolean> {
  const open = await openTurnFor(trx, session.id, person_id);
  if (!open || open.part === null || open.after_answer_id !== id) return false;
  await enqueueDelivery(parts, trx, session, person_id, { type: 'question', turnId: open.id });
  return true;
}

const hasJoined = async (db: Db | Trx, session: SessionRow, personId: string): Promise<boolean> =>
  (await participantsOf(db, session.id)).some((one) => one.person_id === personId);

/** Once a session has ended, asking again takes a new one with this single question, in the same place. */
async function sessionForRetry(
  parts: Parts,
  trx: Trx,
  original: SessionRow,
  userId: string,
): Promise<SessionRow> {
  await requireFreePlace(parts, trx, placeOfSession(original));
  const personId = await findPerson(trx, { tenant: original.tenant, userId });
  if (personId === null) throw new CoachError('not_allowed', 'fault.answer-of-somebody-else');
  await requireFewSessions(parts, trx, personId);
  const { id, state, end_reason, pause_reason, pause_ends_at, created_at, updated_at, ended_at, ...same } =
    original;
  const session = await insertSession(
    trx,
    {
      ...same,
      owner_id: personId,
      purpose: 'practice',
      style: 'solo',
      questions_planned: 1,
      follow_up_depth: 0,
      answer_seconds: null,
      aim: null,
      manner: null,
      seed: `${same.seed}:${id}`,
    },
    momentOf(parts),
  );
  const participant = { session_id: session.id, person_id: personId, user_id: userId };
  await addParticipant(trx, { ...participant, role: 'candidate' }, momentOf(parts));
  return session;
}
