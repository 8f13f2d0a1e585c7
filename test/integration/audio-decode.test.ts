import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { decodeAudio } from '../../src/bots/audio/decode-audio.ts';
import { isCoachError } from '../../src/errors.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { noise, tone, wavFile, wavHeader } from '../support/sounds.ts';
import { watchLoop } from '../support/watch-loop.ts';

/** The time is for a busy machine; one test below has its own. */
const limits = { maxSeconds: 600, maxBytes: 25 * 2 ** 20, timeoutMs: 200_000 };
const fixture = (name: string) => readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url));

const refusal = async (bytes: Uint8Array, given: Partial<typeof limits> = {}) => {
  const error = await decodeAudio(bytes, { ...limits, ...given }).then(
    () => new Error('It was accepted.'),
    (reason: unknown) => reason,
  );
  if (!isCoachError(error, 'bad_audio')) throw error;
  return englishWording.fault(error);
};

describe('what people send', () => {
  it.each([
    'short-8000-8bit.wav',
    'short.flac',
    'short.mp3',
    'short.m4a',
    'short.aac',
    'short-six-channels.m4a',
    'short-opus.ogg',
    'short-vorbis.ogg',
    'short.webm',
    'short-video.mp4',
    'short-video.webm',
    'short.aiff',
    'short.caf',
    'short.wma',
    'short-second-track.mkv',
  ])('%s becomes 16 kHz mono sound of the right length', async (name) => {
    const { pcm, durationMs } = await decodeAudio(fixture(name), limits);
    expect(durationMs).toBeGreaterThan(2300);
    expect(durationMs).toBeLessThan(2900);
    expect(loudness(pcm)).toBeGreaterThan(0.015);
    expect(loudness(pcm)).toBeLessThan(0.3);
  });

  it.each([
    { rate: 8000, channels: 1, encoding: 'pcm16' },
    { rate: 22_050, channels: 2, encoding: 'pcm24' },
    { rate: 44_100, channels: 2, encoding: 'pcm16' },
    { rate: 96_000, channels: 6, encoding: 'float32' },
  ] as const)(
    'a tone of $rate Hz, $channels channels, $encoding keeps its pitch and its loudness, clean to 80 dB',
    async (shape) => {
      const file = wavFile(tone(1, 1000, 0.5, shape.rate), shape);
      const { pcm, durationMs } = await decodeAudio(file, limits);
      expect(durationMs).toBe(1000);
      const { amplitude, noiseDb } = toneIn(pcm.subarray(2000, 14_000), 1000);
      expect(amplitude).toBeCloseTo(0.5, 2);
      expect(noiseDb).toBeLessThan(shape.encoding === 'float32' ? -100 : -80);
    },
  );

  it('a voice whose second channel is inverted is not lost in the mix', async () => {
    const file = wavFile(tone(1, 1000, 0.5), { channels: 2 });
    for (let at = 46; at < file.length; at += 4) file.writeInt16LE(-file.readInt16LE(at), at);
    const { pcm } = await decodeAudio(file, limits);
    expect(toneIn(pcm.subarray(2000, 14_000), 1000).amplitude).toBeCloseTo(0.5, 2);
  });

  it('a quiet voice is amplified, and silence stays silent', async () => {
    const quiet = await decodeAudio(wavFile(tone(1, 1000, 0.005)), limits);
    expect(toneIn(quiet.pcm.subarray(2000, 14_000), 1000).amplitude).toBeCloseTo(0.3, 1);
    const silent = await decodeAudio(wavFile(new Float32Array(16_000)), limits);
    expect(loudness(silent.pcm)).toBe(0);
  });

  it('sound above what 16 kHz can hold is removed, not folded down', async () => {
    const { pcm } = await decodeAudio(wavFile(tone(1, 10_000, 0.5, 44_100), { rate: 44_100 }), limits);
    expect(loudness(pcm.subarray(2000, 14_000))).toBeLessThan(1e-3);
  });

  it('a truncated file is read as far as it goes, and its declared length shows that', async () => {
    const whole = fixture('short.mp3');
    const { durationMs, declaredMs } = await decodeAudio(whole.subarray(0, whole.length / 2), limits);
    expect(durationMs).toBeGreaterThan(900);
    expect(durationMs).toBeLessThan(1600);
    expect(declaredMs).not.toBeNull();
  });
});

