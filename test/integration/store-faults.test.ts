import {
  chmodSync,
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openLog, silentLog } from '../../src/log.ts';
import { openCoach } from '../../src/open-coach.ts';
import { inspectStore } from '../../src/store/inspect-store.ts';
import { makeBackup } from '../../src/store/sqlite/make-backup.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { restoreBackup } from '../../src/store/sqlite/restore-backup.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { bareConversation, textIn } from '../support/bots/bare.ts';
import { failureOf, sentenceOf } from '../support/failure-of.ts';
import { actor, cookingStart, place, runningInterview } from '../support/interviews.ts';
import { sqliteOf, temporaryFolder, temporaryStore, until } from '../support/temporary.ts';

const problemOf = async (path: string) => {
  const { problem } = await inspectStore(`sqlite:${path}`);
  return problem === null ? null : englishWording.fault(problem);
};

const ann = actor('ann');
const textsIn = (path: string): (string | null)[] => {
  const sqlite = new SqliteFile(path, { readonly: true });
  try {
    return sqlite.prepare<[], string>('select text from utterances order by created_at').pluck().all();
  } finally {
    sqlite.close();
  }
};
/** An interview with one piece of an answer in it. */
async function begun(options: Parameters<typeof temporaryStore>[0] = {}) {
  const store = temporaryStore(options);
  const { interview } = runningInterview({ store }, { works: false });
  const session = await interview.start(cookingStart('ann'));
  await interview.addText(ann, session.id, 'I keep the water boiling.');
  return { store, interview, session };
}

it('says that another program has locked the database, changes nothing, and goes on afterwards', async () => {
  const { store, interview, session } = await begun({ lockPatienceMs: 50 });
  const other = new SqliteFile(store.path);
  other.exec('begin immediate');
  expect(await failureOf(interview.addText(ann, session.id, 'And I salt it.'))).toMatchObject({
    code: 'store_unavailable',
    sentence: `The database ${store.path} is locked by another program. Close that program and try again.`,
  });
  other.exec('rollback');
  other.close();
  await interview.addText(ann, session.id, 'And I salt it.');
  expect(textsIn(store.path)).toEqual(['I keep the water boiling.', 'And I salt it.']);
});

it('says that the disk is full, keeps what was acknowledged, and goes on once there is room', async () => {
  const { store, interview, session } = await begun();
  const pages = Number(store.sqlite.pragma('page_count', { simple: true }));
  store.sqlite.pragma(`max_page_count = ${pages}`);
  const long = 'I stir it. '.repeat(4_000);
  expect(await failureOf(interview.addText(ann, session.id, long))).toMatchObject({
    code: 'store_unavailable',
    sentence: `The disk that holds ${store.path} is full. Free some space and try again.`,
  });
  expect(store.sqlite.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(textsIn(store.path)).toEqual(['I keep the water boiling.']);
  store.sqlite.pragma('max_page_count = 1000000');
  await interview.addText(ann, session.id, long);
  expect((await interview.submit(ann, session.id)).state).toBe('transcribed');
});

it('answers what needs no store while the database cannot be written, and takes the work up again by itself', async () => {
  const lines: string[] = [];
  const config = readConfig({ GREENROOM_DATA: temporaryFolder(), MODELS: 'none' });
  const coach = await openCoach({
    config,
    log: openLog('info', { write: (line: string) => void lines.push(line) }),
  });
  const stop = new AbortController();
  const running = coach.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await running;
    await coach.close();
  });
  const { context, store } = coach;
  const { say } = bareConversation(context);
  await context.interview.start({ place, userId: 'ann', domain: 'backend', level: 'junior', questions: 1 });
  sqliteOf(store).sqlite.pragma('query_only = on');
  expect((await say(place, 'ann', 'help')).view.title).toBe('How this works');
  expect((await say(place, 'ann', 'models')).view.title).toBe('Models');
  expect(textIn(await say(place, 'ann', 'interview skip'))).toContain('cannot be written');
  await until(() =>
    lines.some((line) => line.includes('The queue cannot be read or written and is tried again')),
  );
  sqliteOf(store).sqlite.pragma('query_only = off');
  const session = await context.interview.sessionAt(place);
  await context.interview.addText(ann, session?.id ?? '', 'I would measure first and add an index then.');
  const { answerId } = await context.interview.submit(ann, session?.id ?? '');
  await until(async () => (await context.interview.answer(ann, answerId)).state === 'evaluated');
});

// Root may write everything.
it.skipIf(process.getuid?.() === 0)('refuses a file that must not be written in one sentence', async () => {
  const { store } = await begun();
  await store.close();
  const aside = join(temporaryFolder(), 'greenroom.db');
  copyFileSync(store.path, aside);
  chmodSync(aside, 0o400);
  expect(sentenceOf(() => openSqlite(`sqlite:${aside}`))).toMatch(
    /cannot be written. Give this user write permission/,
  );
  expect(await problemOf(aside)).toMatch(/cannot be written/);
});

