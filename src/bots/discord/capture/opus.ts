/** Opus straight to 16 kHz mono: libopus resamples by itself, so nothing else has to. */
import OpusScript from 'opusscript';
import type { PlacedPacket } from './timeline.ts';

export const sampleRate = 16_000;
const samplesPerMs = sampleRate / 1000;

/** A stretch of sound without a gap, with its place on the person's clock. */
export type Sound = { atMs: number; pcm: Float32Array<ArrayBuffer>; packets: number; lostBefore: number };

/** Decodes one person's packets; keep one for each person, since each packet builds on the one before it. */
export function createOpusDecoder(): (packets: readonly PlacedPacket[]) => Sound[] {
  const decoder = new OpusScript(sampleRate, 1, OpusScript.Application.VOIP);
  return (packets) => {
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
  };
}

function decode(decoder: OpusScript, opus: Uint8Array): Float32Array | null {
  const samples = samplesIn(opus);
  if (samples === 0) return null;
  let bytes: Buffer;
  try {
    bytes = decoder.decode(Buffer.from(opus.buffer, opus.byteOffset, opus.length));
  } catch {
    return null; // a damaged packet is a lost packet
  }
  const pcm = new Float32Array(Math.min(samples, bytes.length >> 1));
  for (let index = 0; index < pcm.length; index++) pcm[index] = bytes.readInt16LE(index * 2) / 32_768;
  return pcm;
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

function join(parts: Float32Array[]): { pcm: Float32Array<ArrayBuffer> } {
  const pcm = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    pcm.set(part, offset);
    offset += part.length;
  }
  return { pcm };
}
