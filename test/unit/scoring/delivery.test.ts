import { describe, expect, test } from 'vitest';
import { scoreDelivery } from '../../../src/pipeline/scoring/delivery/score-delivery.ts';
import { measureAnswer } from '../../../src/pipeline/scoring/measures.ts';
import { answerOf, spokenAnswer } from './answer-of.ts';

type Stretch = [text: string, startMs: number, endMs: number];
const sentence = 'We moved the old service to a new queue last year.';

/** Sentences of eleven words one after another, each over `eachMs`, with `gapMs` of silence between them. */
const stretches = (count: number, eachMs: number, gapMs: number, text = sentence): Stretch[] =>
  Array.from({ length: count }, (_, at) => [text, at * (eachMs + gapMs), at * (eachMs + gapMs) + eachMs]);

const judge = (given: Stretch[], options: Parameters<typeof spokenAnswer>[1] = {}) => {
  const answer = spokenAnswer(given, options);
  return scoreDelivery(answer, measureAnswer(answer));
};
const score = (given: Stretch[]) => judge(given).score ?? -1;
const notes = (given: Stretch[]) =>
  judge(given)
    .evidence.map(({ note }) => note)
    .join(' ');

describe('delivery', () => {
  test('at an easy pace with short pauses between sentences is full', () => {
    expect(score(stretches(10, 4200, 500))).toBe(100);
  });

  test('is lower the further the pace is from that, either way', () => {
    const easy = score(stretches(10, 4200, 500));
    const fast = score(stretches(10, 3000, 300));
    const slow = score(stretches(10, 7500, 1000));
    expect(fast).toBeLessThan(easy);
    expect(slow).toBeLessThan(easy);
    expect(notes(stretches(10, 3000, 300))).toContain('fast');
  });

  test('tells the pace of each third', () => {
    expect(
      notes([
        ...stretches(4, 3000, 300),
        ['We moved on.', 13_500, 30_000],
        ['Then it was done.', 31_000, 45_000],
      ]),
    ).toMatch(/\(0:00 \d+ · 0:15 \d+ · 0:30 \d+\)/);
  });

  test('suffers from long pauses inside sentences more than from those between them', () => {
    const inside: Stretch[] = stretches(8, 4200, 500).flatMap(([, start], at): Stretch[] => [
      ['We moved the old service', start + at * 2300, start + at * 2300 + 2000],
      ['to a new queue last year.', start + at * 2300 + 4300, start + at * 2300 + 6500],
    ]);
    const result = judge(inside);
    expect(result.score).toBeLessThan(score(stretches(10, 4200, 2300)));
    expect(result.evidence).toContainEqual(
      expect.objectContaining({
        concept: 'pause inside a sentence',
        startMs: expect.any(Number),
        endMs: expect.any(Number),
      }),
    );
  });

  test('counts fillers as at least so many, and shows where they cluster', () => {
    const result = judge(stretches(6, 5000, 500, 'Um we moved uh the old um service to a queue.'));
    expect(result.evidence.find(({ concept }) => concept === 'fillers')?.note).toMatch(
      /^At least \d+ fillers/,
    );
    expect(result.evidence).toContainEqual(
      expect.objectContaining({ concept: 'filler cluster', startMs: expect.any(Number) }),
    );
    expect(result.score).toBeLessThan(score(stretches(6, 5000, 500)));
  });

  test('in a language without lists rests on pace and pauses alone', () => {
    const result = judge(stretches(10, 4200, 500), { language: 'nl' });
    expect(result.score).not.toBeNull();
    expect(result.confidence).toBe('low');
    expect(result.evidence.some(({ concept }) => concept === 'fillers')).toBe(false);
  });
});

describe('delivery is not judged', () => {
  test('of a typed answer', () => {
    const answer = answerOf(sentence.repeat(5));
    expect(scoreDelivery(answer, measureAnswer(answer))).toMatchObject({
      score: null,
      reason: expect.stringContaining('typed'),
    });
  });

  test('when too little of the sound arrived', () => {
    expect(judge(stretches(10, 4200, 500), { receivedShare: 0.84 })).toMatchObject({
      score: null,
      reason: expect.stringContaining('84 %'),
    });
    expect(judge(stretches(10, 4200, 500), { receivedShare: 0.85 }).score).not.toBeNull();
  });

  test('under twenty words or ten seconds', () => {
    expect(judge(stretches(1, 12_000, 0))).toMatchObject({
      score: null,
      reason: expect.stringContaining('twenty words'),
    });
    expect(judge(stretches(3, 3000, 100)).score).toBeNull();
  });
});
