import {
  type AnyThreadChannel,
  ChannelType,
  type Client,
  PermissionFlagsBits,
  type TextChannel,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import type { Place, TenantId } from '../../domain.ts';
import { discordFault } from './client.ts';
import { cutText } from './text.ts';

const needed = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.CreatePrivateThreads,
  PermissionFlagsBits.SendMessagesInThreads,
];
const longestName = 100;

/**
 * A private thread of a channel with these people in it; null where the bot may make none. `once` tells it from every other:
 * the thread of an earlier try is taken up again. Throws when somebody cannot be added; the thread is then put away.
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
  const thread = (await ownThread(channel, name)) ?? (await newThread(channel, name));
  try {
    for (const userId of people) await thread.members.add(userId);
  } catch (error) {
    const { kind } = discordFault(error);
    // There will be no other try, and a bot may always archive what it made.
    if (kind !== 'rate-limit' && kind !== 'passing') await thread.setArchived(true);
    throw error;
  }
  return { tenant, platform: 'discord', channelId: thread.id, threadId: null };
}

/** Discord is asked, because the answer to an earlier try may have been lost. */
async function ownThread(channel: TextChannel, name: string): Promise<AnyThreadChannel | undefined> {
  const { threads } = await channel.threads.fetchActive();
  return threads.find((one) => one.name === name && one.ownerId === channel.client.user.id);
}

const newThread = (channel: TextChannel, name: string): Promise<AnyThreadChannel> =>
  channel.threads.create({
    name,
    type: ChannelType.PrivateThread,
    invitable: false,
    autoArchiveDuration: ThreadAutoArchiveDuration.OneWeek,
  });
