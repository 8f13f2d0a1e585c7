import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRemoteSpeaker } from '../../../src/models/speak/open-remote-speaker.ts';
import { idsOf, piperVoice } from '../../../src/models/speak/piper-voice.ts';
import { soundOfWav, spokenRateHz, spokenSound } from '../../../src/models/speak/sound.ts';
import { wavOf } from '../../../src/models/transcribe/wav.ts';

const toneOf = (hertz: number, rateHz: number, seconds = 0.5) =>
  Float32Array.from(
    { length: rateHz * seconds },
    (_, index) => 0.5 * Math.sin((2 * Math.PI * hertz * index) / rateHz),
  );

describe('the sound of a speaker', () => {
  it.for([16_000, 22_050, 24_000, 48_000])('keeps a tone as it was when it came at %i Hz', (rateHz) => {
    const wanted = toneOf(440, spokenRateHz);
    const sound = spokenSound(toneOf(440, rateHz), rateHz);
    expect(sound.length).toBe(spokenRateHz / 2);
    for (let index = 2_000; index < 22_000; index += 7)
      expect(Math.abs((sound[index] ?? 0) / 32_767 - (wanted[index] ?? 0))).toBeLessThan(0.005);
  });

  it('is read from a WAV file, also from one that a pipe left open, and from nothing else', () => {
    const wav = wavOf(toneOf(440, 16_000));
    expect(soundOfWav(wav).length).toBe(24_000);
    const open = wav.slice();
    open.fill(0xff, 40, 44);
    expect(soundOfWav(open).length).toBe(24_000);
    expect(() =>
      soundOfWav(Buffer.from('<html>This is no sound, but a page that explains why.</html>')),
    ).toThrow();
  });
});

it('gives a Piper voice each phoneme with a blank behind it, between a start and an end, and skips unknown signs', () => {
  const voice = piperVoice.parse({
    audio: { sample_rate: 22_050 },
    espeak: { voice: 'en-us' },
    phoneme_id_map: { _: [0], '^': [1], $: [2], h: [20], aɪ: [9], a: [14], '.': [10] },
  });
  expect(idsOf('ha‖.', voice)).toEqual([1, 0, 20, 0, 14, 0, 10, 0, 2]);
});

it('asks an OpenAI-compatible server for a WAV file with the voice and the pace', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push([request.url, request.headers.authorization, JSON.parse(body)]);
      reply.end(wavOf(toneOf(440, 16_000)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const speaker = openRemoteSpeaker({
    ...{ name: 'one', url: `http://127.0.0.1:${port}/v1`, model: 'kokoro', key: 'k' },
  });
  expect((await speaker.say('Hello.', { voice: 'af_sky', rate: 1.2 })).length).toBe(24_000);
  expect(asked).toEqual([
    [
      '/v1/audio/speech',
      'Bearer k',
      { model: 'kokoro', input: 'Hello.', voice: 'af_sky', speed: 1.2, response_format: 'wav' },
    ],
  ]);
});
