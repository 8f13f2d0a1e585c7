import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CatalogueModel, catalogue } from '../../src/models/catalogue.ts';
import type { PullProgress } from '../../src/models/download/progress-meter.ts';
import { type PullOptions, pullModel } from '../../src/models/download/pull-model.ts';
import { removeModel } from '../../src/models/download/remove-model.ts';
import { verifyModel } from '../../src/models/download/verify-model.ts';
import { modelStates } from '../../src/models/model-states.ts';
import { type HubOptions, startHub } from '../servers/hub/hub.ts';
import { failureOf } from '../support/failure-of.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const tiny = join(import.meta.dirname, '../fixtures/models');
const model = (name: string): CatalogueModel => {
  const found = catalogue.find((each) => each.name === name);
  if (!found) throw new Error(`There is no ${name}`);
  // The files of these tests are small ones of our own, which have none of the checksums that the catalogue knows.
  return { ...found, files: found.files.map((file) => ({ ...file, sha256: null, sha1: null })) };
};
const whisper = model('whisper-tiny-ggml');
const minilm = model('minilm');
const graph = 'Xenova/all-MiniLM-L6-v2/onnx/model_quantized.onnx';

async function hubAnd(options: Partial<HubOptions> = {}, settings: { HF_TOKEN?: string } = {}) {
  const hub = await startHub({ folder: tiny, ...options });
  onTestFinished(() => hub.close());
  const folder = join(temporaryFolder(), 'models');
  const config = { GREENROOM_MODELS: folder, HF_ENDPOINT: hub.address, MODELS_OFFLINE: false, ...settings };
  const pull = (which: CatalogueModel, more: PullOptions = {}) =>
    pullModel(config, which, { retryDelayMs: 1, ...more });
  const stateOf = (which: CatalogueModel) =>
    modelStates(config).find(({ name }) => name === which.name)?.state;
  return { hub, folder, config, pull, stateOf };
}

/** Every file below a folder, as paths in it. */
const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
        statSync(join(folder, path)).isFile(),
      )
    : [];
const sentence = /^[^\n]+\.$/;

