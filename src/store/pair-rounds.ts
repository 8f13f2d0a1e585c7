/** Rounds of practice in pairs: who was matched with whom, and what came of it. */
import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Moment, TenantId } from '../domain.ts';
import type { Tables } from './schema.ts';
import type { Db, Trx } from './store.ts';

export type PairRoundRow = Selectable<Tables['pair_rounds']>;
export type PairMatchRow = Selectable<Tables['pair_matches']>;
export type PairPartnerRow = Selectable<Tables['pair_partners']>;

/** How long a practice takes, and how long people have for one where no hour was found. */
export const pairHourMs = 3_600_000;
export const pairWeekMs = 7 * 24 * pairHourMs;

/** The round that goes out then, made if there is none yet. */
export async function ensurePairRound(
  trx: Trx,
  { tenant, dueAt, now }: { tenant: TenantId; dueAt: Moment; now: Moment },
): Promise<PairRoundRow> {
  const known = await pairRoundAt(trx, tenant, dueAt);
  if (known) return known;
  const round: PairRoundRow = { id: randomUUID(), tenant, due_at: dueAt, state: 'shown', created_at: now };
  await trx.insertInto('pair_rounds').values(round).execute();
  return round;
}

export async function pairRoundAt(
  db: Db | Trx,
  tenant: TenantId,
  dueAt: Moment,
): Promise<PairRoundRow | null> {
  const query = db
    .selectFrom('pair_rounds')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('due_at', '=', dueAt);
  return (await query.executeTakeFirst()) ?? null;
}

