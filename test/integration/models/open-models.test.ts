import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Config } from '../../../src/config.ts';
import { silentLog } from '../../../src/log.ts';
import { modelStates } from '../../../src/models/model-states.ts';
import { openModels } from '../../../src/models/open-models.ts';
import type { ModelEvent, Models } from '../../../src/models/ports.ts';
import { failureOf } from '../../support/failure-of.ts';
import { fixtureSound } from '../../support/fixture-sound.ts';
import { temporaryFolder, until } from '../../support/temporary.ts';
import { childrenOf } from './processes.ts';
import { folderWith, heard, isWhisperCppBuilt, tinyConfig, tinyModels } from './tiny-models.ts';

const open = (config: Config): Models => {
  const models = openModels(config, { log: silentLog() });
  onTestFinished(() => models.close());
  return models;
};
const all = ['Xenova/whisper-tiny', 'Xenova/all-MiniLM-L6-v2', 'Xenova/gpt2', 'Xenova/nli-deberta-v3-xsmall'];
const states = (models: Models) => ({
  transcriber: models.transcriber.status().state,
  embedder: models.embedder.status().state,
  generator: models.generator.status().state,
  entailment: models.entailment.status().state,
});

describe('models that are installed', () => {
  it('are there at once as slots, load behind them, say so, and serve', async () => {
    const models = open(tinyConfig());
    expect(Object.values(states(models))).toEqual(['loading', 'loading', 'loading', 'loading']);
    await expect(models.embedder.use((embedder) => embedder.embed(['Why?']))).rejects.toMatchObject({
      code: 'model_unavailable',
      retryAfterMs: expect.any(Number),
    });
    const events: ModelEvent[] = [];
    const listening = new AbortController();
    const listener = (async () => {
      for await (const event of models.events(listening.signal)) events.push(event);
    })();
    await models.settled();
    expect(Object.values(states(models))).toEqual(['ready', 'ready', 'ready', 'ready']);
    // The grader comes with the program and is ready when it is.
    const ready = () => events.filter(({ task, status }) => task !== 'grader' && status.state === 'ready');
    await until(() => ready().length === 4);
    listening.abort();
    await listener;

    const answer = (await fixtureSound('answer.ogg')).subarray(0, 4 * 16_000);
    const [transcript, vectors, texts, judged] = await Promise.all([
      models.transcriber.use((transcriber) => transcriber.transcribe(answer)),
      models.embedder.use((embedder) => embedder.embed(['Why?'])),
      models.generator.use((generator) => generator.generate({ text: 'How' }, { maxTokens: 4 })),
      models.entailment.use((judge) =>
        judge.judge([
          { premise: 'It is a hash map.', hypothesis: 'A hash map finds a value.' },
          { premise: 'It is not a hash map.', hypothesis: 'A hash map finds a value.' },
        ]),
      ),
    ]);
    expect(transcript.text).toBe(heard);
    expect(vectors[0]).toHaveLength(32);
    expect(texts).toHaveLength(1);
    expect(judged[0]?.entailment).toBeGreaterThan(0.5);
    expect(judged[1]?.contradiction).toBeGreaterThan(0.5);
    for (const { entailment, neutral, contradiction } of judged) {
      expect(entailment + neutral + contradiction).toBeCloseTo(1, 6);
    }
  });
});

it('a decoder is found under either of the names that exports give it', async () => {
  const folder = temporaryFolder();
  for (const file of ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    folderWith(folder, `Xenova/gpt2/${file}`);
  }
  mkdirSync(join(folder, 'Xenova/gpt2/onnx'));
  copyFileSync(
    join(tinyModels, 'Xenova/gpt2/onnx/decoder_model_merged_quantized.onnx'),
    join(folder, 'Xenova/gpt2/onnx/model_quantized.onnx'),
  );
  const models = open(tinyConfig({ GREENROOM_MODELS: folder }));
  await models.settled();
  expect(await models.generator.use((generator) => generator.generate({ text: 'How' }))).toHaveLength(1);
});

describe('models that are not installed', () => {
  it.each([
    ['transcriber', all[0] ?? '', 'greenroom -- models pull whisper-tiny'],
    ['embedder', all[1] ?? '', 'greenroom -- models pull minilm'],
    ['generator', all[2] ?? '', 'greenroom -- models pull gpt2'],
    ['entailment', all[3] ?? '', 'greenroom -- models pull nli-deberta'],
  ] as const)('the %s names the command that installs it, and the others serve', async (task, name, fix) => {
    const folder = folderWith(temporaryFolder(), ...all.filter((each) => each !== name));
    const models = open(tinyConfig({ GREENROOM_MODELS: folder }));
    expect(models[task].status().state).toBe('absent');
    expect((await failureOf(models[task].use(async () => 'never')))?.sentence).toContain(fix);
    expect(models[task].current()).toBeNull();
    await expect(models[task].use(async () => 'never')).rejects.toMatchObject({ code: 'model_unavailable' });
    await models.settled();
    expect(Object.values(states(models)).toSorted()).toEqual(['absent', 'ready', 'ready', 'ready']);
  });

  it('leave a program that runs: every slot says what to do, and nothing is fetched', async () => {
    const models = open(tinyConfig({ GREENROOM_MODELS: temporaryFolder() }));
    await models.settled();
    expect(Object.values(states(models))).toEqual(['absent', 'absent', 'absent', 'absent']);
    expect(await models.speech.detect(new Float32Array(16_000))).toEqual([]);
  });
});

