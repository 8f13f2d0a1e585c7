import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Generator } from '../../../src/models/ports.ts';

const prompt = { text: 'Interview questions about databases.\n1. How' };

/** What every generator promises. */
export function describeGenerator(name: string, open: () => Promise<Generator>): void {
  describe(`a generator: ${name}`, () => {
    let generator: Generator;
    beforeAll(async () => {
      generator = await open();
    });
    afterAll(() => generator.close());

    it('continues a text, as often as it is asked to', async () => {
      const texts = await generator.generate(prompt, { candidates: 3, maxTokens: 12, seed: 1 });
      expect(texts).toHaveLength(3);
      expect(texts.join('').trim()).not.toBe('');
      expect(new Set(texts).size).toBeGreaterThan(1);
    });

    it('says the same again for the same seed, and something else for another', async () => {
      const ask = async (seed: number) => await generator.generate(prompt, { maxTokens: 12, seed });
      const first = await ask(7);
      expect(await ask(7)).toEqual(first);
      const others = await Promise.all([8, 9, 10, 11].map(ask));
      expect(others.some((texts) => texts[0] !== first[0])).toBe(true);
    });

    it('ends before the first stop string, which is no part of the text', async () => {
      const [whole = ''] = await generator.generate(prompt, { maxTokens: 12, seed: 3 });
      const stop = whole.trim().slice(4, 9);
      const [text = ''] = await generator.generate(prompt, { maxTokens: 12, seed: 3, stop: [stop, 'never'] });
      expect(text).toBe(whole.slice(0, whole.indexOf(stop)));
    });

    it('hands on the text while it is made, and nothing of a stop string', async () => {
      const [whole = ''] = await generator.generate(prompt, { maxTokens: 12, seed: 4 });
      const stop = whole.trim().slice(5, 9);
      const pieces: string[] = [];
      const [text] = await generator.generate(prompt, {
        candidates: 2,
        maxTokens: 12,
        seed: 4,
        stop: [stop],
        onText: (piece) => pieces.push(piece),
      });
      expect(pieces.length).toBeGreaterThan(0);
      expect(pieces.join('')).toBe(text);
    });

    it('may have nothing to say', async () => {
      const texts = await generator.generate(prompt, {
        maxTokens: 12,
        candidates: 8,
        temperature: 2,
        stop: [' '],
      });
      expect(texts).toHaveLength(8);
    });

    it('stops when it is told to, and serves the next call', async () => {
      const stop = new AbortController();
      const call = generator.generate(prompt, { maxTokens: 400, seed: 5, signal: stop.signal });
      stop.abort(new Error('no longer needed'));
      await expect(call).rejects.toThrow('no longer needed');
      expect(await generator.generate(prompt, { maxTokens: 3, seed: 5 })).toHaveLength(1);
    });
  });
}