export async function pairRoundById(db: Db | Trx, id: string): Promise<PairRoundRow | null> {
  return (await db.selectFrom('pair_rounds').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function setPairRound(trx: Trx, id: string, state: PairRoundRow['state']): Promise<void> {
  await trx.updateTable('pair_rounds').set({ state }).where('id', '=', id).execute();
}

/** It goes out at another time than was planned. */
export async function movePairRound(trx: Trx, id: string, dueAt: Moment): Promise<void> {
  await trx.updateTable('pair_rounds').set({ due_at: dueAt }).where('id', '=', id).execute();
}

/** Rounds that went out, newest first. */
export async function sentPairRounds(db: Db | Trx, tenant: TenantId): Promise<PairRoundRow[]> {
  return await db
    .selectFrom('pair_rounds')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('state', '=', 'sent')
    .orderBy('due_at', 'desc')
    .limit(60)
    .execute();
}

/** Drops rounds that went out before a moment, with what came of them. Returns how many. */
export async function dropPairRounds(trx: Trx, before: Moment): Promise<number> {
  const result = await trx.deleteFrom('pair_rounds').where('due_at', '<', before).executeTakeFirst();
  return Number(result.numDeletedRows);
}

export async function addPairMatch(
  trx: Trx,
  round: Pick<PairRoundRow, 'id' | 'tenant'>,
  { people, startsAt }: { people: readonly string[]; startsAt: Moment | null },
  now: Moment,
): Promise<void> {
  const id = randomUUID();
  await trx
    .insertInto('pair_matches')
    .values({
      id,
      round_id: round.id,
      tenant: round.tenant,
      starts_at: startsAt,
      state: 'planned',
      created_at: now,
    })
    .execute();
  await trx
    .insertInto('pair_partners')
    .values(people.map((person_id) => ({ match_id: id, person_id })))
    .execute();
}

export async function removePairMatches(trx: Trx, roundId: string): Promise<void> {
  await trx.deleteFrom('pair_matches').where('round_id', '=', roundId).execute();
}

export async function updatePairMatch(
  trx: Trx,
  id: string,
  values: Partial<Pick<PairMatchRow, 'starts_at' | 'moves' | 'channel_id' | 'thread_id' | 'state'>>,
): Promise<void> {
  await trx.updateTable('pair_matches').set(values).where('id', '=', id).execute();
}

export async function updatePairPartner(
  trx: Trx,
  { matchId, personId }: { matchId: string; personId?: string },
  values: Partial<Pick<PairPartnerRow, 'answer' | 'met'>>,
): Promise<void> {
  await trx
    .updateTable('pair_partners')
    .set(values)
    .where('match_id', '=', matchId)
    .$if(personId !== undefined, (update) => update.where('person_id', '=', personId ?? ''))
    .execute();
}

export async function pairMatchById(db: Db | Trx, id: string): Promise<PairMatchRow | null> {
  return (await db.selectFrom('pair_matches').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function pairMatchesOf(db: Db | Trx, roundId: string): Promise<PairMatchRow[]> {
  return await db
    .selectFrom('pair_matches')
    .selectAll()
    .where('round_id', '=', roundId)
    .orderBy('id')
    .execute();
}

/** The people of a match, with their accounts there and what they practise, if they still take part. */
export async function pairPartnersOf(
  db: Db | Trx,
  { id, tenant }: Pick<PairMatchRow, 'id' | 'tenant'>,
): Promise<PairPartner[]> {
  const rows = await db
    .selectFrom('pair_partners')
    .innerJoin('accounts', (join) =>
      join.onRef('accounts.person_id', '=', 'pair_partners.person_id').on('accounts.tenant', '=', tenant),
    )
    .leftJoin('pair_members', (join) =>
      join
        .onRef('pair_members.person_id', '=', 'pair_partners.person_id')
        .on('pair_members.tenant', '=', tenant),
    )
    .selectAll('pair_partners')
    .select(['accounts.user_id as userId', 'pair_members.domain', 'pair_members.level', 'pair_members.hours'])
    .where('match_id', '=', id)
    .orderBy('pair_partners.person_id')
    .orderBy('accounts.user_id')
    .execute();
  return rows.filter((row, index) => rows[index - 1]?.person_id !== row.person_id);
}
export type PairPartner = PairPartnerRow & { userId: string } & {
  [Name in 'domain' | 'level' | 'hours']: Tables['pair_members'][Name] | null;
};

/** Who was matched with whom in rounds that went out, unless it was called off. */
export async function metInPairs(
  db: Db | Trx,
  tenant: TenantId,
): Promise<{ people: readonly [string, string]; dueAt: Moment }[]> {
  const rows = await db
    .selectFrom('pair_matches')
    .innerJoin('pair_rounds', 'pair_rounds.id', 'pair_matches.round_id')
    .innerJoin('pair_partners as one', 'one.match_id', 'pair_matches.id')
    .innerJoin('pair_partners as other', (join) =>
      join.onRef('other.match_id', '=', 'pair_matches.id').onRef('other.person_id', '>', 'one.person_id'),
    )
    .select(['one.person_id as first', 'other.person_id as second', 'pair_rounds.due_at as dueAt'])
    .where('pair_matches.tenant', '=', tenant)
    .where('pair_matches.state', '=', 'sent')
    .execute();
  return rows.map(({ first, second, dueAt }) => ({ people: [first, second], dueAt }));
}

/** How often a partner said that somebody did not come, and they did not say themselves that they had met. */
export async function pairNoShows(db: Db | Trx, tenant: TenantId): Promise<Map<string, number>> {
  const { rows } = await sql<{ personId: string; count: number }>`
    select missing.person_id as "personId", count(*) as count
    from pair_matches
    join pair_partners missing on missing.match_id = pair_matches.id
    join pair_partners waiting on waiting.match_id = pair_matches.id and waiting.person_id <> missing.person_id
    where pair_matches.tenant = ${tenant} and waiting.met = 'no-show'
      and (missing.met is null or missing.met = 'not-yet')
      and (select count(*) from pair_partners everybody where everybody.match_id = pair_matches.id) = 2
    group by missing.person_id
  `.execute(db);
  return new Map(rows.map(({ personId, count }) => [personId, Number(count)]));
}

/** The matches of somebody that are not over at this moment, newest first: with their hour, or a week after their round. */
export async function currentPairMatches(
  db: Db | Trx,
  tenant: TenantId,
  personId: string,
  at: Date,
): Promise<PairMatchRow[]> {
  const before = (ms: number): Moment => new Date(at.getTime() - ms).toISOString();
  return await db
    .selectFrom('pair_matches')
    .innerJoin('pair_partners', 'pair_partners.match_id', 'pair_matches.id')
    .innerJoin('pair_rounds', 'pair_rounds.id', 'pair_matches.round_id')
    .selectAll('pair_matches')
    .where('pair_matches.tenant', '=', tenant)
    .where('pair_matches.state', '=', 'sent')
    .where('pair_partners.person_id', '=', personId)
    .where((where) =>
      where.or([
        where('starts_at', '>', before(pairHourMs)),
        where.and([where('starts_at', 'is', null), where('due_at', '>', before(pairWeekMs))]),
      ]),
    )
    .orderBy('pair_matches.created_at', 'desc')
    .execute();
}
