import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { readSoundFile } from '../../src/bots/terminal/attachments.ts';
import { looseFiles } from '../../src/store/sqlite/inspect-sqlite.ts';
import { makeBackup } from '../../src/store/sqlite/make-backup.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { restoreBackup } from '../../src/store/sqlite/restore-backup.ts';
import { failureOf } from '../support/failure-of.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';
import { temporaryFolder, temporaryStore } from '../support/temporary.ts';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const pipeIn = (folder: string) => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
};
/** A backup with something in it, changed by these statements. */
async function backupWith(sql: string) {
  const store = temporaryStore();
  const { interview } = runningInterview({ store }, { works: false });
  const session = await interview.start(cookingStart('ann'));
  await interview.addText(actor('ann'), session.id, 'I keep the water boiling.');
  const file = join(temporaryFolder(), 'backup.db');
  await makeBackup(store, file);
  const sqlite = new SqliteFile(file);
  sqlite.pragma('foreign_keys = off');
  sqlite.exec(sql);
  sqlite.close();
  return file;
}

it('keeps the folder, the database, its log and its backups for its owner alone', async () => {
  const folder = join(temporaryFolder(), 'data');
  const path = join(folder, 'greenroom.db');
  const store = openSqlite(`sqlite:${path}`);
  onTestFinished(() => store.close());
  await store.db.insertInto('counts').values({ name: 'forgotten people', value: 1 }).execute();
  await makeBackup(store, join(folder, 'backup.db'));
  expect(
    ['', '/greenroom.db', '/greenroom.db-wal', '/greenroom.db-shm', '/backup.db'].map((name) =>
      modeOf(folder + name),
    ),
  ).toEqual(['700', '600', '600', '600', '600']);
  expect(looseFiles(path)).toEqual([]);
});

it('closes what an older version left open to others, but no folder that holds other things', async () => {
  const folder = join(temporaryFolder(), 'data');
  const path = join(folder, 'greenroom.db');
  await openSqlite(`sqlite:${path}`).close();
  chmodSync(path, 0o644);
  chmodSync(folder, 0o755);
  expect(looseFiles(path)).toEqual([folder, path]);
  await openSqlite(`sqlite:${path}`).close();
  expect([modeOf(folder), modeOf(path)]).toEqual(['700', '600']);
  writeFileSync(join(folder, 'notes.txt'), 'of somebody else');
  chmodSync(folder, 0o755);
  await openSqlite(`sqlite:${path}`).close();
  expect(looseFiles(path)).toEqual([folder]);
});

it.each([
  ['a trigger', 'create trigger spy after insert on answers begin delete from people; end'],
  ['a view', 'create view extra as select 1'],
  ['an index', 'create index extra on answers (text)'],
  ['a renamed column', 'alter table answers rename column text to words'],
  [
    'a view without an end in the place of a table',
    `alter table answers rename to hidden; create view answers as
      with recursive endless(id) as (select 1 union all select id + 1 from endless) select id from endless`,
  ],
])('restores no database with %s that is not of Greenroom', async (_, sql) => {
  const file = await backupWith(sql);
  const path = join(temporaryFolder(), 'greenroom.db');
  expect(await failureOf(restoreBackup(file, path))).toMatchObject({
    code: 'bad_input',
    sentence: expect.stringContaining('is not a Greenroom database'),
  });
});

it('restores no database with rows that belong to nothing', async () => {
  const file = await backupWith('delete from people');
  expect(await failureOf(restoreBackup(file, join(temporaryFolder(), 'greenroom.db')))).toMatchObject({
    sentence: expect.stringContaining('is damaged'),
  });
});

it('overwrites nothing that an earlier restore in the same second put aside, and closes it to others', async () => {
  const file = await backupWith('');
  const path = join(temporaryFolder(), 'greenroom.db');
  writeFileSync(path, 'the first, damaged');
  const at = new Date('2026-03-02T09:00:00.000Z');
  const first = await restoreBackup(file, path, at);
  const restored = readFileSync(path);
  const second = await restoreBackup(file, path, at);
  const beside = (name: string | null) => join(path, '..', name ?? '');
  expect(first.keptAs).not.toBe(second.keptAs);
  expect(readFileSync(beside(first.keptAs), 'utf8')).toBe('the first, damaged');
  expect(readFileSync(beside(second.keptAs)).equals(restored)).toBe(true);
  expect([path, beside(first.keptAs), beside(second.keptAs)].map(modeOf)).toEqual(['600', '600', '600']);
});

it('reads and replaces files only: no pipe, no folder, nothing that is too large', async () => {
  const store = temporaryStore();
  const folder = temporaryFolder();
  const pipe = pipeIn(folder);
  const path = join(folder, 'greenroom.db');
  mkdirSync(join(folder, 'sounds.wav'));
  const large = join(folder, 'large.wav');
  writeFileSync(large, Buffer.alloc(2 ** 20 + 1));
  const maxBytes = 2 ** 20;
  expect(await failureOf(restoreBackup(pipe, path))).toMatchObject({ code: 'bad_input' });
  expect(await failureOf(makeBackup(store, pipe, { force: true }))).toMatchObject({ code: 'bad_input' });
  expect(statSync(pipe).isFIFO()).toBe(true);
  expect(await failureOf(readSoundFile(pipe, { maxBytes }))).toMatchObject({ code: 'bad_audio' });
  expect(await failureOf(readSoundFile(join(folder, 'sounds.wav'), { maxBytes }))).toMatchObject({
    code: 'bad_audio',
  });
  expect(await failureOf(readSoundFile(large, { maxBytes }))).toMatchObject({
    sentence: 'This file is too large; send one of at most 1 MB.',
  });
});
