import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteFile, { type Database as Sqlite, SqliteError } from 'better-sqlite3';
import { Kysely } from 'kysely';
import { CoachError } from '../../errors.ts';
import { committed } from '../after-commit.ts';
import { createQueue } from '../jobs.ts';
import { releaseAbandoned } from '../lease-owner.ts';
import { createNotices } from '../notices.ts';
import { closeToOthers, databaseFiles, makePrivateFile, makePrivateFolder } from '../private-files.ts';
import type { Tables } from '../schema.ts';
import type { Db, Store, Trx } from '../store.ts';
import { createDurableCommits, type DurableCommits } from './durable-commits.ts';
import { migrate } from './migrate.ts';
import { createPatientDialect } from './patient-dialect.ts';
import { createSqliteMaintenance } from './sqlite-maintenance.ts';
import type { SqliteStore } from './sqlite-store.ts';
import { storeError } from './store-error.ts';

/** How long a call waits while another program has locked the database; everything else keeps running. */
const usualLockPatienceMs = 5_000;
/** How long SQLite itself may wait for a lock; this blocks the whole program. */
const busyTimeoutMs = 5;

/**
 * Opens the database at `sqlite:PATH`, creates it if it is missing, and migrates it. If that fails, throws
 * `store_unavailable` with one sentence that says what to do, and leaves the file as it was.
 */
export function openSqlite(
  url: string,
  options: { now?: () => Date; lockPatienceMs?: number } = {},
): SqliteStore {
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
  const db: Db = new Kysely<Tables>({ dialect });
  const notices = createNotices();
  const queue = createQueue(db, now, notices);
  const transaction: Store['transaction'] = async (work) => {
    let begun: Trx | undefined;
    try {
      const result = await db.transaction().execute((trx) => {
        begun = trx;
        return work(trx);
      });
      if (begun) committed(begun);
      return result;
    } catch (error) {
      throw toFault(error);
    } finally {
      if (begun) queue.announce(begun);
    }
  };
  return {
    engine: 'sqlite',
    db,
    sqlite,
    path,
    queue,
    notices,
    transaction,
    maintenance: createSqliteMaintenance({ db, sqlite, path, transaction }),
    async close() {
      await notices.close();
      await db.destroy();
      // Kysely does not close a database that it was never asked to use.
      sqlite.close();
      await commits?.close();
    },
  };
}

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
