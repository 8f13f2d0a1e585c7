import { ChannelType, PermissionFlagsBits, type VoiceBasedChannel } from 'discord.js';
import { CoachError } from '../../../errors.ts';
import { mayListen } from '../permissions.ts';

/** Throws `not_allowed`, saying what to do, where an interview cannot be held: stages, age-restricted, full or closed channels. */
export function mayListenIn(channel: VoiceBasedChannel): void {
  const { name } = channel;
  if (channel.type === ChannelType.GuildStageVoice)
    throw new CoachError('not_allowed', 'fault.voice-stage', { channel: name });
  if (channel.nsfw) throw new CoachError('not_allowed', 'fault.voice-age-restricted', { channel: name });
  mayListen(channel);
  const me = channel.guild.members.me;
  const inside = me?.voice.channelId === channel.id;
  const mayJoinFull = me !== null && channel.permissionsFor(me).has(PermissionFlagsBits.MoveMembers);
  if (!inside && channel.userLimit > 0 && channel.members.size >= channel.userLimit && !mayJoinFull)
    throw new CoachError('not_allowed', 'fault.voice-full', { channel: name });
}
