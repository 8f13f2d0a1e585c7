import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type HubOptions, startHub } from '../servers/hub/hub.ts';
import { runCommandLine, startCommand } from '../support/command-line.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const tiny = join(import.meta.dirname, '../fixtures/models');

async function hubAnd(options: Partial<HubOptions> = {}) {
  const hub = await startHub({ folder: tiny, ...options });
  onTestFinished(() => hub.close());
  const data = temporaryFolder();
  const env = { HF_ENDPOINT: hub.address, WHISPER_MODEL: 'tiny' };
  const models = (words: string[], more: Record<string, string> = {}) =>
    runCommandLine(['models', ...words], { data, env: { ...env, ...more } });
  return { hub, data, env, models, at: (path: string) => join(data, 'models', path) };
}
const named = (json: string, name: string) =>
  (JSON.parse(json) as { name: string }[]).find((model) => model.name === name);

describe('greenroom models', () => {
  it('lists, pulls what the settings use, verifies and removes', async () => {
    const { models, at } = await hubAnd();
    const empty = await models(['list']);
    expect(empty.code).toBe(0);
    expect(empty.stdout).toMatch(/\* whisper-tiny +absent +\d+ MB +\d+ MB +MIT/);
    expect(empty.stdout).toContain('greenroom -- models pull whisper-tiny minilm gpt2');

    const pulled = await models(['pull']);
    expect(pulled).toMatchObject({ code: 0, stderr: '' });
    expect(pulled.stdout).toMatch(/whisper-tiny is ready.*\nminilm is ready.*\ngpt2 is ready/);
    expect(existsSync(at('Xenova/whisper-tiny/onnx/encoder_model_quantized.onnx'))).toBe(true);
    const list = (await models(['list', '--json'])).stdout;
    expect(named(list, 'minilm')).toEqual({
      name: 'minilm',
      task: 'embedder',
      adapter: 'transformers',
      state: 'present',
      used: true,
      bytes: expect.any(Number),
      fullBytes: 23_704_000,
      memoryMb: 120,
      licence: 'Apache-2.0',
      languages: 'English',
      purpose: expect.any(String),
      path: at('Xenova/all-MiniLM-L6-v2'),
    });
    expect(named(list, 'instruct')).toMatchObject({ state: 'absent', used: false });

    const verified = await models(['verify', '--json']);
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.stdout)).toHaveLength(3);
    expect(named(verified.stdout, 'gpt2')).toMatchObject({ state: 'announced', faults: [] });
    writeFileSync(at('Xenova/gpt2/tokenizer.json'), '{"model":');
    const damaged = await models(['verify', 'gpt2']);
    expect(damaged.code).toBe(1);
    expect(damaged.stdout).toMatch(/gpt2 is damaged.\n {4}tokenizer.json has 9 bytes instead of \d+/);
    expect(damaged.stdout).toContain('greenroom -- models pull gpt2');

    const removed = await models(['remove', 'gpt2', 'minilm', '--json']);
    expect(JSON.parse(removed.stdout)).toEqual([
      { name: 'minilm', freedBytes: expect.any(Number) },
      { name: 'gpt2', freedBytes: expect.any(Number) },
    ]);
    expect(named((await models(['list', '--json'])).stdout, 'gpt2')).toMatchObject({
      state: 'absent',
      bytes: 0,
    });
  });

  it('pulls whisper.cpp’s file instead where its server is built', async () => {
    const { models, at } = await hubAnd();
    mkdirSync(at('bin'), { recursive: true });
    writeFileSync(at('bin/whisper-server'), '');
    const { stdout } = await models(['pull', '--json'], { EMBEDDER: 'none', GENERATOR: 'template' });
    // The hub of these tests has another file under its name, which is refused however the hub vouches for it.
    expect(JSON.parse(stdout)).toEqual([
      {
        name: 'whisper-tiny-ggml',
        error: expect.stringMatching(/ggml-tiny\.bin does not have the .*checksum/),
      },
    ]);
    expect(existsSync(at('ggml-tiny.bin'))).toBe(false);
  });

  it('keeps what has arrived when it is stopped, says so, and continues the next time', async () => {
    const { hub, data, env, models, at } = await hubAnd();
    hub.faults.push({ path: /decoder_model/, kind: 'silence', after: 200_000, times: 1 });
    const { child, ended } = startCommand(['models', 'pull', 'gpt2'], { data, env, input: '' });
    const part = at('Xenova/gpt2/onnx/decoder_model_merged_quantized.onnx.part');
    await until(() => existsSync(part) && statSync(part).size >= 200_000);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({
      code: 1,
      stderr: 'greenroom: Stopped. What has arrived is kept: run the same command to continue.\n',
    });
    expect((await models(['list'])).stdout).toMatch(/gpt2 +incomplete \d+ %/);
    expect((await models(['pull', 'gpt2'])).code).toBe(0);
    expect(hub.requests.at(-1)?.range).toBe('bytes=200000-');
  });

  it('continues with the other models when one fails', async () => {
    const { hub, models } = await hubAnd();
    hub.faults.push({ path: /MiniLM/, kind: 'status', status: 404 });
    const { code, stdout, stderr } = await models(['pull']);
    expect(code).toBe(1);
    expect(stdout).toContain('gpt2 is ready');
    expect(stderr).toMatch(/^greenroom: minilm: 127\.0\.0\.1:\d+ has no [^\n]+\.\n$/);
  });

  it.skipIf(process.platform === 'win32')(
    'says so when the disk is full, and keeps what has arrived',
    async () => {
      const { data, env, at } = await hubAnd();
      const main = join(import.meta.dirname, '../../src/main.ts');
      const words = [process.execPath, main, 'models', 'pull', 'whisper-tiny-ggml', 'minilm'];
      const child = spawn('sh', ['-c', 'ulimit -f 300; exec "$0" "$@"', ...words], {
        env: { PATH: process.env.PATH, GREENROOM_MODELS: join(data, 'models'), ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^greenroom: whisper-tiny-ggml: There is no room left on the disk for ggml-tiny\.bin\. [^\n]+\.\n$/,
      );
      expect([existsSync(at('ggml-tiny.bin')), existsSync(at('ggml-tiny.bin.part'))]).toEqual([false, true]);
      expect(existsSync(at('Xenova/all-MiniLM-L6-v2/onnx/model_quantized.onnx'))).toBe(true);
    },
  );

  it('goes through a proxy, and past it where NO_PROXY says so', async () => {
    const { hub, models } = await hubAnd();
    const passed: string[] = [];
    const proxy = createServer().on('connect', (request, client, head) => {
      passed.push(request.url ?? '');
      const [host, port] = (request.url ?? '').split(':');
      const server = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        server.write(head);
        server.pipe(client).pipe(server);
      });
      server.on('error', () => client.destroy());
      client.on('error', () => server.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    expect((await models(['pull', 'minilm'], { HTTP_PROXY })).code).toBe(0);
    expect(passed).toContain(new URL(hub.address).host);
    passed.length = 0;
    expect((await models(['pull', 'gpt2'], { HTTP_PROXY, NO_PROXY: '127.0.0.1' })).code).toBe(0);
    expect(passed).toEqual([]);
    expect(await models(['pull', 'whisper-tiny'], { HTTP_PROXY: 'nonsense' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not an address'),
    });
  });

  it.each([
    ['a model that does not exist', ['pull', 'whisper-gigantic'], /no model whisper-gigantic/],
    ['a download that is forbidden', ['pull', 'minilm'], /MODELS_OFFLINE=1 forbids/],
    ['a measurement of nothing', ['bench'], /greenroom -- models pull/],
    ['a measurement of what is absent', ['bench', 'minilm'], /greenroom -- models pull minilm/],
    ['a removal of nothing', ['remove'], /names/],
  ])('%s is wrong usage: one sentence and exit code 2', async (_, words, message) => {
    const { models } = await hubAnd();
    const { code, stdout, stderr } = await models(words, { MODELS_OFFLINE: '1' });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it.skipIf(process.platform === 'win32')('says what building needs where it is absent', async () => {
    const { data, models } = await hubAnd();
    const { code, stderr } = await models(['build'], { PATH: data });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^greenroom: Building whisper\.cpp needs cmake and a C\+\+ compiler\. [^\n]+\n$/);
  });

  it('measures what is installed', async () => {
    const { models, at } = await hubAnd();
    for (const name of [
      'Xenova/whisper-tiny',
      'Xenova/all-MiniLM-L6-v2',
      'Xenova/gpt2',
      'Xenova/nli-deberta-v3-xsmall',
    ])
      cpSync(join(tiny, name), at(name), { recursive: true });
    const { code, stdout } = await models(['bench', '--json']);
    expect(code).toBe(0);
    const rows = JSON.parse(stdout) as { name: string; unit: string; value: number }[];
    expect(rows.map(({ name, unit }) => [name, unit])).toEqual([
      ['whisper-tiny', 'real-time factor'],
      ['minilm', 'ms for 32 sentences'],
      ['gpt2', 'tokens/s'],
      ['nli-deberta', 'ms a pair'],
    ]);
    for (const { value } of rows) expect(value).toBeGreaterThanOrEqual(0);
    writeFileSync(
      at('Xenova/gpt2/onnx/decoder_model_merged_quantized.onnx'),
      readFileSync(join(tiny, 'ggml-tiny.bin')),
    );
    const broken = await models(['bench', 'gpt2']);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain('models verify gpt2');
  });
});
