import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio } from '../../../src/bots/audio/decode-audio.ts';
import { openSpeechDetector } from '../../../src/models/speech/detector.ts';
import { isTooQuiet } from '../../../src/models/speech/is-too-quiet.ts';
import { fixtureSound } from '../../support/fixture-sound.ts';
import { click, fan, joined, noise, silence, tone, wavFile } from '../../support/sounds.ts';
import { watchLoop } from '../../support/watch-loop.ts';

const detector = openSpeechDetector();
let answer: Float32Array;
beforeAll(async () => {
  answer = await fixtureSound('answer.ogg');
});
afterAll(() => detector.close());

describe('what is not speech', () => {
  it.each([
    ['silence', silence(3)],
    ['nothing at all', silence(0)],
    ['a fan', fan(4)],
    ['a loud fan', fan(4, 0.3)],
    ['white noise', noise(4)],
    ['a tone', tone(4)],
    ['a click of 0.2 s', click()],
    ['three clicks', joined(silence(1), click(), silence(1), click(), silence(1), click())],
  ])('%s has no span', async (_, pcm) => {
    expect(await detector.detect(pcm)).toEqual([]);
  });

  it('speech so quiet that no one could hear it has no span, and is known for what it is', async () => {
    const quiet = answer.map((sample) => sample * 0.002);
    expect(await detector.detect(quiet)).toEqual([]);
    expect(await isTooQuiet(quiet, detector)).toBe(true);
  });

  it.each([
    ['silence', silence(3)],
    ['quiet noise', noise(3, 0.001)],
    ['a quiet fan', fan(4, 0.001)],
    ['a quiet click', click().map((sample) => sample / 500)],
  ])('%s is no quiet voice', async (_, pcm) => {
    expect(await isTooQuiet(pcm, detector)).toBe(false);
  });
});

describe('speech', () => {
  it('in a file at −40 dB is found where it is in the loud one', async () => {
    const file = wavFile(answer.map((sample) => sample / 100));
    const { pcm } = await decodeAudio(file, { maxSeconds: 60, maxBytes: file.length });
    const [spans, loud] = [await detector.detect(pcm), await detector.detect(answer)];
    const speechMs = (all: typeof spans) => all.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    expect(Math.abs((spans[0]?.startMs ?? 0) - (loud[0]?.startMs ?? 0))).toBeLessThanOrEqual(100);
    expect(Math.abs((spans.at(-1)?.endMs ?? 0) - (loud.at(-1)?.endMs ?? 0))).toBeLessThanOrEqual(300);
    expect(speechMs(spans) / speechMs(loud)).toBeGreaterThan(0.9);
  });

  it('is found between silences, and the pause of two seconds is left out', async () => {
    const spans = await detector.detect(answer);
    const gaps = spans.slice(1).map((span, index) => span.startMs - (spans[index]?.endMs ?? 0));
    expect(spans[0]?.startMs).toBeGreaterThan(400);
    expect(spans[0]?.startMs).toBeLessThan(900);
    expect(Math.max(...gaps)).toBeGreaterThan(1700);
    expect(Math.max(...gaps)).toBeLessThan(2800);
    expect(gaps.every((gap) => gap >= 250)).toBe(true);
  });

  it('is found above a fan', async () => {
    const rumble = fan(answer.length / 16_000, 0.02);
    const spans = await detector.detect(answer.map((sample, index) => sample + (rumble[index] ?? 0)));
    expect(spans.reduce((total, span) => total + span.endMs - span.startMs, 0)).toBeGreaterThan(5000);
  });

  it('gets the same probabilities from a stream of packets as in one piece', async () => {
    const [packets, whole] = [detector.openStream(), detector.openStream()];
    const fed: number[] = [];
    for (let at = 0; at < 64_000; at += 320) fed.push(...(await packets.push(answer.subarray(at, at + 320))));
    const once = await whole.push(answer.slice(0, 64_000));
    expect(fed).toHaveLength(125);
    expect(Math.max(...fed)).toBeGreaterThan(0.9);
    for (const [frame, probability] of fed.entries()) expect(probability).toBeCloseTo(once[frame] ?? -1, 5);
    packets.close();
    whole.close();
  });

  it('is told apart for several streams at once', async () => {
    const [quiet, loud] = [detector.openStream(), detector.openStream()];
    const [none, some] = await Promise.all([quiet.push(silence(2)), loud.push(answer.slice(16_000, 48_000))]);
    expect(Math.max(...none)).toBe(0);
    expect(Math.max(...some)).toBeGreaterThan(0.9);
  });
});

it('an abort ends the search with its reason', async () => {
  const controller = new AbortController();
  const running = detector.detect(joined(...Array.from({ length: 10 }, () => answer)), {
    signal: controller.signal,
  });
  controller.abort(new Error('The person left.'));
  await expect(running).rejects.toThrow('The person left.');
});

it('the event loop stays free while the detector loads and listens', async () => {
  const fresh = openSpeechDetector();
  const seen = watchLoop();
  await fresh.detect(answer);
  const { ownP99Ms } = seen();
  await fresh.close();
  expect(ownP99Ms).toBeLessThan(50);
});

it('a closed detector refuses', async () => {
  const fresh = openSpeechDetector();
  await fresh.close();
  await expect(fresh.detect(tone(1))).rejects.toThrow(/closed/);
});
