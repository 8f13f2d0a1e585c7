/**
 * The mark by which everybody sees that the bot listens: in its name, or, where it may not change that, in the line
 * under the voice channel.
 */
import {
  type Client,
  GatewayDispatchEvents,
  GatewayOpcodes,
  type Guild,
  type GuildMember,
  PermissionFlagsBits,
  type VoiceBasedChannel,
} from 'discord.js';
import { z } from 'zod';
import { backoffMs } from '../../../async/retry.ts';
import { createSerialQueues } from '../../../async/serial-queue.ts';
import type { Log } from '../../../log.ts';
import type { Wording } from '../../../wording/wording.ts';
import { discordErrorFacts } from '../client.ts';
import type { VoiceTimings } from './timings.ts';

export type ListeningMarks = {
  /**
   * Shows that the bot listens in this channel; null: nowhere in the server. Resolves when that is done or has failed, and
   * never throws: an interview does not depend on it. A mark that could not be taken away is taken away later.
   */
  set(guild: Guild, channel: VoiceBasedChannel | null): Promise<void>;
  /** Takes the mark out of names that a crash has left marked. */
  tidy(listensIn: (guildId: string) => boolean): Promise<void>;
};

/** What shows the mark in a server now. */
type Shown =
  | { as: 'name'; name: string | null; marked: string }
  | { as: 'status'; channel: VoiceBasedChannel };

/** Discord's limit for the name of a member. */
const longestName = 32;
/** How long Discord may take to tell what is written under a channel. */
const statusMs = 2_000;
const channelInfo = z.object({
  guild_id: z.string(),
  channels: z.array(z.object({ id: z.string(), status: z.string().nullish() })),
});

export function createListeningMarks({
  client,
  wording,
  timings,
  log,
}: {
  client: Client<true>;
  wording: Wording;
  timings: Pick<VoiceTimings, 'returnFirstMs' | 'returnLongestMs' | 'returnTries'>;
  log: Log;
}): ListeningMarks {
  const queues = createSerialQueues();
  const wanted = new Map<string, VoiceBasedChannel | null>();
  const shown = new Map<string, Shown>();
  const word = wording.say('voice.mark.name');
  const status = `● ${wording.say('voice.mark.status')}`;

  const update = (guild: Guild, failures: number): Promise<void> =>
    queues.run(guild.id, () => apply(guild, failures)).catch(logFailure);
  async function apply(guild: Guild, failures: number): Promise<void> {
    const channel = wanted.get(guild.id) ?? null;
    const now = shown.get(guild.id);
    if (now && channel && (now.as === 'name' || now.channel.id === channel.id)) return;
    if (now) {
      if (!(await takeAway(guild, now)) && failures < timings.returnTries) return again(guild, failures + 1);
      shown.delete(guild.id);
    }
    const added = channel && ((await markName(guild)) ?? (await markChannel(channel)));
    if (added) shown.set(guild.id, added);
  }
  async function markName({ members: { me } }: Guild): Promise<Shown | null> {
    if (!me?.permissions.has(PermissionFlagsBits.ChangeNickname)) return null;
    const name = nameBefore(me, word);
    const marked = markedName(name ?? me.user.displayName, word);
    if (marked === null) return null;
    const done = me.nickname === marked || (await isDone(me.setNickname(marked)));
    return done ? { as: 'name', name, marked } : null;
  }
  async function markChannel(channel: VoiceBasedChannel): Promise<Shown | null> {
    const { me } = channel.guild.members;
    if (!me || !channel.permissionsFor(me).has(PermissionFlagsBits.SetVoiceChannelStatus)) return null;
    const present = await statusOf(channel);
    // What people have written there is theirs.
    if (present === undefined || (present !== null && present !== status)) return null;
    return (await isDone(writeStatus(channel, status))) ? { as: 'status', channel } : null;
  }
  /** False when it may still be there. */
  async function takeAway(guild: Guild, mark: Shown): Promise<boolean> {
    if (mark.as === 'status')
      return (await statusOf(mark.channel)) !== status || (await isDone(writeStatus(mark.channel, null)));
    const { me } = guild.members;
    // Somebody has given it another name meanwhile. (Discord may not have told of the mark yet.)
    if (!me || (me.nickname !== mark.marked && me.nickname !== mark.name)) return true;
    return await isDone(me.setNickname(mark.name));
  }
  function again(guild: Guild, failures: number): void {
    const { returnFirstMs: firstMs, returnLongestMs: longestMs } = timings;
    const delayMs = backoffMs(failures, { firstMs, longestMs });
    setTimeout(() => void update(guild, failures), delayMs).unref();
  }
  const writeStatus = (channel: VoiceBasedChannel, text: string | null) =>
    client.rest.put(`/channels/${channel.id}/voice-status`, { body: { status: text } });
  /** Discord tells it only when it is asked for. Undefined when it does not answer. */
  async function statusOf({ id, guild }: VoiceBasedChannel): Promise<string | null | undefined> {
    const answer = Promise.withResolvers<string | null | undefined>();
    const onInfo = (data: unknown) => {
      const info = channelInfo.safeParse(data).data;
      if (info?.guild_id === guild.id)
        answer.resolve(info.channels.find((channel) => channel.id === id)?.status || null);
    };
    const timer = setTimeout(() => answer.resolve(undefined), statusMs);
    client.ws.on(GatewayDispatchEvents.ChannelInfo, onInfo);
    try {
      guild.shard.send({
        op: GatewayOpcodes.RequestChannelInfo,
        d: { guild_id: guild.id, fields: ['status'] },
      });
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      client.ws.off(GatewayDispatchEvents.ChannelInfo, onInfo);
    }
  }
  async function isDone(call: Promise<unknown>): Promise<boolean> {
    try {
      await call;
      return true;
    } catch (error) {
      logFailure(error);
      return false;
    }
  }
  const logFailure = (error: unknown) =>
    log.debug({ fault: discordErrorFacts(error) }, 'Showing that the bot listens failed');

  return {
    async set(guild, channel) {
      wanted.set(guild.id, channel);
      await update(guild, 0);
    },
    async tidy(listensIn) {
      for (const { id, members } of client.guilds.cache.values()) {
        const { me } = members;
        if (!me || me.nickname === null || listensIn(id)) continue;
        const name = nameBefore(me, word);
        if (name !== me.nickname) await isDone(me.setNickname(name));
      }
    },
  };
}

/** The name with the mark; null when it is too long for one. A crash loses nothing: the name itself is part of it. */
const markedName = (name: string, word: string): string | null =>
  [`● ${word} · ${name}`, `● ${name}`].find(({ length }) => length <= longestName) ?? null;

/** The name that the bot has here apart from the mark; null: its usual one. */
function nameBefore({ nickname, user }: GuildMember, word: string): string | null {
  const mark = [`● ${word} · `, '● '].find((one) => nickname?.startsWith(one));
  if (nickname === null || mark === undefined) return nickname;
  const name = nickname.slice(mark.length);
  return name === user.displayName ? null : name;
}
