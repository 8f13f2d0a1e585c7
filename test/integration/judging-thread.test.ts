import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../src/log.ts';
import type { Adviser, Embedder, EntailmentJudge, Generator, Grader } from '../../src/models/ports.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import type { JudgingModels } from '../../src/pipeline/evaluation-types.ts';
import { openJudgingThread } from '../../src/pipeline/judging/open-judging-thread.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';
import { scriptedModels, scriptedSlot } from '../support/scripted.ts';
import { temporaryFolder, temporaryStore } from '../support/temporary.ts';
import { goldenAnswers } from '../unit/scoring/golden-answers.ts';

const judgingWorker = new URL('../../src/judging-worker.ts', import.meta.url);
const dyingWorker = new URL('../support/dying-judge-worker.ts', import.meta.url);

function openThread(models: JudgingModels, { script = judgingWorker, store = temporaryStore() } = {}) {
  const { locale } = englishWording;
  const evaluator = openJudgingThread(script, { store, models, log: silentLog(), locale, harper: false });
  onTestFinished(() => evaluator.close());
  return evaluator;
}

/** Numbers from −1 to 1 that depend on the text alone. */
const numbersOf = (text: string, count: number): number[] =>
  Array.from({ length: count }, (_, at) => {
    const digest = createHash('sha256').update(`${at} ${text}`).digest();
    return digest.readInt32LE() / 2 ** 31;
  });

const embedder = (name: string): Embedder => ({
  name,
  dimensions: 8,
  embed: async (texts) =>
    texts.map((text) => {
      const vector = numbersOf(`${name} ${text}`, 8);
      return Float32Array.from(vector, (value) => value / Math.hypot(...vector));
    }),
  align: async (texts) =>
    texts.map(({ said, wanted }) => {
      const each = said.map((sentence) => numbersOf(sentence + wanted, 1)[0] ?? 0);
      return { whole: Math.max(-1, ...each), each };
    }),
  close: async () => undefined,
});
const entailment: EntailmentJudge = {
  name: 'pairs',
  judge: async (pairs) =>
    pairs.map(({ premise, hypothesis }) => {
      const sum = (value: number) => (value + 1) / 6;
      const [one = 0, other = 0] = numbersOf(premise + hypothesis, 2).map(sum);
      return { entailment: one, contradiction: other, neutral: 1 - one - other };
    }),
  close: async () => undefined,
};
const grader: Grader = {
  name: 'reader',
  grade: async (pairs) =>
    pairs.map(({ point, passage }) => {
      const [one = 0, other = 0] = numbersOf(point + passage, 2).map((value) => (value + 1) / 6);
      return { said: one, contradicted: other, partly: 0.1, missed: 0.9 - one - other };
    }),
  close: async () => undefined,
};
/** Calls every point missed, which is as far as it can go without words of the answer. */
const adviser: Adviser = {
  name: 'adviser',
  advise: async ({ text, schema }) => {
    const [, answer = ''] = /\[answer \w+\]\n(.*)/.exec(text) ?? [];
    const quote = answer.split(' ').slice(0, 8).join(' ');
    const names = Object.keys(schema.properties ?? {});
    return JSON.stringify(Object.fromEntries(names.map((name) => [name, { verdict: 'missed', quote }])));
  },
  close: async () => undefined,
};
const generator: Generator = {
  name: 'writer',
  instructed: true,
  generate: async ({ text }, { candidates = 1, seed = 0 } = {}) =>
    Array.from({ length: candidates }, (_, at) => {
      const asked = text.split(' ').slice(seed % 7, (seed % 7) + 6 + at);
      return `How would you explain ${asked.join(' ')} to a new colleague?`;
    }),
  close: async () => undefined,
};

const everyModel = (): JudgingModels => ({
  embedder: scriptedSlot<Embedder>('embedder', embedder('vectors')),
  entailment: scriptedSlot<EntailmentJudge>('entailment', entailment),
  generator: scriptedSlot<Generator>('generator', generator),
  grader: scriptedSlot<Grader>('grader', grader),
  adviser: scriptedSlot<Adviser>('adviser', adviser),
});

