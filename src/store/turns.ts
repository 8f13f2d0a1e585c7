/** The questions of a session, as they are asked. */

import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Moment, Question } from '../domain.ts';
import type { Tables } from './schema.ts';
import type { Db, Trx } from './store.ts';
import { rewordStored, storeQuestion, withQuestions } from './stored-questions.ts';

export type TurnRow = Omit<Selectable<Tables['turns']>, 'question'> & { question: Question };

/** `inBank`: the question of the bank that the asked one was made from. */
export async function insertTurn(
  trx: Trx,
  turn: Pick<
    TurnRow,
    'session_id' | 'number' | 'kind' | 'person_id' | 'after_answer_id' | 'question' | 'closes_at'
  > &
    Partial<Pick<TurnRow, 'part'>>,
  now: Moment,
  inBank: Question | null = null,
): Promise<TurnRow> {
  const last = await trx
    .selectFrom('turns')
    .select((select) => select.fn.max('position').as('position'))
    .where('session_id', '=', turn.session_id)
    .executeTakeFirst();
  const row = {
    part: null,
    ...turn,
    id: randomUUID(),
    position: (last?.position ?? 0) + 1,
    question_id: turn.question.id,
    asked_at: now,
    closed_at: null,
    close_reason: null,
  };
  await trx
    .insertInto('turns')
    .values({ ...row, question: await storeQuestion(trx, turn.question, inBank) })
    .execute();
  return row;
}

/** Withdraws a question that nobody has answered. */
export async function deleteTurn(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('turns').where('id', '=', id).execute();
}

export async function findTurn(db: Db | Trx, id: string): Promise<TurnRow | null> {
  const row = await db.selectFrom('turns').selectAll().where('id', '=', id).executeTakeFirst();
  return await firstTurn(db, row);
}

export async function turnsOf(db: Db | Trx, sessionId: string): Promise<TurnRow[]> {
  const rows = await db
    .selectFrom('turns')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('position')
    .execute();
  return await withQuestions(db, rows);
}

/** The newest turn that a person may answer now: one of their own before one for everybody. */
export async function openTurnFor(
  db: Db | Trx,
  sessionId: string,
  personId: string,
): Promise<TurnRow | null> {
  const row = await db
    .selectFrom('turns')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('closed_at', 'is', null)
    .where((where) => where.or([where('person_id', 'is', null), where('person_id', '=', personId)]))
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return await firstTurn(db, row);
}

export async function closeTurn(trx: Trx, id: string, reason: string, now: Moment): Promise<boolean> {
  const result = await trx
    .updateTable('turns')
    .set({ closed_at: now, close_reason: reason })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Reopens a closed question. */
export async function reopenTurn(trx: Trx, id: string): Promise<void> {
  await trx.updateTable('turns').set({ closed_at: null, close_reason: null }).where('id', '=', id).execute();
}

export async function moveClosing(trx: Trx, id: string, closesAt: Moment): Promise<void> {
  await trx.updateTable('turns').set({ closes_at: closesAt }).where('id', '=', id).execute();
}

/** Replaces the text of questions that quoted an answer. */
export async function rewordTurnsAfter(trx: Trx, answerId: string, text: string): Promise<void> {
  const sessionId = trx.selectFrom('answers').select('session_id').where('id', '=', answerId);
  const turns = await trx
    .selectFrom('turns')
    .select(['id', 'question'])
    .where('session_id', '=', sessionId)
    .where('after_answer_id', '=', answerId)
    .where('kind', '=', 'follow-up')
    .execute();
  for (const { id, question } of turns)
    await trx
      .updateTable('turns')
      .set({ question: rewordStored(question, text) })
      .where('id', '=', id)
      .execute();
}

/** Which questions a person was asked, oldest first, and when. */
export async function askedQuestions(
  db: Db | Trx,
  personId: string,
): Promise<{ questionId: string; at: Moment }[]> {
  const rows = await db
    .selectFrom('turns')
    .innerJoin('participants', 'participants.session_id', 'turns.session_id')
    .select(['turns.question_id as questionId', 'turns.asked_at as at'])
    .where('participants.person_id', '=', personId)
    .where('turns.kind', '=', 'question')
    .orderBy('turns.asked_at', 'desc')
    .limit(2_000)
    .execute();
  return rows.reverse();
}

async function firstTurn(
  db: Db | Trx,
  row: Selectable<Tables['turns']> | undefined,
): Promise<TurnRow | null> {
  const [turn] = await withQuestions(db, row ? [row] : []);
  return turn ?? null;
}
