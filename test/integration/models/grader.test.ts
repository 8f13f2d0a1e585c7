import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Log, silentLog } from '../../../src/log.ts';
import { graderState } from '../../../src/models/model-states.ts';
import { graderFolder, graderSizes } from '../../../src/models/onnx/grader-folder.ts';
import { openModels } from '../../../src/models/open-models.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig, tinyModels } from './tiny-models.ts';

const pair = (point: string, passage: string) => ({ question: 'Why?', point, passage });
const pairs = [
  pair('A hash map finds a value by its key.', 'A hash map finds a value by its key.'),
  pair('A hash map finds a value by its key.', 'A hash map does not find a value by its key.'),
  pair('A hash map finds a value by its key.', 'What would you test first?'),
  pair('', ''),
  pair('key '.repeat(500), 'key '.repeat(500)),
];

function open(grader: string, log: Log = silentLog(), settings: Record<string, string> = {}) {
  const models = openModels(tinyConfig({ TRANSCRIBER: 'none', GENERATOR: 'template', ...settings }), {
    log,
    grader,
  });
  onTestFinished(() => models.close());
  return models;
}
const copyOf = (): string => {
  const folder = temporaryFolder();
  cpSync(join(tinyModels, 'grader'), folder, { recursive: true });
  return folder;
};

describe('the grader', () => {
  it('grades a point with probabilities that sum to one', async () => {
    const models = open(join(tinyModels, 'grader'));
    expect(models.grader.status()).toMatchObject({ state: 'loading', model: 'grader' });
    await models.settled();
    const [said, denied, missed, ...odd] = await models.grader.use((grader) => grader.grade(pairs));
    expect(said?.said).toBeGreaterThan(0.6);
    expect(denied?.contradicted).toBeGreaterThan(0.5);
    expect(missed?.missed).toBeGreaterThan(0.8);
    for (const one of [said, denied, missed, ...odd])
      expect(Object.values(one ?? {}).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 5);
    expect(models.grader.current()?.name).toBe('grader tiny');
  });

  it('gives a pair the same result whatever its neighbours', async () => {
    const models = open(join(tinyModels, 'grader'));
    await models.settled();
    const together = await models.grader.use((grader) => grader.grade(pairs));
    for (const [at, one] of pairs.entries())
      expect(await models.grader.use((grader) => grader.grade([one]))).toEqual([together[at]]);
  });

  it('that is missing is said once with what helps, and the rest serves', async () => {
    const said: unknown[] = [];
    const log = { ...silentLog(), warn: (facts: object) => said.push(facts) } as unknown as Log;
    const folder = copyOf();
    rmSync(join(folder, 'model.onnx'));
    const models = open(folder, log);
    await models.settled();
    expect(models.grader.status()).toEqual({
      state: 'absent',
      fault: 'fault.grader-missing',
      values: { folder },
    });
    expect(models.embedder.status().state).toBe('ready');
    expect(said.filter((facts) => JSON.stringify(facts).includes('grader-missing'))).toHaveLength(1);
    expect(graderState(folder).state).toBe('incomplete');
  });

  it.each([
    ['model.onnx', 'no model'],
    ['tokenizer.json', '{'],
    ['grader.json', '{"version":"1","labels":["said"],"maxTokens":160}'],
  ])('whose %s is damaged is not used', async (file, content) => {
    const folder = copyOf();
    writeFileSync(join(folder, file), content);
    const models = open(folder);
    await models.settled();
    expect(models.grader.status()).toMatchObject({ state: 'failed', fault: 'fault.grader-not-loaded' });
    expect(models.grader.current()).toBeNull();
  });

  it('is off where every model is', () => {
    expect(open(join(tinyModels, 'grader'), silentLog(), { MODELS: 'none' }).grader.status().state).toBe(
      'off',
    );
  });
});

describe.skipIf(graderSizes(graderFolder).includes(0))('the grader that comes with the program', () => {
  it('tells right from wrong', async () => {
    const models = open(graderFolder);
    await models.settled();
    const question = 'How do you store passwords so that a stolen database does as little harm as possible?';
    const point =
      'Passwords are hashed with a slow, memory-hard function such as Argon2id instead of plain SHA-256.';
    const [right, wrong, beside] = await models.grader.use((grader) =>
      grader.grade([
        { question, point, passage: 'I hash them with Argon2id, which is slow and needs much memory.' },
        { question, point, passage: 'I hash them with plain SHA-256, as a fast function is best.' },
        { question, point, passage: 'Our office has moved to another town.' },
      ]),
    );
    expect(right?.said).toBeGreaterThan(0.5);
    expect(wrong?.said).toBeLessThan(0.3);
    expect(beside?.missed).toBeGreaterThan(0.5);
  });
});
