import { afterAll, describe, expect, test } from 'vitest';
import { viewEvaluation } from '../../../src/bots/views/feedback.ts';
import { dimensions, type Question } from '../../../src/domain.ts';
import type { Embedder, EntailmentJudge } from '../../../src/models/ports.ts';
import { createEvaluator } from '../../../src/pipeline/evaluate.ts';
import type { AnswerToJudge, JudgingModels } from '../../../src/pipeline/evaluation-types.ts';
import { wordFeedback } from '../../../src/wording/feedback.ts';
import { followUpWords } from '../../../src/wording/follow-up.ts';
import { englishWording } from '../../../src/wording/wording.ts';
import { scriptedModels, scriptedSlot } from '../../support/scripted.ts';
import { spokenAs } from './answer-of.ts';

const question: Question = {
  id: 'cooking-junior-boil-pasta',
  domain: 'cooking',
  level: 'junior',
  kind: 'technical',
  text: 'How do you cook pasta so that it does not stick together?',
  concepts: [
    {
      id: 'water',
      statement: 'Plenty of boiling water keeps the starch thin, so the pieces do not glue to each other.',
      weight: 'must',
      aliases: [],
      misconceptions: [],
      followUps: ['How much water would you take?'],
    },
    {
      id: 'stir',
      statement: 'Stirring in the first minutes separates the pieces while their surface is sticky.',
      weight: 'must',
      aliases: [],
      misconceptions: [],
      followUps: ['When would you stir?'],
    },
  ],
  modelAnswer: null,
  tags: [],
  source: 'bank',
};
const good = `I take plenty of boiling water, because it keeps the starch thin and so the pieces do not glue to each other. In the
first minutes I stir a few times, which separates the pieces while their surface is sticky.`;

const answer = (text: string, more: Partial<AnswerToJudge> = {}): AnswerToJudge => ({
  question,
  text,
  transcript: null,
  receivedShare: null,
  seed: 'seed',
  asked: [question.text],
  followUpDepth: 0,
  maxFollowUpDepth: 2,
  ...more,
});

const evaluators: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const evaluator of evaluators) await evaluator.close();
});
const evaluatorWith = (models: Partial<JudgingModels> = {}) => {
  const evaluator = createEvaluator({
    words: followUpWords(englishWording),
    models: { ...scriptedModels(), ...models },
  });
  evaluators.push(evaluator);
  return evaluator;
};

/** Vectors of letters: enough to be a model, and the same for the same text. */
const embedder: Embedder = {
  name: 'letters',
  dimensions: 26,
  embed: async (texts) =>
    texts.map((text) => {
      const counts = new Float32Array(26);
      for (const letter of text.toLowerCase()) {
        const at = letter.charCodeAt(0) - 97;
        if (at >= 0 && at < 26) counts[at] = (counts[at] ?? 0) + 1;
      }
      const length = Math.hypot(...counts) || 1;
      return counts.map((count) => count / length);
    }),
  align: async (texts) => texts.map(({ said }) => ({ whole: 0.6, each: said.map(() => 0.6) })),
  close: async () => undefined,
};

