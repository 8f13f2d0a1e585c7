/** Cuts what a person says at the pauses, so that it is transcribed while they are still talking. */
import { type Sound, voiceRateHz } from './opus.ts';
import { type Cadence, cadenceOf } from './prosody.ts';

const samplesPerMs = voiceRateHz / 1000;
/** A pause this long ends a segment. */
export const pauseMs = 600;
/**
 * A long segment ends at a shorter pause. Whoever has finished waits until the last segment has been recognised: the
 * longer it is, the longer they wait.
 */
const shorterPauses = [
  { afterMs: 14_000, pauseMs: 300 },
  { afterMs: 8_000, pauseMs: 400 },
];
/** Kept before the first and after the last speech, so that soft beginnings and endings are not cut off. */
const marginMs = 200;
/** The longest segment: recognisers read half a minute at a time. */
const longestMs = 25_000;
/** A segment that gets too long is cut at the quietest moment within its last part of this length. */
const searchMs = 5_000;
/** Less voice than this is a click, not a word. */
const shortestVoiceMs = 100;
const frameMs = 20;
const frameSamples = frameMs * samplesPerMs;

/** A stretch of speech; its times are on the same clock as the sounds. */
export type Segment = { pcm: Float32Array; startMs: number; endMs: number; receivedShare: number };

/** `isOpen`: some of it is not handed over as a segment yet; otherwise `cadence` says how its end sounded. */
export type Speech = { lastMs: number; totalMs: number; isOpen: boolean; cadence: Cadence | null };

export type Segments = {
  /** Takes sounds in order; returns the segments that they end. */
  push(sounds: readonly Sound[]): Segment[];
  /** Nothing more was heard until now: a pause may have ended the segment. */
  tick(nowMs: number): Segment[];
  /** The answer is over: ends the open segment and resets the count of speech. */
  flush(): Segment[];
  /** Forgets what is open. */
  drop(): void;
  /** When speech was last heard, and how much of it since the last `flush` or `drop`; null before the first word. */
  speech(): Speech | null;
};

export function createSegments(): Segments {
  let sounds: Sound[] = [];
  let startMs: number | null = null;
  let lastVoiceMs = 0;
  /** Where the segment before ended: no sound belongs to two. */
  let endedMs = 0;
  let voiceMs = 0;
  let totalVoiceMs = 0;
  let cadence: Cadence | null = null;
  const isVoice = createVoiceGate();

  const endOf = (sound: Sound) => sound.atMs + sound.pcm.length / samplesPerMs;
  function cut(fromMs: number, toMs: number): Segment {
    const pcm = new Float32Array(Math.max(0, Math.round((toMs - fromMs) * samplesPerMs)));
    let packets = 0;
    let lost = 0;
    for (const sound of sounds) {
      if (endOf(sound) <= fromMs || sound.atMs >= toMs) continue;
      const offset = Math.round((sound.atMs - fromMs) * samplesPerMs);
      const from = Math.max(0, -offset);
      const to = Math.min(sound.pcm.length, pcm.length - offset);
      if (to > from) pcm.set(sound.pcm.subarray(from, to), offset + from);
      packets += sound.packets;
      if (sound.atMs > fromMs) lost += sound.lostBefore;
    }
    return {
      pcm,
      startMs: fromMs,
      endMs: toMs,
      receivedShare: packets === 0 ? 1 : packets / (packets + lost),
    };
  }
  function keepFrom(ms: number): void {
    sounds = sounds.filter((sound) => endOf(sound) > ms);
  }
  function end(): Segment[] {
    if (startMs === null) return [];
    const segment = voiceMs >= shortestVoiceMs ? [cut(startMs, lastVoiceMs + marginMs)] : [];
    if (segment.length > 0) endedMs = lastVoiceMs + marginMs;
    for (const { pcm } of segment) cadence = cadenceOf(pcm.subarray(0, pcm.length - marginMs * samplesPerMs));
    startMs = null;
    voiceMs = 0;
    keepFrom(lastVoiceMs + marginMs);
    return segment;
  }
  function pauseThatEnds(): number {
    const lengthMs = lastVoiceMs - (startMs ?? lastVoiceMs);
    return shorterPauses.find(({ afterMs }) => lengthMs >= afterMs)?.pauseMs ?? pauseMs;
  }
  function cutLong(): Segment[] {
    if (startMs === null || lastVoiceMs - startMs < longestMs) return [];
    const from = startMs;
    const quietMs = quietest(sounds, lastVoiceMs - searchMs, lastVoiceMs);
    const segment = cut(from, quietMs);
    startMs = quietMs;
    keepFrom(quietMs);
    return [segment];
  }
  function hear(sound: Sound): Segment[] {
    const ended: Segment[] = [];
    sounds.push(sound);
    for (let offset = 0; offset < sound.pcm.length; offset += frameSamples) {
      const atMs = sound.atMs + offset / samplesPerMs;
      if (startMs !== null && atMs - lastVoiceMs >= pauseThatEnds()) ended.push(...end());
      if (!isVoice(sound.pcm.subarray(offset, offset + frameSamples))) continue;
      startMs ??= Math.max(atMs - marginMs, lastVoiceMs, endedMs);
      lastVoiceMs = atMs + frameMs;
      voiceMs += frameMs;
      totalVoiceMs += frameMs;
      ended.push(...cutLong());
    }
    if (startMs === null) keepFrom(endOf(sound) - 2 * marginMs);
    return ended;
  }

  return {
    push: (heard) => heard.flatMap(hear),
    tick: (nowMs) => (startMs !== null && nowMs - lastVoiceMs >= pauseThatEnds() ? end() : []),
    flush() {
      totalVoiceMs = 0;
      return end();
    },
    drop() {
      sounds = [];
      startMs = null;
      voiceMs = 0;
      totalVoiceMs = 0;
    },
    speech: () =>
      totalVoiceMs === 0
        ? null
        : { lastMs: lastVoiceMs, totalMs: totalVoiceMs, isOpen: startMs !== null, cadence },
  };
}

/**
 * Separates voice from this microphone's background noise by loudness: 6 dB above the quietest recent level,
 * and never below −50 dB of full scale. It only decides where to cut and when somebody stopped; what counts
 * as speech is decided with the transcript.
 */
function createVoiceGate(): (frame: Float32Array) => boolean {
  const lowest = 10 ** (-50 / 20);
  let floor = lowest;
  return (frame) => {
    const level = loudness(frame);
    if (level > 0) floor = level < floor ? level : floor * 1.005;
    return level > Math.max(lowest, Math.min(floor * 2, 0.1));
  };
}

function loudness(frame: Float32Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, frame.length));
}

function quietest(sounds: readonly Sound[], fromMs: number, toMs: number): number {
  let bestMs = toMs;
  let bestLevel = Infinity;
  for (const sound of sounds) {
    for (let offset = 0; offset < sound.pcm.length; offset += frameSamples) {
      const atMs = sound.atMs + offset / samplesPerMs;
      if (atMs < fromMs || atMs > toMs) continue;
      const level = loudness(sound.pcm.subarray(offset, offset + frameSamples));
      if (level > bestLevel) continue;
      bestLevel = level;
      bestMs = atMs;
    }
  }
  return bestMs;
}
