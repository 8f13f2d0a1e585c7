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

    it('returns one unit vector for each text, in order', async () => {
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

    it('finds texts with the same meaning closer than others', async () => {
      const [text, near, far] = await embedder.embed([
        'How does an index speed up a query?',
        'Why does an index make a query fast?',
        'What happens when a server fails?',
      ]);
      expect(cosine(text, near)).toBeGreaterThan(cosine(text, far));
    });

    it('finds all of a text in itself, nothing in silence, and something in between in another', async () => {
      const [text, other] = ['A hash map finds a value by its key.', 'The server fails at night.'];
      const context = 'Why is a hash map fast?';
      const [itself, another, silence, nothing] = await embedder.align([
        { context, said: [text], wanted: text },
        { context, said: [other], wanted: text },
        { context, said: ['', ' '], wanted: text },
        { context, said: [text], wanted: ' ' },
      ]);
      expect(itself?.whole).toBeCloseTo(1, 4);
      expect(itself?.each[0]).toBeCloseTo(1, 4);
      expect(another?.whole).toBeLessThan(0.99);
      expect(another?.whole).toBeGreaterThan(-1);
      expect([silence, nothing]).toEqual([
        { whole: 0, each: [0, 0] },
        { whole: 0, each: [0] },
      ]);
    });

    it('says which sentence contains most of it, and that all together contain no less', async () => {
      const said = ['We met every week.', 'The key says in which bucket the value is.', 'It was fine.'];
      const [found] = await embedder.align([{ context: '', said, wanted: said[1] ?? '' }]);
      expect(found?.each).toHaveLength(3);
      expect(found?.each.indexOf(Math.max(...(found?.each ?? [])))).toBe(1);
      expect(found?.whole).toBeGreaterThanOrEqual(Math.max(...(found?.each ?? [])));
    });

    it('aligns texts of any length after any context, and the same beside other ones', async () => {
      const wanted = 'The key says in which bucket the value is.';
      const filler = Array.from({ length: 40 }, () => 'We met every week and wrote down what came next.');
      const inside = { context: '', said: [...filler, wanted], wanted };
      const [first, odd] = await embedder.align([
        inside,
        { context: 'Why? '.repeat(400), said: ['x'.repeat(5000), 'so and so '.repeat(500)], wanted },
      ]);
      const [outside] = await embedder.align([{ context: '', said: filler, wanted }]);
      expect(first?.whole).toBeGreaterThan(outside?.whole ?? 1);
      expect(odd?.whole).toBeLessThan(1);
      expect((await embedder.align([inside]))[0]?.whole).toBeCloseTo(first?.whole ?? 0, 4);
      expect(await embedder.align([])).toEqual([]);
    });

    it('may be closed in the middle of its work', async () => {
      const other = await open();
      const texts = {
        context: 'Why?',
        said: Array.from({ length: 200 }, () => 'many words to read'),
        wanted: 'few',
      };
      const calls = Promise.allSettled([other.align([texts]), other.embed(texts.said)]);
      await other.close();
      expect((await calls).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    });

    it('stops aligning when it is told to', async () => {
      const stop = new AbortController();
      const texts = { context: 'Why?', said: ['many words to read '.repeat(3000)], wanted: 'few' };
      const call = embedder.align([texts], { signal: stop.signal });
      stop.abort(new Error('no longer needed'));
      await expect(call).rejects.toThrow('no longer needed');
      expect(await embedder.align([{ ...texts, said: ['few'] }])).toHaveLength(1);
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
