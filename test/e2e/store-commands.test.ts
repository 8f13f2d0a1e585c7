import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { type CommandOptions, runCommandLine } from '../support/command-line.ts';
import { insertPractised } from '../support/practised.ts';
import { temporaryFolder } from '../support/temporary.ts';

const said = 'Said by zoe in terminal:local.';

/** A folder in which zoe has practised twice. */
async function practised(): Promise<string> {
  const data = temporaryFolder();
  const store = openSqlite(`sqlite:${join(data, 'greenroom.db')}`);
  for (const at of ['2026-03-02T09:00:00.000Z', '2026-03-03T09:00:00.000Z'])
    await insertPractised(store, {
      tenant: 'terminal:local',
      userId: 'zoe',
      at,
      overall: 70,
      dimensions: { technical: 70, structure: 60, clarity: 80 },
    });
  await store.close();
  return data;
}

const greenroom = (data: string, words: string[], more: Partial<CommandOptions> = {}) =>
  runCommandLine(words, { data, env: { MODELS: 'none' }, ...more });

it('makes a backup, exports the data, forgets it, and restores it from the backup', async () => {
  const data = await practised();
  const backup = join(data, 'kept.db');
  const made = await greenroom(data, ['backup', backup, '--json']);
  expect(made.stderr).toBe('');
  expect(JSON.parse(made.stdout)).toMatchObject({ file: backup });
  expect((await greenroom(data, ['backup', backup])).code).toBe(2);
  expect((await greenroom(data, ['backup', backup, '--force'])).code).toBe(0);

  const exported = await greenroom(data, ['export', 'mine.zip', '--user', 'zoe', '--json']);
  expect(JSON.parse(exported.stdout)).toMatchObject({ user: 'zoe', file: join(data, 'mine.zip') });
  const files = unzipSync(readFileSync(join(data, 'mine.zip')));
  expect(Object.keys(files)).toContain('charts/trend.png');
  expect(strFromU8(files['answers.md'] ?? new Uint8Array())).toContain(said);

  const asked = await greenroom(data, ['forget', '--user', 'zoe']);
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toBe(
    'greenroom: This erases everything about zoe, with 2 answers, for good. Add --yes to confirm.\n',
  );
  const forgotten = await greenroom(data, ['forget', '--user', 'zoe', '--yes', '--json']);
  expect(JSON.parse(forgotten.stdout)).toMatchObject({ user: 'zoe', answers: 2 });
  for (const file of readdirSync(data).filter((name) => name.startsWith('greenroom.db')))
    expect(readFileSync(join(data, file)).includes(said), file).toBe(false);

  const restored = await greenroom(data, ['restore', backup, '--json']);
  expect(restored.stderr).toBe('');
  const { answers, keptAs } = JSON.parse(restored.stdout);
  expect(answers).toBe(2);
  expect(existsSync(join(data, keptAs))).toBe(true);
  const progress = await greenroom(data, ['progress', '--user', 'zoe', '--json']);
  expect(JSON.parse(progress.stdout)).toMatchObject({ answers: 2 });
  // What the restore has put aside is a copy of ours: it is forgotten there too.
  await greenroom(data, ['forget', '--user', 'zoe', '--yes']);
  await greenroom(data, ['restore', backup]);
  await greenroom(data, ['forget', '--user', 'zoe', '--yes']);
  for (const file of readdirSync(data).filter((name) => name.startsWith('greenroom.db')))
    expect(readFileSync(join(data, file)).includes(said), file).toBe(false);
});

it('says what is wrong with a backup in one sentence and changes nothing', async () => {
  const data = await practised();
  const kept = async () => (await greenroom(data, ['progress', '--user', 'zoe', '--json'])).stdout;
  const before = await kept();
  writeFileSync(join(data, 'notes.txt'), 'Not a database.');
  for (const [words, code, sentence] of [
    [['restore', 'notes.txt'], 2, /is damaged or is not a Greenroom database/],
    [['restore', 'absent.db'], 2, /There is no file/],
    [['backup', 'nowhere/below.db'], 2, /There is no folder/],
    [['backup', 'greenroom.db', '--force'], 2, /the database itself/],
  ] as const) {
    const ended = await greenroom(data, [...words]);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(sentence);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  }
  expect(JSON.parse(await kept())).toEqual(JSON.parse(before));
});

it('keeps what people of a terminal said no longer than the owner wants, without any bot', async () => {
  const data = await practised();
  const held = () =>
    readdirSync(data).some(
      (name) => name.startsWith('greenroom.db') && readFileSync(join(data, name)).includes(said),
    );
  expect(held()).toBe(true);
  const practice = ['practice', '--user', 'zoe', '--domain', 'backend', '--questions', '1'];
  const input = 'An index keeps keys in order.\n\n';
  const { code } = await greenroom(data, practice, {
    input,
    env: { MODELS: 'none', RETENTION: 'transcripts=1,evaluations=1' },
  });
  expect(code).toBe(0);
  const store = openSqlite(`sqlite:${join(data, 'greenroom.db')}`);
  const texts = await store.db.selectFrom('answers').select('text').where('text', 'is not', null).execute();
  await store.close();
  expect(texts.map(({ text }) => text)).toEqual([expect.stringContaining('An index')]);
});
