import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { readMigrations } from '../../src/store/migration-files.ts';
import { migrate } from '../../src/store/sqlite/migrate.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { sentenceOf } from '../support/failure-of.ts';
import { temporaryFolder } from '../support/temporary.ts';

const emptyDatabase = () => {
  const path = join(temporaryFolder(), 'greenroom.db');
  return { path, sqlite: new SqliteFile(path) };
};

describe('opening the database', () => {
  it('makes it, and the folder it lies in', async () => {
    const path = join(temporaryFolder(), 'new/folder/greenroom.db');
    const store = openSqlite(`sqlite:${path}`);
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

  it('refuses a database that a newer program made, and changes nothing', () => {
    const { sqlite, path } = emptyDatabase();
    const future = { name: '9999_future.sql', sql: 'create table future (id text)', checksum: 'x' };
    migrate(sqlite, [...readMigrations(), future]);
    const tables = () =>
      new SqliteFile(path, { readonly: true }).prepare('select name, sql from sqlite_master').all();
    const before = tables();
    sqlite.close();
    expect(sentenceOf(() => openSqlite(`sqlite:${path}`))).toMatch(/newer Greenroom.*9999_future/);
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
    expect(sentenceOf(() => openSqlite(`sqlite:${path}`))).toMatch(
      /damaged or is not a Greenroom database.*restore/,
    );
    expect(readFileSync(path, 'utf8')).toMatch(/^shopping list/);
  });

  it('says what to do about a locked database', () => {
    const { sqlite, path } = emptyDatabase();
    sqlite.exec('begin exclusive');
    expect(sentenceOf(() => openSqlite(`sqlite:${path}`, { lockPatienceMs: 50 }))).toMatch(
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
      expect(sentenceOf(() => openSqlite(`sqlite:${path}`))).toMatch(/cannot be written/);
    },
  );
});
