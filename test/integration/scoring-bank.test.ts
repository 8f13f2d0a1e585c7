import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Question, Verdict } from '../../src/domain.ts';
import { silentLog } from '../../src/log.ts';
import { openModels } from '../../src/models/open-models.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { createMeaning, type Meaning } from '../../src/pipeline/scoring/technical/concepts/meaning.ts';
import { learnFor, scoreTechnical } from '../../src/pipeline/scoring/technical/score-technical.ts';
import { answerOf } from '../unit/scoring/answer-of.ts';

const questions = openBank().questions();
const models = openModels(readConfig({ ...process.env, TRANSCRIBER: 'none', GENERATOR: 'template' }), {
  log: silentLog(),
});
await models.settled();
const hasEmbedder = models.embedder.current() !== null;
afterAll(() => models.close());

async function judge(question: Question, text: string, meaning: Meaning | null) {
  const answer = { ...answerOf(text), question };
  if (meaning) await learnFor(answer, meaning);
  return scoreTechnical(answer, { meaning, entailment: null });
}

/** Questions whose own model answer earns less than it should, each with its score. */
async function tooLow(least: number, meaning: Meaning | null): Promise<string[]> {
  const low: string[] = [];
  for (const question of questions) {
    if (question.modelAnswer === null) continue;
    const { dimension } = await judge(question, question.modelAnswer, meaning);
    if ((dimension.score ?? 0) < least) low.push(`${question.id}: ${dimension.score}`);
  }
  return low;
}

const stated = questions.flatMap((question) =>
  question.concepts.flatMap((concept) =>
    concept.misconceptions.map((misconception) => ({ question, concept, misconception })),
  ),
);

describe('the built-in questions', () => {
  test('earn at least 70 by words alone with their own model answers', async () => {
    expect(questions.length).toBeGreaterThan(0);
    expect(await tooLow(70, null)).toEqual([]);
  });

  test('have each of their misconceptions found when somebody says it', async () => {
    const unnoticed: string[] = [];
    for (const { question, concept, misconception } of stated) {
      const { concepts } = await judge(question, `I would say this. ${misconception}`, null);
      const verdict: Verdict | undefined = concepts.find(({ id }) => id === concept.id)?.verdict;
      if (verdict !== 'contradicted')
        unnoticed.push(`${question.id} ${concept.id}: ${verdict} “${misconception}”`);
    }
    expect(unnoticed).toEqual([]);
  });

  test('find no mistake in their own model answers', async () => {
    const accused: string[] = [];
    for (const question of questions) {
      const { concepts } = await judge(question, question.modelAnswer ?? '', null);
      for (const { id, verdict, quote } of concepts)
        if (verdict === 'contradicted') accused.push(`${question.id} ${id}: “${quote}”`);
    }
    expect(accused).toEqual([]);
  });
});

describe.skipIf(!hasEmbedder)('the built-in questions with MiniLM (weights are not installed)', () => {
  let meaning: Meaning | null = null;
  beforeAll(() => {
    meaning = createMeaning(models.embedder);
  });

  test('earn at least 80 with their own model answers', { timeout: 300_000 }, async () => {
    expect(await tooLow(80, meaning)).toEqual([]);
  });
});
