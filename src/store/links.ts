/** Codes that link two accounts, and what makes one person of two. */
import { type Selectable, sql } from 'kysely';
import type { Moment, TenantId } from '../domain.ts';
import type { Trx } from './open-store.ts';
import type { Tables } from './schema.ts';

export type LinkCode = { codeHash: string; personId: string; tenant: TenantId; userId: string };

/** A person has one code at a time: a new one takes the place of the one before. */
export async function saveCode(trx: Trx, code: LinkCode, validUntil: Moment): Promise<void> {
  await trx.deleteFrom('link_codes').where('person_id', '=', code.personId).execute();
  await trx
    .insertInto('link_codes')
    .values({
      code_hash: code.codeHash,
      person_id: code.personId,
      tenant: code.tenant,
      user_id: code.userId,
      valid_until: validUntil,
    })
    .execute();
}

export async function findCode(trx: Trx, codeHash: string, now: Moment): Promise<LinkCode | null> {
  const row = await trx
    .selectFrom('link_codes')
    .selectAll()
    .where('code_hash', '=', codeHash)
    .where('valid_until', '>', now)
    .executeTakeFirst();
  return row
    ? { codeHash: row.code_hash, personId: row.person_id, tenant: row.tenant, userId: row.user_id }
    : null;
}

export async function dropCode(trx: Trx, codeHash: string): Promise<void> {
  await trx.deleteFrom('link_codes').where('code_hash', '=', codeHash).execute();
}

/** How many wrong codes a person gave since a moment; older ones are forgotten. */
export async function guessesSince(trx: Trx, personId: string, since: Moment): Promise<number> {
  await trx
    .deleteFrom('link_guesses')
    .where('person_id', '=', personId)
    .where('guessed_at', '<', since)
    .execute();
  const row = await trx
    .selectFrom('link_guesses')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.count ?? 0;
}

export async function addGuess(trx: Trx, personId: string, now: Moment): Promise<void> {
  await trx.insertInto('link_guesses').values({ person_id: personId, guessed_at: now }).execute();
}

/** Tenants in which both have an account of their own. */
export async function sharedTenants(trx: Trx, one: string, other: string): Promise<TenantId[]> {
  const rows = await trx
    .selectFrom('accounts as a')
    .innerJoin('accounts as b', 'b.tenant', 'a.tenant')
    .select('a.tenant')
    .where('a.person_id', '=', one)
    .where('b.person_id', '=', other)
    .execute();
  return rows.map(({ tenant }) => tenant);
}

/**
 * Makes one person of two: everything of `from` belongs to `into` from now on, and `from` is no more. Where both have
 * the same thing and only one can stay, such as the card of a concept, the one that was practised more is kept.
 */
export async function mergePeople(trx: Trx, from: string, into: string): Promise<void> {
  await sql`
    delete from concept_cards as card
    where person_id in (${from}, ${into}) and exists (
      select 1 from concept_cards other
      where other.person_id = iif(card.person_id = ${from}, ${into}, ${from})
        and other.question_id = card.question_id and other.concept_id = card.concept_id
        and (coalesce(json_extract(other.card, '$.reps'), 0), other.due_at, other.person_id)
          > (coalesce(json_extract(card.card, '$.reps'), 0), card.due_at, card.person_id))
  `.execute(trx);
  await sql`update or ignore settings set person_id = ${into} where person_id = ${from} and person_id <> ''`.execute(
    trx,
  );
  const { rows } = await sql<{ table: string; column: string }>`
    select tables.name as "table", keys."from" as "column"
    from sqlite_schema as tables, pragma_foreign_key_list(tables.name) as keys
    where tables.type = 'table' and keys."table" = 'people'
  `.execute(trx);
  // Counted once at the end, and not with every evaluation that moves.
  const standings = await trx
    .selectFrom('standings')
    .select(['tenant', 'period', 'starts_on'])
    .distinct()
    .where('person_id', 'in', [from, into])
    .execute();
  await trx.deleteFrom('standings').where('person_id', 'in', [from, into]).execute();
  for (const { table, column } of rows.filter((row) => row.table !== 'standings'))
    await sql`update or ignore ${sql.table(table)} set ${sql.ref(column)} = ${into} where ${sql.ref(column)} = ${from}`.execute(
      trx,
    );
  for (const standing of standings) await countStanding(trx, { ...standing, person_id: into });
  await sql`
    update people set
      time_zone = coalesce(time_zone, (select time_zone from people where id = ${from})),
      suggested_time_zone = coalesce(suggested_time_zone,
        (select suggested_time_zone from people where id = ${from})),
      weekly_goal = coalesce(weekly_goal, (select weekly_goal from people where id = ${from}))
    where id = ${into}
  `.execute(trx);
  // What is still to be shown to the one is for the other now; for nobody it would be for all.
  await sql`
    update jobs set payload = json_set(payload, '$.personId', ${into})
    where queue in ('deliver:terminal', 'deliver:discord', 'deliver:slack') and state in ('waiting', 'leased')
      and json_extract(payload, '$.personId') = ${from}
  `.execute(trx);
  await trx.deleteFrom('people').where('id', '=', from).execute();
}

async function countStanding(
  trx: Trx,
  standing: Pick<Selectable<Tables['standings']>, 'tenant' | 'person_id' | 'period' | 'starts_on'>,
): Promise<void> {
  const { tenant, person_id, period, starts_on } = standing;
  const listed = sql<0 | 1>`exists (select 1 from settings where tenant = ${tenant}
    and person_id = ${person_id} and name = 'onLeaderboard' and value = '1')`;
  await trx
    .insertInto('standings')
    .values({ ...standing, listed, answers: 0, gain: null })
    .execute();
  await sql`
    update standings set (answers, gain) = (
      select counted.answers, counted.gain from standings_counted counted
      where counted.tenant = ${tenant} and counted.person_id = ${person_id}
        and counted.period = ${period} and counted.starts_on = ${starts_on})
    where tenant = ${tenant} and person_id = ${person_id} and period = ${period} and starts_on = ${starts_on}
  `.execute(trx);
}
