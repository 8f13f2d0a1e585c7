import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openModels } from '../../src/models/open-models.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { createMeaning, type Meaning } from '../../src/pipeline/scoring/technical/concepts/meaning.ts';
import { learnFor, scoreTechnical } from '../../src/pipeline/scoring/technical/score-technical.ts';
import { analyse } from '../../src/pipeline/scoring/text/analyse.ts';
import { answerOf } from '../unit/scoring/answer-of.ts';

const file = new URL('../fixtures/strong-answers.yaml', import.meta.url);
const strong = Object.entries(z.record(z.string(), z.string()).parse(parse(readFileSync(file, 'utf8'))));
const bank = openBank();
async function openEmbedderAlone() {
  const opened = openModels(readConfig({ ...process.env, TRANSCRIBER: 'none', GENERATOR: 'template' }), {
    log: silentLog(),
  });
  await opened.settled();
  return opened;
}
const models = await openEmbedderAlone();
const hasEmbedder = models.embedder.current() !== null;
afterAll(() => models.close());

async function scoreOf(id: string, text: string, meaning: Meaning | null): Promise<number> {
  const question = bank.questions().find((one) => one.id === id);
  if (!question) throw new Error(`The bank has no question ${id}.`);
  const answer = { ...answerOf(text), question };
  if (meaning) await learnFor(answer, meaning);
  return (await scoreTechnical(answer, { meaning, entailment: null })).dimension.score ?? Number.NaN;
}

const halfOf = (text: string): string => {
  const sentences = analyse(text).sentences;
  return text.slice(0, sentences[Math.ceil(sentences.length / 2) - 1]?.end);
};

/** The answer, its first half, and a strong answer to another question. */
async function threeScores(at: number, meaning: Meaning | null) {
  const [id = '', text = ''] = strong[at] ?? [];
  const [, other = ''] = strong[(at + 3) % strong.length] ?? [];
  return {
    whole: await scoreOf(id, text, meaning),
    half: await scoreOf(id, halfOf(text), meaning),
    unrelated: await scoreOf(id, other, meaning),
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

describe('strong answers in words of their own', () => {
  test.each(strong.map(([id], at) => ({ id, at })))('$id comes in order by words alone', async ({ at }) => {
    const { whole, half, unrelated } = await threeScores(at, null);
    expect(whole).toBeGreaterThanOrEqual(half);
    // Words alone may recognise nothing of an answer that uses none of those expected.
    expect(half).toBeGreaterThanOrEqual(unrelated);
    expect(unrelated).toBeLessThanOrEqual(20);
  });
});

test('the second half of a strong answer is worth something', async () => {
  const gains: number[] = [];
  for (const at of strong.keys()) {
    const { whole, half } = await threeScores(at, null);
    gains.push(whole - half);
  }
  expect(gains.filter((gain) => gain > 0).length).toBeGreaterThanOrEqual(22);
  expect(median(gains)).toBeGreaterThanOrEqual(10);
});

describe.skipIf(!hasEmbedder)('strong answers with MiniLM (weights are not installed)', () => {
  let meaning: Meaning | null = null;
  beforeAll(() => {
    meaning = createMeaning(models.embedder);
  });

  test('come in order, and most are good', async () => {
    const wholes: number[] = [];
    for (const at of strong.keys()) {
      const { whole, half, unrelated } = await threeScores(at, meaning);
      expect(whole).toBeGreaterThanOrEqual(half);
      expect(half).toBeGreaterThan(unrelated);
      wholes.push(whole);
    }
    expect(median(wholes)).toBeGreaterThanOrEqual(90);
    expect(wholes.filter((score) => score >= 70).length).toBeGreaterThanOrEqual(20);
  });

  test('get the same score whatever was judged before', async () => {
    const judgedAfter = async (first: readonly number[]) => {
      const other = await openEmbedderAlone();
      const fresh = createMeaning(other.embedder);
      const scores: number[] = [];
      for (const at of [...first, 0, 1, 2, 3, 4, 5]) {
        const [id = '', text = ''] = strong[at] ?? [];
        const own = first.length > scores.length ? halfOf(text) : text;
        scores.push(await scoreOf(id, own, fresh));
      }
      await other.close();
      return scores.slice(first.length);
    };
    expect(await judgedAfter([5, 4, 3, 2, 1, 0])).toEqual(await judgedAfter([]));
  });
});
