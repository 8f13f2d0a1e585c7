import { ChannelType, PermissionFlagsBits, type VoiceBasedChannel } from 'discord.js';
import { notAllowed } from '../faults.ts';
import { mayListen } from '../permissions.ts';

/** Throws `not_allowed`, saying what to do, where an interview cannot be held: stages, age-restricted, full or closed channels. */
export function mayListenIn(channel: VoiceBasedChannel): void {
  if (channel.type === ChannelType.GuildStageVoice)
    throw notAllowed(
      `“${channel.name}” is a stage, where people need leave to speak; use an ordinary voice channel.`,
    );
  if (channel.nsfw)
    throw notAllowed(
      `“${channel.name}” is age-restricted; I hold interviews in ordinary voice channels only.`,
    );
  mayListen(channel);
  const me = channel.guild.members.me;
  const inside = me?.voice.channelId === channel.id;
  const mayJoinFull = me !== null && channel.permissionsFor(me).has(PermissionFlagsBits.MoveMembers);
  if (!inside && channel.userLimit > 0 && channel.members.size >= channel.userLimit && !mayJoinFull)
    throw notAllowed(`“${channel.name}” is full; raise its user limit by one, or use another channel.`);
}
