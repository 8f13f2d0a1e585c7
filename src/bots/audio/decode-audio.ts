import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { createGate } from '../../async/gate.ts';
import { CoachError } from '../../errors.ts';
import { type DecodeOutcome, type DecodeRequest, runDecoder } from './run-decoder.ts';

export type DecodeLimits = {
  /**
   * Longest sound accepted, in seconds. Decoding stops as soon as it is exceeded, whatever length the file
   * claims.
   */
  maxSeconds: number;
  /** Largest file accepted, in bytes; a larger one is refused before anything is read. */
  maxBytes: number;
  signal?: AbortSignal;
  /** Whose file it is: each person may have a limited number at once, and does not keep others waiting. */
  owner?: string;
  /** How long decoding may take once it has started; default one minute. */
  timeoutMs?: number;
};

export type DecodedAudio = {
  /** Mono, 16 kHz, samples in [-1, 1]. */
  pcm: Float32Array;
  durationMs: number;
  /**
   * The length that the file states, if it does: much more than `durationMs` means that its end is missing.
   */
  declaredMs: number | null;
};

/**
 * The sound of a file as 16 kHz mono: WAV, FLAC, MP3, AAC, Ogg (Opus, Vorbis), M4A, MP4 and WebM with or
 * without pictures, any rate and any number of channels. The format is recognised by content, never by name.
 * Decoding runs in its own child process: a file that crashes the decoder or keeps it busy costs that one
 * file. Every fault of the file is a `bad_audio`; when `signal` aborts, its reason is thrown. At most one
 * decoder per processor, or two, run at once; a file given as a function is not even loaded before its turn.
 */
export async function decodeAudio(
  file: Uint8Array | (() => Promise<Uint8Array>),
  limits: DecodeLimits,
): Promise<DecodedAudio> {
  const work = async () => await decode(typeof file === 'function' ? await file() : file, limits);
  return await decoders.run(limits.owner ?? randomUUID(), work, limits.signal);
}

/** One per processor and at least two, of which one is left to others when somebody sends a lot. */
const decodersAtOnce = Math.max(2, availableParallelism());

const decoders = createGate({
  atOnce: decodersAtOnce,
  atOnceOfOne: decodersAtOnce - 1,
  mostOfOne: 20,
  most: 200,
  full: () => new CoachError('bad_audio', 'fault.sound.too-many'),
});

async function decode(bytes: Uint8Array, limits: DecodeLimits): Promise<DecodedAudio> {
  const { maxSeconds, maxBytes, signal, timeoutMs = 60_000 } = limits;
  signal?.throwIfAborted();
  if (bytes.byteLength === 0) throw new CoachError('bad_audio', 'fault.sound.empty');
  if (bytes.byteLength > maxBytes)
    throw new CoachError('bad_audio', 'fault.sound.too-large', {
      size: megabytes(bytes.byteLength),
      most: megabytes(maxBytes),
    });
  const request: DecodeRequest = { bytes, maxSeconds, timeoutMs, ...(signal && { signal }) };
  const { pcm, declaredMs } = pcmOrThrow(await runDecoder(request), maxSeconds);
  await makeAudible(pcm);
  return { pcm, durationMs: Math.round(pcm.length / 16), declaredMs };
}

/** A voice with peaks below this (−26 dB) is amplified, by at most 40 dB; silence stays silent. */
const quietPeak = 0.05;
const audiblePeak = 0.3;
const mostGain = 100;

/** For a microphone that was turned down: all of the voice is there, but too quiet to be taken for speech. */
async function makeAudible(pcm: Float32Array): Promise<void> {
  let peak = 0;
  for (const slice of slicesOf(pcm)) {
    for (const sample of slice) peak = Math.max(peak, Math.abs(sample));
    await setImmediate();
  }
  if (peak === 0 || peak >= quietPeak) return;
  const gain = Math.min(mostGain, audiblePeak / peak);
  for (const slice of slicesOf(pcm)) {
    for (let at = 0; at < slice.length; at++) slice[at] = (slice[at] ?? 0) * gain;
    await setImmediate();
  }
}

/** Ten seconds each: others get a turn in between. */
const sliceSamples = 160_000;

function* slicesOf(pcm: Float32Array): Generator<Float32Array> {
  for (let at = 0; at < pcm.length; at += sliceSamples) yield pcm.subarray(at, at + sliceSamples);
}

function pcmOrThrow(outcome: DecodeOutcome, maxSeconds: number) {
  const { fault } = outcome;
  if (fault === undefined) return outcome;
  if (fault === 'too-long') {
    const minutes = maxSeconds >= 120 && maxSeconds % 60 === 0 ? maxSeconds / 60 : 0;
    throw new CoachError('bad_audio', 'fault.sound.too-long', { minutes, seconds: maxSeconds });
  }
  throw new CoachError('bad_audio', `fault.sound.${fault}`);
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0);
}
