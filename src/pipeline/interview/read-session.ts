/** Reads what bots show from the store. */
import {
  type Answer,
  asksOn,
  type Evaluation,
  type Fix,
  type Moment,
  type OpenFollowUp,
  type Session,
  type SessionRoles,
  type Turn,
} from '../../domain.ts';
import { type AnswerRow, answersTo, isFollowedUp } from '../../store/answers.ts';
import { earlierOverall, evaluationOf } from '../../store/evaluations.ts';
import { interviewerScoreOf, openSlot, slotsOf } from '../../store/interview-slots.ts';
import { userIdOf } from '../../store/people.ts';
import { peerMedian } from '../../store/ratings.ts';
import {
  type ParticipantRow,
  participantsOf,
  placeOfSession,
  type SessionRow,
} from '../../store/sessions.ts';
import type { Db, Trx } from '../../store/store.ts';
import { findTurn, type TurnRow, turnsOf } from '../../store/turns.ts';
import { utterancesOf } from '../../store/utterances.ts';
import { joinTranscripts, textOf } from './join-transcripts.ts';
import { isInvitationOpen, numberInSlot } from './slot-numbers.ts';

export async function readSession(db: Db | Trx, session: SessionRow): Promise<Session> {
  const turns = await turnsOf(db, session.id);
  const participants = await participantsOf(db, session.id);
  const present = participants.filter((participant) => participant.left_at === null);
  const open = turns.findLast((turn) => turn.closed_at === null);
  const answered = open ? await answeredBy(db, open, participants) : [];
  return {
    id: session.id,
    place: placeOfSession(session),
    ownerUserId: (await userIdOf(db, session.tenant, session.owner_id)) ?? '',
    purpose: session.purpose,
    domain: session.domain,
    level: session.level,
    mode: session.mode,
    style: session.style,
    private: session.private === 1,
    language: session.language,
    aim: session.aim,
    manner: session.manner,
    ...(session.uncounted === 1 ? { isWarmUp: true } : {}),
    state: session.state,
    pause:
      session.state === 'paused'
        ? {
            reason: session.pause_reason ?? 'asked',
            since: session.updated_at,
            endsAt: session.pause_ends_at,
          }
        : null,
    endReason: session.end_reason,
    questions: session.questions_planned,
    createdAt: session.created_at,
    turn: open ? await readTurn(db, session, open) : null,
    roles: session.style === 'peer' ? await readRoles(db, session, present) : null,
    participants: present.map(({ user_id, role }) => ({ userId: user_id, role })),
    answered,
    waitingFor: open
      ? present
          .filter(({ role, person_id }) => role === 'candidate' && isFor(open, person_id))
          .map(({ user_id }) => user_id)
          .filter((userId) => !answered.includes(userId))
      : [],
  };
}

async function readRoles(
  db: Db | Trx,
  session: SessionRow,
  present: readonly ParticipantRow[],
): Promise<SessionRoles> {
  const slots = await slotsOf(db, session.id);
  const slot = openSlot(slots) ?? slots.find(({ ended_at }) => ended_at === null);
  const nameOf = (personId: string | null | undefined) =>
    present.find(({ person_id }) => person_id === personId)?.user_id ?? null;
  const invited = isInvitationOpen(slots)
    ? slots.find((one) => nameOf(one.candidate_id) === null)
    : undefined;
  return {
    candidateUserId: nameOf(slot?.candidate_id),
    interviewerUserId: nameOf(slot?.interviewer_id),
    invitedUserId: invited ? await userIdOf(db, session.tenant, invited.candidate_id) : null,
  };
}

const isFor = (turn: TurnRow, personId: string) => turn.person_id === null || turn.person_id === personId;

/** Who has given an answer that counts, or is being processed. */
async function answeredBy(
  db: Db | Trx,
  turn: TurnRow,
  participants: readonly ParticipantRow[],
): Promise<string[]> {
  const given = (await answersTo(db, turn.id)).filter(
    ({ state }) => state !== 'open' && state !== 'cancelled',
  );
  const answered = new Set(given.map((answer) => answer.person_id));
  return participants.filter((one) => answered.has(one.person_id)).map((one) => one.user_id);
}

