import { setTimeout } from 'node:timers/promises';
import { type Database as Sqlite, SqliteError } from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';

/** How long lies between two tries for a lock; chance keeps those who wait from trying all at once. */
const retryAfterMs = () => 10 + Math.random() * 20;

export type PatientOptions = {
  /** How long a call waits for a lock that another program holds. */
  lockPatienceMs: number;
  /** Turns what SQLite says into a fault of this program. */
  toFault: (error: unknown) => unknown;
};

/**
 * SQLite over one connection that never holds up the event loop for a lock. Every call goes through here: while another
 * program holds the lock, a call lets go of the connection, so that readers and the rest of the program go on, and tries
 * again until its patience is over.
 */
export function createPatientDialect(sqlite: Sqlite, options: PatientOptions): SqliteDialect {
  return new PatientSqliteDialect({ database: sqlite }, sqlite, options);
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
    // A full disk ends the transaction by itself.
    if (this.#sqlite.inTransaction) await super.rollbackTransaction(connection);
  }

  #patient(connection: DatabaseConnection): DatabaseConnection {
    const { lockPatienceMs, toFault } = this.#options;
    return {
      executeQuery: async (query, options) => {
        const giveUpAt = performance.now() + lockPatienceMs;
        for (;;) {
          try {
            return await connection.executeQuery<never>(query, options);
          } catch (error) {
            // A transaction holds the lock: what fails inside it is something else.
            const canWait = isLocked(error) && !this.#sqlite.inTransaction && performance.now() < giveUpAt;
            if (!canWait) throw toFault(error);
          }
          await this.#letOthers();
        }
      },
      streamQuery: (query, chunkSize, options) => connection.streamQuery(query, chunkSize, options),
    };
  }
  async #letOthers(): Promise<void> {
    this.#turn.pass();
    await setTimeout(retryAfterMs());
    await this.#turn.take();
  }
}

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
      // Handed on directly, so that nobody comes in between.
      if (next) next();
      else taken = false;
    },
  };
}
