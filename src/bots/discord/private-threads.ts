import { ChannelType, type Client, PermissionFlagsBits, ThreadAutoArchiveDuration } from 'discord.js';
import type { Place, TenantId } from '../../domain.ts';
import { cutText } from './text.ts';

const needed = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.CreatePrivateThreads,
  PermissionFlagsBits.SendMessagesInThreads,
];
const longestName = 100;

/**
 * A private thread of a channel with these people in it; null where the bot may make none. `once` tells it from every other:
 * the thread of an earlier try is taken up again.
 */
export async function openPrivateThread(
  client: Client<true>,
  tenant: TenantId,
  room: { people: readonly string[]; channelId: string | null; name: string; once: string },
): Promise<Place | null> {
  const { people, channelId, once } = room;
  const channel = channelId === null ? null : await client.channels.fetch(channelId).catch(() => null);
  if (channel?.type !== ChannelType.GuildText) return null;
  const me = channel.guild.members.me;
  if (!me || !channel.permissionsFor(me).has(needed)) return null;
  const mark = ` · ${once.slice(0, 4)}`;
  const name = `${cutText(room.name, longestName - mark.length)}${mark}`;
  const before = channel.threads.cache.find((one) => one.name === name && one.ownerId === client.user.id);
  const thread =
    before ??
    (await channel.threads.create({
      name,
      type: ChannelType.PrivateThread,
      invitable: false,
      autoArchiveDuration: ThreadAutoArchiveDuration.OneWeek,
    }));
  for (const userId of people) await thread.members.add(userId);
  return { tenant, platform: 'discord', channelId: thread.id, threadId: null };
}
