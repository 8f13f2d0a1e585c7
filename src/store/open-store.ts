import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteFile, { type Database as Sqlite, SqliteError } from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type Transaction,
} from 'kysely';
import { CoachError, type FaultKey, isCoachError } from '../errors.ts';
import { createQueue, type Queue } from './jobs.ts';
import { releaseAbandoned } from './lease-owner.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './schema.ts';

export type Db = Kysely<Tables>;
/** A transaction of the store: what is done with it happens whole or not at all. */
export type Trx = Transaction<Tables>;

export type Store = {
  db: Db;
  /** The file behind `db`, for backup, integrity checks and pragmas. */
  sqlite: Sqlite;
  path: string;
  queue: Queue;
  /** Runs `work` in one write transaction and wakes the workers it has added something for after it is committed. */
  transaction<Result>(work: (trx: Trx) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

/**
 * Opens the database at `sqlite:PATH`, makes it if it is missing, and brings it up to date. Throws `store_unavailable`
 * with one sentence that says what to do, and leaves the file as it was, when that cannot be done.
 */
export function openStore(url: string, options: { now?: () => Date; busyTimeoutMs?: number } = {}): Store {
  const path = url.replace(/^sqlite:/, '');
  const sqlite = openFile(path);
  try {
    sqlite.pragma(`busy_timeout = ${options.busyTimeoutMs ?? 5_000}`);
    if (path !== ':memory:') sqlite.pragma('journal_mode = wal');
    // FULL: a commit survives a power cut too, since "submitted" is a promise to the person.
    sqlite.pragma('synchronous = full');
    sqlite.pragma('foreign_keys = on');
    // 16 MB: the upper levels of every index of a large store stay at hand.
    sqlite.pragma('cache_size = -16000');
    sqlite.pragma('secure_delete = on');
    migrate(sqlite);
    releaseAbandoned(sqlite);
  } catch (error) {
    sqlite.close();
    throw storeError(error, path);
  }
  const db = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect({ database: sqlite }, sqlite, path) });
  const queue = createQueue(db, options.now ?? (() => new Date()));
  return {
    db,
    sqlite,
    path,
    queue,
    async transaction(work) {
      try {
        return await db.transaction().execute(work);
      } catch (error) {
        throw isCoachError(error) || !(error instanceof SqliteError) ? error : storeError(error, path);
      } finally {
        queue.announce();
      }
    },
    async close() {
      await db.destroy();
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
      mkdirSync(dirname(path), { recursive: true });
      accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
    }
    return new SqliteFile(path);
  } catch (error) {
    if (error instanceof SqliteError) throw storeError(error, path);
    throw new CoachError('store_unavailable', 'fault.store-folder-not-writable', { path }, { cause: error });
  }
}

/**
 * Begins every transaction as a writer: one that reads first and writes later could fail with a stale snapshot. What
 * fails is said in the words of this program, wherever it was asked for.
 */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #sqlite: Sqlite;
  readonly #path: string;
  #connection: DatabaseConnection | undefined;
  constructor(config: SqliteDialectConfig, sqlite: Sqlite, path: string) {
    super(config);
    this.#sqlite = sqlite;
    this.#path = path;
  }
  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= this.#wording(await super.acquireConnection());
    return this.#connection;
  }
  #wording(connection: DatabaseConnection): DatabaseConnection {
    const say = (error: unknown) => {
      throw storeError(error, this.#path);
    };
    return {
      executeQuery: async (query, options) => await connection.executeQuery<never>(query, options).catch(say),
      streamQuery: (query, chunkSize, options) => connection.streamQuery(query, chunkSize, options),
    };
  }
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk ends the transaction by itself.
    if (this.#sqlite.inTransaction) await super.rollbackTransaction(connection);
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #driver: () => ImmediateSqliteDriver;
  constructor(config: SqliteDialectConfig, sqlite: Sqlite, path: string) {
    super(config);
    this.#driver = () => new ImmediateSqliteDriver(config, sqlite, path);
  }
  override createDriver() {
    return this.#driver();
  }
}
