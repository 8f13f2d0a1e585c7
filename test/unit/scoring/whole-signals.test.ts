import { describe, expect, test } from 'vitest';
import type { Alignment, TextsToAlign } from '../../../src/models/ports.ts';
import { textsToAlign } from '../../../src/pipeline/scoring/technical/concepts/aligned.ts';
import type { Meaning } from '../../../src/pipeline/scoring/technical/concepts/meaning.ts';
import { passageOf } from '../../../src/pipeline/scoring/technical/concepts/passage.ts';
import { runsOf, signalsAcross } from '../../../src/pipeline/scoring/technical/concepts/whole-signals.ts';
import { learnFor, scoreTechnical } from '../../../src/pipeline/scoring/technical/score-technical.ts';
import { answerOf } from './answer-of.ts';

const size = 512;

/** A text is the sum of its words, each a direction of its own. Asked for a text it has not learned, it throws. */
function meaningOfWords(): Meaning {
  const places = new Map<string, number>();
  const kept = new Map<string, Float32Array>();
  const aligned = new Map<string, Alignment>();
  const placeOf = (word: string) => {
    const place = places.get(word) ?? places.size % size;
    places.set(word, place);
    return place;
  };
  const learn = async (texts: Iterable<string>) => {
    for (const text of texts) {
      const vector = new Float32Array(size);
      for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
        const place = placeOf(word);
        vector[place] = (vector[place] ?? 0) + 1;
      }
      const length = Math.hypot(...vector) || 1;
      kept.set(
        text,
        vector.map((value) => value / length),
      );
    }
  };
  return {
    learn,
    learnAnew: learn,
    vectorOf(text) {
      const vector = kept.get(text);
      if (!vector) throw new Error(`Never learned: “${text}”`);
      return vector;
    },
    async align(texts) {
      for (const one of texts)
        aligned.set(JSON.stringify(one), {
          whole: shareOfWords(one.said.join(' '), one.wanted),
          each: one.said.map((sentence) => shareOfWords(sentence, one.wanted)),
        });
    },
    alignmentOf(texts) {
      const found = aligned.get(JSON.stringify(texts));
      if (!found) throw new Error(`Never aligned: “${texts.said.join(' ')}”`);
      return found;
    },
  };
}

const shareOfWords = (said: string, wanted: string): number => {
  const [heard, needed] = [said, wanted].map((text) => new Set(text.toLowerCase().match(/[a-z]+/g)));
  return heard && needed ? needed.intersection(heard).size / needed.size : 0;
};

const question = 'Why do the leaves of this plant turn to the window?';
const reference = 'The plant gets more light for making food.';

async function against(text: string, referenceAnswer: string | null, meaning: Meaning | null) {
  const answer = answerOf(text, { question });
  const given = referenceAnswer === null ? answer : { ...answer, referenceAnswer };
  if (meaning) await learnFor(given, meaning);
  return (await scoreTechnical(given, { meaning, entailment: null })).dimension.score ?? Number.NaN;
}

async function between(said: string, wanted: string) {
  const meaning = meaningOfWords();
  const asked = passageOf(question);
  const passages = [passageOf(said), passageOf(wanted)] as const;
  await meaning.learn([question, ...passages.flatMap(runsOf)]);
  await meaning.align([textsToAlign([said], wanted, asked)]);
  const whole = { passage: passages[0], sentences: [said] };
  return signalsAcross(whole, passages[1], { question: asked, meaning });
}

describe('a whole answer against a whole reference, with a model of meaning', () => {
  test('everything that is compared was learned before, for answers short and long', async () => {
    const long = Array.from({ length: 60 }, (_, at) => `Leaf number ${at} gets more light at noon.`).join(
      ' ',
    );
    for (const text of ['Light.', 'It gets more light.', "It doesn't; it wants food!", long])
      expect(
        await against(text, `${reference} It needs the sun. || It wants food.`, meaningOfWords()),
      ).toBeGreaterThanOrEqual(0);
  });

  test('a point made in half a sentence counts for more than the same words strewn about', async () => {
    const together =
      'Somebody told me once that it gets more light for making food, and my aunt says they like company.';
    const strewn =
      'Somebody gets told more once that light my aunt says for company they like making, and me it food.';
    expect((await between(together, reference)).runs).toBeGreaterThan(
      (await between(strewn, reference)).runs + 0.1,
    );
    expect(await against(together, reference, meaningOfWords())).toBeGreaterThan(
      await against(strewn, reference, meaningOfWords()),
    );
  });

  test('a long answer is compared by hardly more runs than one of seventy words', () => {
    const runs = (words: number) => runsOf(passageOf('cells store sugar '.repeat(words / 3))).length;
    expect(runs(69)).toBeGreaterThan(runs(30));
    expect(runs(69)).toBeLessThanOrEqual(33);
    expect(runs(900)).toBeLessThanOrEqual(33);
  });

  test('only the whole is compared with a reference, only the parts with concepts', async () => {
    const answer = answerOf('It gets more light for making food than it would get elsewhere.', { question });
    const asked = async (given: typeof answer) => {
      const meaning = meaningOfWords();
      const seen = { texts: [] as string[], aligned: [] as TextsToAlign[] };
      await learnFor(given, {
        ...meaning,
        async learn(texts) {
          seen.texts.push(...texts);
        },
        async learnAnew(texts) {
          seen.texts.push(...texts);
        },
        async align(texts) {
          seen.aligned.push(...texts);
        },
      });
      return seen;
    };
    const two = `${reference} It needs the sun.`;
    const byParts = await asked({
      ...answer,
      question: { ...answer.question, concepts: [], modelAnswer: two },
    });
    const asWhole = await asked({ ...answer, referenceAnswer: two });
    expect(byParts.aligned.map(({ wanted }) => wanted)).toEqual([reference, 'It needs the sun.']);
    expect(asWhole.aligned.map(({ wanted }) => wanted)).toEqual([two]);
    const run = 'it gets more light for making';
    expect(byParts.texts).not.toContain(run);
    expect(asWhole.texts).toContain(run);
  });

  test('what was learned for other answers changes nothing', async () => {
    const experienced = meaningOfWords();
    await against('A lamp gives brightness for cooking meals.', null, experienced);
    await experienced.learn(['light', 'brightness', 'food', 'meals']);
    for (const text of ['It gets more brightness for cooking meals.', 'It gets more light.'])
      expect(await against(text, reference, experienced)).toBe(
        await against(text, reference, meaningOfWords()),
      );
  });

  test('without a model there are no such signals', () => {
    const [said, wanted, asked] = [
      passageOf('More light.'),
      passageOf(reference),
      passageOf(question),
    ] as const;
    const whole = { passage: said, sentences: ['More light.'] };
    expect(signalsAcross(whole, wanted, { question: asked, meaning: null })).toEqual({
      runs: 0,
      aligned: 0,
    });
  });
});
