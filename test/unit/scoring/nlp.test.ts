import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyse } from '../../../src/pipeline/scoring/text/analyse.ts';

const sentences = (text: string, language?: string, pauses?: number[]) =>
  analyse(text, language, pauses).sentences.map((sentence) => sentence.text);
const word = (text: string, lower: string) => analyse(text).words.find((one) => one.lower === lower);

describe('sentences', () => {
  test('full stops inside abbreviations, decimals and code end nothing', () => {
    expect(
      sentences('I use a cache, e.g. Redis with node.js. The p99 fell to 2.5 ms. Dr. Smith agreed.'),
    ).toEqual(['I use a cache, e.g. Redis with node.js.', 'The p99 fell to 2.5 ms.', 'Dr. Smith agreed.']);
  });

  test('a full stop without a space ends a sentence before a word that begins one', () => {
    expect(sentences('It was slow.Then I added an index.')).toHaveLength(2);
    expect(sentences('I call System.out and node.js there.')).toHaveLength(1);
  });

  test('three dots of hesitation end nothing', () => {
    expect(sentences('So, um... I think it was the cache.')).toHaveLength(1);
  });

  test('a list has one sentence a line, a wrapped line goes on', () => {
    expect(sentences('first i checked the logs\n- then i rolled back\n1. done again')).toHaveLength(3);
    expect(
      sentences(
        'An index keeps the values of a column in order so that the database can\nfind a range quickly.',
      ),
    ).toHaveLength(1);
  });

  test('lines that a narrow window wrapped are one sentence, short lines of a chat are not', () => {
    const wrapped =
      'An index lets the DB jump straight to\nmatching rows instead of scanning the\nwhole table. It is a sorted tree so\nranges work too.';
    expect(sentences(wrapped)).toHaveLength(2);
    expect(
      sentences('first we measure\nthen a second server\nand a cache in front\nthat is all'),
    ).toHaveLength(4);
  });

  test('speech without any marks is cut where it begins something new', () => {
    const cut = sentences(
      'so basically we had this old service and it was failing all the time and then I looked at the logs and found that the pool was too small so I changed it and the errors went away but then we had another problem',
    );
    expect(cut.length).toBeGreaterThanOrEqual(4);
    expect(cut).toContain('and then I looked at the logs and found that the pool was too small');
  });

  test('where the speaker fell silent is a place to cut too', () => {
    const text =
      `${'we moved one table after the other into new rows '.repeat(2)}${'nobody noticed a thing on that long day '.repeat(2)}`.trim();
    const pause = text.indexOf(' nobody');
    expect(sentences(text, 'en', [pause])[0]).toBe(text.slice(0, pause));
  });
});

describe('words', () => {
  test('code, units and contractions keep their shape', () => {
    const words = analyse("useEffect isn't c++ or ci/cd: O(log n) at p99, 50%").words.map(({ text }) => text);
    expect(words).toEqual(['useEffect', 'is', "n't", 'c++', 'or', 'ci/cd', 'O(log n)', 'at', 'p99', '50%']);
  });

  test('they carry tag, lemma, stem and whether they are only grammar', () => {
    expect(word('The indexes were built.', 'indexes')).toMatchObject({
      pos: 'NOUN',
      lemma: 'index',
      isFunction: false,
    });
    expect(word('We cached the hashes.', 'cached')).toMatchObject({ pos: 'VERB', stem: 'cach' });
    expect(word("It doesn't scale.", "n't")).toMatchObject({ lemma: 'not', isFunction: true });
  });

  test('typographic apostrophes are read as plain ones and quoted as they were', () => {
    expect(word('We don’t know.', "n't")).toMatchObject({ text: 'n’t', lemma: 'not' });
  });

  test('German, Spanish and French have stems and function words, French elisions are two words', () => {
    expect(analyse('Die Datenbanken sind schnell.', 'de-DE').words.map(({ stem }) => stem)).toContain(
      'datenbank',
    );
    expect(analyse('los índices', 'es').words[0]?.isFunction).toBe(true);
    expect(analyse("l'index", 'fr').words.map(({ text }) => text)).toEqual(["l'", 'index']);
  });

  test('Chinese is cut into words without spaces', () => {
    expect(analyse('数据库索引加快查询。它很好。', 'zh').words.length).toBeGreaterThan(4);
    expect(sentences('数据库索引加快查询。它很好。', 'zh')).toHaveLength(2);
  });

  test('offsets always point at the very words, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.constantFrom('en', 'de', 'fr', 'zh'),
        (text, language) => {
          const { words, sentences: found } = analyse(text, language);
          for (const { text: own, start, end } of [...words, ...found])
            expect(text.slice(start, end)).toBe(own);
          expect(found.flatMap((sentence) => sentence.words).length).toBeLessThanOrEqual(words.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('emoji and empty texts hold no words', () => {
    for (const text of ['', '   ', '🙂🙂', '?!…'])
      expect(analyse(text)).toMatchObject({ words: [], sentences: [] });
  });

  test('an endless text is read up to an hour of speech', () => {
    const { words } = analyse('the pool was empty '.repeat(10_000));
    expect(words.at(-1)?.end).toBeLessThanOrEqual(60_000);
    expect(analyse('a'.repeat(200_000)).words).toHaveLength(1);
  });
});
