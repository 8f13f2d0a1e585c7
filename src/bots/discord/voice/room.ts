/** The voice room of one session: it follows the session's state, and is in the voice channel while that is active. */
import { setTimeout as delay } from 'node:timers/promises';
import type { VoiceConnection } from '@discordjs/voice';
import type { VoiceBasedChannel, VoiceState } from 'discord.js';
import type { EndReason } from '../../../domain.ts';
import { isCoachError } from '../../../errors.ts';
import type { SessionView } from '../../../pipeline/interview/interview-types.ts';
import { personMark } from '../../../wording/marks.ts';
import { loggable } from '../faults.ts';
import type { Lost } from './connection.ts';
import { openPresence, type Presence, type PresenceParts } from './presence.ts';
import { leaderOf, type RoomState, whoIsMissing } from './room-state.ts';
import { type Arrival, createRoomTalk, type TalkParts } from './room-talk.ts';
import { createStatusLine } from './status-line.ts';

export type VoiceRoom = ReturnType<typeof openRoom>;

export type RoomParts = PresenceParts &
  TalkParts & {
    /** Shows a line under the open question of a session. */
    showUnder(sessionId: string, line: string): void;
    now: () => Date;
  };

/** How long the store is left alone when a session cannot be read. */
const troubleMs = 1_000;

