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
import { createSerialQueues } from '../../../async/serial-queue.ts';
import type { Log } from '../../../log.ts';
import type { Wording } from '../../../wording/wording.ts';
import { discordErrorFacts } from '../client.ts';

export type ListeningMarks = {
  /**
   * Shows that the bot listens in this channel; null: nowhere in the server. Resolves when that is done or turned out
   * to be impossible, and never throws: an interview does not depend on it.
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
  log,
}: {
  client: Client<true>;
  wording: Wording;
  log: Log;
}): ListeningMarks {
  const queues = createSerialQueues();
  const wanted = new Map<string, VoiceBasedChannel | null>();
  const shown = new Map<string, Shown>();
  const word = wording.say('voice.mark.name');
  const status = `● ${wording.say('voice.mark.status')}`;

  async function apply(guild: Guild, channel: VoiceBasedChannel | null): Promise<void> {
    const now = shown.get(guild.id);
    if (now && channel && (now.as === 'name' || now.channel.id === channel.id)) return;
    if (now) {
      shown.delete(guild.id);
      await takeAway(guild, now);
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
  async function takeAway(guild: Guild, mark: Shown): Promise<void> {
    if (mark.as === 'status') {
      if ((await statusOf(mark.channel)) === status) await isDone(writeStatus(mark.channel, null));
      return;
    }
    const { me } = guild.members;
    // Somebody has given it another name meanwhile. (Discord may not have told of the mark yet.)
    if (!me || (me.nickname !== mark.marked && me.nickname !== mark.name)) return;
    await isDone(me.setNickname(mark.name));
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
      log.debug({ fault: discordErrorFacts(error) }, 'Showing that the bot listens failed');
      return false;
    }
  }

  return {
    async set(guild, channel) {
      wanted.set(guild.id, channel);
      const work = () => apply(guild, wanted.get(guild.id) ?? null);
      await isDone(queues.run(guild.id, work));
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
