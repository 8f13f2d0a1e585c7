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
    ["it's it's just two queries and", undefined, "it's just two queries…"],
    ['Well, you know, models go off like milk.', undefined, 'models go off like milk'],
    [
      'items.map((item, i) => item) loses the state (focus, input value) but then renders another item in the row.',
      'renders',
      '…then renders another item in the row',
    ],
    [
      'A bug in the second: I change the id in the URL from 17 to 18 and see an invoice.',
      undefined,
      'A bug in the second: I change the id in the URL…',
    ],
    [
      'The budget is what is left, e.g. for 99.9 percent it comes to 43 minutes a month.',
      undefined,
      'The budget is what is left…',
    ],
    [
      'I wrote a small sheet with all of the commands and after two weeks he was doing it on his own.',
      'after two weeks',
      '…after two weeks he was doing it on his own',
    ],
    ['No one knew which cities would want it.', undefined, 'No one knew which cities would want it'],
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
