/** One interview in one voice channel: who is heard, what becomes of it, and what is said about the room itself. */
import type { VoiceConnection } from '@discordjs/voice';
import type { VoiceBasedChannel } from 'discord.js';
import { isCoachError } from '../../../errors.ts';
import type { SessionView } from '../../../pipeline/interview/interview-types.ts';
import { captureVoices } from '../capture/capture-voices.ts';
import type { VoiceDecoder } from '../capture/voice-decoder.ts';
import { actorIn, type Desk, tenantOf } from '../desk.ts';
import { loggable } from '../faults.ts';
import type { VoiceRoom } from '../ports.ts';
import { createAnswering } from './answering.ts';
import { createAttendance } from './attendance.ts';
import { watchConnection } from './connection.ts';
import { listeningLine } from './lines.ts';
import { watchQuiet } from './quiet.ts';
import { createRoomTalk } from './room-talk.ts';
import { createSpeaking } from './speaking.ts';

export function openRoom(options: {
  desk: Desk;
  connection: VoiceConnection;
  channel: VoiceBasedChannel;
  session: SessionView;
  decoder: VoiceDecoder;
  closed(): void;
}): VoiceRoom {
  const { desk, connection, decoder } = options;
  const { log } = desk.context;
  const guildId = options.channel.guild.id;
  const tenant = tenantOf(guildId);
  const startedMs = Date.parse(options.session.createdAt);
  const epochMs = performance.timeOrigin - startedMs;
  /** Steady, and the same after a restart: milliseconds since the session began. */
  const clock = () => epochMs + performance.now();
  let { channel, session } = options;
  let over = false;

  const listening = captureVoices(connection, {
    decoder,
    log,
    clock,
    onSegment: (userId, segment) => {
      speaking.hush();
      return answering.take(userId, segment);
    },
  });
  const answering = createAnswering({ desk, tenant, clock, listening, session: () => session, say });
  const talk = createRoomTalk({ desk, session: () => session });
  const attendance = createAttendance({
    desk,
    listening,
    session: () => session,
    channel: () => channel,
    ask: talk.askForConsent,
    heardChanged: () => showListening(),
    drop: answering.drop,
  });
  const stopWatching = watchConnection(connection, { log, lost: (why) => void lost(why) });
  const speaking = createSpeaking(desk, connection, () => channel);
  const quiet = watchQuiet({
    desk,
    clock,
    listening,
    answering,
    channel: () => channel,
    heard: attendance.heard,
    say,
  });

  function say(title: string, text: string): void {
    void talk.say(title, text);
  }
  function showListening(): void {
    const turn = answering.turn();
    if (turn && session.state === 'active') desk.posts.say(session.id, listeningLine(desk, session, turn));
  }
  async function pauseFor(title: string, text: string): Promise<void> {
    try {
      await desk.context.interview.pause(actorIn(tenant, session.ownerUserId), session.id);
    } catch (error) {
      // It has ended in the meantime: there is nothing to pause, and nothing to say.
      if (isCoachError(error, 'wrong_state')) return;
      log.warn({ fault: loggable(error), sessionId: session.id }, 'A session could not be paused');
    }
    await talk.say(title, text);
  }
  async function lost(why: 'kicked' | 'unreachable'): Promise<void> {
    if (over) return;
    await self.close();
    const what =
      why === 'kicked'
        ? 'I was disconnected from the voice channel.'
        : 'My voice connection broke and could not be opened again; another region for the channel may help.';
    await pauseFor(
      'I cannot hear you any more',
      `${what} What you said so far is kept and the interview is paused. Press Pause to call me back, or Stop to end it.`,
    );
  }
  async function moved(to: VoiceBasedChannel): Promise<void> {
    channel = to;
    await attendance.refresh();
    say('I was moved', `The interview goes on in “${to.name}”. I hear only those there who agreed.`);
  }
  let alone: NodeJS.Timeout | null = null;
  let pausedByLeaving = false;
  async function lookWhoIsHere(): Promise<void> {
    await attendance.refresh();
    if (over) return;
    const empty = !channel.members.some((member) => !member.user.bot);
    if (empty && !alone) {
      alone = setTimeout(() => {
        void desk.rooms.endSession(session, 'everybody left the voice channel');
      }, desk.timings.aloneMs);
      pausedByLeaving = session.state === 'active';
      const minutes = Math.max(1, Math.round(desk.timings.aloneMs / 60_000));
      await pauseFor(
        'Everybody has left',
        `The interview is paused. It goes on when somebody comes back, and ends after ${minutes} minutes without anybody.`,
      );
    } else if (!empty && alone) {
      clearTimeout(alone);
      alone = null;
      if (!pausedByLeaving) return;
      await desk.context.interview
        .resume(actorIn(tenant, session.ownerUserId), session.id)
        .catch((error: unknown) => {
          log.warn({ fault: loggable(error), sessionId: session.id }, 'A session could not be resumed');
        });
    }
  }

  const self: VoiceRoom = {
    sessionId: session.id,
    guildId,
    channelName: () => channel.name,
    channelId: () => channel.id,
    heard: attendance.heard,
    receivedShare(userId) {
      const { expected, received } = listening.counts(userId);
      return expected === 0 ? null : received / expected;
    },
    async announce(why) {
      await talk.announce(channel.name, why, await attendance.waitingFor());
      await attendance.refresh();
      if (session.turn && why !== 'begun') self.ask(session, session.turn);
    },
    ask(now, turn) {
      session = now;
      if (answering.turn()?.id !== turn.id) void speaking.ask(now, turn);
      answering.ask(turn);
      quiet.reset();
      void attendance.refresh();
    },
    askAgain(userId) {
      answering.askAgain(userId);
      showListening();
    },
    async changed(now) {
      session = now;
      if (now.state === 'ended') await self.close();
      else if (now.state === 'active') {
        quiet.reset();
        showListening();
      }
    },
    async finish(userId) {
      await listening.finish(userId);
    },
    submitted: answering.submitted,
    consentChanged: (userId) => attendance.consentChanged(userId),
    async voiceStateChanged(old, now) {
      if (over) return;
      try {
        if (now.id === desk.client.user.id) {
          if (now.channel && now.channel.id !== channel.id) await moved(now.channel);
          if (now.serverDeaf && !old.serverDeaf)
            say(
              'I am deafened',
              'Somebody who moderates this server has deafened me, so I hear nobody. Right-click me in the voice channel and take “Server Deafen” off.',
            );
          if (!now.serverDeaf && old.serverDeaf) say('I hear again', 'I am no longer deafened.');
          return;
        }
        if (old.channelId === channel.id || now.channelId === channel.id) await lookWhoIsHere();
      } catch (error) {
        log.error(
          { fault: loggable(error), sessionId: session.id },
          'A change in a voice channel could not be handled',
        );
      }
    },
    async close() {
      if (over) return;
      over = true;
      if (alone) clearTimeout(alone);
      stopWatching();
      quiet.stop();
      answering.stop();
      await Promise.all(attendance.heard().map((userId) => listening.finish(userId).catch(() => undefined)));
      await listening.close();
      log.info(
        { sessionId: session.id, resubscriptions: listening.resubscriptions() },
        'A voice channel was left',
      );
      if (connection.state.status !== 'destroyed') connection.destroy();
      options.closed();
    },
  };
  return self;
}
