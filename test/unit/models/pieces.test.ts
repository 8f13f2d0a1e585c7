import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpeechSpan } from '../../../src/domain.ts';
import { layWords } from '../../../src/models/transcribe/lay-words.ts';
import { piecesOf } from '../../../src/models/transcribe/pieces.ts';
import { audioContext } from '../../../src/models/transcribe/whisper-cpp.ts';
import { joinTokens } from '../../../src/models/transcribe/word-times.ts';
import { noise, silence } from '../../support/sounds.ts';

const span = (startMs: number, endMs: number): SpeechSpan => ({ startMs, endMs });

describe('pieces of a recording', () => {
  it('hold the speech and 200 ms on either side', () => {
    expect(piecesOf([span(1000, 2000), span(2500, 4000)], silence(10))).toEqual([
      { startMs: 800, endMs: 4200, spans: [span(1000, 2000), span(2500, 4000)] },
    ]);
  });

  it('end at a pause of three seconds', () => {
    expect(
      piecesOf([span(100, 2000), span(5000, 6000)], silence(6.1)).map((piece) => piece.spans.length),
    ).toEqual([1, 1]);
  });

  it('end at the longest pause in their second half before they grow longer than Whisper is given', () => {
    const spans = [
      span(0, 9000),
      span(10_000, 16_000),
      span(16_300, 22_000),
      span(23_500, 27_000),
      span(27_300, 30_000),
    ];
    const pieces = piecesOf(spans, silence(31));
    expect(pieces.map((piece) => piece.spans.length)).toEqual([2, 3]);
  });

  it('end a second time when what is left of one still is too long with what follows', () => {
    const pieces = piecesOf([span(250, 11_357), span(14_251, 15_016), span(17_249, 42_252)], silence(43));
    expect(pieces.map((piece) => piece.spans.length)).toEqual([1, 2, 1]);
  });

  it('are cut where it is quietest when nobody takes a breath', () => {
    const pcm = noise(40, 0.3);
    pcm.fill(0, 20 * 16_000, 20.5 * 16_000);
    const [first] = piecesOf([span(0, 40_000)], pcm);
    expect(first?.endMs).toBeGreaterThanOrEqual(20_000);
    expect(first?.endMs).toBeLessThanOrEqual(20_500);
  });

  it('never lose speech, never overlap and never are longer than Whisper hears', () => {
    const gaps = fc.array(
      fc.tuple(fc.integer({ min: 250, max: 5000 }), fc.integer({ min: 250, max: 40_000 })),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(gaps, (parts) => {
        let at = 0;
        const spans = parts.map(([pause, length]) => {
          const startMs = at + pause;
          at = startMs + length;
          return span(startMs, at);
        });
        const pieces = piecesOf(spans, silence((at + 300) / 1000));
        const kept = pieces.flatMap((piece) => piece.spans);
        const total = (list: SpeechSpan[]) => list.reduce((sum, each) => sum + each.endMs - each.startMs, 0);
        expect(total(kept)).toBeCloseTo(total(spans), 3);
        for (const [index, piece] of pieces.entries()) {
          expect(piece.endMs - piece.startMs).toBeLessThanOrEqual(23_900);
          expect(piece.startMs).toBeGreaterThanOrEqual(pieces[index - 1]?.endMs ?? 0);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('times of words', () => {
  it('are spread over the speech by length, and leave pauses empty', () => {
    const words = layWords(
      ['one', 'three,', 'four', 'two'].map((text) => ({ text })),
      [span(0, 700), span(5000, 5700)],
      silence(6),
    );
    expect(words.map(({ endMs }) => endMs <= 700)).toEqual([true, true, false, false]);
    expect(words.map(({ startMs }) => startMs >= 5000)).toEqual([false, false, true, true]);
    expect(words.every(({ startMs, endMs }) => endMs - startMs >= 100)).toBe(true);
  });

  it('are joined from tokens: a space begins a word, a full stop adds no time', () => {
    const tokens = [
      { word: ' Cach', start: 0.1, end: 0.3, probability: 0.9 },
      { word: 'ing', start: 0.3, end: 0.5, probability: 0.4 },
      { word: '.', start: 2, end: 2.4, probability: 0.8 },
      { word: ' So', start: 2.5, end: 2.7, probability: 1 },
    ];
    expect(joinTokens(tokens)).toEqual([
      { text: 'Caching.', startMs: 100, endMs: 500, probability: 0.4 },
      { text: 'So', startMs: 2500, endMs: 2700, probability: 1 },
    ]);
  });
});

it('the context of whisper.cpp grows with the sound, in whole steps of 256, and never to the 1500 that are padded', () => {
  expect([1, 8, 12, 23.9].map(audioContext)).toEqual([256, 512, 768, 1280]);
  expect(audioContext(30)).toBe(1280);
});
