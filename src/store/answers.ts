/** Answers, from the first piece to their evaluation. */

import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AnswerState, Moment, TenantId } from '../domain.ts';
import type { Tables } from './schema.ts';
import type { Db, Trx } from './store.ts';

export type AnswerRow = Selectable<Tables['answers']>;

export async function insertAnswer(
  trx: Trx,
  answer: Pick<AnswerRow, 'tenant' | 'session_id' | 'turn_id' | 'person_id' | 'retry_of'>,
  now: Moment,
): Promise<AnswerRow> {
  return await trx
    .insertInto('answers')
    .values({
      ...answer,
      id: randomUUID(),
      state: 'open',
      text: null,
      failure: null,
      created_at: now,
      submitted_at: null,
      evaluated_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findAnswer(db: Db | Trx, tenant: TenantId, id: string): Promise<AnswerRow | null> {
  const query = db.selectFrom('answers').selectAll().where('id', '=', id).where('tenant', '=', tenant);
  return (await query.executeTakeFirst()) ?? null;
}

/** For workers, which do not act for a tenant. */
export async function answerById(db: Db | Trx, id: string): Promise<AnswerRow | null> {
  return (await db.selectFrom('answers').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function answersTo(db: Db | Trx, turnId: string, personId?: string): Promise<AnswerRow[]> {
  let query = db.selectFrom('answers').selectAll().where('turn_id', '=', turnId);
  if (personId !== undefined) query = query.where('person_id', '=', personId);
  return await query.orderBy('created_at').execute();
}

export async function answersIn(
  db: Db | Trx,
  sessionId: string,
  states?: AnswerState[],
): Promise<AnswerRow[]> {
  let query = db.selectFrom('answers').selectAll().where('session_id', '=', sessionId);
  if (states) query = query.where('state', 'in', states);
  return await query.orderBy('created_at').execute();
}

/** The last answer that a person submitted in a session and did not withdraw. */
export async function lastSubmitted(
  db: Db | Trx,
  sessionId: string,
  personId: string,
): Promise<AnswerRow | null> {
  const query = db
    .selectFrom('answers')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('person_id', '=', personId)
    .where('submitted_at', 'is not', null)
    .where('state', '<>', 'cancelled')
    .orderBy('submitted_at', 'desc');
  return (await query.limit(1).executeTakeFirst()) ?? null;
}

/** Whether the follow-up of an answer was answered, in its session or from its card. */
export async function isFollowedUp(db: Db | Trx, answerId: string): Promise<boolean> {
  const row = await db
    .selectFrom('turns')
    .innerJoin('answers', 'answers.turn_id', 'turns.id')
    .select('answers.id')
    .where('turns.after_answer_id', '=', answerId)
    .where('turns.kind', '=', 'follow-up')
    .where('answers.state', 'not in', ['open', 'cancelled', 'failed'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The answers in which parts of one were said again. */
export async function partsSaidAgain(db: Db | Trx, answerId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('answers')
    .innerJoin('turns', 'turns.id', 'answers.turn_id')
    .select('answers.id')
    .where('answers.retry_of', '=', answerId)
    .where('turns.part', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}

/** Withdraws an answer: its words and sound are erased, but its row remains. */
export async function cancelAnswer(trx: Trx, id: string): Promise<void> {
  await updateAnswer(trx, id, { state: 'cancelled', text: null });
  await forgetJobErrors(trx, id);
  const ids = trx.selectFrom('utterances').select('id').where('answer_id', '=', id);
  await trx.deleteFrom('utterance_audio').where('utterance_id', 'in', ids).execute();
  // The rows themselves stay, so a message that the platform sends again is not counted twice.
  await trx
    .updateTable('utterances')
    .set({ state: 'withdrawn', text: null, transcript: null })
    .where('answer_id', '=', id)
    .execute();
}

/** Erases an answer and everything derived from it, even the errors of its jobs, which may quote it. */
export async function eraseAnswer(trx: Trx, id: string): Promise<void> {
  await forgetJobErrors(trx, id);
  await trx.deleteFrom('answers').where('id', '=', id).execute();
}

async function forgetJobErrors(trx: Trx, answerId: string): Promise<void> {
  const spoken = await trx.selectFrom('utterances').select('id').where('answer_id', '=', answerId).execute();
  const keys = [
    `evaluate:${answerId}`,
    `feedback:${answerId}`,
    ...spoken.map((utterance) => `transcribe:${utterance.id}`),
  ];
  await trx.updateTable('jobs').set({ error: null }).where('key', 'in', keys).execute();
}

/** What a single piece says stands once: its text is that of the answer, until the answer gets another. */
export async function updateAnswer(trx: Trx, id: string, values: Partial<AnswerRow>): Promise<void> {
  const ready = trx.updateTable('utterances').where('answer_id', '=', id).where('state', '=', 'ready');
  if (values.text !== undefined)
    await ready
      .set({ text: trx.selectFrom('answers').select('text').where('id', '=', id) })
      .where('text', 'is', null)
      .execute();
  await trx.updateTable('answers').set(values).where('id', '=', id).execute();
  if (typeof values.text === 'string' && values.text !== '')
    await ready.set({ text: null }).where('text', '=', values.text).execute();
}
