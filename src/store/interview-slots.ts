/** The two slots of a session in which two people interview each other. */
import { type Selectable, sql } from 'kysely';
import type { Moment } from '../domain.ts';
import type { Tables } from './schema.ts';
import type { Db, Trx } from './store.ts';

export type SlotRow = Selectable<Tables['interview_slots']>;

export async function insertSlot(
  trx: Trx,
  slot: Pick<SlotRow, 'session_id' | 'number' | 'candidate_id' | 'interviewer_id' | 'level' | 'minutes'>,
): Promise<void> {
  const fresh = { begun_at: null, ends_at: null, ended_at: null, choice: null };
  await trx
    .insertInto('interview_slots')
    .values({ ...slot, ...fresh })
    .execute();
}

/** The first one first. None once the invitation was refused. */
export async function slotsOf(db: Db | Trx, sessionId: string): Promise<SlotRow[]> {
  return await db
    .selectFrom('interview_slots')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('number')
    .execute();
}

/** The slot that is going on; null before the first and after the last. */
export const openSlot = (slots: readonly SlotRow[]): SlotRow | null =>
  slots.find(({ begun_at, ended_at }) => begun_at !== null && ended_at === null) ?? null;

export async function updateSlot(
  trx: Trx,
  { session_id, number }: Pick<SlotRow, 'session_id' | 'number'>,
  values: Partial<Pick<SlotRow, 'begun_at' | 'ends_at' | 'ended_at' | 'choice'>>,
): Promise<void> {
  await trx
    .updateTable('interview_slots')
    .set(values)
    .where('session_id', '=', session_id)
    .where('number', '=', number)
    .execute();
}

/** The other one goes on without this person: their own slot is over, and nobody asks in the other one. */
export async function leaveSlots(trx: Trx, sessionId: string, personId: string, now: Moment): Promise<void> {
  const theirs = trx
    .updateTable('interview_slots')
    .set({ ended_at: now, choice: null })
    .where('session_id', '=', sessionId)
    .where('candidate_id', '=', personId);
  await theirs.where('ended_at', 'is', null).where('begun_at', 'is not', null).execute();
  await trx
    .deleteFrom('interview_slots')
    .where('session_id', '=', sessionId)
    .where('candidate_id', '=', personId)
    .where('begun_at', 'is', null)
    .execute();
  await trx
    .updateTable('interview_slots')
    .set({ interviewer_id: null, choice: null })
    .where('session_id', '=', sessionId)
    .where('interviewer_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();
}

export async function dropSlots(trx: Trx, sessionId: string): Promise<void> {
  await trx.deleteFrom('interview_slots').where('session_id', '=', sessionId).execute();
}

/** What a person gave an answer as its interviewer; null if they gave nothing. */
export async function interviewerScoreOf(
  db: Db | Trx,
  { sessionId, answerId, authorId }: { sessionId: string; answerId: string; authorId: string },
): Promise<number | null> {
  const row = await db
    .selectFrom('ratings')
    .select('value')
    .where('answer_id', '=', answerId)
    .where('kind', '=', 'peer')
    .where(
      'person_id',
      'in',
      db
        .selectFrom('interview_slots')
        .select(sql<string>`interviewer_id`.as('person'))
        .where('session_id', '=', sessionId)
        .where('candidate_id', '=', authorId)
        .where('interviewer_id', 'is not', null),
    )
    .executeTakeFirst();
  return row?.value ?? null;
}