describe('an evaluation', () => {
  test('of a very long answer is one of its beginning, and says so', async () => {
    const tail = Array.from({ length: 9_000 }, (_, at) => `Word${at} follows word${at + 1}.`).join(' ');
    const evaluator = createEvaluator({
      ...{ words: followUpWords(englishWording), models: scriptedModels(), harper: false },
    });
    evaluators.push(evaluator);
    const { evaluation } = await evaluator.evaluate(answer(`${good} ${tail}`));
    expect(evaluation.degraded).toContain('length');
    expect(evaluation.measures.words).toBeLessThan(4_000);
    const { evaluation: short } = await evaluator.evaluate(answer(good));
    expect(short.degraded).not.toContain('length');
    expect(viewEvaluation(evaluation, question.text, englishWording).meta).toContain(
      'Judged by its first 20,000 characters',
    );
  });

  test('has a number or a reason in every dimension, and says what was absent', async () => {
    const { evaluation, concepts } = await evaluatorWith().evaluate(answer(good, { id: 'mine' }));
    expect(evaluation.id).toBe('mine');
    expect(evaluation.overall).toBeGreaterThanOrEqual(70);
    expect(concepts.map(({ verdict }) => verdict)).toEqual(['covered', 'covered']);
    expect(Object.keys(evaluation.dimensions)).toEqual([...dimensions]);
    for (const { score, reason } of Object.values(evaluation.dimensions))
      expect(score !== null || reason !== undefined).toBe(true);
    expect(evaluation.dimensions.delivery.score).toBeNull();
    expect(evaluation.dimensions.technical.scorer).toBe('lexical');
    expect(evaluation.degraded).toEqual(['embedder', 'grader', 'generator']);
    expect(evaluation.followUp.text).not.toBe('');
  });

  test('is the same for the same seed, and has an id of its own when none is given', async () => {
    const evaluator = evaluatorWith();
    const [one, two] = [await evaluator.evaluate(answer(good)), await evaluator.evaluate(answer(good))];
    expect(one.evaluation.id).not.toBe(two.evaluation.id);
    expect({ ...one.evaluation, id: '' }).toEqual({ ...two.evaluation, id: '' });
  });

  test('uses the embedder when there is one, and goes on by words when it fails', async () => {
    const withIt = evaluatorWith({ embedder: scriptedSlot<Embedder>('embedder', embedder) });
    const { evaluation } = await withIt.evaluate(answer(good));
    expect(evaluation.dimensions.technical.scorer).toBe('minilm+lexical');
    expect(evaluation.degraded).toEqual(['grader', 'generator']);
    const broken: Embedder = { ...embedder, embed: async () => Promise.reject(new Error('out of memory')) };
    const without = evaluatorWith({ embedder: scriptedSlot<Embedder>('embedder', broken) });
    const judged = await without.evaluate(answer(good));
    expect(judged.evaluation.dimensions.technical.scorer).toBe('lexical');
    expect(judged.evaluation.degraded).toContain('embedder');
  });

  test('names the entailment model only when it is there and fails', async () => {
    const broken: EntailmentJudge = {
      name: 'broken',
      judge: async () => Promise.reject(new Error('out of memory')),
      close: async () => undefined,
    };
    const evaluator = evaluatorWith({ entailment: scriptedSlot<EntailmentJudge>('entailment', broken) });
    const { evaluation } = await evaluator.evaluate(answer(good));
    expect(evaluation.degraded).toContain('entailment');
    expect(evaluation.overall).toBeGreaterThanOrEqual(70);
  });

  test('junk does not gain by its style', async () => {
    const evaluator = evaluatorWith();
    const offTopic = `Last summer I planted tomatoes behind the house. First I dug the bed, because the ground was hard. For
    example, I took out about forty stones. As a result, the plants grew well and we had a good harvest in August.`;
    for (const text of ['', 'fine.', question.text, offTopic])
      expect((await evaluator.evaluate(answer(text))).evaluation.overall).toBeLessThanOrEqual(20);
  });

  test.each(['technical', 'design'] as const)(
    'gives no total to a %s question of which no right answer is known',
    async (kind) => {
      const unknown = { ...question, kind, concepts: [] };
      const { evaluation } = await evaluatorWith().evaluate(answer(good, { question: unknown }));
      expect(evaluation).toMatchObject({ overall: null, band: null, confidence: 'low' });
      expect(evaluation.dimensions.clarity.score).not.toBeNull();
      expect(wordFeedback(englishWording, evaluation).summary).toContain('form only');
    },
  );

  test('in a language that is not judged says which it looks like, and neither praises nor closes as if all were said', async () => {
    const { evaluation } = await evaluatorWith().evaluate(
      answer(
        'Eu ponho bastante água a ferver, porque assim o amido fica diluído e a massa não gruda. Depois mexo nos primeiros minutos.',
        { question: { ...question, kind: 'behavioural' } },
      ),
    );
    expect(evaluation.overall).toBeNull();
    const { summary, strength } = wordFeedback(englishWording, evaluation);
    expect(summary).toBe('This looks like Portuguese, so it was not judged. Next: try it in English.');
    expect(strength).toBeNull();
    expect(evaluation.followUp.aimedAt).toBe('done');
  });

  test('finds the points of a reference in a language of its own that an answer makes', async () => {
    const { evaluation } = await evaluatorWith().evaluate(
      answer('Een index helpt de database om snel naar de juiste rijen te springen.', {
        question: { ...question, concepts: [] },
        referenceAnswer: 'Met een index springt de database snel naar de juiste rijen.',
      }),
    );
    expect(evaluation.dimensions.technical.score).toBeGreaterThan(60);
  });

  test('lets a story stand on its form where no points are expected', async () => {
    const story = { ...question, kind: 'behavioural' as const, concepts: [] };
    const told = `At my last job our kitchen was short of people. I had to cook for two hundred guests. First I planned the
    evening, then I called two friends and split the work. As a result, we served all guests within forty minutes.`;
    const { evaluation } = await evaluatorWith().evaluate(answer(told, { question: story }));
    expect(evaluation.dimensions.technical.score).toBeNull();
    expect(evaluation.overall).toBeGreaterThanOrEqual(60);
  });

  test('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(evaluatorWith().evaluate(answer(good), { signal })).rejects.toThrow('stopped');
  });
});

