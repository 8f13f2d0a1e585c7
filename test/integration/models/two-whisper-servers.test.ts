import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../../src/log.ts';
import { openModels } from '../../../src/models/open-models.ts';
import { whisperServerPath } from '../../../src/models/transcribe/build-whisper-cpp.ts';
import { freePort } from '../../../src/models/transcribe/whisper-server.ts';
import { fixtureSound } from '../../support/fixture-sound.ts';
import { realModels } from '../../support/real-weights.ts';
import { temporaryFolder, until } from '../../support/temporary.ts';
import { tinyConfig } from './tiny-models.ts';

const model = join(realModels, 'ggml-tiny.en.bin');
const binary = whisperServerPath(realModels);
const isThere = existsSync(model) && existsSync(binary);

/** whisper.cpp's own server, as somebody would start it for `TRANSCRIBER_URL`. */
async function startServer(): Promise<{ url: string; child: ChildProcess }> {
  const port = await freePort();
  const child = spawn(
    'env',
    [
      ...['OMP_WAIT_POLICY=passive', binary, '--model', model, '--threads', '1', '--no-gpu'],
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...['--inference-path', '/v1/audio/transcriptions'],
    ],
    { stdio: 'ignore' },
  );
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  });
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/health`)
      .then(({ ok }) => ok)
      .catch(() => false);
  await until(isUp);
  return { url: `http://127.0.0.1:${port}/v1`, child };
}

it.runIf(isThere)(
  'two of whisper.cpp’s own servers share the work, and one goes on alone when the other is killed',
  async () => {
    const servers = await Promise.all([startServer(), startServer()]);
    const models = openModels(
      tinyConfig({
        ...{ EMBEDDER: 'none', GREENROOM_MODELS: temporaryFolder(), SPEECH_LANGUAGE: 'en' },
        TRANSCRIBER_URL: servers.map(({ url }) => url).join(','),
      }),
      { log: silentLog() },
    );
    onTestFinished(() => models.close());
    const answer = await fixtureSound('answer.ogg');
    const hear = () => models.transcriber.use((one) => one.transcribe(answer));
    const [one, other] = await Promise.all([hear(), hear()]);
    expect(one.text.split(' ').length).toBeGreaterThan(20);
    expect(other.text).toBe(one.text);
    servers[0]?.child.kill('SIGKILL');
    const alone = await Promise.all([hear(), hear()]);
    expect(alone.map(({ text }) => text)).toEqual([one.text, one.text]);
    expect(models.transcriber.status()).toMatchObject({
      state: 'ready',
      servers: [{ isInUse: false }, { isInUse: true }],
    });
  },
  300_000,
);