/** The best embedder fails from its second call on, and a smaller one stands in for it. */
function failingModels(): JudgingModels {
  let calls = 0;
  const best = embedder('best');
  const failing: Embedder = {
    ...best,
    embed: async (texts) => {
      calls += 1;
      if (calls > 1) throw new Error('The best has failed.');
      return await best.embed(texts);
    },
  };
  return {
    ...everyModel(),
    embedder: {
      current: () => failing,
      use: async (work) => await work(failing).catch(() => work(embedder('smaller'))),
    },
  };
}

describe('the thread that judges', () => {
  it.each([
    ['every model', everyModel],
    ['no model', scriptedModels],
    ['a model that fails on the way', failingModels],
  ])('finds exactly what is found without it, with %s', async (_, models) => {
    const thread = openThread(models());
    const words = followUpWords(englishWording);
    const here = createEvaluator({ words, models: models(), harper: false });
    for (const { name, answer } of goldenAnswers())
      expect(await thread.evaluate({ ...answer, id: name })).toEqual(
        await here.evaluate({ ...answer, id: name }),
      );
  });

  it('counts the outcomes of the questions that a model wrote', async () => {
    const store = temporaryStore();
    const thread = openThread(everyModel(), { store });
    for (const { answer } of goldenAnswers()) await thread.evaluate(answer);
    const counted = await store.db.selectFrom('generation_counts').selectAll().execute();
    expect(counted).toContainEqual(
      expect.objectContaining({ task: 'follow-up', generator: 'writer', outcome: 'proposed' }),
    );
  });

  it('stops when it is told to, and judges the next answer', async () => {
    const [first] = goldenAnswers();
    if (!first) throw new Error('There are no answers');
    const began = Promise.withResolvers<void>();
    const models = everyModel();
    const waiting = scriptedSlot<Embedder>('embedder', {
      ...embedder('vectors'),
      embed: async (_, { signal } = {}) => {
        began.resolve();
        const stopped = Promise.withResolvers<never>();
        signal?.addEventListener('abort', () => stopped.reject(signal.reason), { once: true });
        return await stopped.promise;
      },
    });
    const thread = openThread({ ...models, embedder: waiting });
    const stop = new AbortController();
    const judging = thread.evaluate(first.answer, { signal: stop.signal });
    await began.promise;
    stop.abort(new Error('the program ends'));
    await expect(judging).rejects.toThrow('the program ends');
    waiting.become(embedder('vectors'), { state: 'ready', model: 'vectors', device: 'cpu' });
    expect((await thread.evaluate(first.answer)).evaluation.degraded).toEqual([]);
  });

  it('that dies has the answer judged in a new one, which uses up no try', async () => {
    process.env.DYING_JUDGE = join(temporaryFolder(), 'died');
    const models = scriptedModels();
    const evaluator = openThread(models, { script: dyingWorker });
    const { interview, store, show, seen } = runningInterview({ models, evaluator });
    show();
    const session = await interview.start(cookingStart('ann'));
    await interview.addText(actor('ann'), session.id, 'Pasta water would die without a rolling boil.');
    await interview.submit(actor('ann'), session.id);
    await seen('feedback');
    const jobs = await store.db.selectFrom('jobs').selectAll().where('queue', '=', 'evaluate').execute();
    expect(jobs).toEqual([expect.objectContaining({ state: 'done', attempts: 1 })]);
  });

  it('that dies of an answer again and again gives it up for this time', async () => {
    process.env.DYING_JUDGE = join(temporaryFolder(), 'died');
    const thread = openThread(scriptedModels(), { script: dyingWorker });
    const [first] = goldenAnswers();
    if (!first) throw new Error('There are no answers');
    await expect(thread.evaluate({ ...first.answer, text: 'I always die of this.' })).rejects.toThrow(
      'ended unexpectedly',
    );
    expect((await thread.evaluate(first.answer)).evaluation.overall).not.toBeNull();
  });
});