describe('a pull', () => {
  it('puts every file of a model where it belongs, checked, and reports its progress', async () => {
    const { folder, pull, stateOf, hub } = await hubAnd();
    const told: PullProgress[] = [];
    expect(stateOf(minilm)).toBe('absent');
    const pulled = await pull(minilm, { onProgress: (progress) => told.push(progress) });
    expect(pulled).toMatchObject({ name: 'minilm', files: 4, verified: false, announced: true });
    expect(stateOf(minilm)).toBe('present');
    expect(readFileSync(join(folder, graph))).toEqual(readFileSync(join(tiny, graph)));
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(({ doneBytes, totalBytes }) => doneBytes > 0 && doneBytes <= totalBytes)).toBe(true);
    expect(filesIn(folder).filter((path) => path.includes('.part'))).toEqual([]);

    const before = hub.requests.length;
    expect(await pull(minilm)).toMatchObject({ files: 0, announced: true });
    expect(hub.requests).toHaveLength(before);
  });

  it.each([true, false])(
    'continues by itself when the connection drops (a server with ranges: %s)',
    async (ranges) => {
      const { folder, pull, hub } = await hubAnd({ ranges });
      hub.faults.push({ path: /ggml/, kind: 'drop', after: 300_000, times: 2 });
      expect(await pull(whisper)).toMatchObject({ announced: true });
      expect(readFileSync(join(folder, 'ggml-tiny.bin'))).toEqual(readFileSync(join(tiny, 'ggml-tiny.bin')));
      const asked = hub.requests.flatMap(({ server, range }) => (server === 'store' ? [range] : []));
      expect(asked).toHaveLength(3);
      expect(asked[0]).toBeUndefined();
      expect(asked[1]).toMatch(/^bytes=[1-9]\d*-$/);
    },
  );

  it('that was stopped keeps what has arrived, and the next one fetches only the rest', async () => {
    const { folder, pull, hub, stateOf } = await hubAnd();
    hub.faults.push({ path: /ggml/, kind: 'silence', after: 300_000, times: 1 });
    const stop = new AbortController();
    const pulling = pull(whisper, { signal: stop.signal });
    const part = join(folder, 'ggml-tiny.bin.part');
    await until(() => existsSync(part) && statSync(part).size >= 300_000);
    stop.abort(new Error('enough'));
    await expect(pulling).rejects.toThrow('enough');
    expect(stateOf(whisper)).toBe('incomplete');
    expect(existsSync(join(folder, 'ggml-tiny.bin'))).toBe(false);
    await pull(whisper);
    expect(hub.requests.at(-1)).toMatchObject({ server: 'store', range: 'bytes=300000-' });
    expect(stateOf(whisper)).toBe('present');
  });

  it('needs nothing more when all bytes had come already, and checks them', async () => {
    const { folder, pull, hub, stateOf } = await hubAnd();
    hub.faults.push({ path: /ggml/, kind: 'silence', after: 1_000, times: 2 });
    const part = join(folder, 'ggml-tiny.bin.part');
    const whole = readFileSync(join(tiny, 'ggml-tiny.bin'));
    const begin = async () => {
      const stop = new AbortController();
      const pulling = pull(whisper, { signal: stop.signal });
      await until(() => existsSync(part) && statSync(part).size >= 1_000);
      stop.abort();
      await expect(pulling).rejects.toThrow();
    };
    await begin();
    writeFileSync(part, whole);
    await pull(whisper);
    expect(hub.requests.at(-1)?.range).toBe(`bytes=${whole.length}-`);
    expect(stateOf(whisper)).toBe('present');

    await removeModel(folder, whisper);
    await begin();
    // As long as the file, and not the file: all of it is fetched once more.
    writeFileSync(part, Buffer.alloc(whole.length, 'x'));
    await pull(whisper);
    expect(readFileSync(join(folder, 'ggml-tiny.bin'))).toEqual(whole);
  });

  it('starts over when the file on the hub has changed', async () => {
    const { folder, pull, hub } = await hubAnd();
    const part = join(folder, 'ggml-tiny.bin.part');
    hub.faults.push({ path: /ggml/, kind: 'silence', after: 1_000, times: 1 });
    const stop = new AbortController();
    const pulling = pull(whisper, { signal: stop.signal });
    await until(() => existsSync(part) && statSync(part).size >= 1_000);
    stop.abort();
    await expect(pulling).rejects.toThrow();
    const next = Buffer.concat([readFileSync(join(tiny, 'ggml-tiny.bin')), Buffer.from('new')]);
    hub.replaced.set('ggml-tiny.bin', next);
    await pull(whisper);
    expect(readFileSync(join(folder, 'ggml-tiny.bin'))).toEqual(next);
  });

  it('waits and tries again while the hub has too much to do', async () => {
    const { pull, hub } = await hubAnd();
    hub.faults.push({ path: /ggml/, kind: 'status', status: 503, times: 2 });
    hub.faults.push({ path: /ggml/, kind: 'status', status: 429, times: 1 });
    expect(await pull(whisper)).toMatchObject({ files: 1 });
    expect(hub.requests.filter(({ server }) => server === 'hub')).toHaveLength(4);
  });

  it('is patient with a slow hub, and says how long it will take', async () => {
    const { pull, hub } = await hubAnd();
    hub.faults.push({ path: /ggml/, kind: 'slow', chunkBytes: 200_000, everyMs: 60 });
    const told: PullProgress[] = [];
    await pull(whisper, { silenceMs: 2_000, onProgress: (progress) => told.push(progress) });
    expect(told.length).toBeGreaterThan(1);
    const { bytesPerSecond, secondsLeft, doneBytes, totalBytes } = told.at(-2) ?? {};
    expect(bytesPerSecond).toBeGreaterThan(0);
    expect(secondsLeft).toBeCloseTo(((totalBytes ?? 0) - (doneBytes ?? 0)) / (bytesPerSecond ?? 1));
  });

  it('finds a decoder under the other name that exports give it', async () => {
    const merged = 'onnx/decoder_model_merged_quantized.onnx';
    const { folder, pull, stateOf } = await hubAnd({ renamed: { [merged]: 'onnx/model_quantized.onnx' } });
    await pull(model('gpt2'));
    expect(stateOf(model('gpt2'))).toBe('present');
    expect(existsSync(join(folder, 'Xenova/gpt2/onnx/model_quantized.onnx'))).toBe(true);
  });

  it('says so if nobody gave a checksum', async () => {
    const { pull, folder } = await hubAnd({ checksums: false });
    expect(await pull(whisper)).toMatchObject({ verified: false, announced: false });
    expect(await verifyModel(folder, whisper)).toMatchObject({ state: 'unverified', defects: [] });
  });

  it('of a file that the catalogue knows refuses anything else, however a mirror vouches for it', async () => {
    const { folder, pull, stateOf } = await hubAnd();
    const pinned = catalogue.find(({ name }) => name === 'whisper-tiny-ggml');
    if (!pinned) throw new Error('It is gone from the catalogue.');
    expect((await failureOf(pull(pinned)))?.sentence).toMatch(/ggml-tiny\.bin does not have the .*checksum/);
    expect(stateOf(pinned)).toBe('absent');
    expect(filesIn(folder)).toEqual([]);
  });

  it('is verified, and right, where a file has the checksum that the catalogue knows', async () => {
    const { folder, pull } = await hubAnd({ checksums: false });
    const content = readFileSync(join(tiny, 'ggml-tiny.bin'));
    const sha1 = createHash('sha1').update(content).digest('hex');
    const known = { ...whisper, files: whisper.files.map((file) => ({ ...file, sha1 })) };
    expect(await pull(known)).toMatchObject({ files: 1, verified: true });
    expect(await verifyModel(folder, known)).toMatchObject({ state: 'right', defects: [] });
    content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
    writeFileSync(join(folder, 'ggml-tiny.bin'), content);
    expect(await verifyModel(folder, known)).toMatchObject({ state: 'damaged' });
  });

  it('shows the token to the hub, and to nobody it sends us to', async () => {
    const { pull, hub } = await hubAnd({ token: 'hf_secret' }, { HF_TOKEN: 'hf_secret' });
    await pull(whisper);
    expect(hub.requests.map(({ server, authorization }) => [server, authorization])).toEqual([
      ['hub', 'Bearer hf_secret'],
      ['store', undefined],
    ]);
  });

  it('fetches again what is damaged on the disk, and only that', async () => {
    const { folder, pull, hub } = await hubAnd();
    await pull(minilm);
    const content = readFileSync(join(folder, graph));
    content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
    writeFileSync(join(folder, graph), content);
    expect(await verifyModel(folder, minilm)).toMatchObject({
      state: 'damaged',
      defects: [{ path: 'onnx/model_quantized.onnx', defect: 'checksum' }],
    });
    hub.requests.length = 0;
    expect(await pull(minilm)).toMatchObject({ files: 1 });
    expect(new Set(hub.requests.map(({ path }) => path)).size).toBe(1);
    expect(await verifyModel(folder, minilm)).toMatchObject({ state: 'announced', defects: [] });
  });
});

