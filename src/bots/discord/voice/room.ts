/**
 * The voice room of one session: it follows the session's state, and is in the voice channel while the
 * session is active.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { VoiceConnection } from '@discordjs/voice';
import type { VoiceBasedChannel, VoiceState } from 'discord.js';
import { createSerialQueue } from '../../../async/serial-queue.ts';
import type { EndReason, Session } from '../../../domain.ts';
import { isCoachError } from '../../../errors.ts';
import { discordErrorFacts } from '../client.ts';
import { createAbsence, isAway } from './absence.ts';
import type { Lost } from './connection.ts';
import type { ListeningMarks } from './listening-mark.ts';
import { createOutage } from './outage.ts';
import { openPresence, type Presence, type PresenceParts } from './presence.ts';
import { leaderOf, type RoomState } from './room-state.ts';
import { type Arrival, createRoomTalk, type TalkParts } from './room-talk.ts';
import { createStatusLine } from './status-line.ts';

export type VoiceRoom = ReturnType<typeof openRoom>;

export type RoomParts = PresenceParts &
  TalkParts & {
    /** Shows a line under the open question of a session. */
    showUnder(session: Session, line: string): void;
    marks: Pick<ListeningMarks, 'set'>;
    now: () => Date;
  };

/** How long the store is left alone when a session cannot be read. */
const troubleMs = 1_000;
/** How long leaving waits until the bot no longer looks as if it listened. */
const unmarkMs = 3_000;

