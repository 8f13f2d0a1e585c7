/** Decodes Opus straight to 16 kHz mono: libopus does the resampling. */

import openNative from 'opusscript/build/opusscript_native_wasm.js';
import type { PlacedPacket } from './jitter-buffer.ts';

export const voiceRateHz = 16_000;
const samplesPerMs = voiceRateHz / 1000;

/** A stretch of sound without a gap, with its place on the person's clock. */
export type Sound = { atMs: number; pcm: Float32Array; packets: number; lostBefore: number };

/** Decodes one person's packets; keep one for each person, since each packet builds on the one before it. */
export type OpusDecoder = { decode(packets: readonly PlacedPacket[]): Sound[]; close(): void };

export function createOpusDecoder(): OpusDecoder {
  const decoder = openPacketDecoder(voiceRateHz);
  function decodeAll(packets: readonly PlacedPacket[]): Sound[] {
    const sounds: Sound[] = [];
    let run: { atMs: number; parts: Float32Array[]; endMs: number; lostBefore: number } | null = null;
    const close = () => {
      if (run)
        sounds.push({
          ...join(run.parts),
          atMs: run.atMs,
          packets: run.parts.length,
          lostBefore: run.lostBefore,
        });
    };
    for (const packet of packets) {
      const pcm = decode(decoder, packet.opus);
      if (!pcm) continue;
      if (!run || Math.abs(packet.atMs - run.endMs) > 0.5) {
        close();
        run = { atMs: packet.atMs, parts: [], endMs: packet.atMs, lostBefore: packet.lostBefore };
      }
      run.parts.push(pcm);
      run.endMs = packet.atMs + pcm.length / samplesPerMs;
    }
    close();
    return sounds;
  }
  return { decode: decodeAll, close: decoder.close };
}

function decode(decoder: OpusPacketDecoder, opus: Uint8Array): Float32Array | null {
  if (samplesIn(opus) === 0) return null;
  try {
    return decoder.decode(opus);
  } catch {
    return null; // a damaged packet is a lost packet
  }
}

/** Samples at 16 kHz in a packet, from its first byte or two (RFC 6716, 3.1); 0 for an impossible one. */
export function samplesIn(opus: Uint8Array): number {
  const toc = opus[0];
  if (toc === undefined) return 0;
  const configuration = toc >> 3;
  const frameMs =
    configuration < 12
      ? [10, 20, 40, 60][configuration & 3]
      : configuration < 16
        ? [10, 20][configuration & 1]
        : [2.5, 5, 10, 20][configuration & 3];
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (opus[1] ?? 0) & 63;
  return (frameMs ?? 0) * frames * samplesPerMs;
}

function join(parts: Float32Array[]): { pcm: Float32Array } {
  const pcm = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    pcm.set(part, offset);
    offset += part.length;
  }
  return { pcm };
}

type OpusPacketDecoder = {
  /** Samples in [-1, 1]. Throws on a packet that is damaged. */
  decode(opus: Uint8Array): Float32Array;
  close(): void;
};

const voip = 2048;
const largestPacketBytes = 1276 * 3;
/** 120 ms at 48 kHz, the longest packet there can be. */
const mostSamples = 5760;
/** Each byte of a 16-bit sample is in its own 16-bit cell. */
const bytesPerSample = 4;

let native: ReturnType<typeof openNative> | null = null;

function openPacketDecoder(samplingRate: number): OpusPacketDecoder {
  native ??= openNative();
  const opus = native;
  const handler = new opus.OpusScriptHandler(samplingRate, 1, voip);
  const input = opus._malloc(largestPacketBytes);
  const output = opus._malloc(mostSamples * bytesPerSample);
  return {
    decode(packet) {
      if (packet.length > largestPacketBytes) throw new RangeError('This packet is longer than Opus allows');
      opus.HEAPU8.set(packet, input);
      const samples = handler._decode(input, packet.length, output);
      if (samples < 0) throw new Error(`libopus refused a packet: ${samples}`);
      const heap = opus.HEAPU8;
      const pcm = new Float32Array(samples);
      for (let index = 0; index < samples; index++) {
        const at = output + index * bytesPerSample;
        const unsigned = (heap[at] ?? 0) | ((heap[at + 2] ?? 0) << 8);
        pcm[index] = (unsigned > 0x7fff ? unsigned - 0x10000 : unsigned) / 0x8000;
      }
      return pcm;
    },
    close() {
      opus.OpusScriptHandler.destroy_handler(handler);
      opus._free(input);
      opus._free(output);
    },
  };
}
