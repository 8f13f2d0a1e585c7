/** What two people who interview each other do: accept, lead from the private guide, and score. */
import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { answersTo } from '../../store/answers.ts';
import { openSlot, type SlotRow, slotsOf, updateSlot } from '../../store/interview-slots.ts';
import { findPerson } from '../../store/people.ts';
import { addParticipant } from '../../store/sessions.ts';
import type { Db, Trx } from '../../store/store.ts';
import { findTurn, type TurnRow, turnsOf } from '../../store/turns.ts';
import { isBegun } from '../../store/utterances.ts';
import {
  type Membership,
  membershipOf,
  requireActive,
  requireSameTurn,
  requireSession,
  requireUnended,
} from './access.ts';
import { advance } from './advance.ts';
import type { Interview } from './interview-types.ts';
import { momentOf, type Parts } from './parts.ts';
import { readGuide } from './read-guide.ts';
import { readSession } from './read-session.ts';
import { isInvitationOpen } from './slot-numbers.ts';
import { beginNextSlot, goOnWithoutPartner } from './slots.ts';
import { abandon } from './stop-session.ts';

type Roles = Pick<Interview, 'answerInvitation' | 'guide' | 'chooseNext' | 'answerToScore'>;

export function createRoles(parts: Parts): Roles {
  const { store } = parts;
  return {
    async answerInvitation(actor, sessionId, accepts) {
      return await store.transaction(async (trx) => {
        const session = await requireSession(trx, actor, sessionId);
        requireUnended(session);
        const personId = await findPerson(trx, actor);
        const slots = await slotsOf(trx, session.id);
        const isIn = slots.some(({ candidate_id }) => candidate_id === personId);
        if (!isInvitationOpen(slots)) {
          const isRepeat = isIn && accepts && slots.length > 0;
          if (isRepeat) return await readSession(trx, session);
          throw new CoachError('wrong_state', 'fault.invitation-over');
        }
        const isOwner = personId === session.owner_id;
        if (personId === null || !isIn || (isOwner && accepts))
          throw new CoachError('not_allowed', 'fault.not-invited');
        if (!accepts) {
          await goOnWithoutPartner(parts, trx, session, 'partner-declined');
          return await readSession(trx, await requireSession(trx, actor, sessionId));
        }
        requireActive(session);
        const participant = { session_id: session.id, person_id: personId, user_id: actor.userId };
        await addParticipant(trx, { ...participant, role: 'candidate' }, momentOf(parts));
        await beginNextSlot(parts, trx, session);
        return await readSession(trx, session);
      });
    },

    async guide(actor, sessionId) {
      const { session } = await requireInterviewer(store.db, actor, sessionId);
      const guide = await readGuide(store.db, session);
      if (!guide) throw new CoachError('wrong_state', 'fault.no-open-question');
      return guide;
    },

    async chooseNext(actor, sessionId, choice, ofTurn) {
      return await store.transaction(async (trx) => {
        const { session, slot } = await requireInterviewer(trx, actor, sessionId);
        requireActive(session);
        const last = (await turnsOf(trx, session.id)).findLast(({ kind }) => kind !== 'retry');
        requireSameTurn(last, ofTurn);
        if (!last) throw new CoachError('wrong_state', 'fault.no-open-question');
        const chosen = choice.next === 'follow-up' ? `follow-up:${choice.number}` : choice.next;
        await updateSlot(trx, slot, { choice: chosen });
        // Somebody who is speaking is never cut off; a question that nobody has begun to answer may go.
        const isUnanswered = last.closed_at === null && !(await hasBegun(trx, last));
        if (choice.next === 'question' && isUnanswered) await abandon(parts, trx, last, 'skipped');
        await advance(parts, trx, session.id);
        return openSlot(await slotsOf(trx, session.id))?.choice === chosen ? 'later' : 'now';
      });
    },

    async answerToScore(actor, sessionId, { turnId }) {
      const { db } = store;
      const session = await requireSession(db, actor, sessionId);
      const personId = await findPerson(db, actor);
      const turn = turnId === undefined ? null : await findTurn(db, turnId);
      const slots = await slotsOf(db, session.id);
      const isTheirs = slots.some(
        (slot) => slot.interviewer_id === personId && slot.candidate_id === turn?.person_id,
      );
      if (!turn || turn.session_id !== session.id || personId === null || !isTheirs)
        throw new CoachError('not_allowed', 'fault.only-interviewer');
      const given = (await answersTo(db, turn.id)).findLast(
        ({ state }) => state !== 'open' && state !== 'cancelled' && state !== 'failed',
      );
      if (!given) throw new CoachError('wrong_state', 'fault.nothing-to-score');
      return { answerId: given.id };
    },
  };
}

/** The session and the slot that the actor asks in. Throws `not_allowed` for everybody else. */
async function requireInterviewer(
  db: Db | Trx,
  actor: Actor,
  sessionId: string,
): Promise<Membership & { slot: SlotRow }> {
  const membership = await membershipOf(db, actor, sessionId);
  const slot = openSlot(await slotsOf(db, sessionId));
  if (!slot || slot.interviewer_id !== membership.personId)
    throw new CoachError('not_allowed', 'fault.only-interviewer');
  return { ...membership, slot };
}

async function hasBegun(trx: Trx, turn: TurnRow): Promise<boolean> {
  for (const { id, state } of await answersTo(trx, turn.id))
    if (state === 'submitted' || state === 'transcribed' || (await isBegun(trx, id))) return true;
  return false;
}
