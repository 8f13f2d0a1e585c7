/** The voice rooms: one for each spoken session, and in each server one voice channel at a time, as Discord allows. */

import type { VoiceConnection } from '@discordjs/voice';
import {
  ChannelType,
  type Client,
  PermissionFlagsBits,
  type VoiceBasedChannel,
  type VoiceState,
} from 'discord.js';
import type { Actor, EndReason, Session } from '../../../domain.ts';
import { CoachError } from '../../../errors.ts';
import { openVoiceDecoder, type VoiceDecoder } from '../capture/voice-decoder.ts';
import { discordErrorFacts } from '../client.ts';
import { guildIdOf, tenantOfGuild } from '../guild-tenant.ts';
import { mayListen } from '../permissions.ts';
import { holdsConsentRole } from './attendance.ts';
import { joinVoice } from './connection.ts';
import { createListeningMarks } from './listening-mark.ts';
import { openRoom, type RoomParts, type VoiceRoom } from './room.ts';
import type { Arrival } from './room-talk.ts';
import { statusLineOf } from './status-line.ts';

export type VoiceRooms = ReturnType<typeof createRooms>;

export function createRooms(
  parts: Omit<RoomParts, 'decoder' | 'marks'> & {
    client: Client<true>;
    /** Ends a session whose candidate stayed away, and tells its owner why. */
    abandoned(session: Session, reason: EndReason): Promise<void>;
  },
) {
  const { client, timings, wording, log } = parts;
  const rooms = new Map<string, VoiceRoom>();
  /** Servers whose voice channel the bot is using briefly: while entering a room, or for a test. */
  const visited = new Set<string>();
  /** These resolve when the bot has joined and introduced itself. */
  const entering = new Map<string, Promise<unknown>>();
  const marks = createListeningMarks(parts);
  let decoder: VoiceDecoder | null = null;
  const theDecoder = (): VoiceDecoder => {
    decoder ??= openVoiceDecoder();
    return decoder;
  };

  const inGuild = (guildId: string) => [...rooms.values()].filter((room) => room.guildId === guildId);
  const busyIn = (guildId: string) => inGuild(guildId).find((room) => room.channel() !== null) ?? null;
  function requireFree(channel: VoiceBasedChannel): void {
    const busy = busyIn(channel.guild.id)?.channel();
    if (busy) throw new CoachError('wrong_state', 'fault.voice-busy', { channel: busy.name });
    if (visited.has(channel.guild.id)) throw new CoachError('wrong_state', 'fault.voice-test-running');
    mayListenIn(channel);
  }
  /** Reserves the server's single voice connection while `work` runs. */
  async function visiting<Result>(channel: VoiceBasedChannel, work: () => Promise<Result>): Promise<Result> {
    requireFree(channel);
    visited.add(channel.guild.id);
    try {
      return await work();
    } finally {
      visited.delete(channel.guild.id);
    }
  }
  function openFor(session: Session, channel: VoiceBasedChannel): VoiceRoom {
    const room = openRoom(
      { ...parts, marks, decoder: theDecoder() },
      {
        session,
        channel,
        join: joinAgain,
        abandoned: parts.abandoned,
        closed: () => rooms.delete(session.id),
      },
    );
    rooms.set(session.id, room);
    return room;
  }
  async function joinAgain(session: Session) {
    const channel = peopledChannelOf(session);
    if (!channel) return null;
    return await visiting(channel, async () => ({ channel, connection: await joinVoice(channel, timings) }));
  }
  /** The voice channel of a session, or where its owner is now, if anybody is there. */
  const peopledChannelOf = (session: Session): VoiceBasedChannel | null =>
    channelsOf(session).find((channel) => channel.members.some((member) => !member.user.bot)) ?? null;
  function channelsOf({ place, ownerUserId }: Session): VoiceBasedChannel[] {
    const guild = client.guilds.cache.get(guildIdOf(place.tenant));
    const own = guild?.channels.cache.get(place.voiceChannelId ?? '');
    const current = guild?.voiceStates.cache.get(ownerUserId)?.channel;
    return [own, current].flatMap((channel) => (channel?.isVoiceBased() ? [channel] : []));
  }
  async function arrive(room: VoiceRoom, connection: VoiceConnection, why: Arrival): Promise<void> {
    const arrived = room.arrive(connection, why);
    const done = arrived.catch(() => undefined).finally(() => entering.delete(room.guildId));
    entering.set(room.guildId, done);
    await arrived;
  }

  return {
    /** Joins a channel and holds what `begin` starts there. Throws CoachErrors that say what prevents it. */
    async enter(channel: VoiceBasedChannel, begin: () => Promise<Session>): Promise<Session> {
      const entered = visiting(channel, async () => {
        const connection = await joinVoice(channel, timings);
        try {
          const session = await begin();
          const room = openFor(session, channel);
          await room.arrive(connection, 'started');
          void room.follow();
          return session;
        } catch (error) {
          if (!busyIn(channel.guild.id)) connection.destroy();
          throw error;
        }
      });
      const done = entered.catch(() => undefined).finally(() => entering.delete(channel.guild.id));
      entering.set(channel.guild.id, done);
      return await entered;
    },
    /** Opens the room of a session that is already running; false when nobody is there to continue with. */
    async resume(session: Session, why: Exclude<Arrival, 'started'>): Promise<boolean> {
      const channel = peopledChannelOf(session) ?? channelsOf(session)[0];
      if (!channel || rooms.has(session.id)) return false;
      const room = openFor(session, channel);
      try {
        const joined = session.state === 'active' ? await joinAgain(session) : null;
        if (joined) await arrive(room, joined.connection, why);
        return joined !== null;
      } catch (error) {
        log.warn(
          { fault: discordErrorFacts(error), sessionId: session.id },
          'Going on with a voice session failed',
        );
        return false;
      } finally {
        void room.follow();
      }
    },
    /** After a crash: nothing shows that the bot listens where it does not. */
    tidy: () => marks.tidy((guildId) => busyIn(guildId) !== null || visited.has(guildId)),
    /** Joins for a moment, for a microphone test. Throws while an interview uses the connection. */
    visit: async <Result>(
      channel: VoiceBasedChannel,
      work: (decoder: VoiceDecoder) => Promise<Result>,
    ): Promise<Result> => await visiting(channel, () => work(theDecoder())),
    ofSession: (sessionId: string): VoiceRoom | null => rooms.get(sessionId) ?? null,
    /** The room that is in a voice channel of this server now. */
    ofGuild: busyIn,
    /** The line under the open question of a spoken session. */
    statusLine: (session: Session): string =>
      statusLineOf(session, rooms.get(session.id)?.heard() ?? new Set(), wording),
    voiceStateChanged(old: VoiceState, now: VoiceState): void {
      for (const room of inGuild(now.guild.id)) void room.voiceStateChanged(old, now);
    },
    async consentChanged(tenant: string, userId: string): Promise<void> {
      for (const room of rooms.values())
        if (tenantOfGuild(room.guildId) === tenant) await room.consentChanged(userId);
    },
    /**
     * The name of the consent role through which a person is heard who has not answered themselves; null for
     * everybody else.
     */
    async consentRoleOf(person: Actor): Promise<string | null> {
      const { consentRole } = await parts.tenantSettings.read(person.tenant);
      const guild = client.guilds.cache.get(guildIdOf(person.tenant));
      const member = await guild?.members.fetch(person.userId).catch(() => null);
      if (!member || !holdsConsentRole(member, consentRole)) return null;
      const hearing = await parts.consents.hearing(person, { holdsConsentRole: true });
      return hearing === 'through-role' ? (guild?.roles.cache.get(consentRole ?? '')?.name ?? null) : null;
    },
    /** Resolves once the bot has joined and introduced itself, if it is about to in this server. */
    async settled(guildId: string): Promise<void> {
      await entering.get(guildId);
    },
    /** Hands over everything that was heard, and leaves every channel. */
    async closeAll(): Promise<void> {
      await Promise.all([...rooms.values()].map((room) => room.close()));
      await decoder?.close();
    },
  };
}

/**
 * Throws `not_allowed`, saying what to do, for channels where no interview can be held: stages, and
 * age-restricted, full or closed ones.
 */
function mayListenIn(channel: VoiceBasedChannel): void {
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
