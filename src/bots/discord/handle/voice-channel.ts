import type { ChatInputCommandInteraction, VoiceBasedChannel } from 'discord.js';
import { badInput, notAllowed } from '../faults.ts';

/** The voice channel that somebody is in. Throws with what to do when they are in none, or in one that the bot cannot see. */
export function voiceChannelOf({ guild, user }: ChatInputCommandInteraction): VoiceBasedChannel {
  if (!guild) throw badInput('This needs a voice channel of a server; use it there.');
  const state = guild.voiceStates.cache.get(user.id);
  if (state?.channel) return state.channel;
  if (state?.channelId)
    throw notAllowed(
      'I cannot see the voice channel that you are in: give me “View Channel” and “Connect” there (Edit Channel ▸ Permissions ▸ add this bot, or its role), then try again.',
    );
  throw badInput('Join a voice channel first, then try again.');
}