export async function readTurn(db: Db | Trx, session: SessionRow, turn: TurnRow): Promise<Turn> {
  const part = await partAsked(db, turn);
  return {
    id: turn.id,
    number: numberInSlot(session, turn.number),
    of: session.questions_planned,
    kind: turn.kind,
    afterAnswerId: turn.after_answer_id,
    question: turn.question,
    ...(part && { part }),
    userId: turn.person_id === null ? null : await userIdOf(db, session.tenant, turn.person_id),
    askedAt: turn.asked_at,
    closesAt: turn.closes_at,
  };
}

/** What to change in the part of the earlier answer that a turn asks for again; null for any other turn. */
export async function partAsked(db: Db | Trx, { part, after_answer_id }: TurnRow): Promise<Fix | null> {
  if (part === null) return null;
  const before = after_answer_id === null ? null : await evaluationOf(db, after_answer_id);
  const fix = before?.feedback.fix;
  // It was judged again in the meantime, or its words were dropped.
  return fix?.kind === part ? fix : { kind: part };
}

export async function readAnswer(db: Db | Trx, session: SessionRow, answer: AnswerRow): Promise<Answer> {
  const turn = await findTurn(db, answer.turn_id);
  if (!turn) throw new Error(`Turn ${answer.turn_id} is missing`);
  const heard = (await utterancesOf(db, answer.id)).filter((utterance) => utterance.state === 'ready');
  const evaluation = await evaluationOf(db, answer.id);
  const shares = heard.flatMap((utterance) =>
    utterance.received_share === null ? [] : [utterance.received_share],
  );
  return {
    id: answer.id,
    sessionId: session.id,
    userId: (await userIdOf(db, session.tenant, answer.person_id)) ?? '',
    state: answer.state,
    turn: await readTurn(db, session, turn),
    text: answer.text ?? textOf(heard),
    transcript: joinTranscripts(heard),
    receivedShare: shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length,
    evaluation,
    previous: answer.retry_of === null ? null : await evaluationOf(db, answer.retry_of),
    earlierOverall: turn.kind === 'follow-up' ? [] : await earlierOverall(db, answer, turn.question),
    peers: await peerMedian(db, answer.id),
    clarified: answer.clarified,
    interviewerScore:
      session.style === 'peer'
        ? await interviewerScoreOf(db, {
            ...{ sessionId: session.id, answerId: answer.id, authorId: answer.person_id },
          })
        : null,
    hasFollowUp: (await openFollowUpOf(db, answer.id, evaluation)) !== null,
    ratableUntil: ratableUntil(session, answer),
  };
}

const dayMs = 24 * 60 * 60 * 1_000;

/** Peers may rate an answer until a day after it was judged, even after the session has ended. */
export function ratableUntil(session: SessionRow, answer: AnswerRow): Moment | null {
  if (session.style === 'solo') return null;
  const from = answer.evaluated_at ?? answer.submitted_at;
  return from === null ? null : new Date(Date.parse(from) + dayMs).toISOString();
}

/** The unanswered follow-up of an answer; null if the evaluation ends the line of questions. */
export async function openFollowUpOf(
  db: Db | Trx,
  answerId: string,
  evaluation: Evaluation | null,
): Promise<OpenFollowUp | null> {
  if (!evaluation || !asksOn(evaluation.followUp)) return null;
  return (await isFollowedUp(db, answerId)) ? null : evaluation.followUp;
}

/** The answers of a turn that have been judged, for results that are shown together. */
export async function readResults(db: Db | Trx, session: SessionRow, turnId: string): Promise<Answer[]> {
  const views: Answer[] = [];
  for (const answer of await answersTo(db, turnId)) {
    if (answer.state === 'evaluated') views.push(await readAnswer(db, session, answer));
  }
  return views;
}
