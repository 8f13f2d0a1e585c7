import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { type AnswerRow, findAnswer } from '../../store/answers.ts';
import { lockSession, lockSessionOf } from '../../store/locks.ts';
import { findPerson } from '../../store/people.ts';
import { findSession, type ParticipantRow, participantsOf, type SessionRow } from '../../store/sessions.ts';
import type { Db, Trx } from '../../store/store.ts';
import type { TurnRow } from '../../store/turns.ts';
import type { AsModerator, OfTurn } from './interview-types.ts';

export type Membership = {
  session: SessionRow;
  personId: string;
  /** Everybody who is in the session now. */
  present: ParticipantRow[];
};

/** The session as its tenant knows it; a transaction holds it from here on. Throws `not_found` for one of another tenant. */
export async function requireSession(db: Db | Trx, actor: Actor, sessionId: string): Promise<SessionRow> {
  await lockSession(db, sessionId);
  const session = await findSession(db, actor.tenant, sessionId);
  if (!session) throw new CoachError('not_found', 'fault.no-such-interview');
  return session;
}

/** An actor's role in a session. Throws `not_allowed` for somebody who has not joined it. */
export async function membershipOf(db: Db | Trx, actor: Actor, sessionId: string): Promise<Membership> {
  const session = await requireSession(db, actor, sessionId);
  const personId = await findPerson(db, actor);
  const present = (await participantsOf(db, sessionId)).filter((one) => one.left_at === null);
  if (personId === null || !present.some((one) => one.person_id === personId))
    throw new CoachError('not_allowed', 'fault.not-taking-part');
  return { session, personId, present };
}

/** Requires an actor who leads the session: its owner, or anybody in it once the owner has left. */
export function requireLead({ session, personId, present }: Membership): void {
  const ownerIsHere = present.some((one) => one.person_id === session.owner_id);
  if (personId !== session.owner_id && ownerIsHere) throw new CoachError('not_allowed', 'fault.only-owner');
}

/** The session, for an actor who leads it or moderates its place. */
export async function requireLeadOrModerator(
  db: Db | Trx,
  actor: Actor,
  sessionId: string,
  { asModerator = false }: AsModerator,
): Promise<SessionRow> {
  if (asModerator) return await requireSession(db, actor, sessionId);
  const membership = await membershipOf(db, actor, sessionId);
  requireLead(membership);
  return membership.session;
}

/** Requires the candidate whose question it is, or the person who leads the session. */
export function requireTurn(membership: Membership, turn: TurnRow): void {
  if (turn.person_id !== membership.personId) requireLead(membership);
}

/** Throws `wrong_state` for a press that belongs to a question other than the open one. */
export function requireSameTurn(turn: TurnRow | null | undefined, { turnId }: OfTurn): void {
  if (turnId !== undefined && turn?.id !== turnId) throw new CoachError('wrong_state', 'fault.stale-turn');
}

export function requireUnended(session: SessionRow): void {
  if (session.state === 'ended') throw new CoachError('wrong_state', 'fault.interview-ended');
}

export function requireActive(session: SessionRow): void {
  requireUnended(session);
  if (session.state === 'paused') throw new CoachError('wrong_state', 'fault.interview-paused');
}

/** An answer of this tenant; a transaction holds its session from here on. Throws `not_found`. */
export async function requireAnswer(db: Db | Trx, actor: Actor, answerId: string): Promise<AnswerRow> {
  await lockSessionOf(db, [answerId]);
  const answer = await findAnswer(db, actor.tenant, answerId);
  if (!answer) throw new CoachError('not_found', 'fault.no-such-answer');
  return answer;
}

/** An answer that belongs to the actor. Throws `not_allowed` for one of somebody else. */
export async function requireOwnAnswer(db: Db | Trx, actor: Actor, answerId: string): Promise<AnswerRow> {
  const answer = await requireAnswer(db, actor, answerId);
  if ((await findPerson(db, actor)) !== answer.person_id)
    throw new CoachError('not_allowed', 'fault.only-author');
  return answer;
}
