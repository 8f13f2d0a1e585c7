/** Sounds made by arithmetic, and WAV files of them in every shape that people send. */
import { sampleRate } from '../../src/models/ports.ts';

export type Shape = { rate?: number; channels?: number; encoding?: 'pcm16' | 'pcm24' | 'float32' };

/** A sine of the given pitch and loudness, in samples at `rate`. */
export function tone(seconds: number, hertz = 440, amplitude = 0.5, rate = sampleRate): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, index) => amplitude * Math.sin((2 * Math.PI * hertz * index) / rate),
  );
}

export const silence = (seconds: number): Float32Array => new Float32Array(Math.round(seconds * sampleRate));

/** White noise, the same each time. */
export function noise(seconds: number, amplitude = 0.1, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return amplitude * (state / 2 ** 31 - 1);
  });
}

/** The steady rumble of a fan: noise through a low-pass filter, with a hum of its motor. */
export function fan(seconds: number, amplitude = 0.1): Float32Array {
  let low = 0;
  const hum = tone(seconds, 100, amplitude / 4);
  return noise(seconds, amplitude * 4, 7).map((sample, index) => {
    low += 0.05 * (sample - low);
    return low + (hum[index] ?? 0);
  });
}

/** 0.2 s of silence with one short, loud crack in the middle of it. */
export function click(): Float32Array {
  const pcm = silence(0.2);
  for (let index = 0; index < 80; index++) pcm[1600 + index] = 0.9 * (1 - index / 80) * (index % 2 ? -1 : 1);
  return pcm;
}

export function joined(...parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A WAV file of mono samples, the same in every channel. */
export function wavFile(pcm: Float32Array, shape: Shape = {}): Buffer {
  const { rate = sampleRate, channels = 1, encoding = 'pcm16' } = shape;
  const width = { pcm16: 2, pcm24: 3, float32: 4 }[encoding];
  const data = Buffer.alloc(pcm.length * channels * width);
  for (const [index, sample] of pcm.entries())
    for (let channel = 0; channel < channels; channel++) {
      const at = (index * channels + channel) * width;
      if (encoding === 'pcm16') data.writeInt16LE(Math.round(sample * 32767), at);
      else if (encoding === 'pcm24') data.writeIntLE(Math.round(sample * 8388607), at, 3);
      else data.writeFloatLE(sample, at);
    }
  return Buffer.concat([wavHeader(data.length, rate, channels, width, encoding === 'float32'), data]);
}

/** The 44 bytes that say how much sound follows; `dataBytes` may be a lie. */
export function wavHeader(
  dataBytes: number,
  rate = sampleRate,
  channels = 1,
  width = 2,
  float = false,
): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(Math.min(0xffffffff, dataBytes + 36), 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(float ? 3 : 1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * width, 28);
  header.writeUInt16LE(channels * width, 32);
  header.writeUInt16LE(width * 8, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
