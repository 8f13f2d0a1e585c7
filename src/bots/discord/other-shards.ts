/**
 * What this process does where another one serves the shard. Discord's REST API knows no shards, so a post there can be
 * read and changed from here; who follows the post, or hears people there, is told first.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'discord.js';
import { z } from 'zod';
import type { Shards } from '../../config/discord-shards.ts';
import type { Actor, Place, TenantId } from '../../domain.ts';
import { isServedBy } from '../../pipeline/shards.ts';
import type { BotNotices } from '../bot.ts';
import { guildIdOf, tenantOfGuild } from './guild-tenant.ts';

/** Nothing reports changes of a server that another process serves, so it is asked again after this time. */
const knownForMs = 60_000;
/** How long to wait for the process that follows a post. */
const patienceMs = 1_000;

const letGoTopic = 'discord:let-go';
const hasLetGoTopic = 'discord:has-let-go';
const consentTopic = 'discord:consent';
const discordTenant = z.string().refine((tenant): tenant is TenantId => tenant.startsWith('discord:'));
const aboutPost = z.object({ tenant: discordTenant, messageId: z.string() });
const aboutPerson = z.object({ guildId: z.string(), userId: z.string() });

type Where = Pick<Place, 'tenant' | 'direct'>;

export type OtherShards = {
  /** Makes a server usable whose events another process gets. */
  reach(tenant: TenantId): Promise<void>;
  /** Resolves when nobody else edits this post any more, or has not said so in time. */
  letGo(place: Where, messageId: string): Promise<void>;
  /** Somebody has agreed to be heard, or no longer does. */
  consentChanged(person: Actor): void;
  /** Does here what other processes ask for, until the returned function is called. */
  listen(here: {
    letGo(messageId: string): Promise<void>;
    consentChanged(person: Actor): Promise<void>;
  }): () => void;
};

export function createOtherShards({
  client,
  shards,
  notices,
}: {
  client: Client<true>;
  shards: Shards;
  notices: BotNotices;
}): OtherShards {
  const isElsewhere = (tenant: TenantId) => /^discord:\d+$/.test(tenant) && !isServedBy(shards, { tenant });
  /** Direct messages belong to no server. */
  const tenantAt = ({ tenant, direct = false }: Where): TenantId => (direct ? 'discord:direct' : tenant);

  return {
    async reach(tenant) {
      const id = guildIdOf(tenant);
      if (!isElsewhere(tenant) || client.guilds.cache.has(id)) return;
      const guild = await client.guilds.fetch({ guild: id, force: true }).catch(() => null);
      await guild?.members.fetchMe().catch(() => null);
      setTimeout(() => forget(id), knownForMs).unref();
    },
    async letGo(place, messageId) {
      const tenant = tenantAt(place);
      if (isServedBy(shards, { tenant })) return;
      const done = new AbortController();
      const unsubscribe = notices.subscribe(hasLetGoTopic, (payload) => {
        if (aboutPost.safeParse(payload).data?.messageId === messageId) done.abort();
      });
      notices.publish(letGoTopic, { tenant, messageId });
      await delay(patienceMs, undefined, { signal: done.signal }).catch(() => undefined);
      unsubscribe();
    },
    consentChanged({ tenant, userId }) {
      if (isElsewhere(tenant)) notices.publish(consentTopic, { guildId: guildIdOf(tenant), userId });
    },
    listen(here) {
      const stops = [
        notices.subscribe(letGoTopic, (payload) => {
          const asked = aboutPost.safeParse(payload).data;
          if (asked && isServedBy(shards, { tenant: asked.tenant }))
            void here.letGo(asked.messageId).then(() => notices.publish(hasLetGoTopic, asked));
        }),
        notices.subscribe(consentTopic, (payload) => {
          const told = aboutPerson.safeParse(payload).data;
          if (!told) return;
          const tenant = tenantOfGuild(told.guildId);
          if (isServedBy(shards, { tenant })) void here.consentChanged({ tenant, userId: told.userId });
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };

  function forget(guildId: string): void {
    client.guilds.cache.delete(guildId);
    client.channels.cache.sweep((channel) => 'guildId' in channel && channel.guildId === guildId);
  }
}
