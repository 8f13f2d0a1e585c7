import { afterAll, describe, expect, it } from 'vitest';
import type { Embedder, Grader } from '../../../src/models/ports.ts';
import { createEvaluator } from '../../../src/pipeline/evaluate.ts';
import type { AnswerToJudge } from '../../../src/pipeline/evaluation-types.ts';
import { openBank } from '../../../src/pipeline/questions/bank.ts';
import { followUpWords } from '../../../src/wording/follow-up.ts';
import { englishWording } from '../../../src/wording/wording.ts';
import { scriptedModels, scriptedSlot } from '../../support/scripted.ts';

const question = openBank().byId('backend-junior-hash-map');
const said = [
  'A hash map keeps its entries in an array of buckets.',
  'A hash function turns the key into the index of a bucket.',
  'Two keys in one bucket collide, and then the bucket holds a short list.',
];

const evaluators: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const evaluator of evaluators) await evaluator.close();
});

/** A judge, and what its models were given to read. */
function judgeThatIsWatched() {
  const read: string[] = [];
  const grader: Grader = {
    name: 'scripted',
    grade: async (pairs, options) => {
      options?.signal?.throwIfAborted();
      read.push(...pairs.map(({ passage }) => passage));
      return pairs.map(({ passage }) => {
        const chance = (passage.length % 10) / 20;
        return { said: 0.5 + chance / 2, partly: 0.5 - chance, missed: chance / 4, contradicted: chance / 4 };
      });
    },
    close: async () => undefined,
  };
  const embedder: Embedder = {
    name: 'scripted',
    dimensions: 4,
    embed: async (texts, options) => {
      options?.signal?.throwIfAborted();
      read.push(...texts);
      return texts.map((text) => {
        const vector = Float32Array.from({ length: 4 }, (_, at) => 1 + (text.charCodeAt(at) || 0));
        const length = Math.hypot(...vector);
        return vector.map((value) => value / length);
      });
    },
    align: async (texts) => {
      read.push(...texts.flatMap(({ said: sentences }) => sentences));
      return texts.map(({ said: sentences }) => ({ whole: 0.5, each: sentences.map(() => 0.5) }));
    },
    close: async () => undefined,
  };
  const models = {
    ...scriptedModels(),
    grader: scriptedSlot<Grader>('grader', grader),
    embedder: scriptedSlot<Embedder>('embedder', embedder),
  };
  const evaluator = createEvaluator({ models, words: followUpWords(englishWording), harper: false });
  evaluators.push(evaluator);
  return { evaluator, read };
}

const answerOf = (sentences: readonly string[]): AnswerToJudge => {
  if (!question) throw new Error('The bank has no such question.');
  return {
    ...{
      id: 'one',
      question,
      text: sentences.join(' '),
      transcript: null,
      receivedShare: null,
      seed: 'seed',
    },
    ...{ asked: [question.text], followUpDepth: 0, maxFollowUpDepth: 2 },
  };
};

const { signal } = new AbortController();

describe('an answer that is read before it is over', () => {
  it('is judged as if it had not been, and nothing is read again', async () => {
    const [one, other] = [judgeThatIsWatched(), judgeThatIsWatched()];
    await one.evaluator.readAhead?.(answerOf(said), { signal });
    one.read.length = 0;
    const judged = await one.evaluator.evaluate(answerOf(said));
    expect(one.read).toEqual([]);
    expect(judged).toEqual(await other.evaluator.evaluate(answerOf(said)));
    expect(other.read).not.toEqual([]);
  });

  it('is judged as if it had not been when its author has gone on', async () => {
    const [one, other] = [judgeThatIsWatched(), judgeThatIsWatched()];
    await one.evaluator.readAhead?.(answerOf(said.slice(0, 2)), { signal });
    expect(await one.evaluator.evaluate(answerOf(said))).toEqual(
      await other.evaluator.evaluate(answerOf(said)),
    );
    expect(one.read.length).toBeGreaterThan(0);
  });

  it('gives way to one that is over', async () => {
    const { evaluator } = judgeThatIsWatched();
    const ahead = evaluator.readAhead?.(answerOf(said), { signal });
    const judged = evaluator.evaluate(answerOf(said.slice(0, 1)));
    await expect(ahead).rejects.toThrow();
    await judged;
  });
});
