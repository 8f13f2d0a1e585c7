/**
 * Discord divides the servers of a bot into shards and sends the events of each to one connection; direct messages
 * belong to shard 0. What is to be shown waits in a queue for each shard, so that the process that serves it shows it.
 */
import { z } from 'zod';
import type { Shards } from '../config/discord-shards.ts';
import type { Place } from '../domain.ts';
import { lockName } from '../store/locks.ts';
import type { Db, Store, Trx } from '../store/store.ts';

const name = 'discord:shards';
/** It holds until it changes. */
const always = '9999-12-31T23:59:59.999Z';

/** `former`: other numbers of shards there were before, whose queues may still hold something. */
const noted = z.object({ count: z.number(), former: z.array(z.number()) });
export type ShardCount = z.infer<typeof noted>;

export async function readShardCount(db: Db | Trx): Promise<ShardCount> {
  const row = await db.selectFrom('leases').select('about').where('name', '=', name).executeTakeFirst();
  return row?.about ? noted.parse(JSON.parse(row.about)) : { count: 1, former: [] };
}

export async function noteShardCount(store: Pick<Store, 'transaction'>, count: number): Promise<void> {
  await store.transaction(async (trx) => {
    await lockName(trx, name);
    const before = await readShardCount(trx);
    if (before.count === count) return;
    const former = [...new Set([...before.former, before.count])].filter((one) => one !== count);
    const about = JSON.stringify({ count, former } satisfies ShardCount);
    await trx
      .insertInto('leases')
      .values({ name, owner: '', until: always, about })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ about }))
      .execute();
  });
}

/** The queue of what is shown by one shard. */
export const shardQueue = (id: number, count: number): string =>
  count === 1 ? 'deliver:discord' : `deliver:discord:${id}/${count}`;

/** The shard that sends and shows what happens there. */
export function shardOf({ tenant, direct = false }: Pick<Place, 'tenant' | 'direct'>, count: number): number {
  const guildId = /^discord:(\d+)$/.exec(tenant)?.[1];
  return direct || guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));
}

export const isServedBy = ({ ids, count }: Shards, place: Pick<Place, 'tenant' | 'direct'>): boolean =>
  ids.includes(shardOf(place, count));
