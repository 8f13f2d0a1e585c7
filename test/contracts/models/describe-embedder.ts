import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../../src/models/ports.ts';

export const cosine = (one: Float32Array | undefined, other: Float32Array | undefined): number =>
  Array.from(one ?? []).reduce((sum, value, index) => sum + value * (other?.[index] ?? 0), 0);

/** What every embedder promises. */
export function describeEmbedder(name: string, open: () => Promise<Embedder>): void {
  describe(`an embedder: ${name}`, () => {
    let embedder: Embedder;
    beforeAll(async () => {
      embedder = await open();
    });
    afterAll(() => embedder.close());

    it('gives one unit vector for each text, in their order', async () => {
      const texts = ['A hash map finds a value by its key.', 'Why?', '', 'x'.repeat(5000)];
      const vectors = await embedder.embed(texts);
      expect(vectors).toHaveLength(texts.length);
      for (const vector of vectors) {
        expect(vector).toHaveLength(embedder.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      }
      const [second] = await embedder.embed(['Why?']);
      expect(cosine(second, vectors[1])).toBeGreaterThan(0.999);
    });

    it('gives nothing for nothing', async () => {
      expect(await embedder.embed([])).toEqual([]);
    });

    it('gives the same vector for the same text, whatever is asked beside it', async () => {
      const [alone] = await embedder.embed(['Can a cache give an old value?']);
      const beside = await embedder.embed([
        ...Array.from({ length: 40 }, (_, index) => `How do you test query ${index}?`),
        'Can a cache give an old value?',
      ]);
      expect(cosine(alone, beside.at(-1))).toBeGreaterThan(0.999);
    });

    it('hands out vectors that a caller may change', async () => {
      const [one] = await embedder.embed(['A transaction keeps the data correct.']);
      one?.fill(0);
      const [other] = await embedder.embed(['A transaction keeps the data correct.']);
      expect(Math.hypot(...(other ?? []))).toBeCloseTo(1, 5);
    });

    it('finds texts that share their meaning nearer than others', async () => {
      const [text, near, far] = await embedder.embed([
        'How does an index speed up a query?',
        'Why does an index make a query fast?',
        'What happens when a server fails?',
      ]);
      expect(cosine(text, near)).toBeGreaterThan(cosine(text, far));
    });

    it('stops when it is told to, and serves the next call', async () => {
      const stop = new AbortController();
      const call = embedder.embed(
        Array.from({ length: 200 }, (_, index) => `sentence ${index} to stop at`),
        { signal: stop.signal },
      );
      stop.abort(new Error('no longer needed'));
      await expect(call).rejects.toThrow('no longer needed');
      expect(await embedder.embed(['Why?'])).toHaveLength(1);
    });
  });
}