export function openRoom(
  parts: RoomParts,
  options: {
    session: Session;
    channel: VoiceBasedChannel;
    /**
     * Rejoins the channel that people are in; null when they are in none. Throws when something prevents it.
     */
    join(session: Session): Promise<{ connection: VoiceConnection; channel: VoiceBasedChannel } | null>;
    /** The session has ended because its candidate stayed away: its owner is told. */
    abandoned(session: Session, reason: EndReason): Promise<void>;
    closed(): void;
  },
) {
  const { interview, timings, wording, log, now } = parts;
  const { say } = wording;
  const { session } = options;
  const epochMs = performance.timeOrigin - Date.parse(session.createdAt);
  const clock = () => epochMs + performance.now();
  const state: RoomState = { session, channel: options.channel, heard: new Set(), listeningSinceMs: null };
  const talk = createRoomTalk(parts, session);
  const status = createStatusLine({ state, wording, showUnder: parts.showUnder, now });
  const stop = new AbortController();
  /** Null while the bot is not in a voice channel for this session. */
  let presence: Presence | null = null;
  let connected = false;
  let isMarked = false;
  const outage = createOutage({
    ...{ state, timings, signal: stop.signal },
    pause: () => void pause('connection-lost'),
  });
  const absence = createAbsence({
    ...{ state, outage, pause, resume, signal: stop.signal },
    attendance: () => presence?.attendance ?? null,
  });
  /** One way into the channel at a time. */
  const joins = createSerialQueue();
  /** The question that was asked last. */
  let asked: string | null = null;

  function updateListening(): void {
    const listens = connected && state.session.state === 'active';
    state.listeningSinceMs = listens ? (state.listeningSinceMs ?? clock()) : null;
  }
  /** Everybody sees whether the bot listens. */
  async function updateMark(): Promise<void> {
    const listens = presence !== null && state.session.state === 'active';
    if (!listens && !isMarked) return;
    isMarked = listens;
    await parts.marks.set(state.channel.guild, listens ? state.channel : null);
  }

  // ------------------------------------------------------------------------------------ the state of the session

  async function follow(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        for await (const next of interview.follow(leaderOf(state.session), session.id, stop.signal))
          await changed(next);
        return;
      } catch (error) {
        if (isCoachError(error, 'not_found')) return await close();
        log.warn({ fault: discordErrorFacts(error), sessionId: session.id }, 'Following a session failed');
        await delay(troubleMs, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
  }
  async function refresh(): Promise<void> {
    await changed(await interview.session(leaderOf(state.session), session.id));
  }
  async function changed(next: Session): Promise<void> {
    const before = state.session;
    state.session = next;
    updateListening();
    if (next.state === 'ended') {
      await close();
      if (isAway(before)) await options.abandoned(next, next.endReason ?? 'candidate-left');
      return;
    }
    void updateMark();
    if (next.state === 'paused') return;
    const resumed = before.state === 'paused';
    if (resumed) {
      outage.forget();
      // Where it is there already, whoever brought it may be the one who tells of this.
      if (!presence)
        await joins.run(async () => {
          if (!presence) await callBack();
        });
    }
    if (next.turn && next.turn.id !== asked) {
      asked = next.turn.id;
      presence?.ask();
      void presence?.attendance.refresh();
    }
    if (resumed) presence?.quiet.reset();
    const shows = (view: Session) => [view.turn?.id, view.answered, view.participants, view.state];
    if (JSON.stringify(shows(before)) !== JSON.stringify(shows(next))) status.show();
  }

  /** Pauses the session; the interview says why. False when that was not possible. */
  async function pause(reason: 'candidate-left' | 'connection-lost' | 'asked'): Promise<boolean> {
    try {
      await interview.pause(leaderOf(state.session), session.id, { reason });
      await refresh();
      return true;
    } catch (error) {
      // It has ended in the meantime.
      if (!isCoachError(error, 'wrong_state'))
        log.warn({ fault: discordErrorFacts(error), sessionId: session.id }, 'Pausing a session failed');
      return false;
    }
  }
  async function resume(): Promise<void> {
    try {
      await interview.resume(leaderOf(state.session), session.id);
    } catch (error) {
      log.warn({ fault: discordErrorFacts(error), sessionId: session.id }, 'Resuming a session failed');
    }
  }
  const refreshQuietly = () =>
    refresh().catch((error: unknown) =>
      log.warn({ fault: discordErrorFacts(error), sessionId: session.id }, 'Reading a session failed'),
    );

  // ---------------------------------------------------------------------------------------- the voice connection

  async function arrive(connection: VoiceConnection, why: Arrival): Promise<void> {
    connected = true;
    updateListening();
    asked = null;
    presence = openPresence(parts, {
      state,
      connection,
      clock,
      talk,
      status,
      refresh: async () => {
        presence?.quiet.reset();
        await refreshQuietly();
        status.show();
      },
      broken,
      back: () => void back().catch(unhandled),
      lost: (why) => void lost(why).catch(unhandled),
    });
    void updateMark();
    await presence.announce(why);
  }
  const unhandled = (error: unknown) =>
    log.error({ fault: discordErrorFacts(error), sessionId: session.id }, 'Following a voice channel failed');
  function broken(): void {
    connected = false;
    updateListening();
    if (state.session.state !== 'active') return;
    parts.showUnder(session, say('voice.status.broken'));
    outage.begin();
  }
  async function back(): Promise<void> {
    connected = true;
    updateListening();
    if (outage.end() && !isAway(state.session)) await resume();
    await presence?.attendance.refresh();
    status.show();
  }
  async function lost(why: Lost): Promise<void> {
    outage.forget();
    await leave();
    if (state.session.state === 'ended') return;
    if (state.session.state === 'active' && !(await pause('connection-lost'))) return;
    await talk.say(say('voice.lost.title'), say('voice.lost', { why }));
    // Whoever took it out of the channel did not want it there.
    if (why === 'unreachable') await outage.keepTrying(comeBack);
  }
  async function leave(): Promise<void> {
    const left = presence;
    presence = null;
    connected = false;
    updateListening();
    // Under the channel it can write only as long as it is there.
    await Promise.race([updateMark(), delay(unmarkMs, undefined, { ref: false })]);
    await left?.close();
  }
  async function joinAgain(): Promise<boolean> {
    const joined = await options.join(state.session);
    if (!joined) return false;
    state.channel = joined.channel;
    await arrive(joined.connection, 'called');
    return true;
  }
  /** Without being called, after the connection was lost. True once there is nothing left to try. */
  const comeBack = (): Promise<boolean> =>
    joins.run(async () => {
      if (presence) return true;
      if (!(await joinAgain().catch(() => false))) return false;
      await resume();
      return true;
    });
  /** The session resumes after the bot had lost its voice channel. */
  async function callBack(): Promise<void> {
    try {
      if (await joinAgain()) return;
    } catch (error) {
      log.warn(
        { fault: discordErrorFacts(error), sessionId: session.id },
        'Joining a voice channel again failed',
      );
    }
    await talk.say(say('voice.not-called.title'), say('voice.not-called'));
  }

  // ------------------------------------------------------------------------------------------- people in the channel

  async function moved(to: VoiceBasedChannel): Promise<void> {
    state.channel = to;
    void updateMark();
    await presence?.attendance.refresh();
    await talk.say(say('voice.moved.title'), say('voice.moved', { channel: to.name }));
  }
  async function ownStateChanged(old: VoiceState, now: VoiceState): Promise<void> {
    if (old.channelId !== null && now.channelId === null) return presence?.removed();
    if (!presence) return;
    if (now.channel && now.channel.id !== state.channel.id) await moved(now.channel);
    if (now.serverDeaf && !old.serverDeaf) await talk.say(say('voice.deafened.title'), say('voice.deafened'));
    if (!now.serverDeaf && old.serverDeaf)
      await talk.say(say('voice.undeafened.title'), say('voice.undeafened'));
  }

  async function close(): Promise<void> {
    if (stop.signal.aborted) return;
    stop.abort();
    await leave();
    options.closed();
  }

  return {
    sessionId: session.id,
    guildId: options.channel.guild.id,
    /** The channel that the bot is in for this session; null while it is in none. */
    channel: (): VoiceBasedChannel | null => (presence ? state.channel : null),
    /** Who is listened to now. */
    heard: (): ReadonlySet<string> => state.heard,
    /** Share of a person's packets that arrived, or null while there were none. */
    receivedShare: (userId: string): number | null => presence?.receivedShare(userId) ?? null,
    /** What everybody in the call can compare; undefined while the bot is in no call. */
    privacyCode: (): string | null | undefined => presence?.privacyCode(),
    arrive,
    follow,
    /** Hands over what this person has said so far, before their answer is submitted. */
    finish: async (userId: string): Promise<void> => await presence?.finish(userId),
    consentChanged: async (userId: string): Promise<void> =>
      await presence?.attendance.consentChanged(userId),
    async voiceStateChanged(old: VoiceState, now: VoiceState): Promise<void> {
      try {
        if (now.id === now.guild.members.me?.id) return await ownStateChanged(old, now);
        const [was, is] = [old.channelId === state.channel.id, now.channelId === state.channel.id];
        if (was || is) await absence.look(was && !is ? now.id : null);
      } catch (error) {
        log.error(
          { fault: discordErrorFacts(error), sessionId: session.id },
          'Handling a voice state failed',
        );
      }
    },
    close,
  };
}
