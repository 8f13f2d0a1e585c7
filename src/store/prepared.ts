/** Questions that are prepared before they are asked. */
import type { Moment, Question } from '../domain.ts';
import type { Trx } from './store.ts';
import { questionColumn } from './stored-questions.ts';

export async function savePrepared(
  trx: Trx,
  prepared: { sessionId: string; number: number; question: Question },
  now: Moment,
): Promise<void> {
  const question = JSON.stringify(prepared.question);
  await trx
    .insertInto('prepared_questions')
    .values({ session_id: prepared.sessionId, number: prepared.number, question, created_at: now })
    .onConflict((conflict) => conflict.columns(['session_id', 'number']).doUpdateSet({ question }))
    .execute();
}

export async function isPrepared(trx: Trx, sessionId: string, number: number): Promise<boolean> {
  const row = await trx
    .selectFrom('prepared_questions')
    .select('number')
    .where('session_id', '=', sessionId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row !== undefined;
}

/** Questions of a session that has ended are never asked. */
export async function dropPrepared(trx: Trx, sessionId: string): Promise<void> {
  await trx.deleteFrom('prepared_questions').where('session_id', '=', sessionId).execute();
}

/** Removes a prepared question from the store and returns it, or null. */
export async function takePrepared(trx: Trx, sessionId: string, number: number): Promise<Question | null> {
  const row = await trx
    .deleteFrom('prepared_questions')
    .where('session_id', '=', sessionId)
    .where('number', '=', number)
    .returning('question')
    .executeTakeFirst();
  return row ? questionColumn.parse(JSON.parse(row.question)) : null;
}
