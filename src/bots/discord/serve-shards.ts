import { type Client, Routes } from 'discord.js';
import { z } from 'zod';
import type { Shards } from '../../config/discord-shards.ts';
import type { HeldShards } from '../../pipeline/shard-leases.ts';
import type { BotContext } from '../bot.ts';
import { createClient, discordRefusal } from './client.ts';

const gatewayInfo = z.object({ shards: z.number().int().min(1) });

/**
 * Serves the wanted shards until the signal aborts: those that are free at once and together, others when the process
 * that serves them is gone. Throws what `serve` throws.
 */
export async function serveShards(
  context: Pick<BotContext, 'config' | 'log' | 'shards'>,
  token: string,
  untilAborted: AbortSignal,
  serve: (held: HeldShards, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([untilAborted, failed.signal]);
  const { DISCORD_SHARDS: chosen } = context.config;
  const wanted = chosen === 'auto' ? await recommended(context, token, signal) : chosen;
  await serveThese(wanted);

  async function serveThese({ ids, count }: Shards): Promise<void> {
    const held = ids.length === 0 ? null : await context.shards.take({ ids, count }, signal);
    if (held === null) return;
    const others = ids.filter((id) => !held.ids.includes(id));
    const work = [serveThese({ ids: others, count }), serveAgain(held)];
    try {
      await Promise.all(work);
    } catch (error) {
      failed.abort();
      await Promise.allSettled(work);
      throw error;
    }
  }

  async function serveAgain(held: HeldShards): Promise<void> {
    try {
      await serve(held, AbortSignal.any([signal, held.lost]));
    } finally {
      await held.release();
    }
    if (!signal.aborted) await serveThese(held);
  }
}

/** All shards, as many as Discord recommends for this bot. */
async function recommended(
  context: Pick<BotContext, 'config' | 'log'>,
  token: string,
  signal: AbortSignal,
): Promise<Shards> {
  const client = createClient(context, { ids: [0], count: 1 });
  try {
    client.rest.setToken(token);
    const { shards: count } = gatewayInfo.parse(await untilStopped(client, signal));
    return { ids: Array.from({ length: count }, (_, id) => id), count };
  } catch (error) {
    throw discordRefusal(error, client.rest.options.api);
  } finally {
    await client.destroy();
  }
}

/** Stopping does not wait for Discord, which may not answer. */
function untilStopped(client: Client, signal: AbortSignal): Promise<unknown> {
  return client.rest.get(Routes.gatewayBot(), { signal });
}