describe('whatever an answer holds', () => {
  test.each([
    ['nothing', ''],
    ['white space', ' \n\t '],
    ['emoji', '🍝🍝🍝 👍🏽'],
    ['control characters', '\u0000\u0007\u001b[31mred\u001b[0m \u202eabc'],
    ['half a surrogate', 'pasta \ud83c water'],
    ['markup', '<script>alert("pasta")</script> <b>water</b> & so on'],
    ['another script', '我会用很多开水,这样面条不会粘在一起。'],
    ['right to left', 'استخدم الكثير من الماء المغلي حتى لا تلتصق المعكرونة.'],
    ['another language', 'Ich nehme viel kochendes Wasser, damit die Nudeln nicht kleben.'],
    ['one endless word', 'a'.repeat(50_000)],
    ['a regular expression', '(.*)+$ [a-z]{1,999} \\1 $& %s %n'],
    ['commas', ','.repeat(2000)],
  ])('%s is judged and not thrown', async (_, text) => {
    const { evaluation } = await evaluatorWith().evaluate(answer(text));
    expect(evaluation.overall === null || evaluation.overall <= 40).toBe(true);
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  test('twenty thousand words are judged by their beginning', async () => {
    const { evaluation } = await evaluatorWith().evaluate(answer(`${good} `.repeat(450)));
    expect(evaluation.dimensions.technical.score).toBeGreaterThanOrEqual(70);
  });

  test('what nobody understood is neither counted nor judged', async () => {
    const heard = spokenAs([
      [good, 0, 20_000],
      ['(not understood)', 20_000, 24_000],
      ['That is all.', 24_000, 26_000],
    ]);
    const { evaluation } = await evaluatorWith().evaluate(answer(heard.text, { transcript: heard }));
    expect(evaluation.measures.words).toBe(good.split(/\s+/).length + 3);
    expect(JSON.stringify(evaluation)).not.toContain('understood');
  });

  test('an answer in another language says that its language is not judged', async () => {
    const { evaluation } = await evaluatorWith().evaluate(
      answer('Ich nehme viel Wasser.', { language: 'de' }),
    );
    expect(evaluation.dimensions.technical.confidence).toBe('low');
  });
});
