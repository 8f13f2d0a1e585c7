/** Beginning, leading and ending a session. */
import { randomUUID } from 'node:crypto';
import { CoachError } from '../../errors.ts';
import { answersIn, answersTo, cancelAnswer } from '../../store/answers.ts';
import type { Trx } from '../../store/open-store.ts';
import { ensurePerson, findPerson } from '../../store/people.ts';
import {
  addParticipant,
  closeTurn,
  endParticipation,
  findSessionAt,
  insertSession,
  moveClosing,
  type SessionRow,
  type TurnRow,
  turnsOf,
  updateSession,
} from '../../store/sessions.ts';
import {
  membershipOf,
  requireActive,
  requireLead,
  requireSession,
  requireTurn,
  requireUnended,
} from './access.ts';
import { advance } from './advance.ts';
import { askQuestion, closeLater } from './ask.ts';
import { enqueueDelivery, type Shown } from './enqueue-delivery.ts';
import type { Interview, StartRequest } from './interview-types.ts';
import { momentOf, type Parts } from './parts.ts';
import { closeWhenAllAnswered } from './submit-answer.ts';
import { viewSession } from './views.ts';

type Steering = Pick<
  Interview,
  'start' | 'join' | 'leave' | 'callUp' | 'pause' | 'resume' | 'repeat' | 'skip' | 'closeTurn' | 'stop'
>;

const mostQuestions = 50;

export function createSteering(parts: Parts): Steering {
  const { store, now } = parts;
  const tell = (trx: Trx, session: SessionRow, notice: 'paused' | 'resumed' | 'skipped') =>
    enqueueDelivery(parts, trx, session, null, { type: 'notice', notice, answerId: null });

  return {
    async start(request) {
      checkRequest(request);
      const begun = await store.transaction(async (trx) => {
        const { place, userId, style = 'solo' } = request;
        await requireFreePlace(parts, trx, place);
        const actor = { tenant: place.tenant, userId };
        const personId = await ensurePerson(trx, actor, now());
        const session = await insertSession(trx, toRow(request, personId, parts), momentOf(parts));
        const owner = { session_id: session.id, person_id: personId, user_id: userId };
        await addParticipant(trx, { ...owner, role: 'candidate' }, momentOf(parts));
        const candidate = style === 'everyone' ? null : personId;
        await askQuestion(parts, trx, session, { number: 1, personId: candidate });
        return await viewSession(trx, session);
      });
      parts.evaluator.warm?.();
      return begun;
    },

    async join(actor, sessionId, role) {
      return await store.transaction(async (trx) => {
        const session = await requireSession(trx, actor, sessionId);
        requireUnended(session);
        const personId = await ensurePerson(trx, actor, now());
        if (session.style === 'solo' && role === 'candidate' && personId !== session.owner_id)
          throw new CoachError(
            'not_allowed',
            'This is a solo interview; join it as an observer, or start one for everyone.',
          );
        const participant = { session_id: session.id, person_id: personId, user_id: actor.userId, role };
        await addParticipant(trx, participant, momentOf(parts));
        return await viewSession(trx, session);
      });
    },

    async leave(actor, sessionId) {
      await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        const { session, personId } = membership;
        if (session.state === 'ended') return;
        if (session.style === 'solo' && personId === session.owner_id)
          return await end(parts, trx, session, undefined);
        await endParticipation(trx, session.id, personId, momentOf(parts));
        for (const turn of await openTurns(trx, session)) {
          for (const answer of await answersTo(trx, turn.id, personId))
            if (answer.state === 'open') await cancelAnswer(trx, answer.id);
          if (turn.person_id === personId) await closeTurn(trx, turn.id, 'left', momentOf(parts));
          else if (turn.person_id === null) await closeWhenAllAnswered(parts, trx, session, turn);
        }
        await advance(parts, trx, session.id);
      });
    },

    async callUp(actor, sessionId, candidateUserId) {
      await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        const { session, present } = membership;
        requireActive(session);
        if (session.style !== 'hot-seat')
          throw new CoachError('wrong_state', 'Candidates are called up in hot-seat interviews only.');
        const candidateId = await findPerson(trx, { tenant: actor.tenant, userId: candidateUserId });
        if (candidateId !== membership.personId) requireLead(membership);
        if (!present.some((one) => one.person_id === candidateId && one.role === 'candidate'))
          throw new CoachError('not_found', 'That person has not joined as a candidate; ask them to join.');
        const turns = await turnsOf(trx, session.id);
        if (turns.some((turn) => turn.closed_at === null && turn.kind !== 'retry'))
          throw new CoachError('wrong_state', 'A question is still open; wait for its answer or skip it.');
        const number = Math.max(0, ...turns.map((turn) => turn.number)) + 1;
        if (number > session.questions_planned)
          throw new CoachError('wrong_state', 'Every planned question was asked; start a new interview.');
        await askQuestion(parts, trx, session, { number, personId: candidateId });
      });
    },

    async pause(actor, sessionId) {
      await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        requireLead(membership);
        requireUnended(membership.session);
        if (membership.session.state === 'paused') return;
        await updateSession(trx, sessionId, { state: 'paused' }, momentOf(parts));
        await tell(trx, membership.session, 'paused');
      });
    },

    async resume(actor, sessionId) {
      await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        const { session } = membership;
        requireLead(membership);
        requireUnended(session);
        if (session.state === 'active') return;
        await updateSession(trx, sessionId, { state: 'active' }, momentOf(parts));
        await tell(trx, session, 'resumed');
        const pausedMs = now().getTime() - Date.parse(session.updated_at);
        for (const turn of await openTurns(trx, session)) {
          if (turn.closes_at === null) continue;
          const closesAt = new Date(Date.parse(turn.closes_at) + pausedMs).toISOString();
          await moveClosing(trx, turn.id, closesAt);
          await closeLater(parts, trx, turn.id, closesAt);
        }
        await advance(parts, trx, sessionId);
      });
    },

    async repeat(actor, sessionId) {
      await store.transaction(async (trx) => {
        const { session, personId } = await membershipOf(trx, actor, sessionId);
        requireActive(session);
        const turn = await currentTurn(trx, session, personId);
        const what: Shown = { type: 'question', turnId: turn.id };
        await enqueueDelivery(parts, trx, session, turn.person_id, what);
      });
    },

    async skip(actor, sessionId) {
      await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        const { session, personId } = membership;
        requireActive(session);
        const turn = await currentTurn(trx, session, personId);
        requireTurn(membership, turn);
        await abandon(parts, trx, turn, 'skipped');
        await tell(trx, session, 'skipped');
        await advance(parts, trx, sessionId);
      });
    },

    async closeTurn(actor, sessionId) {
      await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        const { session } = membership;
        requireLead(membership);
        requireActive(session);
        const turn = (await openTurns(trx, session)).find((one) => one.person_id === null);
        if (!turn) throw new CoachError('wrong_state', 'There is no question open for everyone.');
        await abandon(parts, trx, turn, 'closed');
        await advance(parts, trx, sessionId);
      });
    },

    async stop(actor, sessionId, reason) {
      await store.transaction(async (trx) => {
        const membership = await membershipOf(trx, actor, sessionId);
        requireLead(membership);
        if (membership.session.state !== 'ended') await end(parts, trx, membership.session, reason);
      });
    },
  };
}

