import { expect, it } from 'vitest';
import { cadenceOf } from '../../src/bots/discord/capture/prosody.ts';

/** A voice of 120 Hz with overtones for two seconds; its last 200 ms are at `hz`, so much louder or softer. */
function voice(hz: number, gain: number): Float32Array {
  let phase = 0;
  return Float32Array.from({ length: 32_000 }, (_, at) => {
    const isLast = at >= 28_800;
    phase += (2 * Math.PI * (isLast ? hz : 120)) / 16_000;
    const wave = Math.sin(phase) + Math.sin(2 * phase) / 2 + Math.sin(3 * phase) / 3;
    return 0.1 * (isLast ? gain : 1) * wave;
  });
}

it('tells by how many semitones and decibels a voice falls or rises at its end', () => {
  const fallen = cadenceOf(voice(95, 0.5));
  expect(fallen?.pitch).toBeCloseTo(-4, 0);
  expect(fallen?.loudness).toBeCloseTo(-6, 0);
  const risen = cadenceOf(voice(160, 1.4));
  expect(risen?.pitch).toBeCloseTo(5, 0);
  expect(risen?.loudness).toBeCloseTo(3, 0);
});

it('says nothing of silence, of noise and of a single sound', () => {
  expect(cadenceOf(new Float32Array(32_000))).toBeNull();
  let seed = 1;
  const noise = Float32Array.from({ length: 32_000 }, () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647 - 0.5;
  });
  expect(cadenceOf(noise)).toBeNull();
  expect(cadenceOf(voice(120, 1).subarray(0, 2_000))).toBeNull();
});
