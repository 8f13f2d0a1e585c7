import { CoachError } from '../../errors.ts';
import { type DecodeOutcome, type DecodeRequest, runDecoder } from './run-decoder.ts';

export type DecodeLimits = {
  /** Longest sound accepted, in seconds. Decoding stops as soon as it is passed, whatever the file says of itself. */
  maxSeconds: number;
  /** Largest file accepted, in bytes; a larger one is refused before anything is read. */
  maxBytes: number;
  signal?: AbortSignal;
  /** How long decoding may take; default one minute. */
  timeoutMs?: number;
};

export type DecodedAudio = {
  /** Mono, 16 kHz, samples in [-1, 1]. */
  pcm: Float32Array;
  durationMs: number;
  /** How long the file says it is, where it says so: much more than `durationMs` means that its end is missing. */
  declaredMs: number | null;
};

/**
 * The sound of a file as 16 kHz mono: WAV, FLAC, MP3, AAC, Ogg (Opus, Vorbis), M4A, MP4 and WebM with or without
 * pictures, any rate and any number of channels. What it is, is told by its content, never by a name. Decoding runs in a
 * child process of its own: a file that crashes the decoder or keeps it busy costs that one file. Every fault of the file
 * is one `bad_audio` that says what to do; when `signal` aborts, its reason is thrown.
 */
export async function decodeAudio(bytes: Uint8Array, limits: DecodeLimits): Promise<DecodedAudio> {
  const { maxSeconds, maxBytes, signal, timeoutMs = 60_000 } = limits;
  signal?.throwIfAborted();
  if (bytes.byteLength === 0) throw badAudio('This sound file is empty; record it again and send it again.');
  if (bytes.byteLength > maxBytes)
    throw badAudio(
      `This sound file has ${megabytes(bytes.byteLength)} MB; send one of at most ${megabytes(maxBytes)} MB.`,
    );
  const request: DecodeRequest = { bytes, maxSeconds, timeoutMs, ...(signal && { signal }) };
  const { pcm, declaredMs } = pcmOrThrow(await runDecoder(request), maxSeconds);
  return { pcm, durationMs: Math.round(pcm.length / 16), declaredMs };
}

function pcmOrThrow(outcome: DecodeOutcome, maxSeconds: number) {
  if (outcome.fault === undefined) return outcome;
  switch (outcome.fault) {
    case 'unknown-format':
      throw badAudio(
        'This file is not a sound file that can be read; send WAV, FLAC, MP3, Ogg, M4A, MP4 or WebM.',
      );
    case 'no-sound':
      throw badAudio('This file holds no sound; check that the microphone was on and record it again.');
    case 'too-long':
      throw badAudio(`This recording is too long; send one of at most ${lengthInWords(maxSeconds)}.`);
    case 'damaged':
      throw badAudio('This sound file is damaged or cut short; send it again or record it again.');
    case 'too-slow':
      throw badAudio('This sound file takes too long to read; save it as WAV or MP3 and send it again.');
    case 'crashed':
      throw badAudio('This sound file cannot be read; save it as WAV or MP3 and send it again.');
  }
}

function badAudio(message: string): CoachError {
  return new CoachError('bad_audio', message);
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0);
}

function lengthInWords(seconds: number): string {
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
}
