import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { inspectStore } from '../../src/store/inspect-store.ts';
import { migrate, readMigrations } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/open-store.ts';
import { sentenceOf } from '../support/failure-of.ts';
import { temporaryFolder } from '../support/temporary.ts';

const emptyDatabase = () => {
  const path = join(temporaryFolder(), 'greenroom.db');
  return { path, sqlite: new SqliteFile(path) };
};

describe('opening the database', () => {
  it('makes it, and the folder it lies in', async () => {
    const path = join(temporaryFolder(), 'new/folder/greenroom.db');
    const store = openStore(`sqlite:${path}`);
    expect(store.sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(store.sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
    await store.close();
  });

  it('applies each migration once', () => {
    const { sqlite } = emptyDatabase();
    const all = readMigrations();
    expect(migrate(sqlite).applied).toEqual(all.map((migration) => migration.name));
    expect(migrate(sqlite).applied).toEqual([]);
  });

  it('gives the places of Discord sessions their true names', () => {
    const { sqlite, path } = emptyDatabase();
    migrate(
      sqlite,
      readMigrations().filter(({ name }) => name < '0011'),
    );
    sqlite.exec("insert into people (id, created_at) values ('p', '2026-01-01')");
    const insert = sqlite.prepare(
      `insert into sessions (id, tenant, platform, channel_id, thread_id, owner_id, purpose, domain, level, mode, style,
        private, questions_planned, follow_up_depth, seed, state, end_reason, created_at, updated_at)
      values (?, 'discord:1', ?, 'channel', 'other', 'p', 'practice', 'backend', 'mid', ?, 'solo', 1, 3, 1, 's', ?, ?,
        '2026-01-01', '2026-01-01')`,
    );
    insert.run('spoken', 'discord', 'voice', 'paused', null);
    insert.run('private', 'discord', 'text', 'ended', 'the channel was deleted');
    insert.run('thread', 'slack', 'text', 'ended', 'completed');
    migrate(sqlite);
    const rows = sqlite
      .prepare(
        `select id, thread_id as thread, voice_channel_id as voice, origin_channel_id as origin, pause_reason as pause,
          end_reason as ended from sessions order by id`,
      )
      .all();
    sqlite.close();
    expect(rows).toEqual([
      { id: 'private', thread: null, voice: null, origin: 'other', pause: null, ended: 'stopped' },
      { id: 'spoken', thread: null, voice: 'other', origin: null, pause: 'asked', ended: null },
      { id: 'thread', thread: 'other', voice: null, origin: null, pause: null, ended: 'completed' },
    ]);
    expect(inspectStore(`sqlite:${path}`)).toMatchObject({ problem: null, maintenance: [] });
  });

  it('refuses a database that a newer program made, and changes nothing', () => {
    const { sqlite, path } = emptyDatabase();
    const future = { name: '9999_future.sql', sql: 'create table future (id text)', checksum: 'x' };
    migrate(sqlite, [...readMigrations(), future]);
    const tables = () =>
      new SqliteFile(path, { readonly: true }).prepare('select name, sql from sqlite_master').all();
    const before = tables();
    sqlite.close();
    expect(sentenceOf(() => openStore(`sqlite:${path}`))).toMatch(/newer Greenroom.*9999_future/);
    expect(tables()).toEqual(before);
  });

  it('refuses a migration that was changed after it was applied', () => {
    const { sqlite } = emptyDatabase();
    const [first] = readMigrations();
    if (!first) throw new Error('There are no migrations');
    migrate(sqlite, [first]);
    expect(sentenceOf(() => migrate(sqlite, [{ ...first, checksum: 'changed' }]))).toMatch(
      /0001_.*is not the one/,
    );
  });

  it('leaves nothing of a migration that fails half-way', () => {
    const { sqlite } = emptyDatabase();
    const broken = {
      name: '0001_broken.sql',
      sql: 'create table half (id text); create table oops (',
      checksum: 'x',
    };
    expect(() => migrate(sqlite, [broken])).toThrow();
    expect(sqlite.prepare("select name from sqlite_master where type = 'table'").all()).toEqual([]);
  });

  it('says what to do about a file that is no database, and leaves it alone', () => {
    const path = join(temporaryFolder(), 'notes.txt');
    writeFileSync(path, 'shopping list, shopping list, shopping list '.repeat(200));
    expect(sentenceOf(() => openStore(`sqlite:${path}`))).toMatch(
      /damaged or is not a Greenroom database.*restore/,
    );
    expect(readFileSync(path, 'utf8')).toMatch(/^shopping list/);
  });

  it('says what to do about a locked database', () => {
    const { sqlite, path } = emptyDatabase();
    sqlite.exec('begin exclusive');
    expect(sentenceOf(() => openStore(`sqlite:${path}`, { busyTimeoutMs: 50 }))).toMatch(
      /locked by another program/,
    );
    sqlite.close();
  });

  it.skipIf(process.getuid?.() === 0)(
    'says what to do about a file that cannot be written (needs a user who is not root)',
    () => {
      const { sqlite, path } = emptyDatabase();
      sqlite.close();
      chmodSync(path, 0o444);
      expect(sentenceOf(() => openStore(`sqlite:${path}`))).toMatch(/cannot be written/);
    },
  );
});
