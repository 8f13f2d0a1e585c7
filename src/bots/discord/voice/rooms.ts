/** The voice channels that are listened in: one a server, as Discord allows. */
import type { VoiceBasedChannel } from 'discord.js';
import type { SessionView } from '../../../pipeline/interview/interview-types.ts';
import { sayView } from '../../desk-view.ts';
import { openVoiceDecoder, type VoiceDecoder } from '../capture/voice-decoder.ts';
import { renderCard } from '../cards.ts';
import { actorIn, type Desk, guildIdOf, tenantOf } from '../desk.ts';
import { loggable, wrongState } from '../faults.ts';
import type { Return, VoiceRoom, VoiceRooms } from '../ports.ts';
import { sendToPerson } from '../send.ts';
import { joinVoice } from './connection.ts';
import { mayListenIn } from './may-listen.ts';
import { openRoom } from './room.ts';

export function createVoiceRooms(desk: () => Desk): VoiceRooms {
  const rooms = new Map<string, VoiceRoom>();
  const visits = new Set<string>();
  let decoder: VoiceDecoder | null = null;
  const theDecoder = () => {
    decoder ??= openVoiceDecoder();
    return decoder;
  };
  const ofSession = (sessionId: string) =>
    [...rooms.values()].find((room) => room.sessionId === sessionId) ?? null;
  function requireFree(channel: VoiceBasedChannel): void {
    const busy = rooms.get(channel.guild.id);
    if (busy)
      throw wrongState(
        `I am in “${busy.channelName()}” for another interview; Discord lets me be in one voice channel of a server at a time. Join there, or stop it first.`,
      );
    if (visits.has(channel.guild.id))
      throw wrongState('A microphone test is running; try again in a few seconds.');
  }
  const entering = new Map<string, Promise<unknown>>();
  function open(
    channel: VoiceBasedChannel,
    begin: () => Promise<SessionView>,
    why: 'begun' | Return,
  ): Promise<SessionView> {
    const work = openNow(channel, begin, why);
    const done = work.catch(() => undefined).finally(() => entering.delete(channel.guild.id));
    entering.set(channel.guild.id, done);
    return work;
  }
  async function openNow(
    channel: VoiceBasedChannel,
    begin: () => Promise<SessionView>,
    why: 'begun' | Return,
  ): Promise<SessionView> {
    visits.add(channel.guild.id);
    try {
      const connection = await joinVoice(channel);
      try {
        const session = await begin();
        const room = openRoom({
          desk: desk(),
          connection,
          channel,
          session,
          decoder: theDecoder(),
          closed: () => rooms.delete(channel.guild.id),
        });
        rooms.set(channel.guild.id, room);
        await room.announce(why);
        return session;
      } catch (error) {
        if (!rooms.has(channel.guild.id)) connection.destroy();
        throw error;
      }
    } finally {
      visits.delete(channel.guild.id);
    }
  }

  const self: VoiceRooms = {
    async enter(channel, begin) {
      requireFree(channel);
      mayListenIn(channel);
      return await open(channel, begin, 'begun');
    },
    async takeUp(session, why) {
      const { client, context } = desk();
      const guild = client.guilds.cache.get(guildIdOf(session.place.tenant));
      const channel =
        guild?.channels.cache.get(session.place.threadId ?? '') ??
        guild?.voiceStates.cache.get(session.ownerUserId)?.channel;
      if (!channel?.isVoiceBased() || !channel.members.some((member) => !member.user.bot)) return false;
      try {
        requireFree(channel);
        mayListenIn(channel);
        await open(channel, async () => session, why);
        return true;
      } catch (error) {
        context.log.warn(
          { fault: loggable(error), sessionId: session.id },
          'A voice session could not be taken up again',
        );
        return false;
      }
    },
    async visit(channel, work) {
      requireFree(channel);
      mayListenIn(channel);
      visits.add(channel.guild.id);
      try {
        return await work(theDecoder());
      } finally {
        visits.delete(channel.guild.id);
      }
    },
    ofSession,
    ofGuild: (guildId) => rooms.get(guildId) ?? null,
    voiceStateChanged(old, now) {
      const room = rooms.get(now.guild.id);
      if (room) void room.voiceStateChanged(old, now);
    },
    async consentChanged(tenant, userId) {
      for (const room of rooms.values())
        if (tenantOf(room.guildId) === tenant) await room.consentChanged(userId);
    },
    async endSession(session, reason) {
      const { context } = desk();
      const { tenant } = session.place;
      await context.interview
        .stop(actorIn(tenant, session.ownerUserId), session.id, reason)
        .catch((error: unknown) => {
          context.log.warn({ fault: loggable(error), sessionId: session.id }, 'A session could not be ended');
        });
      desk().sessions.remove(session.id);
      await self.close(session.id);
      const card = renderCard(
        sayView(
          'Your interview has ended',
          `It ended because ${reason}. What you submitted is still scored.`,
        ),
        { tenant },
      );
      await sendToPerson(desk(), session.ownerUserId, card, {
        nonce: `e${session.id.slice(0, 20)}`,
        again: false,
      }).catch(() => null);
    },
    async settled(guildId) {
      await entering.get(guildId);
    },
    async close(sessionId) {
      await ofSession(sessionId)?.close();
    },
    async closeAll() {
      await Promise.all([...rooms.values()].map((room) => room.close()));
      await decoder?.close();
    },
  };
  return self;
}
