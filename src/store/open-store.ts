import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteFile, { type Database as Sqlite, SqliteError } from 'better-sqlite3';
import { Kysely, type Transaction } from 'kysely';
import { CoachError, type FaultKey } from '../errors.ts';
import { createDurableCommits, type DurableCommits } from './durable-commits.ts';
import { createQueue, type Queue } from './jobs.ts';
import { releaseAbandoned } from './lease-owner.ts';
import { migrate } from './migrate.ts';
import { createNotices, type Notices } from './notices.ts';
import { createPatientDialect } from './patient-dialect.ts';
import { closeToOthers, databaseFiles, makePrivateFile, makePrivateFolder } from './private-files.ts';
import type { Tables } from './schema.ts';

export type Db = Kysely<Tables>;
/** A transaction of the store: all of it takes effect, or none of it. */
export type Trx = Transaction<Tables>;

export type Store = {
  db: Db;
  /** The file behind `db`, for backup, integrity checks and pragmas. */
  sqlite: Sqlite;
  path: string;
  queue: Queue;
  notices: Notices;
  /** Runs `work` in one write transaction; after the commit, wakes the workers that have new jobs. */
  transaction<Result>(work: (trx: Trx) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

/** How long a call waits while another program has locked the database; everything else keeps running. */
const usualLockPatienceMs = 5_000;
/** How long SQLite itself may wait for a lock; this blocks the whole program. */
const busyTimeoutMs = 5;

/**
 * Opens the database at `sqlite:PATH`, creates it if it is missing, and migrates it. If that fails, throws
 * `store_unavailable` with one sentence that says what to do, and leaves the file as it was.
 */
export function openStore(url: string, options: { now?: () => Date; lockPatienceMs?: number } = {}): Store {
  const { now = () => new Date(), lockPatienceMs = usualLockPatienceMs } = options;
  const path = url.replace(/^sqlite:/, '');
  const sqlite = openFile(path);
  let commits: DurableCommits | undefined;
  try {
    // Nothing else is running yet while it is opened.
    sqlite.pragma(`busy_timeout = ${lockPatienceMs}`);
    const journal = path === ':memory:' ? 'memory' : sqlite.pragma('journal_mode = wal', { simple: true });
    // FULL: a commit also survives a power cut, because "submitted" is a promise to the person.
    sqlite.pragma('synchronous = full');
    sqlite.pragma('foreign_keys = on');
    // 16 MB: keeps the upper levels of every index of a large store in memory.
    sqlite.pragma('cache_size = -16000');
    sqlite.pragma('secure_delete = on');
    migrate(sqlite);
    releaseAbandoned(sqlite);
    // From here on we wait for the disk ourselves, off the event loop.
    if (journal === 'wal') {
      commits = createDurableCommits(path);
      sqlite.pragma('synchronous = normal');
    }
    sqlite.pragma(`busy_timeout = ${busyTimeoutMs}`);
  } catch (error) {
    sqlite.close();
    throw storeError(error, path);
  }
  const toFault = (error: unknown) => storeError(error, path);
  const settled = async () => await commits?.settled();
  const dialect = createPatientDialect(sqlite, { lockPatienceMs, toFault, settled });
  const db = new Kysely<Tables>({ dialect });
  const notices = createNotices();
  const queue = createQueue(db, now, notices);
  return {
    db,
    sqlite,
    path,
    queue,
    notices,
    async transaction(work) {
      let begun: Trx | undefined;
      try {
        return await db.transaction().execute((trx) => {
          begun = trx;
          return work(trx);
        });
      } catch (error) {
        throw toFault(error);
      } finally {
        if (begun) queue.announce(begun);
      }
    },
    async close() {
      await notices.close();
      await db.destroy();
      // Kysely does not close a database that it was never asked to use.
      sqlite.close();
      await commits?.close();
    },
  };
}

/** What a failure of SQLite means for the owner; any other error as it is. */
export function storeError(error: unknown, path: string): unknown {
  if (!(error instanceof SqliteError)) return error;
  const fault = faultOf(error.code);
  return fault === null ? error : new CoachError('store_unavailable', fault, { path }, { cause: error });
}

function faultOf(code: string): StoreFault | null {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'fault.store-locked';
  if (code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_WRITE') return 'fault.store-disk-full';
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM') return 'fault.store-not-writable';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'fault.store-damaged';
  if (code.startsWith('SQLITE_CANTOPEN')) return 'fault.store-not-openable';
  if (code.startsWith('SQLITE_IOERR')) return 'fault.store-disk';
  return null;
}

type StoreFault = Extract<FaultKey, `fault.store-${string}`>;

function openFile(path: string): Sqlite {
  try {
    if (path !== ':memory:') {
      makePrivateFolder(dirname(path));
      accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
      // SQLite gives its log the same permissions as the file.
      makePrivateFile(path);
      for (const file of databaseFiles(path)) closeToOthers(file);
    }
    return new SqliteFile(path);
  } catch (error) {
    if (error instanceof SqliteError) throw storeError(error, path);
    throw new CoachError('store_unavailable', 'fault.store-folder-not-writable', { path }, { cause: error });
  }
}
