/** Removes everything about a person from a database: the one in use, or a backup. */
import { type RawBuilder, sql } from 'kysely';
import { type Actor, type Post, redrawnThings, type TenantId } from '../domain.ts';
import { anonymiseAuditEntries } from './audit-entries.ts';
import { lockWholePeople } from './locks.ts';
import type { Db, Forgotten, Trx } from './store.ts';

/** Erases a person in the open transaction, and counts that somebody was forgotten. */
export async function forgetIn(trx: Db | Trx, personId: string): Promise<Forgotten> {
  await lockWholePeople(trx, [personId]);
  // Read here and not before: a bot may post something about them at any moment.
  const posts = await postsOf(trx, personId);
  const answers = await erasePerson(trx, personId);
  await addToCount(trx, 'forgotten people', 1);
  await addToCount(trx, 'forgotten answers', answers);
  return { answers, posts };
}

async function postsOf(trx: Db | Trx, personId: string): Promise<(Actor & Post)[]> {
  const rows = await trx
    .selectFrom('posts')
    .innerJoin('accounts', (join) =>
      join.onRef('accounts.tenant', '=', 'posts.tenant').onRef('accounts.user_id', '=', 'posts.user_id'),
    )
    .select([
      'posts.tenant',
      'posts.user_id as userId',
      'posts.channel_id as channelId',
      'posts.message_id as messageId',
      'posts.answer_id as answerId',
      'posts.shared',
      'posts.shows',
    ])
    .where('accounts.person_id', '=', personId)
    .orderBy('posts.created_at', 'desc')
    .execute();
  return rows.map(({ shared, shows, ...post }) => ({
    ...post,
    isShared: shared === 1,
    shows: redrawnThings.find((thing) => thing === shows),
  }));
}

/**
 * Erases a person with everything they said and everything derived from it, in the open transaction.
 * Practices that they led and others answered in stay with the others. Returns how many answers were erased;
 * 0 for an unknown person.
 */
export async function erasePerson(trx: Db | Trx, personId: string): Promise<number> {
  const known = await trx.selectFrom('people').select('id').where('id', '=', personId).executeTakeFirst();
  if (!known) return 0;
  const { count } = await trx
    .selectFrom('answers')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  await handOver(personId).execute(trx);
  // Jobs refer to their subject by id; their errors may quote it, and their receipts say where it was shown.
  for (const statement of jobsOf(personId)) await statement.execute(trx);
  await sql`delete from prepared_questions where session_id in (${theirSessions(personId)})`.execute(trx);
  await forgetEvents(trx, personId);
  await anonymiseAuditEntries(trx, personId);
  await trx.deleteFrom('people').where('id', '=', personId).execute();
  return Number(count);
}

const theirSessions = (person: string) =>
  sql`select session_id from participants where person_id = ${person}`;

/** The next person in a group takes over the lead. A practice of one person is erased with them. */
const handOver = (person: string) => sql`
  update sessions set owner_id = (
    select other.person_id from participants other
    where other.session_id = sessions.id and other.person_id <> ${person} and other.role = 'candidate'
    order by other.left_at is not null, other.joined_at, other.person_id limit 1)
  where owner_id = ${person} and style <> 'solo' and exists (
    select 1 from participants other
    where other.session_id = sessions.id and other.person_id <> ${person} and other.role = 'candidate')`;

const ownSessions = (person: string) => sql`select id from sessions where owner_id = ${person}`;
const ownAnswers = (person: string) => sql`
  select id from answers where person_id = ${person}
  union select id from answers where session_id in (${ownSessions(person)})`;
const ownTurns = (person: string) => sql`
  select id from turns where person_id = ${person}
  union select id from turns where session_id in (${ownSessions(person)})`;

/** Every look-up uses the key or lane of a job: a large queue is never scanned. */
function jobsOf(person: string): RawBuilder<unknown>[] {
  const [sessions, answers, turns] = [ownSessions(person), ownAnswers(person), ownTurns(person)];
  return [
    sql`delete from jobs where key in (
      select 'evaluate:' || id from (${answers}) answer
      union all select 'feedback:' || id from (${answers}) answer
      union all select 'transcribe:' || id from utterances where answer_id in (${answers}))`,
    sql`delete from jobs where lane in (select 'show:' || id from (${sessions}) session)`,
    sql`delete from jobs where lane in (select 'show:' || session_id from (${theirSessions(person)}) session)
      and (payload ->> 'personId' = ${person}
        or payload -> 'what' ->> 'answerId' in (${answers})
        or payload -> 'what' ->> 'turnId' in (${turns}))`,
    sql`delete from jobs where id in (
      select job.id from (${turns}) turn
      join jobs job on job.key >= 'close:' || turn.id || ':' and job.key < 'close:' || turn.id || ';')`,
    sql`delete from jobs where id in (
      select job.id from (${sessions}) session
      join jobs job on job.key >= 'prepare:' || session.id || ':' and job.key < 'prepare:' || session.id || ';')`,
    sql`delete from jobs where id in (
      select job.id from accounts
      join jobs job on job.key >= 'letter:' || accounts.tenant || ' ' || accounts.user_id || ' '
        and job.key < 'letter:' || accounts.tenant || ' ' || accounts.user_id || '!'
      where accounts.person_id = ${person})`,
  ];
}

/** Events that a person sent and that have not been handled are dropped. */
async function forgetEvents(trx: Db | Trx, personId: string): Promise<void> {
  const accounts = await trx
    .selectFrom('accounts')
    .select(['tenant', 'user_id'])
    .where('person_id', '=', personId)
    .where('tenant', 'like', 'slack:%' as TenantId)
    .execute();
  const holds = (text: string) => sql<boolean>`replace(body, ${JSON.stringify(text)}, '') <> body`;
  for (const { tenant, user_id } of accounts)
    await trx
      .updateTable('slack_events')
      .set({ body: null })
      .where('body', 'is not', null)
      .where(holds(user_id))
      .where(holds(tenant.slice('slack:'.length)))
      .execute();
}

/** Adds to an anonymous count. */
async function addToCount(
  trx: Db | Trx,
  name: 'forgotten people' | 'forgotten answers',
  by: number,
): Promise<void> {
  await trx
    .insertInto('counts')
    .values({ name, value: by })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet((set) => ({ value: set('counts.value', '+', set.ref('excluded.value')) })),
    )
    .execute();
}
