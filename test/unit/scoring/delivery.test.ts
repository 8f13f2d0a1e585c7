import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/domain.ts';
import { scoreDelivery } from '../../../src/pipeline/scoring/delivery/score-delivery.ts';
import { measureAnswer } from '../../../src/pipeline/scoring/measures.ts';
import { wordFinding } from '../../../src/wording/feedback.ts';
import { englishWording } from '../../../src/wording/wording.ts';
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
const found = (given: Stretch[], code: Finding['code']) =>
  judge(given).findings.find((finding) => finding.code === code);

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
    expect(found(stretches(10, 3000, 300), 'pace')?.values).toMatchObject({ band: 'very-fast' });
  });

  test('is lower where the pace of the thirds differs much', () => {
    const given: Stretch[] = [
      ...stretches(4, 3000, 300),
      ['We moved on.', 13_500, 30_000],
      ['Then it was done.', 31_000, 45_000],
    ];
    const { pace = [] } = measureAnswer(spokenAnswer(given));
    expect(pace.map(({ startMs }) => startMs)).toEqual([0, 15_000, 30_000]);
    expect(pace[0]?.wordsPerMinute).toBeGreaterThan(100);
    expect(found(given, 'uneven-pace')).toBeDefined();
  });

  test('suffers from long pauses inside sentences more than from those between them', () => {
    const inside: Stretch[] = stretches(8, 4200, 500).flatMap(([, start], at): Stretch[] => [
      ['We moved the old service', start + at * 2300, start + at * 2300 + 2000],
      ['to a new queue last year.', start + at * 2300 + 4300, start + at * 2300 + 6500],
    ]);
    const result = judge(inside);
    expect(result.score).toBeLessThan(score(stretches(10, 4200, 2300)));
    expect(result.findings).toContainEqual({
      code: 'pause-inside',
      dimension: 'delivery',
      evidence: { startMs: expect.any(Number), endMs: expect.any(Number) },
    });
  });

  test('counts fillers as at least so many, and shows where they cluster', () => {
    const result = judge(stretches(6, 5000, 500, 'Um we moved uh the old um service to a queue.'));
    const fillers = result.findings.find(({ code }) => code === 'fillers');
    expect(fillers && wordFinding(englishWording, fillers)).toMatch(/^At least \d+ fillers/);
    expect(result.findings.find(({ code }) => code === 'filler-cluster')?.evidence).toMatchObject({
      startMs: expect.any(Number),
    });
    expect(result.score).toBeLessThan(score(stretches(6, 5000, 500)));
  });

  test('in a language without lists rests on pace and pauses alone', () => {
    const result = judge(stretches(10, 4200, 500), { language: 'nl' });
    expect(result.score).not.toBeNull();
    expect(result.confidence).toBe('low');
    expect(result.findings.some(({ code }) => code === 'fillers')).toBe(false);
  });
});

describe('delivery is not judged', () => {
  test('of a typed answer', () => {
    const answer = answerOf(sentence.repeat(5));
    expect(scoreDelivery(answer, measureAnswer(answer))).toMatchObject({
      score: null,
      reason: { code: 'typed' },
    });
  });

  test('when too little of the sound arrived', () => {
    expect(judge(stretches(10, 4200, 500), { receivedShare: 0.84 })).toMatchObject({
      score: null,
      reason: { code: 'audio-lost', values: { percent: 84 } },
    });
    expect(judge(stretches(10, 4200, 500), { receivedShare: 0.85 }).score).not.toBeNull();
  });

  test('under twenty words or ten seconds', () => {
    expect(judge(stretches(1, 12_000, 0))).toMatchObject({
      score: null,
      reason: { code: 'too-little-speech' },
    });
    expect(judge(stretches(3, 3000, 100)).score).toBeNull();
  });
});
