import { setTimeout } from 'node:timers/promises';
import { type Database as Sqlite, SqliteError, type Statement } from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';

/** The time between two tries for a lock; randomness keeps waiting calls from all trying at once. */
const retryAfterMs = () => 10 + Math.random() * 20;

export type PatientOptions = {
  /** How long a call waits for a lock held by another program. */
  lockPatienceMs: number;
  /** Turns an SQLite error into one of this program's faults. */
  toFault: (error: unknown) => unknown;
  /** Waits until what was committed is on the disk. */
  settled: () => Promise<void>;
};

/**
 * SQLite over one connection that never blocks the event loop for a lock or for the disk. Every call goes
 * through here. While another program holds the lock, a call releases the connection, so that readers and the
 * rest of the program continue, and tries again until its patience runs out. A commit also releases it until
 * it is on the disk.
 */
export function createPatientDialect(sqlite: Sqlite, options: PatientOptions): SqliteDialect {
  const statements = keepStatements(sqlite);
  const database = { prepare: statements, close: () => void sqlite.close() };
  return new PatientSqliteDialect({ database }, sqlite, options);
}

/** More than the program has; lists of different lengths make separate statements. */
const mostStatements = 300;

/** Prepared statements by their text: preparing one takes longer than most take to run. */
function keepStatements(sqlite: Sqlite): (sql: string) => Statement {
  const kept = new Map<string, Statement>();
  return (sql) => {
    const statement = kept.get(sql) ?? sqlite.prepare(sql);
    kept.delete(sql);
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > mostStatements && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
}

class PatientSqliteDialect extends SqliteDialect {
  readonly #driver: () => PatientSqliteDriver;
  constructor(config: SqliteDialectConfig, sqlite: Sqlite, options: PatientOptions) {
    super(config);
    this.#driver = () => new PatientSqliteDriver(config, sqlite, options);
  }
  override createDriver() {
    return this.#driver();
  }
  override createAdapter() {
    return new PatientSqliteAdapter();
  }
}

/** Kysely hands out the connection freely: the driver below does so one at a time. */
class PatientSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true;
  }
}

class PatientSqliteDriver extends SqliteDriver {
  readonly #sqlite: Sqlite;
  readonly #options: PatientOptions;
  readonly #turn = createTurn();
  readonly #breathe = createBreather();
  #connection: DatabaseConnection | undefined;
  constructor(config: SqliteDialectConfig, sqlite: Sqlite, options: PatientOptions) {
    super(config);
    this.#sqlite = sqlite;
    this.#options = options;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turn.take();
    this.#connection ??= this.#patient(await super.acquireConnection());
    return this.#connection;
  }
  override async releaseConnection(): Promise<void> {
    this.#turn.pass();
  }
  /** Begins every transaction as a writer: one that reads first and writes later could fail with a stale snapshot. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk ends the transaction on its own.
    if (this.#sqlite.inTransaction) await super.rollbackTransaction(connection);
  }

  #patient(connection: DatabaseConnection): DatabaseConnection {
    const { lockPatienceMs, toFault, settled } = this.#options;
    return {
      executeQuery: async (query, options) => {
        await this.#breathe();
        const giveUpAt = performance.now() + lockPatienceMs;
        for (;;) {
          try {
            const result = await connection.executeQuery<never>(query, options);
            if (!this.#sqlite.inTransaction && !isReading(query)) await this.#letOthers(settled());
            return result;
          } catch (error) {
            // A transaction already holds the lock, so a failure inside it has another cause.
            const canWait = isLocked(error) && !this.#sqlite.inTransaction && performance.now() < giveUpAt;
            if (!canWait) throw toFault(error);
          }
          await this.#letOthers(setTimeout(retryAfterMs()));
        }
      },
      streamQuery: (query, chunkSize, options) => connection.streamQuery(query, chunkSize, options),
    };
  }
  async #letOthers(until: Promise<void>): Promise<void> {
    this.#turn.pass();
    try {
      await until;
    } finally {
      await this.#turn.take();
    }
  }
}

const isReading = ({ query, sql }: CompiledQuery): boolean =>
  query.kind === 'SelectQueryNode' || sql === 'rollback';

const isLocked = (error: unknown): boolean =>
  error instanceof SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);

/** One holder at a time, in the order asked for. */
function createTurn() {
  const waiting: (() => void)[] = [];
  let taken = false;
  return {
    async take(): Promise<void> {
      if (taken) await new Promise<void>((resolve) => waiting.push(resolve));
      taken = true;
    },
    pass(): void {
      const next = waiting.shift();
      // Passed on directly, so that nobody can get in between.
      if (next) next();
      else taken = false;
    },
  };
}

/** How long queries may run back to back before everything else in the program has its turn. */
const longestBreathMs = 10;

/**
 * A query that is answered at once leads straight to the next one: without a pause nothing else would ever
 * run.
 */
function createBreather(): () => Promise<void> {
  let since: number | undefined;
  return async () => {
    if (since === undefined) {
      since = performance.now();
      setImmediate(() => {
        since = undefined;
      });
    } else if (performance.now() - since > longestBreathMs) await new Promise((go) => setImmediate(go));
  };
}
