/** Codes that link two accounts, and the confirmations that their makers are asked for. */
import type { Selectable } from 'kysely';
import type { Actor, Moment, TenantId } from '../domain.ts';
import { isShared } from './locks.ts';
import type { Tables } from './schema.ts';
import type { Trx } from './store.ts';

/** An account as its platform calls it. */
export type NamedAccount = Actor & { name: string };
/** `asker` is null until the account that was given the code has confirmed. */
export type LinkCode = { id: string; maker: NamedAccount; asker: NamedAccount | null };

/** An account has one code at a time: a new one replaces the old one. */
export async function saveCode(
  trx: Trx,
  code: { id: string; codeHash: string; maker: NamedAccount },
  validUntil: Moment,
): Promise<void> {
  const { id, codeHash, maker } = code;
  await trx
    .deleteFrom('link_codes')
    .where('tenant', '=', maker.tenant)
    .where('user_id', '=', maker.userId)
    .execute();
  await trx
    .insertInto('link_codes')
    .values({
      ...{ id, code_hash: codeHash, valid_until: validUntil },
      ...{ tenant: maker.tenant, user_id: maker.userId, name: maker.name },
    })
    .execute();
}

/** A code that nobody has confirmed yet; it can be used once. */
export async function findCode(
  trx: Trx,
  by: { id: string } | { codeHash: string },
  now: Moment,
): Promise<LinkCode | null> {
  const row = await trx
    .selectFrom('link_codes')
    .selectAll()
    .where('id' in by ? 'id' : 'code_hash', '=', 'id' in by ? by.id : by.codeHash)
    .where('asker_tenant', 'is', null)
    .where('valid_until', '>', now)
    .$if(isShared(trx), (query) => query.forUpdate())
    .executeTakeFirst();
  return row ? toCode(row) : null;
}

/** What the maker of a code is asked: the account that was given it has confirmed. */
export async function findAsked(trx: Trx, maker: Actor, now: Moment): Promise<LinkCode | null> {
  const row = await trx
    .selectFrom('link_codes')
    .selectAll()
    .where('tenant', '=', maker.tenant)
    .where('user_id', '=', maker.userId)
    .where('asker_tenant', 'is not', null)
    .where('valid_until', '>', now)
    .$if(isShared(trx), (query) => query.forUpdate())
    .executeTakeFirst();
  return row ? toCode(row) : null;
}

/** From now on the code no longer works, and its maker is asked. */
export async function saveAsker(
  trx: Trx,
  id: string,
  asker: NamedAccount,
  validUntil: Moment,
): Promise<void> {
  await trx
    .updateTable('link_codes')
    .set({
      ...{ code_hash: null, valid_until: validUntil },
      ...{ asker_tenant: asker.tenant, asker_user_id: asker.userId, asker_name: asker.name },
    })
    .where('id', '=', id)
    .execute();
}

/** Drops the codes and confirmations that are over, and with them the names in them. Returns how many. */
export async function dropCodesUntil(trx: Trx, now: Moment): Promise<number> {
  const result = await trx.deleteFrom('link_codes').where('valid_until', '<=', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}

export async function dropCode(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('link_codes').where('id', '=', id).execute();
}

/**
 * How many wrong codes an account has entered since a given time; older ones, from anybody, are forgotten.
 */
export async function guessesSince(trx: Trx, accountHash: string, since: Moment): Promise<number> {
  await trx.deleteFrom('link_guesses').where('guessed_at', '<', since).execute();
  const row = await trx
    .selectFrom('link_guesses')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('account_hash', '=', accountHash)
    .executeTakeFirst();
  return row?.count ?? 0;
}

export async function addGuess(trx: Trx, accountHash: string, now: Moment): Promise<void> {
  await trx.insertInto('link_guesses').values({ account_hash: accountHash, guessed_at: now }).execute();
}

/** Tenants in which both have their own account. */
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

function toCode(row: Selectable<Tables['link_codes']>): LinkCode {
  const { id, tenant, user_id, name, asker_tenant, asker_user_id, asker_name } = row;
  return {
    id,
    maker: { tenant, userId: user_id, name },
    asker:
      asker_tenant === null || asker_user_id === null
        ? null
        : { tenant: asker_tenant, userId: asker_user_id, name: asker_name ?? '' },
  };
}
