/**
 * What one of several processes holds, by name, until it no longer renews it. A process of this machine that
 * has died holds nothing any more; one of another machine is waited for.
 */
import type { Moment } from '../domain.ts';
import { isGone } from './lease-owner.ts';
import type { Db, Store, Trx } from './store.ts';

/** `about`: what the holder tells the others, as JSON. */
export type Lease = { name: string; owner: string; until: Moment; about: string | null };

/** Takes or renews a lease. False while somebody else holds it. */
export async function takeLease(
  { db }: Pick<Store, 'db'>,
  {
    name,
    owner,
    about = null,
    forMs,
  }: Omit<Lease, 'until' | 'about'> & { about?: string | null; forMs: number },
  now: Date,
): Promise<boolean> {
  const until = new Date(now.getTime() + forMs).toISOString();
  const holder = await db.selectFrom('leases').select('owner').where('name', '=', name).executeTakeFirst();
  const gone = holder && isGone(holder.owner) ? holder.owner : owner;
  const result = await db
    .insertInto('leases')
    .values({ name, owner, until, about })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ owner, until, about })
        .where((where) =>
          where.or([
            where('leases.owner', 'in', [owner, gone]),
            where('leases.until', '<=', now.toISOString()),
          ]),
        ),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Gives back what an owner holds, so that others need not wait. */
export async function dropLeases(
  { db }: Pick<Store, 'db'>,
  owner: string,
  names?: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('leases')
    .where('owner', '=', owner)
    .$if(names !== undefined, (query) => query.where('name', 'in', [...(names ?? [])]))
    .execute();
}

/** The leases that are held now and whose names begin like this. */
export async function heldLeases(db: Db | Trx, prefix: string, now: Date): Promise<Lease[]> {
  const rows = await db
    .selectFrom('leases')
    .selectAll()
    .where('name', 'like', `${prefix}%`)
    .where('until', '>', now.toISOString())
    .orderBy('name')
    .execute();
  return rows.filter(({ owner }) => !isGone(owner));
}

/** One that ran out long ago is of no use to anybody. */
export async function forgetLeases({ db }: Pick<Store, 'db'>, before: Date): Promise<void> {
  await db.deleteFrom('leases').where('until', '<', before.toISOString()).execute();
}
