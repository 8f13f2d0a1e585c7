import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawToken, logProbability, seededRandom } from '../../../src/models/onnx/sampling.ts';
import { cutAtStop } from '../../../src/models/onnx/stop-strings.ts';

const logits = () => Float32Array.from([0, 3, 2.9, -1, 1]);
const plain = { temperature: 1, topK: 0, topP: 1, repetitionPenalty: 1 };
const drawn = (sampling: Partial<typeof plain>, earlier: number[] = []) => {
  const random = seededRandom(1);
  return new Set(
    Array.from({ length: 300 }, () => drawToken(logits(), { ...plain, ...sampling }, random, earlier)),
  );
};

describe('a token', () => {
  it('may be any if there are no limits', () => {
    expect(drawn({}).size).toBe(5);
  });

  it('is the likeliest at temperature 0', () => {
    expect(drawn({ temperature: 0 })).toEqual(new Set([1]));
  });

  it('is one of the k likeliest', () => {
    expect(drawn({ topK: 2 })).toEqual(new Set([1, 2]));
  });

  it('is one of the most likely ones that make up the share p', () => {
    expect(drawn({ topP: 0.5 })).toEqual(new Set([1, 2]));
    expect(drawn({ topP: 0.1 })).toEqual(new Set([1]));
  });

  it('becomes less likely once it was said', () => {
    expect(drawn({ temperature: 0, repetitionPenalty: 1.5 }, [1])).toEqual(new Set([2]));
  });

  it('that is forbidden is never drawn', () => {
    const scores = Float32Array.from([1, Number.NEGATIVE_INFINITY, 1]);
    const random = seededRandom(2);
    for (let round = 0; round < 100; round++)
      expect(drawToken(scores.slice(), plain, random, [])).not.toBe(1);
  });

  it('has a probability, and all of them sum to one', () => {
    const sum = [0, 1, 2, 3, 4].reduce(
      (total, token) => total + Math.exp(logProbability(logits(), token)),
      0,
    );
    expect(sum).toBeCloseTo(1, 6);
  });
});

describe('stop strings', () => {
  it('end the text before the first of them', () => {
    expect(cutAtStop('Why? Because.\n', ['\n', '?'])).toEqual({ text: 'Why', certain: 3, stopped: true });
  });

  it('hold back what may become one, and half a character', () => {
    expect(cutAtStop('Why\nInter', ['\nInterviewer'])).toMatchObject({ certain: 3, stopped: false });
    expect(cutAtStop('Caf\uFFFD', [])).toMatchObject({ certain: 3 });
  });

  it('never show in what was certain, however the text grows', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', '?', ' '), { maxLength: 30 }), (letters) => {
        let text = '';
        let shown = '';
        for (const letter of letters) {
          text += letter;
          const cut = cutAtStop(text, ['b?', '? a']);
          expect(cut.text.startsWith(shown)).toBe(true);
          shown = cut.text.slice(0, cut.certain);
          if (cut.stopped) break;
        }
        expect(shown).not.toMatch(/b\?|\? a/);
      }),
    );
  });
});