describe('a pull that cannot succeed says why in one sentence and leaves nothing in the place of a model', () => {
  it.each([
    ['a file that the hub has not', { kind: 'status', status: 404 }, /has no ggml-tiny\.bin/],
    ['a model for known people only', { kind: 'status', status: 401 }, /set HF_TOKEN/i],
    ['a model that the token may not read', { kind: 'status', status: 403 }, /Ask for access at http/],
    ['a hub that is broken', { kind: 'status', status: 500 }, /answers 500/],
    ['a hub that sends in circles', { kind: 'loop' }, /in circles/],
    ['a web page in place of a model', { kind: 'html' }, /web page instead of a model/],
    ['too few bytes', { kind: 'truncate', bytes: 5_000 }, /has 5000 bytes instead of \d+/],
    ['other bytes', { kind: 'flip' }, /does not have the announced checksum/],
    ['a connection that always drops', { kind: 'drop', after: 0 }, /connect|reached/i],
    ['a hub that falls silent', { kind: 'silence', after: 0 }, /went silent/],
  ] as const)('%s', async (_, fault, message) => {
    const { pull, hub, folder, stateOf } = await hubAnd();
    hub.faults.push({ path: /ggml/, ...fault });
    const failure = await failureOf(pull(whisper, { silenceMs: 100 }));
    expect(failure).toMatchObject({ code: 'network', sentence: expect.stringMatching(message) });
    expect(failure?.sentence).toMatch(sentence);
    expect(stateOf(whisper)).toBe('absent');
    expect(existsSync(join(folder, 'ggml-tiny.bin'))).toBe(false);
  });

  it('a hub that goes on sending', async () => {
    const { pull, hub, stateOf } = await hubAnd();
    hub.faults.push({ path: /tokenizer_config/, kind: 'grow', by: 3_000_000 });
    expect((await failureOf(pull(minilm)))?.sentence).toContain(
      'tokenizer_config.json is longer than announced. It was discarded.',
    );
    expect(stateOf(minilm)).not.toBe('present');
  });

  it('a hub that is not there', async () => {
    const { pull, hub, stateOf } = await hubAnd();
    await hub.close();
    expect(await failureOf(pull(minilm))).toMatchObject({
      code: 'network',
      sentence: expect.stringMatching(/cannot be reached.*HF_ENDPOINT/),
    });
    expect(stateOf(minilm)).toBe('absent');
  });

  it('no room on the disk, before anything is asked of the hub', async () => {
    const { pull, hub } = await hubAnd();
    expect(await failureOf(pull(minilm, { freeBytes: async () => 60_000_000 }))).toMatchObject({
      sentence: expect.stringMatching(/^minilm needs 24 MB on the disk, and 10 MB are free\./),
    });
    expect(hub.requests).toEqual([]);
  });

  it('a folder that cannot be made', async () => {
    const { config, pull } = await hubAnd();
    writeFileSync(dirname(config.GREENROOM_MODELS).concat('/file'), '');
    const inFile = { ...config, GREENROOM_MODELS: join(dirname(config.GREENROOM_MODELS), 'file', 'models') };
    expect(await failureOf(pullModel(inFile, minilm))).toMatchObject({
      code: 'network',
      sentence: expect.stringContaining('cannot be written. Check the permissions'),
    });
    expect(await pull(minilm)).toMatchObject({ files: 4 });
  });

  it('downloads that are forbidden: a model that is whole needs none', async () => {
    const { config, hub, pull } = await hubAnd();
    const offline = { ...config, MODELS_OFFLINE: true };
    expect(await failureOf(pullModel(offline, minilm))).toMatchObject({
      code: 'bad_config',
      sentence: expect.stringContaining('MODELS_OFFLINE=1 forbids downloads'),
    });
    expect(hub.requests).toEqual([]);
    await pull(minilm);
    expect(await pullModel(offline, minilm)).toMatchObject({ files: 0 });
  });
});

