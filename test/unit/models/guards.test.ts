import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isBelieved,
  objectionTo,
  withoutEcho,
  withoutEnding,
  withoutLoops,
  withoutTags,
} from '../../../src/models/transcribe/guards.ts';
import type { Heard } from '../../../src/models/transcribe/recogniser.ts';

const heard = (text: string, more: Partial<Heard> = {}): Heard => ({ text, words: [], ...more });

describe('what is not believed at once', () => {
  it.each([
    ['an ordinary answer', 'A hash map finds a value by its key in constant time.', undefined],
    ['nothing', '  ', 'nothing'],
    ['one word over and over', 'the the the the', 'loop'],
    ['four words over and over', 'and then I said and then I said and then I said and then I said', 'loop'],
    [
      'a whole sentence three times',
      'you pay for the empty machine you pay for the empty machine you pay for the empty machine',
      'loop',
    ],
    ['three times is a person who stutters', 'no no no, that is wrong', undefined],
    ['twelve words in a second', 'a b c d e f g h i j k l m n o p q r s t u v w x y z a1 b1', 'too-fast'],
  ])('%s', (_, text, objection) => {
    expect(objectionTo([heard(text)], 3000)).toBe(objection);
  });

  it('a long text that repeats itself with small changes', () => {
    const text = Array.from(
      { length: 30 },
      (_, index) => `so the cache is the cache number ${index % 2}`,
    ).join(' ');
    expect(objectionTo([heard(text)], 60_000)).toBe('loop');
  });

  it('ten words in twenty seconds of speech', () => {
    expect(objectionTo([heard("I'm not a great person, I'm just a good person.")], 20_000)).toBe('too-few');
  });

  it('words that the recogniser itself finds unlikely', () => {
    expect(objectionTo([heard('an answer', { averageLogProbability: -1.2 })], 3000)).toBe('unlikely');
  });
});

describe('what is dropped', () => {
  const doubtful = { averageLogProbability: -1.3, noSpeechProbability: 0.8 };
  it.each([
    ['"thank you" on a breath', heard('Thank you.'), true, 600, false],
    ['"thank you" said clearly', heard('Thank you.', { averageLogProbability: -0.2 }), true, 1600, true],
    ['"thanks for watching" among other words', heard('Thanks for watching.'), false, 600, true],
    [
      '"Thank you for watching!" guessed',
      heard('Thank you for watching!', { averageLogProbability: -0.9 }),
      true,
      4000,
      false,
    ],
    ['a sound effect', withoutTags(heard(' [BLANK_AUDIO] ')), true, 4000, false],
    ['music', withoutTags(heard('(upbeat music)')), true, 4000, false],
    ['silence that the recogniser doubts itself', heard('So it is.', doubtful), true, 4000, false],
    [
      'speech that it only finds unlikely',
      heard('So it is.', { averageLogProbability: -1.3 }),
      true,
      4000,
      true,
    ],
  ])('%s', (_, part, wholePiece, speechMs, believed) => {
    expect(isBelieved(part, wholePiece, speechMs)).toBe(believed);
  });
});

it.each([
  ['[music] A hash map (laughs) finds it. ♪', 'A hash map finds it.'],
  ['*sighs* So I asked.', 'So I asked.'],
  ['Lookups are O(1), and sorting is O(n log n).', 'Lookups are O(1), and sorting is O(n log n).'],
  ['We cache it. Subtitles by the Amara.org community', 'We cache it.'],
  ['Wir cachen das. Untertitel im Auftrag des ZDF, 2020', 'Wir cachen das.'],
  ['Sous-titres réalisés par la communauté d’Amara.org', ''],
  ['Субтитры сделал DimaTorzok', ''],
  [
    'I added subtitles to the player, by the way, and captions.',
    'I added subtitles to the player, by the way, and captions.',
  ],
])('of “%s” stays “%s”', (text, kept) => {
  expect(withoutTags(heard(text)).text).toBe(kept);
});

it('an ending of films is taken off where it was not heard clearly', () => {
  const words = (probability: number) =>
    ['In', 'the', 'cache.', 'Thank', 'you.'].map((text) => ({ text, probability }));
  const text = 'In the cache. Thank you.';
  expect(withoutEnding(heard(text, { words: words(0.4) })).text).toBe('In the cache.');
  expect(withoutEnding(heard(text, { words: words(0.9) })).text).toBe(text);
});

it('the prompt is taken off when it comes back, and only then', () => {
  const prompt = 'Um, uh, hmm, er, ah.';
  expect(withoutEcho(heard('Um, uh, hmm, er, ah. A hash map.'), prompt).text).toBe('A hash map.');
  expect(withoutEcho(heard('Um, uh, a hash map.'), prompt).text).toBe('Um, uh, a hash map.');
});

describe('loops that a second listening did not cure', () => {
  it('are said once', () => {
    expect(withoutLoops(heard('I used the cache the cache the cache the cache the cache today')).text).toBe(
      'I used the cache today',
    );
  });

  it('leave every other text as it is', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 30 }),
        (words) => {
          expect(withoutLoops(heard(words.join(' '))).text).toBe(words.join(' '));
        },
      ),
    );
  });

  it('are gone however often and wherever they come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('so', 'the', 'cache'), { minLength: 1, maxLength: 60 }),
        (words) => {
          const once = withoutLoops(heard(words.join(' ')));
          expect(withoutLoops(once).text).toBe(once.text);
        },
      ),
    );
  });
});