describe('models that are switched off', () => {
  it('all of them, by one setting', async () => {
    const models = open(tinyConfig({ MODELS: 'none' }));
    await models.settled();
    expect(Object.values(states(models))).toEqual(['off', 'off', 'off', 'off']);
  });

  it('one by one', async () => {
    const models = open(tinyConfig({ TRANSCRIBER: 'none', EMBEDDER: 'none', GENERATOR: 'template' }));
    expect(states(models)).toMatchObject({ transcriber: 'off', embedder: 'off', generator: 'off' });
    await models.settled();
  });
});

describe('models that do not load', () => {
  it('say why and what to do when their file is cut short, while the others serve', async () => {
    const folder = folderWith(temporaryFolder(), all[1] ?? '', all[2] ?? '');
    const broken = join(folder, 'Xenova/all-MiniLM-L6-v2/onnx/model_quantized.onnx');
    const whole = readFileSync(broken);
    rmSync(join(folder, 'Xenova/all-MiniLM-L6-v2'));
    folderWith(
      folder,
      ...['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((file) => `${all[1]}/${file}`),
    );
    folderWith(folder, `${all[1]}/onnx/model_quantized.onnx`);
    rmSync(broken);
    writeFileSync(broken, whole.subarray(0, 5_000));
    const models = open(tinyConfig({ GREENROOM_MODELS: folder }));
    await models.settled();
    expect(models.embedder.status()).toMatchObject({
      state: 'failed',
      model: 'minilm',
      fault: 'fault.model-not-loaded',
    });
    expect(await failureOf(models.embedder.use((embedder) => embedder.embed(['Why?'])))).toMatchObject({
      code: 'model_unavailable',
      sentence: expect.stringContaining('greenroom -- models verify minilm'),
    });
    expect(models.generator.status()).toMatchObject({ state: 'ready' });
  });

  it('are refused when they would not fit into memory, and a smaller one is named', async () => {
    // Only the generators are there besides the grader, so that the order of loading does not matter.
    const folder = folderWith(temporaryFolder(), 'Xenova/gpt2', 'HuggingFaceTB');
    const config = tinyConfig({
      ...{ GENERATOR: 'instruct', MODELS_MEMORY_MB: '660', GREENROOM_MODELS: folder },
    });
    const models = open({ ...config, TRANSCRIBER: 'none', EMBEDDER: 'none' });
    await models.settled();
    expect(models.generator.status()).toMatchObject({ state: 'ready', model: 'gpt2' });
    const less = open({ ...config, MODELS_MEMORY_MB: 64 });
    await less.settled();
    expect(less.generator.status()).toMatchObject({
      state: 'failed',
      model: 'instruct',
      fault: 'fault.model-too-large-use-smaller',
      values: { neededMb: 700, smaller: 'gpt2' },
    });
  });
});

describe.skipIf(!isWhisperCppBuilt)('whisper.cpp (needs `greenroom models build`)', () => {
  it('comes before the same size in ONNX, which takes over for a call when it dies', async () => {
    const folder = folderWith(
      temporaryFolder(),
      'Xenova/whisper-tiny',
      'ggml-tiny.bin',
      'bin/whisper-server',
    );
    const models = open(tinyConfig({ GREENROOM_MODELS: folder }));
    await models.settled();
    expect(models.transcriber.status()).toMatchObject({ state: 'ready', model: 'whisper-tiny-ggml' });
    const answer = (await fixtureSound('answer.ogg')).subarray(0, 4 * 16_000);
    const ask = () => models.transcriber.use((transcriber) => transcriber.transcribe(answer));
    expect(await ask()).toMatchObject({ text: heard, model: 'whisper.cpp tiny' });
    const shells = childrenOf(process.pid).filter((child) => child.command === 'sh');
    for (const shell of shells) {
      for (const child of childrenOf(shell.pid))
        if (child.command.startsWith('whisper')) process.kill(child.pid, 'SIGKILL');
    }
    expect(await ask()).toMatchObject({
      text: heard,
      model: expect.stringMatching(/whisper.cpp|transformers.js/),
    });
  });
});

it('states of models are read from the folder without loading them', () => {
  const folder = folderWith(temporaryFolder(), 'Xenova/gpt2', 'Xenova/whisper-tiny/config.json');
  const found = modelStates({ GREENROOM_MODELS: folder });
  const named = (name: string) => found.find((state) => state.name === name);
  expect(named('gpt2')).toMatchObject({ state: 'present', task: 'generator', licence: 'MIT' });
  expect(named('gpt2')?.bytes).toBeGreaterThan(100_000);
  expect(named('whisper-tiny')).toMatchObject({
    state: 'incomplete',
    path: join(folder, 'Xenova/whisper-tiny'),
  });
  expect(named('whisper-base-ggml')).toMatchObject({ state: 'absent', bytes: 0 });
});