describe('a folder filled by hand', () => {
  const put = (folder: string, path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };

  it('is known from the first pull on, though nobody vouches for it', async () => {
    const { folder, config, pull, hub } = await hubAnd();
    put(folder, 'ggml-tiny.bin', readFileSync(join(tiny, 'ggml-tiny.bin')));
    expect(await verifyModel(folder, whisper)).toMatchObject({ state: 'unverified' });
    expect(await pullModel({ ...config, MODELS_OFFLINE: true }, whisper)).toMatchObject({ files: 0 });
    expect(hub.requests).toEqual([]);
    put(folder, 'ggml-tiny.bin', readFileSync(join(tiny, 'ggml-tiny.bin')).subarray(0, 10_000));
    expect((await verifyModel(folder, whisper)).defects).toMatchObject([{ defect: 'size', bytes: 10_000 }]);
    expect(await pull(whisper)).toMatchObject({ files: 1, announced: true });
  });

  it.each([
    ['a web page', '<!doctype html>', 'webPage'],
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1', 'lfsPointer'],
    ['another kind of file', 'PK\u0003\u0004', 'notGgml'],
  ])('%s is not taken for a model', async (_, content, defect) => {
    const { folder } = await hubAnd();
    put(folder, 'ggml-tiny.bin', content);
    expect(await verifyModel(folder, whisper)).toMatchObject({
      state: 'damaged',
      defects: [{ path: 'ggml-tiny.bin', defect }],
    });
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read is named', async () => {
    const { folder } = await hubAnd();
    put(folder, 'ggml-tiny.bin', 'lmgg');
    chmodSync(join(folder, 'ggml-tiny.bin'), 0o000);
    expect((await verifyModel(folder, whisper)).defects).toEqual([
      { path: 'ggml-tiny.bin', defect: 'unreadable' },
    ]);
  });

  it('what is missing of a model is named', async () => {
    const { folder } = await hubAnd();
    put(folder, 'Xenova/all-MiniLM-L6-v2/config.json', '{}');
    const { state, defects } = await verifyModel(folder, minilm);
    expect(state).toBe('incomplete');
    expect(defects).toContainEqual({ path: 'onnx/model_quantized.onnx', defect: 'missing' });
  });
});

it('a model that is removed leaves nothing, not even a part of it, and other models alone', async () => {
  const { folder, pull } = await hubAnd();
  await pull(minilm);
  await pull(whisper);
  writeFileSync(join(folder, `${graph}.part`), 'begun');
  expect(await removeModel(folder, minilm)).toBeGreaterThan(100_000);
  expect(filesIn(folder).toSorted()).toEqual(['checksums.json', 'ggml-tiny.bin']);
  expect(readFileSync(join(folder, 'checksums.json'), 'utf8')).not.toContain('MiniLM');
  expect(await removeModel(folder, minilm)).toBe(0);
});
