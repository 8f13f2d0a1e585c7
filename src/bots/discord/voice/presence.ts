/** The bot in a voice channel: the connection, and everything that lives only as long as it does. */
import type { VoiceConnection } from '@discordjs/voice';
import type { Interview } from '../../../pipeline/interview/interview-types.ts';
import type { Consents } from '../../../pipeline/privacy/consent.ts';
import type { Wording } from '../../../wording/wording.ts';
import { captureVoices, type VoiceCapture } from '../capture/capture-voices.ts';
import { voiceRateHz } from '../capture/opus.ts';
import type { VoiceDecoder } from '../capture/voice-decoder.ts';
import { createAnswers } from './answers.ts';
import { createAttendance } from './attendance.ts';
import { keepJoined, type Lost } from './connection.ts';
import { watchEndpoints } from './endpoints.ts';
import { enoughToTell } from './played-sound.ts';
import { mayAnswer, type RoomState } from './room-state.ts';
import type { Arrival, RoomTalk } from './room-talk.ts';
import { sayHelp } from './say-help.ts';
import { createSpeaking, type SpeakingParts } from './speaking.ts';
import type { StatusLine } from './status-line.ts';
import type { VoiceTimings } from './timings.ts';

export type Presence = ReturnType<typeof openPresence>;

export type PresenceParts = SpeakingParts & {
  interview: Interview;
  consents: Pick<Consents, 'hearing'>;
  decoder: VoiceDecoder;
  timings: VoiceTimings;
};

export function openPresence(
  parts: PresenceParts,
  room: {
    state: RoomState;
    connection: VoiceConnection;
    /** Steady, and the same after a restart: milliseconds since the session began. */
    clock: () => number;
    talk: RoomTalk;
    status: StatusLine;
    /** Reads the session again: something done here has changed it. */
    refresh(): Promise<void>;
    broken(): void;
    back(): void;
    lost(why: Lost): void;
  },
) {
  const { interview, consents, tenantSettings, decoder, timings, wording, log } = parts;
  const { state, connection, clock, talk, status, refresh } = room;
  const closing = new AbortController();
  const { signal } = closing;

  const speaking = createSpeaking({ ...parts, state, connection, clock, signal });
  /** People whose microphones send the bot's own voice back. */
  const echoing = new Set<string>();
  const answers = createAnswers({ state, interview, timings, log });
  const capture = captureVoices(connection, {
    decoder,
    timings,
    log,
    clock,
    async onSegment(userId, segment) {
      // Its own voice from somebody's loudspeakers is nobody's answer.
      if (speaking.played.isEcho(loudnessOf(segment.pcm), segment.startMs)) {
        echoing.add(userId);
        return;
      }
      await answers.take(userId, segment);
    },
    isBotHeard: () => speaking.played.isPlaying(),
    bargedIn(userId, { loudness, startMs }) {
      // Where the bot hears itself, a moment longer tells who speaks.
      if (echoing.has(userId) && loudness.length < enoughToTell) return;
      if (!speaking.played.isEcho(loudness, startMs)) speaking.hush();
    },
  });
  const attendance = createAttendance({
    state,
    capture,
    answers,
    interview,
    consents,
    tenantSettings,
    log,
    ask: talk.askForConsent,
    changed: refresh,
  });
  const endpoints = watchEndpoints({
    state,
    capture,
    answers,
    status,
    timings,
    clock,
    log,
    submitted: refresh,
    silentForMs: speaking.played.silentForMs,
    help(wanted) {
      const { turn } = state.session;
      if (!turn) return;
      status.show();
      if (wanted.with === 'repeat') return void speaking.ask();
      const { title, text } = sayHelp(wording, turn, wanted);
      void speaking.say(text);
      void talk.say(title, text);
    },
  });
  const quiet = watchQuiet({ state, capture, talk, timings, clock, wording });
  const kept = keepJoined(connection, {
    timings,
    log,
    broken: room.broken,
    back: room.back,
    lost: room.lost,
  });

  return {
    attendance,
    quiet,
    removed: kept.removed,
    /** Null while the call is not encrypted end to end. */
    privacyCode: (): string | null => connection.voicePrivacyCode ?? null,
    receivedShare(userId: string): number | null {
      const { expected, received } = capture.counts(userId);
      return expected === 0 ? null : received / expected;
    },
    async announce(why: Arrival): Promise<void> {
      void speaking.announce(wording.say('voice.listening.spoken'));
      await talk.announce(state, why, await attendance.yetToAgree());
      await attendance.refresh();
    },
    /** A new question is open. */
    ask(): void {
      endpoints.restart();
      quiet.reset();
      void speaking.ask();
    },
    finish: capture.finish,
    /** Hands over what was heard, and leaves the channel. */
    async close(): Promise<void> {
      kept.stop();
      quiet.stop();
      endpoints.stop();
      closing.abort();
      await Promise.all([...state.heard].map((userId) => capture.finish(userId).catch(() => undefined)));
      await capture.close();
      state.heard.clear();
      log.info(
        { sessionId: state.session.id, resubscriptions: capture.resubscriptions() },
        'Left a voice channel',
      );
      if (connection.state.status !== 'destroyed') connection.destroy();
    },
  };
}

/** Root mean square of each 20 ms. */
function loudnessOf(pcm: Float32Array): number[] {
  const frame = voiceRateHz / 50;
  return Array.from({ length: Math.floor(pcm.length / frame) }, (_, index) => {
    const part = pcm.subarray(index * frame, (index + 1) * frame);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / frame);
  });
}

function watchQuiet(options: {
  state: RoomState;
  capture: VoiceCapture;
  talk: RoomTalk;
  timings: Pick<VoiceTimings, 'unheardMs'>;
  clock: () => number;
  wording: Wording;
}): { reset(): void; stop(): void } {
  const { state, capture, talk, clock, wording } = options;
  const { unheardMs } = options.timings;
  let sinceMs = clock();
  let said = false;
  const timer = setInterval(look, Math.min(5_000, unheardMs / 4));

  function look(): void {
    const { session, heard, listeningSinceMs } = state;
    const isAwaited = heard.size === 0 || [...heard].some((userId) => mayAnswer(state, userId));
    if (said || listeningSinceMs === null || session.turn === null || !isAwaited) return;
    const lastMs = Math.max(sinceMs, listeningSinceMs, capture.lastPacketMs() ?? sinceMs);
    if (clock() - lastMs < unheardMs) return;
    said = true;
    const cause = wording.say(`voice.quiet.${likelyCause()}`);
    const seconds = Math.round(unheardMs / 1000);
    void talk.say(wording.say('voice.quiet.title'), wording.say('voice.quiet', { seconds, cause }));
  }
  function likelyCause() {
    const { guild } = state.channel;
    if (guild.members.me?.voice.serverDeaf) return 'deafened';
    if (state.heard.size === 0) return 'nobody-agreed';
    const isMuted = (userId: string) => {
      const place = guild.voiceStates.cache.get(userId);
      return place?.selfMute === true || place?.serverMute === true || place?.suppress === true;
    };
    if ([...state.heard].every(isMuted)) return 'muted';
    // DAVE, Discord's end-to-end encryption: without agreed keys no frame can be decrypted.
    return capture.resubscriptions() > 3 ? 'keys' : 'settings';
  }
  return {
    reset() {
      sinceMs = clock();
      said = false;
    },
    stop: () => clearInterval(timer),
  };
}
