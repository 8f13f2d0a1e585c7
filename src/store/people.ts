import { randomUUID } from 'node:crypto';
import type { Actor, Platform, TenantId } from '../domain.ts';
import { lockAccount } from './locks.ts';
import type { Db, Trx } from './store.ts';

/** The person behind an account, created if they are new; the transaction holds them from here on. */
export async function ensurePerson(trx: Trx, actor: Actor, now: Date): Promise<string> {
  const known = await lockAccount(trx, actor);
  if (known) return known;
  const id = randomUUID();
  const createdAt = now.toISOString();
  await trx.insertInto('people').values({ id, time_zone: null, created_at: createdAt }).execute();
  await trx
    .insertInto('accounts')
    .values({ tenant: actor.tenant, user_id: actor.userId, person_id: id, created_at: createdAt })
    .execute();
  return id;
}

export async function findPerson(db: Db | Trx, actor: Actor): Promise<string | null> {
  const row = await db
    .selectFrom('accounts')
    .select('person_id')
    .where('tenant', '=', actor.tenant)
    .where('user_id', '=', actor.userId)
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/** The places of a platform where an account of this name is known, oldest first. */
export async function tenantsOfUser(db: Db, platform: Platform, userId: string): Promise<TenantId[]> {
  const rows = await db
    .selectFrom('accounts')
    .select('tenant')
    .where('user_id', '=', userId)
    .where('tenant', 'like', `${platform}:%`)
    .orderBy('created_at')
    .execute();
  return rows.map(({ tenant }) => tenant);
}

/** What the platform of `tenant` calls a person, or null when they are unknown there. */
export async function userIdOf(db: Db | Trx, tenant: TenantId, personId: string): Promise<string | null> {
  const row = await db
    .selectFrom('accounts')
    .select('user_id')
    .where('tenant', '=', tenant)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.user_id ?? null;
}