describe('what is refused', () => {
  it('an empty file', async () => {
    expect(await refusal(new Uint8Array(0))).toMatch(/empty/);
  });
  it('a file that is too large, before anything is read', async () => {
    expect(await refusal(Buffer.alloc(3 * 2 ** 20), { maxBytes: 2 ** 20 })).toBe(
      'This sound file is 3.0 MB. Send one of at most 1.0 MB.',
    );
  });
  it('a page of text, whatever its name', async () => {
    expect(await refusal(Buffer.from('<!DOCTYPE html><title>Sign in</title>'.repeat(100)))).toMatch(
      /not a sound file/,
    );
  });
  it('a playlist that names other files', async () => {
    const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n';
    expect(await refusal(Buffer.from(playlist))).toMatch(/not a sound file/);
  });
  it('random bytes', async () => {
    expect(await refusal(Buffer.from(noise(2).buffer))).toMatch(/not a sound file|damaged/);
  });
  it('a video without sound', async () => {
    expect(await refusal(fixture('picture-only.mp4'))).toMatch(/contains no sound/);
  });
  it('an M4A that lost its index', async () => {
    const whole = fixture('short.m4a');
    expect(await refusal(whole.subarray(0, whole.length / 2))).toMatch(/damaged/);
  });
  it('a WAV file that is only a header', async () => {
    expect(await refusal(wavHeader(0))).toMatch(/damaged/);
  });
  it('more sound than is allowed, without decoding all of it', async () => {
    // Five seconds of ten minutes: what is there would not be too long.
    const beginning = fixture('long-silence.flac').subarray(0, 9_000);
    expect(await refusal(beginning, { maxSeconds: 60 })).toBe(
      'This recording is too long. Send one of at most 60 seconds.',
    );
  });
  it('more sound than is allowed from a file that does not say how long it is', async () => {
    const file = Buffer.from(fixture('long-silence.flac'));
    file.writeUInt8(file.readUInt8(21) & 0xf0, 21);
    file.fill(0, 22, 26);
    expect(await refusal(file, { maxSeconds: 60 })).toMatch(/too long/);
  });
  it('a file that takes longer than the time-out', async () => {
    expect(await refusal(fixture('long-silence.flac'), { maxSeconds: 7200, timeoutMs: 1 })).toMatch(
      /takes too long/,
    );
  });
});

it('a WAV header that promises gigabytes costs no more than the sound that is there', async () => {
  const sound = wavFile(tone(1)).subarray(44);
  const { durationMs } = await decodeAudio(Buffer.concat([wavHeader(0xffffffff - 36), sound]), limits);
  expect(durationMs).toBe(1000);
});

it('damaged files of every format are read in part or refused, never anything else', async () => {
  let state = 11;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const files = ['short.mp3', 'short.m4a', 'short-opus.ogg', 'short.webm', 'short.flac', 'short-video.mp4'];
  for (const name of files) {
    const file = Buffer.from(fixture(name));
    for (let fault = 0; fault < 20; fault++) file[random(fault % 2 ? file.length : 300)] = random(256);
    const outcome = await decodeAudio(file, limits).then(
      () => 'read',
      (error: unknown) => (isCoachError(error, 'bad_audio') ? 'refused' : error),
    );
    expect(['read', 'refused']).toContain(outcome);
  }
});

it('of thirty files that one person sends at once, no more are in memory than there are processors, and those beyond twenty are refused', async () => {
  let loaded = 0;
  let most = 0;
  const load = async () => {
    most = Math.max(most, ++loaded);
    return fixture('short-opus.ogg');
  };
  const decodeOne = () =>
    decodeAudio(load, { ...limits, owner: 'Alice' }).then(
      ({ durationMs }) => {
        loaded--;
        return durationMs > 0 ? 'read' : 'nothing';
      },
      (error: unknown) => (isCoachError(error) ? error.fault : error),
    );
  const all = Array.from({ length: 30 }, decodeOne);
  const other = decodeAudio(fixture('short-opus.ogg'), { ...limits, owner: 'Bob' });
  const outcomes = await Promise.all(all);
  expect(outcomes.filter((outcome) => outcome === 'read')).toHaveLength(20);
  expect(outcomes.filter((outcome) => outcome === 'fault.sound.too-many')).toHaveLength(10);
  expect(most).toBeLessThanOrEqual(Math.max(2, availableParallelism()));
  expect((await other).durationMs).toBeGreaterThan(0);
});

it('an abort ends the decoder and throws its reason', async () => {
  const controller = new AbortController();
  const running = decodeAudio(fixture('long-silence.flac'), {
    ...limits,
    maxSeconds: 7200,
    signal: controller.signal,
  });
  controller.abort(new Error('The person left.'));
  await expect(running).rejects.toThrow('The person left.');
});

it('the event loop stays free while a file is decoded', async () => {
  const seen = watchLoop();
  await decodeAudio(fixture('long-silence.flac'), { ...limits, maxSeconds: 7200 });
  expect(seen().ownP99Ms).toBeLessThan(50);
});

function loudness(pcm: Float32Array): number {
  return Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length);
}

/** Fits a sine of the given pitch; what is left over is noise, in dB under it. */
function toneIn(pcm: Float32Array, hertz: number): { amplitude: number; noiseDb: number } {
  const angle = (index: number) => (2 * Math.PI * hertz * index) / 16_000;
  let sine = 0;
  let cosine = 0;
  for (const [index, sample] of pcm.entries()) {
    sine += (2 / pcm.length) * sample * Math.sin(angle(index));
    cosine += (2 / pcm.length) * sample * Math.cos(angle(index));
  }
  const amplitude = Math.hypot(sine, cosine);
  const rest = pcm.map(
    (sample, index) => sample - sine * Math.sin(angle(index)) - cosine * Math.cos(angle(index)),
  );
  return { amplitude, noiseDb: 20 * Math.log10(loudness(rest) / (amplitude / Math.SQRT2)) };
}
