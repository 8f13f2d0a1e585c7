import { describe, expect, test } from 'vitest';
import { measureAnswer } from '../../../src/pipeline/scoring/measures.ts';
import { answerOf, spokenAnswer } from './answer-of.ts';

const fillersIn = (text: string, language = 'en') => measureAnswer(answerOf(text, { language })).fillers;

describe('fillers', () => {
  test('hesitations count everywhere, "ER" and millimetres do not', () => {
    expect(fillersIn('Um, so we, uh, had an, erm, outage.')).toMatchObject({ hard: 3 });
    expect(fillersIn('I drew an ER diagram, 5 mm wide.')).toMatchObject({ hard: 0 });
  });

  test.each([
    'It was, like, broken all day.',
    'And like we had no idea.',
    'It was like super slow.',
    'We like basically had two servers.',
    'You get like a number back.',
  ])('"like" fills in: %s', (text) => {
    expect(fillersIn(text)?.soft).toBeGreaterThanOrEqual(1);
  });

  test.each([
    'I like Go.',
    'It works like a queue.',
    'Tools like Terraform help.',
    'It feels like home.',
    'We had like 50 servers.',
    'What is it like to be on call?',
    'Something like that happened.',
    'It looks like the cache was cold.',
  ])('"like" means something: %s', (text) => {
    expect(fillersIn(text)).toMatchObject({ hard: 0, soft: 0 });
  });

  test('"kind of" is a kind of thing after an article, and a filler elsewhere', () => {
    expect(fillersIn('It is a kind of tree, and this sort of index is common.')?.soft).toBe(0);
    expect(fillersIn('It kind of broke.')?.soft).toBe(1);
  });

  test('"you know" with an object is a question', () => {
    expect(fillersIn('Do you know how it works? If you know the key, you find it.')?.soft).toBe(0);
    expect(fillersIn('It was, you know, complicated.')?.soft).toBe(1);
  });

  test('a sentence may begin with "so" twice, and three times is a habit', () => {
    expect(fillersIn('So we did it. So it worked.')?.soft).toBe(0);
    expect(fillersIn('So we did it. So it worked. So I left.')?.soft).toBe(3);
  });

  test('"um" is a word of German, "äh" is not', () => {
    expect(fillersIn('Es geht um Daten, um zehn Uhr.', 'de')).toMatchObject({ hard: 0 });
    expect(fillersIn('Es war, äh, langsam.', 'de')).toMatchObject({ hard: 1 });
    expect(fillersIn('Era, eh, muy lento, o sea, imposible.', 'es')).toMatchObject({ hard: 1, soft: 1 });
    expect(fillersIn('C’était, euh, lent.', 'fr')).toMatchObject({ hard: 1 });
  });

  test('in a language without lists they are unknown, not none', () => {
    const measures = measureAnswer(answerOf('Het was, eh, heel langzaam.', { language: 'nl' }));
    expect(measures.fillers).toBeNull();
    expect(measures.hedges).toBeNull();
    expect(measures.words).toBe(5);
  });

  test('three close together are a cluster with its time', () => {
    const answer = spokenAnswer([
      ['We moved the data last year without any trouble.', 0, 4000],
      ['But um it was uh you know um hard to test.', 5000, 9000],
    ]);
    const clusters = measureAnswer(answer).fillers?.clusters;
    expect(clusters).toHaveLength(1);
    expect(clusters?.[0]).toMatchObject({ count: 3 + 0 });
    expect(clusters?.[0]?.startMs).toBeGreaterThanOrEqual(5000);
    expect(clusters?.[0]?.endMs).toBeLessThanOrEqual(9000);
  });
});

describe('words and pace', () => {
  test('fillers and immediate repeats are not words, contractions are one', () => {
    expect(measureAnswer(answerOf("Um, I I don't know the the key.")).words).toBe(5);
  });

  test('words a minute go from the first to the last speech, not from the start of the recording', () => {
    const answer = spokenAnswer([
      ['one two three four five six seven eight nine ten', 20_000, 25_000],
      ['one two three four five six seven eight nine ten', 27_000, 32_000],
    ]);
    expect(measureAnswer(answer)).toMatchObject({ words: 20, durationMs: 12_000, wordsPerMinute: 100 });
  });

  test('a typed answer has no pace and no pauses', () => {
    const measures = measureAnswer(answerOf('An index keeps keys in order.'));
    expect(measures).not.toHaveProperty('wordsPerMinute');
    expect(measures).not.toHaveProperty('pauses');
    expect(measures).not.toHaveProperty('durationMs');
  });
});

describe('pauses', () => {
  const pausesOf = (...stretches: [string, number, number][]) =>
    measureAnswer(spokenAnswer(stretches)).pauses;

  test('a silence of three seconds is measured as one long pause of three seconds', () => {
    expect(pausesOf(['It was slow.', 0, 1000], ['Then I looked.', 4000, 5000])).toEqual({
      count: 1,
      long: 1,
      longestMs: 3000,
      insideSentence: 0,
      spans: [{ startMs: 1000, endMs: 4000 }],
    });
  });

  test('under a quarter of a second it belongs to the words', () => {
    expect(pausesOf(['It was', 0, 1000], ['slow.', 1240, 1500])).toMatchObject({ count: 0 });
    expect(pausesOf(['It was', 0, 1000], ['slow.', 1250, 1500])).toMatchObject({
      count: 1,
      insideSentence: 1,
    });
  });

  test('after a comma it stands at a boundary', () => {
    expect(pausesOf(['When it failed,', 0, 1000], ['I looked.', 1500, 2000])).toMatchObject({
      insideSentence: 0,
    });
  });
});

describe('repeats and hedges', () => {
  test('one to three words said twice in a row count once', () => {
    const count = (text: string) => measureAnswer(answerOf(text)).repetitions;
    expect(count('we had we had a problem')).toBe(1);
    expect(count('I went to I went to the office')).toBe(1);
    expect(count('the um the server')).toBe(1);
  });

  test('emphasis, numbers and new sentences are no repeats', () => {
    const count = (text: string) => measureAnswer(answerOf(text)).repetitions;
    expect(count('very very slow, and I know that that is bad')).toBe(0);
    expect(count('port 80 80 or 10 10')).toBe(0);
    expect(count('I waited for it. It came.')).toBe(0);
  });

  test('hedges are counted by the phrase', () => {
    expect(
      measureAnswer(answerOf('I think it is fast, maybe, or something like that. I guess so.')).hedges,
    ).toBe(4);
    expect(measureAnswer(answerOf('It is a kind of tree.')).hedges).toBe(0);
  });
});
