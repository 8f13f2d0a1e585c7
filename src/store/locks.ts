/**
 * What a transaction holds while it reads before it writes. On SQLite a transaction is alone, and nothing here does
 * anything. On PostgreSQL transactions run side by side and each statement sees what was committed before it (read
 * committed), so whoever decides from what they read takes the row that it hangs on first, and reads after that:
 *
 * - a session for its turns, answers, pieces, prepared questions and what is shown of it. One transaction of a session
 *   runs at a time, so what is shown keeps its order;
 * - a person for their cards, standings, consents, settings, plans and how much they use;
 * - a name for what has no row yet: a free place, the number of planned practices.
 *
 * Always in this order (names, sessions, people, then jobs), so that nobody waits in a circle. Where that cannot be, the
 * server notices after a second, and one of the two runs again.
 */
import { PostgresAdapter, sql } from 'kysely';
import type { Actor } from '../domain.ts';
import type { Db, Trx } from './store.ts';

/** Holds sessions until the transaction ends, in the order of their ids. */
export async function lockSessions(trx: Db | Trx, ids: readonly string[]): Promise<void> {
  if (!isShared(trx) || ids.length === 0) return;
  await trx
    .selectFrom('sessions')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

export const lockSession = async (trx: Db | Trx, id: string): Promise<void> => await lockSessions(trx, [id]);

/** Holds the session of an answer; what was read of either before may be out of date. */
export async function lockSessionOf(trx: Db | Trx, answerIds: readonly string[]): Promise<void> {
  if (!isShared(trx) || answerIds.length === 0) return;
  const rows = await trx.selectFrom('answers').select('session_id').where('id', 'in', answerIds).execute();
  await lockSessions(
    trx,
    rows.map(({ session_id }) => session_id),
  );
}

/** Holds a person; others may still add what belongs to them. */
export async function lockPerson(trx: Db | Trx, id: string): Promise<void> {
  if (!isShared(trx)) return;
  await trx.selectFrom('people').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

/** Holds the person behind an account, and returns their id; null when the account is not known. */
export async function lockAccount(trx: Db | Trx, { tenant, userId }: Actor): Promise<string | null> {
  const row = await trx
    .selectFrom('accounts')
    .innerJoin('people', 'people.id', 'accounts.person_id')
    .select('people.id')
    .where('accounts.tenant', '=', tenant)
    .where('accounts.user_id', '=', userId)
    .$if(isShared(trx), (query) => query.forNoKeyUpdate('people'))
    .executeTakeFirst();
  return row?.id ?? null;
}

/**
 * Holds people and every session in which they take part, against everybody who adds something of theirs as well: for
 * what moves or erases all of it.
 */
export async function lockWholePeople(trx: Db | Trx, ids: readonly string[]): Promise<void> {
  if (!isShared(trx)) return;
  const theirSessions = async () => {
    const rows = await sql<{ id: string }>`
      select session_id as id from participants where person_id in (${sql.join(ids)})
      union select id from sessions where owner_id in (${sql.join(ids)})`.execute(trx);
    await lockSessions(
      trx,
      rows.rows.map(({ id }) => id),
    );
  };
  await theirSessions();
  await trx.selectFrom('people').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute();
  // Those that began in the meantime; no more can begin now.
  await theirSessions();
}

/** Holds a name that everybody uses for the same thing. */
export async function lockName(trx: Db | Trx, name: string): Promise<void> {
  if (isShared(trx)) await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(trx);
}

/** Whether others run at the same time as this transaction. */
export const isShared = (trx: Db | Trx): boolean =>
  trx.isTransaction && trx.getExecutor().adapter instanceof PostgresAdapter;
