/** Sends cards to channels and people, the same card never twice. */
import type { DMChannel, GuildTextBasedChannel, Message } from 'discord.js';
import type { Card } from './cards.ts';
import type { Desk } from './desk.ts';
import { isDiscordFault } from './faults.ts';

export type Once = {
  /** At most 25 characters; the same for every try of the same message. */
  nonce: string;
  /** It was tried before, and may have been shown. */
  again: boolean;
  /** Stands in the buttons of the card, where it has any. */
  tag?: string;
};

export type PostChannel = GuildTextBasedChannel | DMChannel;

/** The channel, or null when it is gone or cannot be written in. */
export async function channelFor(desk: Pick<Desk, 'client'>, channelId: string): Promise<PostChannel | null> {
  try {
    const channel = await desk.client.channels.fetch(channelId);
    if (!channel?.isTextBased() || !channel.isSendable()) return null;
    return channel.isDMBased() && !('recipient' in channel) ? null : (channel as PostChannel);
  } catch (error) {
    if (isDiscordFault(error, 'unknownChannel', 'missingAccess')) return null;
    throw error;
  }
}

/** Posts a card. Discord drops a second message with the same nonce for some minutes; after that the channel is looked through. */
export async function postOnce(channel: PostChannel, card: Card, once: Once): Promise<Message> {
  const before = once.again ? await findPosted(channel, once) : null;
  if (before) return before;
  return await channel.send({ ...card, nonce: once.nonce, enforceNonce: true });
}

async function findPosted(channel: PostChannel, { tag }: Once): Promise<Message | null> {
  if (tag === undefined || tag === '') return null;
  try {
    const recent = await channel.messages.fetch({ limit: 50, cache: false });
    const own = recent.filter((message) => message.author.id === channel.client.user.id);
    return own.find((message) => JSON.stringify(message.components).includes(`|${tag}"`)) ?? null;
  } catch (error) {
    if (isDiscordFault(error, 'missingAccess', 'missingPermissions')) return null;
    throw error;
  }
}

/** Sends a card to one person; null when their direct messages are closed. */
export async function sendToPerson(
  desk: Pick<Desk, 'client'>,
  userId: string,
  card: Card,
  once: Once,
): Promise<Message | null> {
  try {
    const channel = await desk.client.users.createDM(userId);
    return await postOnce(channel, card, once);
  } catch (error) {
    if (isDiscordFault(error, 'closedDms')) return null;
    throw error;
  }
}
