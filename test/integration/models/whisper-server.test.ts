import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { wavOf } from '../../../src/models/transcribe/wav.ts';
import { openWhisperServer, type WhisperServer } from '../../../src/models/transcribe/whisper-server.ts';
import { tone } from '../../support/sounds.ts';
import { temporaryFolder, until } from '../../support/temporary.ts';
import { childrenOf, isAlive } from './processes.ts';
import { isWhisperCppBuilt, tinyModels, whisperServer } from './tiny-models.ts';

const options = { binary: whisperServer, model: join(tinyModels, 'ggml-tiny.bin'), threads: 1, gpu: false };
const ask = (server: WhisperServer, signal?: AbortSignal) => {
  const form = new FormData();
  form.set('file', new Blob([wavOf(tone(1))]), 'tone.wav');
  return server.infer(form, signal);
};

describe.skipIf(!isWhisperCppBuilt)('the server of whisper.cpp (needs `greenroom models build`)', () => {
  it('is started again by itself when it dies, and answers again', async () => {
    let restarts = 0;
    const server = await openWhisperServer({ ...options, onRestart: () => restarts++ });
    onTestFinished(() => server.close());
    expect(await ask(server)).toMatchObject({ text: expect.any(String) });
    const first = await until(() =>
      childrenOf(server.pid()).find((child) => child.command.startsWith('whisper')),
    );
    process.kill(first.pid, 'SIGKILL');
    await expect(
      until(async () =>
        ask(server).then(
          () => false,
          () => true,
        ),
      ),
    ).resolves.toBe(true);
    await until(() => ask(server).catch(() => undefined));
    expect(restarts).toBeGreaterThan(0);
  });

  it('is gone when it is closed', async () => {
    const server = await openWhisperServer(options);
    const child = await until(() =>
      childrenOf(server.pid()).find((each) => each.command.startsWith('whisper')),
    );
    await server.close();
    await until(() => !isAlive(child.pid));
    await expect(ask(server)).rejects.toThrow();
  });

  it('says what is wrong with a model that it cannot read', async () => {
    const model = join(temporaryFolder(), 'ggml-broken.bin');
    writeFileSync(model, 'not a model');
    await expect(openWhisperServer({ ...options, model })).rejects.toThrow(/did not start.*whisper/s);
  });

  it('stops working on what nobody waits for any more', async () => {
    const server = await openWhisperServer(options);
    onTestFinished(() => server.close());
    await expect(ask(server, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
    expect(await ask(server)).toMatchObject({ text: expect.any(String) });
  });
});
