import { describe, expect, it } from 'vitest';
import { quoteFrom } from '../../../src/pipeline/questions/quote.ts';

describe('a quote', () => {
  it.each([
    [
      'So, um, the cache sits in front of the database.',
      undefined,
      'the cache sits in front of the database',
    ],
    [
      'We use Redis, because it was already there and nobody had time for another thing to run.',
      undefined,
      'We use Redis, because it was already there and nobody had time…',
    ],
    [
      'The request goes to the gateway, then to the service, and somehow the order ends up in the table.',
      'somehow',
      '…and somehow the order ends up in the table',
    ],
    ['He said "just restart it" and I said no.', undefined, 'He said just restart it and I said no'],
  ])('is cut at words: %s', (sentence, around, expected) => {
    expect(quoteFrom(sentence, around)).toBe(expected);
  });

  it.each(['', 'Yes.', 'Um, well, so.', 'I think so.', '—'])(
    'is not made of what says too little: %j',
    (sentence) => {
      expect(quoteFrom(sentence)).toBeNull();
    },
  );
});
