/** The two people of a session in which each interviews the other: asking somebody to take part, and leaving. */

import type { Session } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { insertSlot, leaveSlots, openSlot, slotsOf, updateSlot } from '../../store/interview-slots.ts';
import { ensurePerson } from '../../store/people.ts';
import type { SessionRow } from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import type { Partner } from './interview-types.ts';
import { momentOf, type Parts } from './parts.ts';
import { readSession } from './read-session.ts';
import { isInvitationOpen } from './slot-numbers.ts';
import { tell } from './slots.ts';
import { stopSession } from './stop-session.ts';
import { goOnUnlessAccepted, swapWhenOver } from './timers.ts';

/** How long somebody may think about it before it goes on without them. */
const usualInvitationMs = 5 * 60_000;

/** Asks somebody to take part. Nothing is asked before they have accepted or declined, or the time is up. */
export async function invite(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  { userId, level = session.level, begins = 'interviewer', slotMinutes }: Partner,
): Promise<Session> {
  const { now, invitationMs = usualInvitationMs } = parts;
  const partnerId = await ensurePerson(trx, { tenant: session.tenant, userId }, now());
  const owner = { candidate_id: session.owner_id, interviewer_id: partnerId, level: session.level };
  const partner = { candidate_id: partnerId, interviewer_id: session.owner_id, level };
  const slots = begins === 'interviewer' ? [owner, partner] : [partner, owner];
  for (const [at, slot] of slots.entries())
    await insertSlot(trx, { ...slot, session_id: session.id, number: at + 1, minutes: slotMinutes ?? null });
  await tell(parts, trx, session, 'invited', 1);
  const endsAt = new Date(now().getTime() + invitationMs).toISOString();
  await goOnUnlessAccepted(parts, trx, session.id, endsAt);
  return await readSession(trx, session);
}

/** Only the two answer here. Throws `not_allowed` for everybody else. */
export async function requirePeer(trx: Trx, session: SessionRow, personId: string): Promise<void> {
  const slots = await slotsOf(trx, session.id);
  const isIn = slots.some(({ candidate_id }) => candidate_id === personId);
  if (!isIn || (isInvitationOpen(slots) && personId !== session.owner_id))
    throw new CoachError('not_allowed', 'fault.peer-interview');
}

/** Whether this person interviews now, and so may drop a question. */
export async function asksHere(trx: Trx, session: SessionRow, personId: string): Promise<boolean> {
  if (session.style !== 'peer') return false;
  return openSlot(await slotsOf(trx, session.id))?.interviewer_id === personId;
}

/** The other one goes on alone. True when that ended the session. */
export async function leavePeer(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  personId: string,
): Promise<boolean> {
  const slots = await slotsOf(trx, session.id);
  if (!slots.some(({ candidate_id }) => candidate_id === personId)) return false;
  if (isInvitationOpen(slots)) {
    await stopSession(parts, trx, session, 'candidate-left');
    return true;
  }
  await leaveSlots(trx, session.id, personId, momentOf(parts));
  const isLeft = (await slotsOf(trx, session.id)).some(({ ended_at }) => ended_at === null);
  if (isLeft) await tell(parts, trx, session, 'partner-left');
  return false;
}

/** The time of a pause is added to that of the slot. */
export async function addToSlot(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  pausedMs: number,
): Promise<void> {
  if (session.style !== 'peer') return;
  const slot = openSlot(await slotsOf(trx, session.id));
  if (!slot || slot.ends_at === null) return;
  const endsAt = new Date(Date.parse(slot.ends_at) + pausedMs).toISOString();
  await updateSlot(trx, slot, { ends_at: endsAt });
  await swapWhenOver(parts, trx, slot, endsAt);
}
