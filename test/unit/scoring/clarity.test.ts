import { describe, expect, test } from 'vitest';
import { scoreClarity } from '../../../src/pipeline/scoring/clarity/score-clarity.ts';
import { answerOf } from './answer-of.ts';
import { cleanTechnicalAnswers } from './clean-technical-text.ts';

const codesOf = (text: string) => scoreClarity(answerOf(text)).findings.map(({ code }) => code);
const scoreOf = (text: string) => scoreClarity(answerOf(text)).score ?? -1;

const clear =
  'An index keeps keys in order, so the database finds a range without reading the table. The price is slower writes, because the tree has to be updated. I add one when the query plan shows a scan.';

test('clean technical prose is clear', () => {
  for (const text of cleanTechnicalAnswers) expect(scoreOf(text)).toBeGreaterThanOrEqual(80);
});

describe('what makes an answer harder to follow lowers it, and is quoted', () => {
  test('a sentence without end', () => {
    const runOn = `${clear.replace(/\. /g, ' and ').replace(/,/g, '')}`;
    expect(scoreOf(`${runOn} ${runOn}`)).toBeLessThan(scoreOf(`${clear} ${clear.replace('An index', 'It')}`));
    expect(scoreClarity(answerOf(`${runOn.replace('.', '')} and also ${runOn}`)).findings).toContainEqual(
      expect.objectContaining({ code: 'run-on', values: { words: expect.any(Number) } }),
    );
  });

  test('a pile of hedges', () => {
    const hedged = clear
      .replace('An index', 'I think maybe an index')
      .replace('The price is', 'I guess the price is probably');
    expect(scoreOf(hedged)).toBeLessThan(scoreOf(clear));
    expect(codesOf(hedged)).toContain('hedges');
  });

  test('but not one honest admission', () => {
    expect(codesOf(`I'm not sure about the details, but I would start here. ${clear}`)).not.toContain(
      'hedges',
    );
  });

  test('vague words', () => {
    const vague = `${clear} There is also stuff like that and so on.`;
    expect(scoreOf(vague)).toBeLessThan(scoreOf(clear));
    expect(codesOf(vague)).toContain('vague');
  });

  test('restarts and repeated words', () => {
    const stumbling = clear
      .replace('An index keeps', 'An index an index keeps')
      .replace('I add', 'I add I add')
      .replace('The price', 'Sorry, let me rephrase. The the price');
    expect(scoreOf(stumbling)).toBeLessThan(scoreOf(clear));
  });

  test('short forms that nobody explains, unless the question has them', () => {
    const text = `${clear} The LSM flushes the WAL into an SST and the CRC guards it.`;
    expect(codesOf(text)).toContain('unexplained');
    const asked = answerOf(text, { question: 'How do LSM, WAL, SST and CRC work together?' });
    expect(scoreClarity(asked).findings.map(({ code }) => code)).not.toContain('unexplained');
  });
});

test('a list of terms and a sentence said again and again are not clear', () => {
  expect(
    scoreOf(
      'hash, bucket, key, constant, lookup, collision, load factor, rehash, equality, array, index, slot',
    ),
  ).toBeLessThanOrEqual(35);
  expect(scoreOf('The hash picks a bucket. '.repeat(6))).toBeLessThanOrEqual(35);
});

test('under twelve words, and in a language without lists, it is not judged', () => {
  expect(scoreClarity(answerOf('It is fast.'))).toMatchObject({ score: null, reason: { code: 'few-words' } });
  expect(
    scoreClarity(
      answerOf('Een index maakt zoeken sneller omdat de database niet alles hoeft te lezen.', {
        language: 'nl',
      }),
    ).score,
  ).toBeNull();
});
