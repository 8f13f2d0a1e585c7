import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openModels } from '../../src/models/open-models.ts';
import type { ModelEvent } from '../../src/models/ports.ts';
import { fixtureSound } from '../support/fixture-sound.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const tiny = join(import.meta.dirname, '../fixtures/models');

function openIn(folder: string) {
  const config = readConfig({ GREENROOM_MODELS: folder, WHISPER_MODEL: 'tiny', GENERATOR: 'template' });
  const models = openModels(config, { log: silentLog(), lookEveryMs: 20 });
  onTestFinished(() => models.close());
  return models;
}

it('a spoken answer that waits for a model is processed when the model is copied into the folder', async () => {
  const folder = temporaryFolder();
  const models = openIn(folder);
  const { interview, show, seen } = runningInterview({ models });
  const shown = show();
  const ann = actor('ann');
  const session = await interview.start(cookingStart('ann'));
  const pcm = (await fixtureSound('answer.ogg')).subarray(0, 4 * 16_000);
  await interview.addUtterance(ann, session.id, { pcm, startMs: 0, endMs: 4_000 });
  await interview.submit(ann, session.id);
  expect((await seen('notice')).body.notice).toBe('no-transcriber');
  expect(models.transcriber.status().state).toBe('absent');

  cpSync(join(tiny, 'Xenova/whisper-tiny'), join(folder, 'Xenova/whisper-tiny'), { recursive: true });
  expect((await seen('feedback')).body.answer.text).toContain('A hash map finds a value by its key.');
  expect(shown.filter(({ body }) => body.type === 'notice')).toHaveLength(1);
});

it('a slot tells that it loads, and then serves, once all files of its model are there', async () => {
  const folder = temporaryFolder();
  const models = openIn(folder);
  const listening = new AbortController();
  const events: ModelEvent[] = [];
  const listener = (async () => {
    for await (const event of models.events(listening.signal)) events.push(event);
  })();
  const repository = 'Xenova/all-MiniLM-L6-v2';
  mkdirSync(join(folder, repository), { recursive: true });
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    cpSync(join(tiny, repository, file), join(folder, repository, file));
  const graph = join(repository, 'onnx/model_quantized.onnx');
  const content = readFileSync(join(tiny, graph));
  mkdirSync(dirname(join(folder, graph)), { recursive: true });
  // A download that is under way lies beside its place.
  writeFileSync(join(folder, `${graph}.part`), content.subarray(0, 1_000));
  expect(models.embedder.status()).toMatchObject({ state: 'absent' });
  rmSync(join(folder, `${graph}.part`));
  writeFileSync(join(folder, graph), content);
  await until(() => models.embedder.status().state === 'ready');
  listening.abort();
  await listener;
  const states = events.flatMap(({ task, status }) => (task === 'embedder' ? [status.state] : []));
  expect(states).toEqual(['loading', 'ready']);
  expect(await models.embedder.use((embedder) => embedder.embed(['Why?']))).toHaveLength(1);
});
