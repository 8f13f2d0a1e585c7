/** Which process serves which shard of Discord: it holds a lease of each in the store. */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Shards } from '../config/discord-shards.ts';
import type { Log } from '../log.ts';
import { newLeaseOwner } from '../store/lease-owner.ts';
import { dropLeases, heldLeases, takeLease } from '../store/leases.ts';
import type { Store } from '../store/store.ts';
import { noteShardCount } from './shards.ts';

/** A process that died holds its shards for this long, unless it ran on this machine. */
const leaseMs = 30_000;
const renewEveryMs = 10_000;
const lookEveryMs = 3_000;
const prefix = 'discord:shard:';
const topic = 'shards';

export type HeldShards = Shards & {
  /** Aborts when another process has taken one of them over. */
  lost: AbortSignal;
  release(): Promise<void>;
};

export type ShardLeases = {
  /**
   * Those of the wanted shards that nobody else serves, as soon as there is one; null when the signal aborts.
   * Shards of another number of shards are never served at the same time.
   */
  take(wanted: Shards, signal: AbortSignal): Promise<HeldShards | null>;
};

const nameOf = (id: number, count: number) => `${prefix}${id}/${count}`;
const countIn = (name: string): number => z.coerce.number().parse(name.split('/').at(-1));

export function createShardLeases({
  store,
  log,
  now,
}: {
  store: Store;
  log: Log;
  now: () => Date;
}): ShardLeases {
  async function takeFree({ ids, count }: Shards, owner: string): Promise<number[]> {
    const isOther = async () =>
      (await heldLeases(store.db, prefix, now())).some(
        (held) => held.owner !== owner && countIn(held.name) !== count,
      );
    if (await isOther()) return [];
    const taken: number[] = [];
    for (const id of ids)
      if (await takeLease(store, { name: nameOf(id, count), owner, forMs: leaseMs }, now())) taken.push(id);
    if (taken.length === 0 || !(await isOther())) return taken;
    // Two have come at once with different numbers of shards: both step back.
    await dropLeases(store, owner);
    await delay(Math.random() * lookEveryMs);
    return [];
  }

  function hold(ids: readonly number[], count: number, owner: string): HeldShards {
    const lost = new AbortController();
    const renew = async () => {
      for (const id of ids) {
        const name = nameOf(id, count);
        if (await takeLease(store, { name, owner, forMs: leaseMs }, now())) continue;
        log.error({ shard: id }, 'Another process has taken over a shard of Discord');
        lost.abort();
      }
    };
    const timer = setInterval(
      () => void renew().catch((error: unknown) => log.warn({ err: error }, 'Renewing shards failed')),
      renewEveryMs,
    ).unref();
    return {
      ids,
      count,
      lost: lost.signal,
      async release() {
        clearInterval(timer);
        // The store is away: they run out by themselves.
        await dropLeases(store, owner).catch(() => undefined);
        store.notices.publish(topic, {});
      },
    };
  }

  return {
    async take(wanted, signal) {
      const owner = newLeaseOwner();
      for (let isFirst = true; !signal.aborted; isFirst = false) {
        const taken = await takeFree(wanted, owner);
        if (taken.length > 0) {
          await noteShardCount(store, wanted.count);
          log.info({ shards: taken, of: wanted.count }, 'These shards of Discord are served here');
          return hold(taken, wanted.count, owner);
        }
        if (isFirst)
          log.warn(
            { shards: wanted.ids, of: wanted.count },
            'Another process serves these shards of Discord; this one takes over when it is gone',
          );
        await untilReleased(signal);
      }
      return null;
    },
  };

  async function untilReleased(signal: AbortSignal): Promise<void> {
    const soon = new AbortController();
    const unsubscribe = store.notices.subscribe(topic, () => soon.abort());
    const either = AbortSignal.any([signal, soon.signal]);
    await delay(lookEveryMs, undefined, { signal: either }).catch(() => undefined);
    unsubscribe();
  }
}
