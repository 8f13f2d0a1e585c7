import { describe, expect, it, onTestFinished } from 'vitest';
import type { Config } from '../../../src/config.ts';
import { silentLog } from '../../../src/log.ts';
import { openModels } from '../../../src/models/open-models.ts';
import { failureOf } from '../../support/failure-of.ts';
import { fixtureSound } from '../../support/fixture-sound.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { chatStandIn } from './chat-stand-in.ts';
import { sendJson, startOpenAiStandIn } from './openai-stand-in.ts';
import { folderWith, heard, tinyConfig } from './tiny-models.ts';

const none = { EMBEDDER: 'none' } as const;
const answer = (await fixtureSound('answer.ogg')).subarray(0, 4 * 16_000);

async function open(config: Config) {
  const models = openModels(config, { log: silentLog() });
  onTestFinished(() => models.close());
  await models.settled();
  return models;
}

describe('servers that the settings name', () => {
  it('hear instead of the local Whisper, which takes over for a call when they fail', async () => {
    let broken = false;
    const server = await startOpenAiStandIn((_, response) =>
      broken
        ? sendJson(response, {}, 401)
        : sendJson(response, { text: 'Heard far away.', language: 'english' }),
    );
    onTestFinished(() => server.close());
    const folder = folderWith(temporaryFolder(), 'Xenova/whisper-tiny');
    const models = await open(tinyConfig({ ...none, GREENROOM_MODELS: folder, TRANSCRIBER_URL: server.url }));
    const ask = () => models.transcriber.use((transcriber) => transcriber.transcribe(answer));
    expect(models.transcriber.status()).toMatchObject({
      state: 'ready',
      model: expect.stringContaining('127.0.0.1'),
    });
    expect((await ask()).text).toBe('Heard far away.');
    broken = true;
    expect(await ask()).toMatchObject({ text: heard, model: 'transformers.js tiny' });
    broken = false;
    expect((await ask()).text).toBe('Heard far away.');
  });

  it('are asked for the model of speech that the settings name', async () => {
    const server = await startOpenAiStandIn((_, response) => sendJson(response, { text: 'Heard far away.' }));
    onTestFinished(() => server.close());
    const settings: Record<string, string>[] = [{}, { TRANSCRIBER_MODEL: 'Systran/faster-whisper-small' }];
    for (const more of settings) {
      const models = await open(
        tinyConfig({ ...none, GREENROOM_MODELS: temporaryFolder(), TRANSCRIBER_URL: server.url, ...more }),
      );
      await models.transcriber.use((transcriber) => transcriber.transcribe(answer));
    }
    const asked = new Set(server.requests.map(({ fields }) => fields.model));
    expect([...asked]).toEqual(['whisper-1', 'Systran/faster-whisper-small']);
  });

  it('are not asked when a setting names a local engine', async () => {
    const config = { ...none, TRANSCRIBER: 'transformers', TRANSCRIBER_URL: 'http://127.0.0.1:1/v1' };
    const models = await open(tinyConfig(config));
    expect(models.transcriber.status()).toMatchObject({ state: 'ready', model: 'whisper-tiny' });
  });

  it('generate, when they are asked to', async () => {
    const server = await chatStandIn();
    onTestFinished(() => server.close());
    const chat = { GENERATOR: 'openai', GENERATOR_URL: server.url, GENERATOR_MODEL: 'qwen2.5:0.5b' };
    const models = await open(tinyConfig({ ...none, ...chat }));
    expect(models.generator.status()).toMatchObject({
      state: 'ready',
      model: expect.stringContaining('qwen2.5:0.5b'),
    });
    expect(models.generator.current()?.instructed).toBe(true);
    expect(await models.generator.use((generator) => generator.generate({ text: 'Ask.' }))).toHaveLength(1);
  });

  it.each([
    ['transcriber', { TRANSCRIBER: 'openai' }, 'TRANSCRIBER_URL'],
    ['generator', { GENERATOR: 'openai' }, 'GENERATOR_URL and GENERATOR_MODEL'],
    ['transcriber', { TRANSCRIBER: 'whisper.cpp' }, 'greenroom -- models build'],
  ] as const)('say what is missing: the %s with %j', async (task, setting, fix) => {
    const models = await open(tinyConfig({ ...none, ...setting, GREENROOM_MODELS: temporaryFolder() }));
    expect(models[task].status().state).toBe('absent');
    expect((await failureOf(models[task].use(async () => 'never')))?.sentence).toContain(fix);
  });
});
