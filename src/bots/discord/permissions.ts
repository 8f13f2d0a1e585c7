/** What the bot may do in a channel, checked before it tries, and the invitation that grants it. */

import {
  type Client,
  type Guild,
  type GuildBasedChannel,
  OAuth2Scopes,
  PermissionFlagsBits,
  PermissionsBitField,
  type VoiceBasedChannel,
} from 'discord.js';
import type { Actor, Place } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { isDiscordFault } from './client.ts';
import { guildIdOf } from './guild-tenant.ts';

const names = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  AttachFiles: 'Attach Files',
  ReadMessageHistory: 'Read Message History',
  Connect: 'Connect',
  CreatePrivateThreads: 'Create Private Threads',
  Speak: 'Speak',
  ChangeNickname: 'Change Nickname',
  SetVoiceChannelStatus: 'Set Voice Channel Status',
} as const satisfies Partial<Record<keyof typeof PermissionFlagsBits, string>>;
type Needed = keyof typeof names;

const toPost = ['ViewChannel', 'SendMessages', 'AttachFiles', 'ReadMessageHistory'] as const;
const toListen = ['ViewChannel', 'Connect'] as const;

/**
 * The invitation for an application, asking for exactly what the bot uses. Without the last four it still works: it
 * makes no rooms and speaks nothing, and only the posts say that it listens.
 */
export function discordInvite(applicationId: string): string {
  const permissions = new PermissionsBitField(Object.keys(names) as Needed[]).bitfield;
  const scopes = `${OAuth2Scopes.Bot}+${OAuth2Scopes.ApplicationsCommands}`;
  return `https://discord.com/oauth2/authorize?client_id=${encodeURIComponent(applicationId)}&scope=${scopes}&permissions=${permissions}`;
}

/** Throws `not_allowed` when the bot may not post there, naming what is missing and how to grant it. */
export function mayPost(channel: GuildBasedChannel): void {
  const needed: Needed[] = channel.isThread()
    ? ['ViewChannel', 'SendMessagesInThreads', 'AttachFiles', 'ReadMessageHistory']
    : [...toPost];
  refuseWithout(channel, missingIn(channel, needed), 'post');
}

/** Throws `not_allowed` when the bot may not listen there, naming what is missing and how to grant it. */
export function mayListen(channel: GuildBasedChannel): void {
  refuseWithout(channel, missingIn(channel, toListen), 'listen');
}

/** Whether somebody is a member of the server now, may write in the channel and is not timed out. */
export async function mayWrite(client: Client, { tenant, userId }: Actor, place: Place): Promise<boolean> {
  const channel = await client.channels.fetch(place.channelId).catch(() => null);
  if (!channel || channel.isDMBased() || channel.guild.id !== guildIdOf(tenant)) return false;
  // Without a privileged intent Discord does not report changes of members, so the cached one may be stale.
  const member = await channel.guild.members.fetch({ user: userId, force: true }).catch((error: unknown) => {
    if (isDiscordFault(error, 'unknownMember', 'unknownUser')) return null;
    throw error;
  });
  if (!member || member.isCommunicationDisabled()) return false;
  const { SendMessages, SendMessagesInThreads, ViewChannel } = PermissionFlagsBits;
  const write = channel.isThread() ? SendMessagesInThreads : SendMessages;
  return channel.permissionsFor(member).has([ViewChannel, write]);
}

function missingIn(channel: GuildBasedChannel, needed: readonly Needed[]): Needed[] {
  const me = channel.guild.members.me;
  const granted = me ? channel.permissionsFor(me) : null;
  return needed.filter((one) => !granted?.has(PermissionFlagsBits[one]));
}

function refuseWithout(
  channel: GuildBasedChannel,
  missing: readonly Needed[],
  what: 'post' | 'listen',
): void {
  if (missing.length === 0) return;
  const rights = missing.map((one) => `“${names[one]}”`).join(', ');
  throw new CoachError('not_allowed', 'fault.discord-rights-missing', {
    what,
    channel: channel.name,
    rights,
  });
}

/** The voice channel that somebody is in. Throws with what to do when they are in none, or in one that the bot cannot see. */
export function voiceChannelOf(guild: Guild | undefined, userId: string): VoiceBasedChannel {
  if (!guild) throw new CoachError('bad_input', 'fault.voice-needs-server');
  const state = guild.voiceStates.cache.get(userId);
  if (state?.channel) return state.channel;
  throw state?.channelId
    ? new CoachError('not_allowed', 'fault.voice-unseen')
    : new CoachError('bad_input', 'fault.voice-join-first');
}
