/** Beginning, leading and ending a session. */
import { randomUUID } from 'node:crypto';
import type { Actor, AdminAction } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { answersTo, cancelAnswer } from '../../store/answers.ts';
import { addAuditEntry } from '../../store/audit-entries.ts';
import { ensurePerson, findPerson } from '../../store/people.ts';
import { savePrepared } from '../../store/prepared.ts';
import {
  addParticipant,
  endParticipation,
  insertSession,
  participantsOf,
  placeColumns,
  type SessionRow,
  updateSession,
} from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import { closeTurn, moveClosing, type TurnRow, turnsOf } from '../../store/turns.ts';
import { isBegun } from '../../store/utterances.ts';
import { standInOf } from '../schedules/plan.ts';
import {
  membershipOf,
  requireActive,
  requireLead,
  requireLeadOrModerator,
  requireSameTurn,
  requireSession,
  requireTurn,
  requireUnended,
} from './access.ts';
import { advance } from './advance.ts';
import { askQuestion } from './ask.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import type { Interview, OfTurn, StartRequest } from './interview-types.ts';
import { momentOf, type Parts } from './parts.ts';
import { addToSlot, asksHere, invite, leavePeer, requirePeer } from './peers.ts';
import { quotaReached } from './quotas.ts';
import { readSession } from './read-session.ts';
import { abandon, openTurns, requireFewSessions, requireFreePlace, stopSession } from './stop-session.ts';
import { closeWhenAllAnswered, isForPassersBy, submitAnswer } from './submit-answer.ts';
import { closeLater, endUnlessResumed } from './timers.ts';

type SessionControl = Pick<
  Interview,
  'start' | 'join' | 'leave' | 'callUp' | 'pause' | 'resume' | 'repeat' | 'skip' | 'closeTurn' | 'stop'
>;

const mostQuestions = 50;
/** How long a session waits for a candidate who has left. */
const usualCandidateAwayMs = 5 * 60_000;