export function openRoom(
  parts: RoomParts,
  options: {
    session: SessionView;
    channel: VoiceBasedChannel;
    /** Joins the channel again that people are in; null when they are in none. Throws what stands in the way. */
    join(session: SessionView): Promise<{ connection: VoiceConnection; channel: VoiceBasedChannel } | null>;
    /** Tells the owner that the session has ended without them. */
    abandoned(session: SessionView, reason: EndReason): Promise<void>;
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
  /** Since when the candidate is away, until the session is ended for it. */
  let absence: { who: 'everybody' | 'candidate'; timer: NodeJS.Timeout } | null = null;
  let outage: NodeJS.Timeout | null = null;
  /** For what the room has paused the session itself; it resumes it itself when that is over. */
  let pausedFor: 'absence' | 'outage' | null = null;
  /** The question that was put to people last. */
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
        log.warn({ fault: loggable(error), sessionId: session.id }, 'Following a session failed');
        await delay(troubleMs, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
  }
  async function refresh(): Promise<void> {
    await changed(await interview.session(leaderOf(state.session), session.id));
  }
  async function changed(next: SessionView): Promise<void> {
    const before = state.session;
    state.session = next;
    updateListening();
    if (next.state === 'ended') return await close();
    if (next.state === 'paused') return;
    const resumed = before.state === 'paused';
    if (resumed) {
      pausedFor = null;
      endAbsence();
      if (!presence) await callBack();
    }
    if (next.turn && next.turn.id !== asked) {
      asked = next.turn.id;
      presence?.ask();
      void presence?.attendance.refresh();
    }
    if (resumed) presence?.quiet.reset();
    const shows = (view: SessionView) => [view.turn?.id, view.answered, view.participants, view.state];
    if (JSON.stringify(shows(before)) !== JSON.stringify(shows(next))) status.show();
  }

  /** Pauses the session and says why; says nothing when it has ended in the meantime. */
  async function pause(why: 'absence' | 'outage' | 'lost', title: string, text: string): Promise<void> {
    try {
      if (state.session.state === 'active') {
        await interview.pause(leaderOf(state.session), session.id);
        if (why !== 'lost') pausedFor = why;
      }
    } catch (error) {
      if (isCoachError(error, 'wrong_state')) return;
      log.warn({ fault: loggable(error), sessionId: session.id }, 'Pausing a session failed');
    }
    await talk.say(title, text);
    await refreshQuietly();
  }
  /** False when it was not the room that had paused it for this. */
  async function resume(after: 'absence' | 'outage'): Promise<boolean> {
    if (pausedFor !== after) return false;
    pausedFor = null;
    try {
      await interview.resume(leaderOf(state.session), session.id);
      return true;
    } catch (error) {
      log.warn({ fault: loggable(error), sessionId: session.id }, 'Resuming a session failed');
      return false;
    }
  }
  const refreshQuietly = () =>
    refresh().catch((error: unknown) =>
      log.warn({ fault: loggable(error), sessionId: session.id }, 'Reading a session failed'),
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
    parts.showUnder(session.id, say('voice.status.broken'));
    outage ??= setTimeout(() => {
      if (state.session.state === 'active')
        void pause('outage', say('voice.outage.title'), say('voice.outage'));
    }, timings.outageMs);
  }
  async function back(): Promise<void> {
    connected = true;
    clearOutage();
    updateListening();
    if (await resume('outage')) await talk.say(say('voice.outage-over.title'), say('voice.outage-over'));
    await presence?.attendance.refresh();
    status.show();
  }
  async function lost(why: Lost): Promise<void> {
    clearOutage();
    await leave();
    // It waits for people to call it back.
    pausedFor = null;
    await pause('lost', say('voice.lost.title'), say('voice.lost', { why }));
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
  /** The session goes on after the bot had lost its voice channel. */
  async function callBack(): Promise<void> {
    try {
      const joined = await options.join(state.session);
      if (joined) {
        state.channel = joined.channel;
        return await arrive(joined.connection, 'called');
      }
    } catch (error) {
      log.warn({ fault: loggable(error), sessionId: session.id }, 'Joining a voice channel again failed');
    }
    await talk.say(say('voice.not-called.title'), say('voice.not-called'));
  }

  // ------------------------------------------------------------------------------------------- people in the channel

  async function lookWhoIsHere(leaver: string | null): Promise<void> {
    if (leaver !== null) await presence?.attendance.left(leaver);
    else await presence?.attendance.refresh();
    if (stop.signal.aborted || !presence) return;
    const missing = whoIsMissing(state.session, here());
    if (missing === null) return await cameBack();
    if (absence || leaver === null) return;
    // Only somebody who was there can have left.
    if (missing === 'candidate' && leaver !== candidate()) return;
    const timer = setTimeout(() => void abandon(missing), timings.aloneMs);
    absence = { who: missing, timer };
    const minutes = Math.max(1, Math.round(timings.aloneMs / 60_000));
    await pause(
      'absence',
      say('voice.left.title', { who: missing }),
      say('voice.left', { who: missing, person: personMark(leaver), minutes }),
    );
  }
  const candidate = () =>
    state.session.style === 'solo' ? state.session.ownerUserId : (state.session.turn?.userId ?? null);
  async function cameBack(): Promise<void> {
    if (!absence) return;
    endAbsence();
    await resume('absence');
  }
  function endAbsence(): void {
    if (absence) clearTimeout(absence.timer);
    absence = null;
  }
  async function abandon(who: 'everybody' | 'candidate'): Promise<void> {
    await options.abandoned(state.session, who === 'candidate' ? 'candidate-left' : 'everyone-left');
    await refreshQuietly();
  }
  async function moved(to: VoiceBasedChannel): Promise<void> {
    state.channel = to;
    await presence?.attendance.refresh();
    await talk.say(say('voice.moved.title'), say('voice.moved', { channel: to.name }));
  }
  async function ownStateChanged(old: VoiceState, now: VoiceState): Promise<void> {
    if (old.channelId !== null && now.channelId === null) return presence?.removed();
    if (now.channel && now.channel.id !== state.channel.id) await moved(now.channel);
    if (now.serverDeaf && !old.serverDeaf) await talk.say(say('voice.deafened.title'), say('voice.deafened'));
    if (!now.serverDeaf && old.serverDeaf)
      await talk.say(say('voice.undeafened.title'), say('voice.undeafened'));
  }

  async function close(): Promise<void> {
    if (stop.signal.aborted) return;
    stop.abort();
    endAbsence();
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
      if (!presence) return;
      try {
        if (now.id === now.guild.members.me?.id) return await ownStateChanged(old, now);
        const [was, is] = [old.channelId === state.channel.id, now.channelId === state.channel.id];
        if (was || is) await lookWhoIsHere(was && !is ? now.id : null);
      } catch (error) {
        log.error({ fault: loggable(error), sessionId: session.id }, 'Handling a voice state failed');
      }
    },
    close,
  };
}
