import { describe, expect, it, onTestFinished } from 'vitest';
import { viewEvaluation } from '../../src/bots/views/feedback.ts';
import { viewModels } from '../../src/bots/views/models.ts';
import { checkModels } from '../../src/cli/doctor/check-models.ts';
import type { Question } from '../../src/domain.ts';
import { silentLog } from '../../src/log.ts';
import { openModels } from '../../src/models/open-models.ts';
import type { Adviser, Generator, Grader } from '../../src/models/ports.ts';
import { openRemoteAdviser } from '../../src/models/remote/open-remote-adviser.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import type { JudgingModels } from '../../src/pipeline/evaluation-types.ts';
import { evaluationForPrograms } from '../../src/wording/feedback.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { adviserServer, opinionOn } from '../support/adviser-server.ts';
import { scriptedModels, scriptedSlot } from '../support/scripted.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from './models/tiny-models.ts';

const question: Question = {
  id: 'backend-mid-queue',
  domain: 'backend',
  level: 'mid',
  kind: 'technical',
  text: 'Why would you put a queue between two services?',
  concepts: [
    {
      id: 'buffer',
      statement: 'A queue absorbs bursts so that slow workers are not overrun.',
      weight: 'must',
      aliases: [],
      misconceptions: [],
      followUps: ['What happens in a burst?'],
    },
    {
      id: 'retry',
      statement: 'A failed message is delivered again.',
      weight: 'must',
      aliases: [],
      misconceptions: [],
      followUps: ['What happens when a worker fails?'],
    },
  ],
  modelAnswer: null,
  tags: [],
  source: 'bank',
};
const text = `Think of the waiting room at a doctor's. In a burst nobody shouts at the slow worker, they queue up and wait. If a
message is lost because the visit failed, it is called once more later.`;

/** A grader that cannot tell. */
const wavering: Grader = {
  name: 'wavering',
  grade: async (pairs) => pairs.map(() => ({ said: 0.3, partly: 0.25, missed: 0.35, contradicted: 0.1 })),
  close: async () => undefined,
};

const agrees = (url: string): Adviser => openRemoteAdviser({ url, model: 'large-model' });
const saysSaid = () =>
  adviserServer((asked) =>
    opinionOn(asked, [
      [/absorbs bursts/, 'said', 'In a burst nobody shouts at the slow worker'],
      [/delivered again/, 'said', 'it is called once more later'],
    ]),
  );

async function evaluationWith(more: Partial<JudgingModels>) {
  const models = { ...scriptedModels(), grader: scriptedSlot<Grader>('grader', wavering), ...more };
  const evaluator = createEvaluator({ words: followUpWords(englishWording), models, harper: false });
  onTestFinished(() => evaluator.close());
  const { evaluation } = await evaluator.evaluate({
    id: 'the same',
    question,
    text,
    transcript: null,
    receivedShare: null,
    seed: 'seed',
    asked: [question.text],
    followUpDepth: 0,
    maxFollowUpDepth: 0,
  });
  return evaluation;
}

describe('the card of an answer', () => {
  it('names the model that was asked, and programs are told point by point', async () => {
    const { url, asked } = await saysSaid();
    const evaluation = await evaluationWith({ adviser: scriptedSlot<Adviser>('adviser', agrees(url)) });
    expect(asked).toHaveLength(1);
    expect(viewEvaluation(evaluation, question.text, englishWording).meta).toContain(
      'checked with large-model',
    );
    const { technical } = evaluationForPrograms(englishWording, evaluation).dimensions;
    expect(technical?.evidence).toEqual([
      expect.objectContaining({ verdict: 'covered', checkedWith: 'large-model' }),
      expect.objectContaining({ verdict: 'covered', checkedWith: 'large-model' }),
    ]);
    expect(evaluation.degraded).not.toContain('adviser');
    expect(evaluation.confidence).not.toBe('high');
    const alone = await evaluationWith({});
    expect(evaluation.overall).toBeGreaterThan(alone.overall ?? 0);
  });

  it('is to the last figure what it was when nobody can be asked', async () => {
    const alone = await evaluationWith({});
    const nobody = await evaluationWith({ adviser: scriptedSlot<Adviser>('adviser', null) });
    expect(nobody).toEqual(alone);
    const nonsense = await adviserServer(() => 'As a language model I like all of it.');
    const unmoved = await evaluationWith({ adviser: scriptedSlot<Adviser>('adviser', agrees(nonsense.url)) });
    expect(unmoved).toEqual(alone);
    const down = agrees('http://127.0.0.1:1/v1');
    const failed = await evaluationWith({ adviser: scriptedSlot<Adviser>('adviser', down) });
    expect(failed).toEqual({ ...alone, degraded: expect.arrayContaining(['adviser']) });
    expect(JSON.stringify(alone)).not.toContain('checked');
  });

  it('never asks the models that word questions', async () => {
    const asked: string[] = [];
    const generator: Generator = {
      name: 'GPT-2',
      instructed: true,
      generate: async ({ text: prompt }) => {
        asked.push(prompt);
        return [];
      },
      close: async () => undefined,
    };
    const slot = scriptedSlot<Generator>('generator', generator);
    const evaluation = await evaluationWith({ generator: slot });
    const alone = await evaluationWith({});
    expect(evaluation.dimensions).toEqual(alone.dimensions);
    expect(asked.join('\n')).not.toContain('verdict');
  });
});

describe('the settings of a second opinion', () => {
  const open = async (settings: Record<string, string>) => {
    const folder = temporaryFolder();
    const config = tinyConfig({ EMBEDDER: 'none', GREENROOM_MODELS: folder, ...settings });
    const models = openModels(config, { log: silentLog() });
    onTestFinished(() => models.close());
    await models.settled();
    const [doctor] = checkModels(config, englishWording).filter(({ name }) => name === 'second opinion');
    return { models, doctor };
  };
  const full = { ADVISER_URL: 'http://127.0.0.1:8000/v1', ADVISER_MODEL: 'large-model' };

  it.each([
    [{}],
    [{ GENERATOR: 'instruct' }],
    [{ GENERATOR: 'openai', GENERATOR_URL: full.ADVISER_URL, GENERATOR_MODEL: 'small' }],
    [{ ...full, MODELS: 'none' }],
  ])('ask nobody with %j', async (settings) => {
    const { models } = await open(settings);
    expect(models.adviser.status().state).toBe('off');
    expect(models.adviser.current()).toBeNull();
    expect(JSON.stringify(viewModels(englishWording, models))).not.toContain('Second opinion');
  });

  it('name the server, here and to doctor', async () => {
    const { models, doctor } = await open(full);
    expect(models.adviser.status()).toMatchObject({
      state: 'ready',
      model: 'large-model at 127.0.0.1:8000',
    });
    expect(models.adviser.current()?.name).toBe('large-model');
    expect(JSON.stringify(viewModels(englishWording, models))).toContain('Second opinion: large-model at');
    expect(doctor).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('the answer is sent there'),
    });
  });

  it.each([[{ ADVISER_URL: full.ADVISER_URL }], [{ ADVISER_MODEL: full.ADVISER_MODEL }]])(
    'say what is missing with %j',
    async (settings) => {
      const { models, doctor } = await open(settings);
      expect(models.adviser.status().state).toBe('absent');
      expect(doctor).toMatchObject({ status: 'warn', fix: expect.stringContaining('ADVISER_MODEL') });
    },
  );

  it('without them nothing is missing', async () => {
    const { doctor } = await open({});
    expect(doctor).toMatchObject({ status: 'ok' });
  });
});
