import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { isForeignTo, likelyLanguage } from '../../../src/pipeline/scoring/languages/likely-language.ts';

const read = (path: string): unknown => parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const answers = z.record(z.string(), z.array(z.string())).parse(read('../../fixtures/other-languages.yaml'));
const corpus = (domain: string) =>
  z
    .array(z.object({ answers: z.array(z.object({ text: z.string() })) }))
    .parse(read(`../../../bench/corpus/answers/${domain}.yaml`))
    .flatMap((question) => question.answers.map(({ text }) => text));

describe('the language of a typed text', () => {
  test.each(Object.entries(answers))(
    'is told for %s, with the English words of the trade in it',
    async (language, texts) => {
      expect(await Promise.all(texts.map(likelyLanguage))).toEqual(texts.map(() => language));
    },
  );

  test('is English for terms, names, numbers, formulas, code and a few words', async () => {
    const texts = [
      'big o of log n',
      'O(log n)',
      'four four three',
      '3600s',
      'Yes.',
      'P = TP / (TP + FP), R = TP / (TP + FN)',
      'h(k) mod m',
      'AbortController',
      'SELECT * FROM users WHERE id = $1',
      'useEffect(() => { return () => clearInterval(id) }, [])',
      'ACID',
      'git rebase -i',
      'salt, pepper, bcrypt, argon2, scrypt',
      'de facto standard',
      'mutex, semaphore, deadlock, livelock',
      'Nginx, Envoy, Istio, Linkerd',
      'hash, bucket, key, constant, lookup, collision',
    ];
    expect(await Promise.all(texts.map(likelyLanguage))).toEqual(texts.map(() => 'en'));
  });

  test.each(['backend', 'behavioural', 'devops', 'frontend'])(
    'is English for every answer of the corpus on %s, whatever the dialect and however it was heard',
    async (domain) => {
      const texts = corpus(domain);
      const languages = await Promise.all(texts.map(likelyLanguage));
      expect(texts.filter((_, at) => languages[at] !== 'en')).toEqual([]);
    },
  );

  test('is English where most of it is English and a few words are not', async () => {
    expect(
      await likelyLanguage(
        'So basically the index, matlab, it keeps the keys in order, so the database need not read every row na, but writes become slow yaar.',
      ),
    ).toBe('en');
    expect(
      await likelyLanguage(
        'An index helps the reads because it is sorted, di ba, so the database does not scan everything, pero the writes are slower.',
      ),
    ).toBe('en');
  });

  test('is undetermined or named in another script', async () => {
    expect(await likelyLanguage('数据库索引加快查询')).toBe('zh');
    expect(await likelyLanguage('Индекс ускоряет чтение, но замедляет запись.')).toBe('ru');
    expect(await likelyLanguage('인덱스는 읽기를 빠르게 합니다')).toBe('ko');
  });

  test('is foreign to another only where that is plain', async () => {
    const english =
      'An index lets the database jump to the matching rows instead of scanning the whole table.';
    const dutch = 'Een index helpt de database snel naar de juiste rijen te springen.';
    expect(await isForeignTo('de', english)).toBe(true);
    expect(await isForeignTo('nl', english)).toBe(true);
    expect(await isForeignTo('en', english)).toBe(false);
    expect(await isForeignTo('nl', dutch)).toBe(false);
    expect(await isForeignTo('en', dutch)).toBe(true);
    expect(await isForeignTo('de', 'O(log n)')).toBe(false);
  });
});
