import { expect, it, onTestFinished } from 'vitest';
import { openVoiceDecoder } from '../../src/bots/discord/capture/voice-decoder.ts';
import { readOpusFile } from '../servers/discord/voice/ogg.ts';

const packets = readOpusFile('test/fixtures/audio/discord-short.ogg').map((opus, index) => ({
  atMs: index * 20,
  opus,
  lostBefore: 0,
}));

it('decodes 200 people in one thread as it decodes one, and goes on when most of them have left', async () => {
  const decoder = openVoiceDecoder();
  onTestFinished(() => decoder.close());
  const [alone] = await decoder.open().decode(packets);
  if (!alone) throw new Error('nothing was decoded');
  expect(alone.pcm.length).toBe(packets.length * 320);
  expect(Math.max(...alone.pcm)).toBeGreaterThan(0.3);
  const half = Math.floor(packets.length / 2);
  const people = Array.from({ length: 200 }, () => decoder.open());
  const firsts = await Promise.all(people.map((person) => person.decode(packets.slice(0, half))));
  for (const person of people.slice(50)) person.close();
  for (const [index, person] of people.slice(0, 50).entries()) {
    const rest = await person.decode(packets.slice(half));
    const whole = [...(firsts[index] ?? []), ...rest].flatMap(({ pcm }) => [...pcm]);
    expect(Buffer.from(Float32Array.from(whole).buffer).equals(Buffer.from(alone.pcm.buffer))).toBe(true);
  }
});

it('takes a damaged packet for a lost one', async () => {
  const decoder = openVoiceDecoder();
  onTestFinished(() => decoder.close());
  const damaged = packets.map((packet, index) =>
    index === 40 ? { ...packet, opus: Buffer.from([0xff, 0xff, 0, 1, 2]) } : packet,
  );
  const sounds = await decoder.open().decode(damaged);
  expect(sounds.reduce((sum, { packets: count }) => sum + count, 0)).toBe(packets.length - 1);
});
