import { readFileSync } from 'node:fs';
import { decodeAudio } from '../../src/bots/audio/decode-audio.ts';

/** A sound under test/fixtures/audio as 16 kHz mono. `answer.ogg` says two sentences: about 0.7–7.7 s and 9.8–14.6 s. */
export async function fixtureSound(name: string): Promise<Float32Array> {
  const bytes = readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url));
  return (await decodeAudio(bytes, { maxSeconds: 600, maxBytes: 2 ** 25 })).pcm;
}
