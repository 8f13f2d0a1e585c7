import { describe, expect, it } from 'vitest';
import type { Transcript, TranscriptWord } from '../../src/domain.ts';
import { doubtsOf, doubtToAsk, settledDoubt } from '../../src/pipeline/hearing/doubts.ts';

const word = (text: string, at: number, more: Partial<TranscriptWord> = {}): TranscriptWord => ({
  ...{ text, startMs: at * 100, endMs: at * 100 + 100, probability: 0.9 },
  ...more,
});
const transcriptOf = (...words: TranscriptWord[]): Transcript => {
  const text = words.map((each) => each.text).join(' ');
  const [startMs, endMs] = [words[0]?.startMs ?? 0, words.at(-1)?.endMs ?? 0];
  const segments = [{ startMs, endMs, text, words }];
  return { text, language: 'en', model: 'test', segments, speech: [], durationMs: endMs };
};

const unwritten = transcriptOf(
  word('with', 0),
  word('cubicle', 1, { probability: 0.3, maybe: { text: 'kubectl', words: 1 } }),
  word('apply.', 2),
);
const written = transcriptOf(
  word('In', 0),
  word('PostgreSQL.', 1, { heard: 'post for SQL.', maybe: { text: 'post for SQL.', words: 1 } }),
);

describe('doubts about what was heard', () => {
  it('name what was heard and what may have been meant', () => {
    expect(doubtsOf(unwritten)).toEqual([
      { startMs: 100, heard: 'cubicle', meant: 'kubectl', isWritten: false },
    ]);
    expect(doubtsOf(written)).toEqual([
      { startMs: 100, heard: 'post for SQL', meant: 'PostgreSQL', isWritten: true },
    ]);
    expect(doubtsOf(transcriptOf(word('clear', 0)))).toEqual([]);
  });

  it('ask first about what was not understood', () => {
    const both = { ...written, segments: [...written.segments, ...unwritten.segments] };
    expect(doubtToAsk(both)?.meant).toBe('kubectl');
    expect(doubtToAsk(written)?.heard).toBe('post for SQL');
    expect(doubtToAsk(transcriptOf(word('clear', 0)))).toBeUndefined();
  });

  it('end with the word of the person: the other reading takes the place and the time of the first', () => {
    const settled = settledDoubt(unwritten, 100);
    expect(settled?.text).toBe('with kubectl apply.');
    expect(settled?.segments[0]?.words[1]).toEqual({
      ...{ text: 'kubectl', startMs: 100, endMs: 200, probability: 1, heard: 'cubicle' },
    });
    expect(settled && doubtsOf(settled)).toEqual([]);
    const back = settledDoubt(written, 100);
    expect(back?.text).toBe('In post for SQL.');
    expect(back?.segments[0]?.words.at(-1)?.endMs).toBe(200);
  });

  it('are settled once', () => {
    expect(settledDoubt(unwritten, 200)).toBeNull();
    expect(settledDoubt(settledDoubt(unwritten, 100) ?? written, 100)).toBeNull();
  });
});
