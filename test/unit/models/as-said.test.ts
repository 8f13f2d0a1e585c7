import { describe, expect, it } from 'vitest';
import { asSaid } from '../../../src/models/transcribe/as-said.ts';

const said = (text: string) =>
  asSaid({ text, startMs: 0, endMs: 900, probability: 0.8 })
    .map((word) => word.text)
    .join(' ');

describe('signs that a recogniser writes for words', () => {
  it.each([
    ['N+1,', 'N plus one,'],
    ['O(1).', 'O of one.'],
    ['O(n²)', 'O of n squared'],
    ['O(n)?', 'O of n?'],
    ['C++', 'C++'],
    ['CI/CD', 'CI/CD'],
    ['answer.', 'answer.'],
  ])('%s is %s', (written, spoken) => {
    expect(said(written)).toBe(spoken);
  });

  it('each have their share of the time', () => {
    const times = asSaid({ text: 'N+1', startMs: 0, endMs: 900 }).map(({ startMs, endMs }) => [
      startMs,
      endMs,
    ]);
    expect(times).toEqual([
      [0, 300],
      [300, 600],
      [600, 900],
    ]);
  });
});
