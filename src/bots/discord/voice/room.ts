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
import type { Lost } from './connection.ts';
import { openPresence, type Presence, type PresenceParts } from './presence.ts';
import { leaderOf, type RoomState, whoIsMissing } from './room-state.ts';
import { type Arrival, createRoomTalk, type TalkParts } from './room-talk.ts';
import { createStatusLine } from './status-line.ts';

export type VoiceRoom = ReturnType<typeof openRoom>;

export type RoomParts = PresenceParts &
  TalkParts & {
    /** Shows a line under the open question of a session. */
    showUnder(session: Session, line: string): void;
    now: () => Date;
  };

/** Whether the session is paused because its candidate has left. */
const isAway = ({ pause }: Session): boolean => pause?.reason === 'candidate-left';

/** How long the store is left alone when a session cannot be read. */
const troubleMs = 1_000;

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
  /** People who come while departures are being settled are looked at afterwards. */
  const looks = createSerialQueue();
  /** Null while the bot is not in a voice channel for this session. */
  let presence: Presence | null = null;
  let connected = false;
  let outage: NodeJS.Timeout | null = null;
  /** The room has paused the session because of an outage, and resumes it when the outage is over. */
  let pausedForOutage = false;
  /** People had already paused it when the candidate left. */
  let pausedBefore = false;
  /** The question that was asked last. */
  let asked: string | null = null;

  function updateListening(): void {
    const listens = connected && state.session.state === 'active';
    state.listeningSinceMs = listens ? (state.listeningSinceMs ?? clock()) : null;
  }
  const here = () =>
    new Set([...state.channel.members.values()].filter(({ user }) => !user.bot).map(({ id }) => id));

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
    if (next.state === 'paused') return;
    const resumed = before.state === 'paused';
    if (resumed) {
      pausedForOutage = false;
      if (!presence) await callBack();
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
      back: () => void back(),
      lost: (why) => void lost(why),
    });
    await presence.announce(why);
  }
  function broken(): void {
    connected = false;
    updateListening();
    if (state.session.state !== 'active') return;
    parts.showUnder(session, say('voice.status.broken'));
    outage ??= setTimeout(() => {
      pausedForOutage = state.session.state === 'active';
      if (pausedForOutage) void pause('connection-lost');
    }, timings.outageMs);
  }
  async function back(): Promise<void> {
    connected = true;
    clearOutage();
    updateListening();
    if (pausedForOutage && !isAway(state.session)) await resume();
    pausedForOutage = false;
    await presence?.attendance.refresh();
    status.show();
  }
  async function lost(why: Lost): Promise<void> {
    clearOutage();
    await leave();
    // It waits for people to call it back.
    pausedForOutage = false;
    if (state.session.state === 'ended') return;
    if (state.session.state === 'active' && !(await pause('connection-lost'))) return;
    await talk.say(say('voice.lost.title'), say('voice.lost', { why }));
  }
  function clearOutage(): void {
    if (outage) clearTimeout(outage);
    outage = null;
  }
  async function leave(): Promise<void> {
    const left = presence;
    presence = null;
    connected = false;
    updateListening();
    await left?.close();
  }
  /** The session resumes after the bot had lost its voice channel. */
  async function callBack(): Promise<void> {
    try {
      const joined = await options.join(state.session);
      if (joined) {
        state.channel = joined.channel;
        return await arrive(joined.connection, 'called');
      }
    } catch (error) {
      log.warn(
        { fault: discordErrorFacts(error), sessionId: session.id },
        'Joining a voice channel again failed',
      );
    }
    await talk.say(say('voice.not-called.title'), say('voice.not-called'));
  }

  // ------------------------------------------------------------------------------------------- people in the channel

  async function lookWhoIsHere(leaver: string | null): Promise<void> {
    if (leaver !== null) await presence?.attendance.left(leaver);
    else await presence?.attendance.refresh();
    if (stop.signal.aborted) return;
    const missing = whoIsMissing(state.session, here());
    const away = isAway(state.session);
    if (missing === null && away) {
      if (pausedForOutage) await pause('connection-lost');
      else await (pausedBefore ? pause('asked') : resume());
    } else if (missing !== null && !away && presence) {
      // Only somebody who was there can have left.
      if (leaver === null || (missing === 'candidate' && leaver !== candidate())) return;
      pausedBefore = state.session.state === 'paused' && !pausedForOutage;
      await pause('candidate-left');
    }
  }
  const candidate = () =>
    state.session.style === 'solo' ? state.session.ownerUserId : (state.session.turn?.userId ?? null);
  async function moved(to: VoiceBasedChannel): Promise<void> {
    state.channel = to;
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
    clearOutage();
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
        if (was || is) await looks.run(() => lookWhoIsHere(was && !is ? now.id : null));
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
