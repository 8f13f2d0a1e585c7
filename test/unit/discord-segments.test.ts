import { describe, expect, it } from 'vitest';
import { createOpusDecoder, type Sound, voiceRateHz } from '../../src/bots/discord/capture/opus.ts';
import { createSegments } from '../../src/bots/discord/capture/segments.ts';
import { readOpusFile } from '../servers/discord/voice/ogg.ts';

const tone = (atMs: number, lengthMs: number, lostBefore = 0): Sound => ({
  atMs,
  pcm: Float32Array.from(
    { length: (lengthMs * voiceRateHz) / 1000 },
    (_, index) => 0.2 * Math.sin(index / 5),
  ),
  packets: lengthMs / 20,
  lostBefore,
});

describe('cutting speech at pauses', () => {
  it('gives one segment for each stretch, with its margins, while the person goes on', () => {
    const segments = createSegments();
    const first = segments.push([tone(1000, 2000), tone(3300, 700), tone(5000, 500)]);
    expect(first.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([[800, 4200]]);
    expect(segments.tick(5_900)).toEqual([]);
    const [last] = segments.tick(6_100);
    expect([last?.startMs, last?.endMs, last?.pcm.length]).toEqual([4800, 5700, 900 * 16]);
  });
  it('keeps the pause inside a segment as silence of the same length', () => {
    const [segment] = createSegments().push([tone(0, 1000), tone(1400, 1000), tone(9000, 100)]);
    const silent =
      segment?.pcm.findIndex((_, index, pcm) => pcm.slice(index, index + 160).every((v) => v === 0)) ?? 0;
    expect(silent / 16).toBeCloseTo(1000, -1);
    expect(segment?.pcm.slice(1390 * 16, 1400 * 16).every((value) => value === 0)).toBe(true);
    expect(segment?.pcm.slice(1400 * 16, 1410 * 16).some((value) => value !== 0)).toBe(true);
  });
  it('cuts what is longer than 25 s at its quietest moment', () => {
    const segments = createSegments();
    const cut = segments.push([tone(0, 22_000), tone(22_200, 4_000)]);
    expect(cut).toHaveLength(1);
    expect(cut[0]?.endMs).toBeGreaterThan(20_000);
    expect(segments.flush()).toHaveLength(1);
  });
  it('ends a long one at a shorter pause, because its speaker may have finished', () => {
    const segments = createSegments();
    const cut = segments.push([tone(0, 5_000), tone(5_400, 9_000), tone(14_800, 15_000), tone(30_100, 100)]);
    expect(cut.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 14_600],
      [14_600, 30_000],
    ]);
    expect(segments.tick(30_500)).toEqual([]);
  });
  it('does not take a click for a word', () => {
    const segments = createSegments();
    segments.push([tone(0, 40)]);
    expect(segments.tick(5_000)).toEqual([]);
  });
  it('tells how much of a segment arrived', () => {
    const [segment] = createSegments().push([tone(0, 900), tone(1000, 900, 5), tone(9000, 20)]);
    expect(segment?.receivedShare).toBeCloseTo(90 / 95, 3);
  });
});

describe('decoding Opus', () => {
  it('gives 16 kHz mono as long as what was said, in one piece when nothing is missing', () => {
    const frames = readOpusFile('test/fixtures/audio/discord-short.ogg');
    const { decode } = createOpusDecoder();
    const sounds = decode(frames.map((opus, index) => ({ atMs: index * 20, opus, lostBefore: 0 })));
    expect(sounds).toHaveLength(1);
    expect(sounds[0]?.pcm.length).toBe(frames.length * 320);
    expect(Math.max(...(sounds[0]?.pcm ?? []))).toBeGreaterThan(0.1);
  });
  it('takes a damaged packet for a lost one', () => {
    const { decode } = createOpusDecoder();
    expect(decode([{ atMs: 0, opus: new Uint8Array(0), lostBefore: 0 }])).toEqual([]);
  });
});
