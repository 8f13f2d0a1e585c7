/** Merges two people into one, and splits them again. */
import { randomUUID } from 'node:crypto';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '../domain.ts';
import { lockWholePeople } from './locks.ts';
import type { Tables } from './schema.ts';
import type { Trx } from './store.ts';

/**
 * Merges two people: everything of `from` now belongs to `into`, and `from` no longer exists. Where both have
 * the same thing and only one can stay, such as the card of a concept, the one that was practised more is
 * kept.
 */
export async function mergePeople(trx: Trx, from: string, into: string): Promise<void> {
  await lockWholePeople(trx, [from, into]);
  await sql`
    delete from concept_cards as card
    where person_id in (${from}, ${into}) and exists (
      select 1 from concept_cards other
      where other.person_id = case when card.person_id = ${from} then ${into} else ${from} end
        and other.question_id = card.question_id and other.concept_id = card.concept_id
        and (${reps('other')}, other.due_at, other.person_id)
          > (${reps('card')}, card.due_at, card.person_id))
  `.execute(trx);
  await sql`
    update settings set person_id = ${into}
    where person_id = ${from} and person_id <> '' and not exists (
      select 1 from settings other where other.person_id = ${into}
        and other.tenant = settings.tenant and other.name = settings.name)
  `.execute(trx);
  // Counted once at the end, not with every evaluation that moves.
  const standings = await trx
    .selectFrom('standings')
    .select(['tenant', 'period', 'starts_on'])
    .distinct()
    .where('person_id', 'in', [from, into])
    .execute();
  await trx.deleteFrom('standings').where('person_id', 'in', [from, into]).execute();
  for (const [table, column] of [...belongings, ['concept_cards', 'person_id'] as const]) {
    const rest = besides[table];
    // What both have stays with `from`, and goes with them.
    const isFree = rest
      ? sql`and not exists (select 1 from ${sql.table(table)} other where other.${sql.ref(column)} = ${into}
          and ${sql.join(
            rest.map((key) => sql`other.${sql.ref(key)} = ${sql.table(table)}.${sql.ref(key)}`),
            sql` and `,
          )})`
      : sql``;
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${into}
      where ${sql.ref(column)} = ${from} ${isFree}`.execute(trx);
  }
  for (const standing of standings) await countStanding(trx, { ...standing, person_id: into });
  await sql`
    update people set
      time_zone = coalesce(time_zone, (select time_zone from people where id = ${from})),
      suggested_time_zone = coalesce(suggested_time_zone,
        (select suggested_time_zone from people where id = ${from})),
      weekly_goal = coalesce(weekly_goal, (select weekly_goal from people where id = ${from}))
    where id = ${into}
  `.execute(trx);
  // Pending deliveries to one person now go to the other; without a recipient they would go to everybody.
  await readdress(trx, from, into);
  await trx.deleteFrom('people').where('id', '=', from).execute();
}

/**
 * Splits one account of `from` off into its own person: everything done in its tenant goes with it, including
 * what was done before the accounts were linked. The schedule of a concept goes to the person who answered
 * it; if both answered it, or no answers are left to tell, both keep it. Returns how many concepts both keep.
 */
export async function splitPerson(trx: Trx, account: Actor, from: string): Promise<number> {
  const { tenant, userId } = account;
  const into = randomUUID();
  await lockWholePeople(trx, [from]);
  await sql`
    insert into people (id, time_zone, suggested_time_zone, weekly_goal, created_at)
    select ${into}, time_zone, suggested_time_zone, weekly_goal,
      (select created_at from accounts where tenant = ${tenant} and user_id = ${userId})
    from people where id = ${from}
  `.execute(trx);
  await sql`update settings set person_id = ${into} where person_id = ${from} and tenant = ${tenant}`.execute(
    trx,
  );
  // Counted once at the end, not with every evaluation that moves.
  const standings = await trx
    .selectFrom('standings')
    .select(['tenant', 'period', 'starts_on'])
    .where('person_id', '=', from)
    .where('tenant', '=', tenant)
    .execute();
  await trx.deleteFrom('standings').where('person_id', '=', from).where('tenant', '=', tenant).execute();
  for (const [table, column, isTheirs] of belongings)
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${into}
      where ${sql.ref(column)} = ${from} and ${isTheirs(tenant)}`.execute(trx);
  for (const standing of standings) await countStanding(trx, { ...standing, person_id: into });
  const kept = await splitCards(trx, from, into);
  await readdress(
    trx,
    from,
    into,
    sql<boolean>`exists (
      select 1 from sessions s where s.id = substr(lane, ${sql.lit('show:'.length + 1)}) and s.tenant = ${tenant})`,
  );
  return kept;
}

/** How often a concept came up: the first number of its card, which used to have a name. */
const reps = (card: string) => sql`coalesce(
  cast(${sql.ref(card)}.card ->> 0 as integer), cast(${sql.ref(card)}.card ->> 'reps' as integer), 0)`;

/** Hands pending deliveries to `from` over to `into`: all of them, or those that `which` says. */
async function readdress(
  trx: Trx,
  from: string,
  into: string,
  which: RawBuilder<boolean> = sql<boolean>`1 = 1`,
): Promise<void> {
  const jobs = await trx
    .selectFrom('jobs')
    .select(['id', 'payload'])
    .where('queue', 'like', 'deliver:%')
    .where('state', 'in', ['waiting', 'leased'])
    .where(sql`payload ->> 'personId'`, '=', from)
    .where(which)
    .execute();
  for (const { id, payload } of jobs) {
    const readdressed = { ...jobPayload.parse(JSON.parse(payload)), personId: into };
    await trx
      .updateTable('jobs')
      .set({ payload: JSON.stringify(readdressed) })
      .where('id', '=', id)
      .execute();
  }
}

const jobPayload = z.looseObject({});

/** Cards have no tenant: the results of their concept show whose they are. */
async function splitCards(trx: Trx, from: string, into: string): Promise<number> {
  const hasResults = (person: string) => sql<boolean>`exists (
    select 1 from concept_results result where result.person_id = ${person}
      and result.question_id = card.question_id and result.concept_id = card.concept_id)`;
  await sql`
    insert into concept_cards (person_id, question_id, concept_id, card, due_at)
    select ${into}, question_id, concept_id, card, due_at from concept_cards card
    where person_id = ${from} and (${hasResults(into)} or not ${hasResults(from)})
  `.execute(trx);
  await sql`
    delete from concept_cards as card
    where person_id = ${from} and ${hasResults(into)} and not ${hasResults(from)}
  `.execute(trx);
  // A trigger recounts what was missed.
  await sql`update concept_cards set card = card where person_id = ${from}`.execute(trx);
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from concept_cards one
    join concept_cards other using (question_id, concept_id)
    where one.person_id = ${into} and other.person_id = ${from}
  `.execute(trx);
  return rows[0]?.count ?? 0;
}

/** An expression, which no index serves: rows are looked up by person, and not by reading everything in a tenant. */
const ofTenant = (tenant: string) => sql`tenant || '' = ${tenant}`;
const ofSession = (tenant: string) =>
  sql`exists (select 1 from sessions s where s.id = session_id and s.tenant = ${tenant})`;
/** Tables with a person's data, the column that names the person, and which rows were created in a tenant. */
export const belongings = [
  ['accounts', 'person_id', ofTenant],
  ['sessions', 'owner_id', ofTenant],
  ['participants', 'person_id', ofSession],
  ['interview_slots', 'candidate_id', ofSession],
  ['interview_slots', 'interviewer_id', ofSession],
  ['turns', 'person_id', ofSession],
  ['answers', 'person_id', ofTenant],
  ['held_texts', 'person_id', ofTenant],
  [
    'ratings',
    'person_id',
    (tenant) => sql`exists (select 1 from answers a where a.id = answer_id and a.tenant = ${tenant})`,
  ],
  ['evaluations', 'person_id', ofTenant],
  ['uncounted_evaluations', 'person_id', ofTenant],
  ['consents', 'person_id', ofTenant],
  ['kept_plans', 'person_id', ofTenant],
  ['kept_stories', 'person_id', ofTenant],
  ['schedules', 'created_by', ofTenant],
  ['person_use', 'person_id', ofTenant],
  ['practice_answers', 'person_id', ofTenant],
  ['pair_groups', 'organiser_id', ofTenant],
  ['pair_members', 'person_id', ofTenant],
  ['pair_avoided', 'person_id', ofTenant],
  [
    'pair_partners',
    'person_id',
    (tenant) => sql`exists (select 1 from pair_matches m where m.id = match_id and m.tenant = ${tenant})`,
  ],
  ['audit_entries', 'person_id', ofTenant],
] as const satisfies readonly (readonly [
  table: keyof Tables,
  column: string,
  isTheirs: (tenant: string) => RawBuilder<unknown>,
])[];

/** Of tables whose key names the person: the rest of the key. */
const besides: Partial<Record<keyof Tables, readonly string[]>> = {
  participants: ['session_id'],
  ratings: ['answer_id', 'kind'],
  concept_cards: ['question_id', 'concept_id'],
  person_use: ['day', 'tenant'],
  practice_answers: ['schedule_id', 'due_at'],
  pair_members: ['tenant'],
  pair_avoided: ['tenant', 'avoided'],
  pair_partners: ['match_id'],
};

async function countStanding(
  trx: Trx,
  standing: Pick<Selectable<Tables['standings']>, 'tenant' | 'person_id' | 'period' | 'starts_on'>,
): Promise<void> {
  const { tenant, person_id, period, starts_on } = standing;
  const listed = sql<0 | 1>`case when exists (select 1 from settings where tenant = ${tenant}
    and person_id = ${person_id} and name = 'onLeaderboard' and value = '1') then 1 else 0 end`;
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