it('says that a page is damaged and how to repair it, and repairs it from a backup without losing the damaged file', async () => {
  const { store, interview, session } = await begun();
  const backup = join(temporaryFolder(), 'backup.db');
  await makeBackup(store, backup);
  await store.close();
  const bytes = statSync(store.path).size;
  const file = openSync(store.path, 'r+');
  // Everything behind the first page, which holds the schema.
  for (let at = 4_096; at < bytes; at += 4_096) writeSync(file, Buffer.alloc(4_096, 0xa5), 0, 4_096, at);
  closeSync(file);
  const damaged = readFileSync(store.path);
  expect(await problemOf(store.path)).toMatch(/is damaged/);
  expect(sentenceOf(() => openSqlite(`sqlite:${store.path}`))).toMatch(
    /is damaged or is not a Greenroom database. Restore a backup with: .*greenroom.* restore/,
  );
  const { answers, keptAs } = await restoreBackup(backup, store.path, new Date('2026-03-02T09:00:00.000Z'));
  expect({ answers, keptAs }).toEqual({
    answers: 1,
    keptAs: 'greenroom.db.before-restore-20260302T090000Z',
  });
  expect(readFileSync(`${store.path}.before-restore-20260302T090000Z`).equals(damaged)).toBe(true);
  const restored = openSqlite(`sqlite:${store.path}`);
  onTestFinished(() => restored.close());
  const again = runningInterview({ store: restored, log: silentLog() }, { works: false });
  expect((await again.interview.submit(ann, session.id)).state).toBe('transcribed');
  await expect(interview.session(ann, session.id)).rejects.toThrow();
});

it('backs up while somebody practises, whole, and puts the file in place in one step', async () => {
  const { store, interview, session } = await begun();
  const target = join(temporaryFolder(), 'backup.db');
  const writing = (async () => {
    for (let index = 0; index < 50; index += 1) await interview.addText(ann, session.id, `Piece ${index}.`);
  })();
  const [made] = await Promise.all([makeBackup(store, target), writing]);
  expect(made).toEqual({ file: target, bytes: statSync(target).size });
  const copied = textsIn(target);
  expect(copied).toEqual(textsIn(store.path).slice(0, copied.length));
  await expect(makeBackup(store, target)).rejects.toMatchObject({ code: 'bad_input' });
  await makeBackup(store, target, { force: true });
  expect(textsIn(target)).toHaveLength(51);
});

it('keeps an older backup when a new one cannot be made', async () => {
  const { store } = await begun();
  const folder = temporaryFolder();
  const target = join(folder, 'backup.db');
  writeFileSync(target, 'the older one');
  const backup = store.sqlite.backup.bind(store.sqlite);
  store.sqlite.backup = async (file, options) => {
    await backup(file, options);
    // As if the disk had been full halfway.
    writeFileSync(file, readFileSync(file).subarray(0, 20_000));
    return { totalPages: 0, remainingPages: 0 };
  };
  await expect(makeBackup(store, target, { force: true })).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  expect(readFileSync(target, 'utf8')).toBe('the older one');
  expect(await failureOf(makeBackup(store, join(folder, 'none', 'backup.db')))).toMatchObject({
    code: 'bad_input',
    sentence: expect.stringContaining('There is no folder'),
  });
});

it('restores nothing while the database is open, from a damaged file, or from a newer program', async () => {
  const { store } = await begun();
  const folder = temporaryFolder();
  const backup = join(folder, 'backup.db');
  await makeBackup(store, backup);
  expect(await failureOf(restoreBackup(backup, store.path))).toMatchObject({
    code: 'store_unavailable',
    sentence: expect.stringContaining('Stop Greenroom'),
  });
  const half = join(folder, 'half.db');
  writeFileSync(half, readFileSync(backup).subarray(0, 30_000));
  const other = join(folder, 'other.db');
  new SqliteFile(other).exec('create table notes (text)').close();
  const newer = join(folder, 'newer.db');
  copyFileSync(backup, newer);
  new SqliteFile(newer).exec("insert into migrations values ('9999_later.sql', 'x', 'x')").close();
  const path = store.path;
  await store.close();
  for (const [file, why] of [
    [half, /is damaged/],
    [other, /is not a Greenroom database/],
    [newer, /newer Greenroom/],
    [join(folder, 'absent.db'), /There is no file/],
  ] as const)
    expect(await failureOf(restoreBackup(file, path))).toMatchObject({
      code: 'bad_input',
      sentence: expect.stringMatching(why),
    });
  expect(textsIn(path)).toEqual(['I keep the water boiling.']);
});
