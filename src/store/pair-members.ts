/** Who takes part in practice in pairs, whom they avoid, and how it is set up in a group. */
import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Actor, Moment, TenantId } from '../domain.ts';
import type { Tables } from './schema.ts';
import type { Db, Trx } from './store.ts';

export type PairGroupRow = Selectable<Tables['pair_groups']>;
export type PairMemberRow = Selectable<Tables['pair_members']>;

export async function pairGroup(db: Db | Trx, tenant: TenantId): Promise<PairGroupRow | null> {
  return (
    (await db.selectFrom('pair_groups').selectAll().where('tenant', '=', tenant).executeTakeFirst()) ?? null
  );
}

export async function savePairGroup(trx: Trx, group: PairGroupRow): Promise<void> {
  await trx
    .insertInto('pair_groups')
    .values(group)
    .onConflict((conflict) => conflict.column('tenant').doUpdateSet(group))
    .execute();
}

export async function pairMember(
  db: Db | Trx,
  tenant: TenantId,
  personId: string,
): Promise<PairMemberRow | null> {
  const query = db
    .selectFrom('pair_members')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('person_id', '=', personId);
  return (await query.executeTakeFirst()) ?? null;
}

export async function savePairMember(trx: Trx, member: PairMemberRow): Promise<void> {
  await trx
    .insertInto('pair_members')
    .values(member)
    .onConflict((conflict) => conflict.columns(['tenant', 'person_id']).doUpdateSet(member))
    .execute();
}

export async function removePairMember(trx: Trx, tenant: TenantId, personId: string): Promise<boolean> {
  const result = await trx
    .deleteFrom('pair_members')
    .where('tenant', '=', tenant)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Everybody who has joined and does not pause at this moment, with their account there. */
export async function pairMembersAt(
  db: Db | Trx,
  tenant: TenantId,
  at: Moment,
): Promise<(PairMemberRow & { userId: string; timeZone: string | null })[]> {
  const rows = await db
    .selectFrom('pair_members')
    .innerJoin('accounts', (join) =>
      join
        .onRef('accounts.person_id', '=', 'pair_members.person_id')
        .onRef('accounts.tenant', '=', 'pair_members.tenant'),
    )
    .innerJoin('people', 'people.id', 'pair_members.person_id')
    .selectAll('pair_members')
    .select((select) => [
      'accounts.user_id as userId',
      select.fn.coalesce('people.time_zone', 'people.suggested_time_zone').as('timeZone'),
    ])
    .where('pair_members.tenant', '=', tenant)
    .where((where) => where.or([where('paused_until', 'is', null), where('paused_until', '<=', at)]))
    .orderBy('pair_members.person_id')
    .orderBy('accounts.user_id')
    .execute();
  // Somebody with two accounts there is one person.
  return rows.filter((row, index) => rows[index - 1]?.person_id !== row.person_id);
}

export async function countPairMembers(db: Db | Trx, tenant: TenantId): Promise<number> {
  const row = await db
    .selectFrom('pair_members')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('tenant', '=', tenant)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Which account is meant, without saying it. */
export const accountPrint = ({ tenant, userId }: Actor): string =>
  createHash('sha256').update(`${tenant} ${userId}`).digest('hex');

export async function addAvoided(trx: Trx, personId: string, avoided: Actor, now: Moment): Promise<void> {
  await trx
    .insertInto('pair_avoided')
    .values({
      tenant: avoided.tenant,
      person_id: personId,
      avoided: accountPrint(avoided),
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function removeAvoided(trx: Trx, personId: string, avoided: Actor): Promise<boolean> {
  const result = await trx
    .deleteFrom('pair_avoided')
    .where('tenant', '=', avoided.tenant)
    .where('person_id', '=', personId)
    .where('avoided', '=', accountPrint(avoided))
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

export async function avoidedIn(
  db: Db | Trx,
  tenant: TenantId,
): Promise<{ personId: string; avoided: string }[]> {
  return await db
    .selectFrom('pair_avoided')
    .select(['person_id as personId', 'avoided'])
    .where('tenant', '=', tenant)
    .execute();
}
