/** Reads what bots are shown out of the store. */
import { type AnswerRow, answersTo, utterancesOf } from '../../store/answers.ts';
import { evaluationOf } from '../../store/evaluations.ts';
import type { Db, Trx } from '../../store/open-store.ts';
import { userIdOf } from '../../store/people.ts';
import {
  findTurn,
  type ParticipantRow,
  participantsOf,
  type SessionRow,
  type TurnRow,
  turnsOf,
} from '../../store/sessions.ts';
import type { AnswerView, SessionView, TurnView } from './interview-types.ts';
import { joinTranscripts, textOf } from './join-transcripts.ts';

export async function viewSession(db: Db | Trx, session: SessionRow): Promise<SessionView> {
  const turns = await turnsOf(db, session.id);
  const participants = await participantsOf(db, session.id);
  const open = turns.findLast((turn) => turn.closed_at === null);
  return {
    id: session.id,
    place: {
      tenant: session.tenant,
      platform: session.platform,
      channelId: session.channel_id,
      threadId: session.thread_id,
    },
    ownerUserId: (await userIdOf(db, session.tenant, session.owner_id)) ?? '',
    purpose: session.purpose,
    domain: session.domain,
    level: session.level,
    mode: session.mode,
    style: session.style,
    private: session.private === 1,
    language: session.language,
    state: session.state,
    questions: session.questions_planned,
    createdAt: session.created_at,
    turn: open ? await viewTurn(db, session, open) : null,
    participants: participants
      .filter((participant) => participant.left_at === null)
      .map((participant) => ({ userId: participant.user_id, role: participant.role })),
    answered: open ? await answeredBy(db, open, participants) : [],
  };
}

/** Who has given an answer to a question that counts, or that is on its way to. */
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

export async function viewTurn(db: Db | Trx, session: SessionRow, turn: TurnRow): Promise<TurnView> {
  return {
    id: turn.id,
    number: turn.number,
    of: session.questions_planned,
    kind: turn.kind,
    afterAnswerId: turn.after_answer_id,
    question: turn.question,
    userId: turn.person_id === null ? null : await userIdOf(db, session.tenant, turn.person_id),
    askedAt: turn.asked_at,
    closesAt: turn.closes_at,
  };
}

export async function viewAnswer(db: Db | Trx, session: SessionRow, answer: AnswerRow): Promise<AnswerView> {
  const turn = await findTurn(db, answer.turn_id);
  if (!turn) throw new Error(`Turn ${answer.turn_id} is missing`);
  const heard = (await utterancesOf(db, answer.id)).filter((utterance) => utterance.state === 'ready');
  const shares = heard.flatMap((utterance) =>
    utterance.received_share === null ? [] : [utterance.received_share],
  );
  return {
    id: answer.id,
    sessionId: session.id,
    userId: (await userIdOf(db, session.tenant, answer.person_id)) ?? '',
    state: answer.state,
    turn: await viewTurn(db, session, turn),
    text: answer.text ?? textOf(heard),
    transcript: joinTranscripts(heard),
    receivedShare: shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length,
    evaluation: await evaluationOf(db, answer.id),
    previous: answer.retry_of === null ? null : await evaluationOf(db, answer.retry_of),
    earlierOverall: await earlierOverall(db, answer),
    peers: await peerMedian(db, answer.id),
  };
}

/** The answers of a turn that have been judged, for results that are shown together. */
export async function viewResults(db: Db | Trx, session: SessionRow, turnId: string): Promise<AnswerView[]> {
  const views: AnswerView[] = [];
  for (const answer of await answersTo(db, turnId)) {
    if (answer.state === 'evaluated') views.push(await viewAnswer(db, session, answer));
  }
  return views;
}

async function earlierOverall(db: Db | Trx, answer: AnswerRow): Promise<number[]> {
  const rows = await db
    .selectFrom('evaluations')
    .select('overall')
    .where('person_id', '=', answer.person_id)
    .where('created_at', '<', answer.evaluated_at ?? answer.created_at)
    .where('overall', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(10)
    .execute();
  return rows.flatMap((row) => (row.overall === null ? [] : [row.overall])).reverse();
}

async function peerMedian(db: Db | Trx, answerId: string): Promise<AnswerView['peers']> {
  const rows = await db
    .selectFrom('ratings')
    .select('value')
    .where('answer_id', '=', answerId)
    .where('kind', '=', 'peer')
    .orderBy('value')
    .execute();
  const values = rows.map((row) => row.value);
  if (values.length === 0) return null;
  const middle = (values.length - 1) / 2;
  const median = ((values[Math.floor(middle)] ?? 0) + (values[Math.ceil(middle)] ?? 0)) / 2;
  return { median, count: values.length };
}