export function createSessionControl(parts: Parts): SessionControl {
  const { store, now, candidateAwayMs = usualCandidateAwayMs } = parts;

  /** What a moderator does to somebody else's interview goes into the audit log. */
  const note = async (trx: Trx, actor: Actor, done: AdminAction, asModerator = false) => {
    if (asModerator) await addAuditEntry(trx, actor, done, now());
  };

  return {
    async start(request) {
      checkRequest(request);
      const begun = await store.transaction(async (trx) => {
        const { place, userId, style = 'solo' } = request;
        await requireFreePlace(parts, trx, place);
        const actor = { tenant: place.tenant, userId };
        const personId = await ensurePerson(trx, actor, now());
        if (userId !== standInOf(place.tenant).userId) await requireFewSessions(parts, trx, personId);
        const isPlanned = userId === standInOf(place.tenant).userId;
        const used = isPlanned ? null : await quotaReached(parts, trx, { ...place, personId });
        if (used) throw new CoachError('not_allowed', used.fault, used.values);
        const session = await insertSession(trx, toRow(request, personId, parts), momentOf(parts));
        const owner = { session_id: session.id, person_id: personId, user_id: userId };
        await addParticipant(trx, { ...owner, role: 'candidate' }, momentOf(parts));
        for (const [at, question] of (request.planned ?? []).entries())
          await savePrepared(trx, { sessionId: session.id, number: at + 1, question }, momentOf(parts));
        if (request.partner) return await invite(parts, trx, session, request.partner);
        const candidate = style === 'everyone' ? null : personId;
        await askQuestion(parts, trx, session, { number: 1, personId: candidate });
        return await readSession(trx, session);
      });
      parts.evaluator.warm?.();
      return begun;
    },

    async join(actor, sessionId, role) {
      return await store.transaction(async (trx) => {
        const session = await requireSession(trx, actor, sessionId);
        // The last answer of a hot seat can be rated after the end, even by people who only listened.
        if (session.style !== 'hot-seat' || role !== 'observer') requireUnended(session);
        const personId = await ensurePerson(trx, actor, now());
        if (session.style === 'solo' && role === 'candidate' && personId !== session.owner_id)
          throw new CoachError('not_allowed', 'fault.solo-interview');
        if (session.style === 'peer' && role === 'candidate') await requirePeer(trx, session, personId);
        const participant = { session_id: session.id, person_id: personId, user_id: actor.userId, role };
        await addParticipant(trx, participant, momentOf(parts));
        return await readSession(trx, session);
      });
    },

    async leave(actor, sessionId, { unsubmitted = 'drop' } = {}) {
      await store.transaction(async (trx) => {
        const { session, personId } = await membershipOf(trx, actor, sessionId);
        if (session.state === 'ended') return;
        await endParticipation(trx, session.id, personId, momentOf(parts));
        for (const turn of await openTurns(trx, session)) {
          for (const answer of await answersTo(trx, turn.id, personId)) {
            if (answer.state !== 'open') continue;
            if (unsubmitted === 'submit' && (await isBegun(trx, answer.id)))
              await submitAnswer(parts, trx, { answer, turn, session });
            else await cancelAnswer(trx, answer.id);
          }
          if (turn.person_id === personId) await closeTurn(trx, turn.id, 'left', momentOf(parts));
          else if (turn.person_id === null) await closeWhenAllAnswered(parts, trx, session, turn);
        }
        if (session.style === 'solo' && personId === session.owner_id)
          return await stopSession(parts, trx, session, 'candidate-left');
        if (session.style === 'peer' && (await leavePeer(parts, trx, session, personId))) return;
        const candidates = (await participantsOf(trx, session.id)).filter(({ role }) => role === 'candidate');
        if (candidates.every(({ left_at }) => left_at !== null) && !isForPassersBy(session))
          return await stopSession(parts, trx, session, 'everyone-left');
        await advance(parts, trx, session.id);
      });
    },

    async callUp(actor, sessionId, candidateUserId) {
      await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        const { session, present } = membership;
        requireActive(session);
        if (session.style !== 'hot-seat') throw new CoachError('wrong_state', 'fault.no-hot-seat');
        const candidateId = await findPerson(trx, { tenant: actor.tenant, userId: candidateUserId });
        if (candidateId !== membership.personId) requireLead(membership);
        if (!present.some((one) => one.person_id === candidateId && one.role === 'candidate'))
          throw new CoachError('not_found', 'fault.no-such-candidate');
        const turns = await turnsOf(trx, session.id);
        if (turns.some((turn) => turn.closed_at === null && turn.kind !== 'retry'))
          throw new CoachError('wrong_state', 'fault.question-open');
        const number = Math.max(0, ...turns.map((turn) => turn.number)) + 1;
        if (number > session.questions_planned) throw new CoachError('wrong_state', 'fault.all-asked');
        await askQuestion(parts, trx, session, { number, personId: candidateId });
      });
    },

    async pause(actor, sessionId, { asModerator, reason = asModerator ? 'moderator' : 'asked' } = {}) {
      await store.transaction(async (trx) => {
        const session = await requireLeadOrModerator(trx, actor, sessionId, { asModerator });
        requireUnended(session);
        if (session.state === 'paused' && session.pause_reason === reason) return;
        if (session.state === 'paused') await addTimeOfPause(parts, trx, session);
        const endsAt =
          reason === 'candidate-left' ? new Date(now().getTime() + candidateAwayMs).toISOString() : null;
        const paused = { state: 'paused', pause_reason: reason, pause_ends_at: endsAt } as const;
        await updateSession(trx, sessionId, paused, momentOf(parts));
        if (endsAt !== null) await endUnlessResumed(parts, trx, sessionId, endsAt);
        const what = { type: 'notice', notice: 'paused', answerId: null, reason, endsAt } as const;
        await enqueueDelivery(parts, trx, session, null, what);
        await note(trx, actor, { action: 'interview-paused', subject: sessionId }, asModerator);
      });
    },

    async resume(actor, sessionId, { asModerator } = {}) {
      await store.transaction(async (trx) => {
        const session = await requireLeadOrModerator(trx, actor, sessionId, { asModerator });
        requireUnended(session);
        if (session.state === 'active') return;
        const active = { state: 'active', pause_reason: null, pause_ends_at: null } as const;
        await updateSession(trx, sessionId, active, momentOf(parts));
        const what = { type: 'notice', notice: 'resumed', answerId: null } as const;
        await enqueueDelivery(parts, trx, session, null, what);
        await addTimeOfPause(parts, trx, session);
        await note(trx, actor, { action: 'interview-resumed', subject: sessionId }, asModerator);
        await advance(parts, trx, sessionId);
      });
    },

    async repeat(actor, sessionId, ofTurn = {}) {
      await store.transaction(async (trx) => {
        const { session, personId } = await membershipOf(trx, actor, sessionId);
        const turn = await currentTurn(trx, session, personId, ofTurn);
        requireActive(session);
        const what = { type: 'question', turnId: turn.id } as const;
        await enqueueDelivery(parts, trx, session, turn.person_id, what);
      });
    },

    async skip(actor, sessionId, ofTurn = {}) {
      await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        const { session, personId } = membership;
        const turn = await currentTurn(trx, session, personId, ofTurn);
        requireActive(session);
        if (!(await asksHere(trx, session, personId))) requireTurn(membership, turn);
        await abandon(parts, trx, turn, 'skipped');
        const what = { type: 'notice', notice: 'skipped', answerId: null } as const;
        await enqueueDelivery(parts, trx, session, null, what);
        await advance(parts, trx, sessionId);
      });
    },

    async closeTurn(actor, sessionId, ofTurn = {}) {
      await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        const { session } = membership;
        const turn = (await openTurns(trx, session)).find((one) => one.person_id === null);
        requireSameTurn(turn, ofTurn);
        requireLead(membership);
        requireActive(session);
        if (!turn) throw new CoachError('wrong_state', 'fault.no-question-for-everyone');
        await abandon(parts, trx, turn, 'closed');
        await advance(parts, trx, sessionId);
      });
    },

    async stop(actor, sessionId, { asModerator, reason = asModerator ? 'moderator' : 'stopped' } = {}) {
      await store.transaction(async (trx) => {
        const session = await requireLeadOrModerator(trx, actor, sessionId, { asModerator });
        if (session.state === 'ended') return;
        await stopSession(parts, trx, session, reason);
        await note(trx, actor, { action: 'interview-stopped', subject: sessionId }, asModerator);
      });
    },
  };
}