/** A session in which nothing has happened for so long was forgotten, and stands in nobody's way. */
const forgottenAfterMs = 24 * 60 * 60 * 1_000;

/** Throws `wrong_state` while a session is running in a place; one that was forgotten there is ended. */
export async function requireFreePlace(parts: Parts, trx: Trx, place: StartRequest['place']): Promise<void> {
  const session = await findSessionAt(trx, place.tenant, place.channelId, place.threadId ?? null);
  if (!session) return;
  const turns = await turnsOf(trx, session.id);
  const answers = await answersIn(trx, session.id);
  const last = [
    session.updated_at,
    ...turns.map((turn) => turn.closes_at ?? turn.asked_at),
    ...answers.map((answer) => answer.created_at),
  ].toSorted();
  if (parts.now().getTime() - Date.parse(last.at(-1) ?? session.updated_at) < forgottenAfterMs)
    throw new CoachError('wrong_state', 'An interview is running here already; stop it before a new one.');
  await end(parts, trx, session, 'forgotten');
}

const openTurns = async (trx: Trx, session: SessionRow): Promise<TurnRow[]> =>
  (await turnsOf(trx, session.id)).filter((turn) => turn.closed_at === null);

/** The question that is open for a person: their own before one for everybody before somebody else's. */
async function currentTurn(trx: Trx, session: SessionRow, personId: string): Promise<TurnRow> {
  const open = await openTurns(trx, session);
  const turn =
    open.findLast((one) => one.person_id === personId) ??
    open.findLast((one) => one.person_id === null) ??
    open.findLast((one) => one.kind !== 'retry');
  if (!turn) throw new CoachError('wrong_state', 'There is no open question right now; wait for the next.');
  return turn;
}

async function end(parts: Parts, trx: Trx, session: SessionRow, reason: string | undefined): Promise<void> {
  for (const turn of await openTurns(trx, session)) await abandon(parts, trx, turn, 'stopped');
  const why = reason === undefined ? {} : { reason };
  await enqueueDelivery(parts, trx, session, null, {
    type: 'notice',
    notice: 'stopped',
    answerId: null,
    ...why,
  });
  const at = momentOf(parts);
  const ended = { state: 'ended', end_reason: reason ?? 'stopped', ended_at: at } as const;
  await updateSession(trx, session.id, ended, at);
  await advance(parts, trx, session.id);
}

/** Closes a question; what was begun of an answer to it and not submitted is dropped. */
async function abandon(parts: Parts, trx: Trx, turn: TurnRow, reason: string): Promise<void> {
  await closeTurn(trx, turn.id, reason, momentOf(parts));
  for (const answer of await answersTo(trx, turn.id))
    if (answer.state === 'open') await cancelAnswer(trx, answer.id);
}

function checkRequest({ questions = 1, answerSeconds = 1 }: StartRequest): void {
  if (!Number.isInteger(questions) || questions < 1 || questions > mostQuestions)
    throw new CoachError('bad_input', `Ask for between 1 and ${mostQuestions} questions.`);
  if (!Number.isInteger(answerSeconds) || answerSeconds < 1)
    throw new CoachError('bad_input', 'Give the time for each answer as whole seconds, at least one.');
}

function toRow(
  request: StartRequest,
  ownerId: string,
  { config }: Parts,
): Parameters<typeof insertSession>[1] {
  const { place } = request;
  return {
    tenant: place.tenant,
    platform: place.platform,
    channel_id: place.channelId,
    thread_id: place.threadId ?? null,
    owner_id: ownerId,
    purpose: 'practice',
    domain: request.domain,
    level: request.level,
    mode: request.mode ?? 'text',
    style: request.style ?? 'solo',
    private: request.private ? 1 : 0,
    language: request.language ?? null,
    questions_planned: request.questions ?? 3,
    follow_up_depth: config.FOLLOW_UP_DEPTH,
    answer_seconds: request.answerSeconds ?? null,
    seed: request.seed ?? randomUUID(),
    focus: request.focus ?? null,
  };
}
