import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEmbedder } from '../../../src/models/onnx/open-embedder.ts';
import { cosine, describeEmbedder } from '../../contracts/models/describe-embedder.ts';
import { realModels, tiny, tinyModels } from './tiny-models.ts';

const repository = 'Xenova/all-MiniLM-L6-v2';
describeEmbedder('MiniLM by transformers.js', () => openEmbedder('minilm', tiny(repository)));

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
});