/** A paused session was last changed when it was paused: what has passed since then is added to its deadlines. */
async function addTimeOfPause(parts: Parts, trx: Trx, session: SessionRow): Promise<void> {
  const pausedMs = parts.now().getTime() - Date.parse(session.updated_at);
  await addToSlot(parts, trx, session, pausedMs);
  for (const turn of await openTurns(trx, session)) {
    if (turn.closes_at === null) continue;
    const closesAt = new Date(Date.parse(turn.closes_at) + pausedMs).toISOString();
    await moveClosing(trx, turn.id, closesAt);
    await closeLater(parts, trx, turn.id, closesAt);
  }
}

/** The open question for a person: first their own, then one for everybody, then somebody else's. */
async function currentTurn(
  trx: Trx,
  session: SessionRow,
  personId: string,
  ofTurn: OfTurn,
): Promise<TurnRow> {
  const open = await openTurns(trx, session);
  const turn =
    open.findLast((one) => one.person_id === personId) ??
    open.findLast((one) => one.person_id === null) ??
    open.findLast((one) => one.kind !== 'retry');
  requireSameTurn(turn, ofTurn);
  if (turn) return turn;
  requireActive(session);
  throw new CoachError('wrong_state', 'fault.no-open-question');
}

function checkRequest(request: StartRequest): void {
  const { questions = 1, answerSeconds = 1, aim, style = 'solo', partner, userId } = request;
  if ((style === 'peer') !== (partner !== undefined))
    throw new CoachError('bad_input', 'fault.peer-needs-two');
  if (partner?.userId === userId) throw new CoachError('bad_input', 'fault.peer-with-oneself');
  if (aim !== undefined && style !== 'solo') throw new CoachError('bad_input', 'fault.aim-alone');
  if (!Number.isInteger(questions) || questions < 1 || questions > mostQuestions)
    throw new CoachError('bad_input', 'fault.how-many-questions', { most: mostQuestions });
  if (!Number.isInteger(answerSeconds) || answerSeconds < 1)
    throw new CoachError('bad_input', 'fault.answer-seconds');
}

function toRow(
  request: StartRequest,
  ownerId: string,
  { config }: Parts,
): Parameters<typeof insertSession>[1] {
  return {
    ...placeColumns(request.place),
    owner_id: ownerId,
    purpose: 'practice',
    domain: request.domain,
    level: request.level,
    mode: request.mode ?? 'text',
    style: request.style ?? 'solo',
    private: request.private ? 1 : 0,
    language: request.language ?? null,
    questions_planned: (request.partner ? undefined : request.planned?.length) ?? request.questions ?? 3,
    follow_up_depth: request.followUps ?? config.FOLLOW_UP_DEPTH,
    answer_seconds: request.answerSeconds ?? null,
    seed: request.seed ?? randomUUID(),
    focus: request.focus ?? null,
    aim: request.aim ?? null,
    manner: request.manner ?? null,
    uncounted: request.isWarmUp ? 1 : 0,
  };
}
