/** How PostgreSQL is reached: one pool of connections for a process, with limits, and TLS as the address says. */
import { readFileSync } from 'node:fs';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import type { PostgresPool } from 'kysely';
import pg from 'pg';
import { CoachError } from '../../errors.ts';
import { withoutPasswords } from '../../given-text.ts';
import { storeError } from './store-error.ts';

export type PostgresServer = {
  /** The address without its password, for people. */
  name: string;
  /** Its connections throw this program's faults, except for conflicts between transactions. */
  pool: PostgresPool;
  /**
   * Runs SQL outside any transaction. Without values, the text may hold several statements, and the rows of all of
   * them are returned together.
   */
  run(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** How a connection of one's own is opened, for what cannot share: hearing notices. Null without a server. */
  connection: pg.ClientConfig | null;
};

export type ServerLimits = {
  /** Connections at most. */
  connections?: number;
  /** What the server calls us. */
  application?: string;
  /** How long a call waits for a connection. */
  patienceMs?: number;
};

/** A statement that takes longer is given up: nothing that the program asks in daily work does. */
const statementMs = 60_000;
/** A transaction waits so long for what another one holds. */
const lockMs = 10_000;
/** A program that stopped in the middle of a transaction holds up others no longer than this. */
const idleInTransactionMs = 60_000;

/** Opens no connection yet. Throws `bad_config` when a file of certificates cannot be read. */
export function openServer(
  url: string,
  { connections = 10, patienceMs = 5_000, application = 'greenroom' }: ServerLimits = {},
): PostgresServer {
  const name = withoutPasswords(url.replace(/\?.*$/, ''));
  const connection: pg.ClientConfig = {
    ...addressOf(url),
    application_name: application,
    connectionTimeoutMillis: patienceMs,
    keepAlive: true,
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    // Compiling a plan takes longer than running any of ours.
    options: '-c jit=off',
    types: { getTypeParser: parserOf },
  };
  const pool = new pg.Pool({ ...connection, max: connections, idleTimeoutMillis: 30_000 });
  // One that breaks while nobody uses it is replaced; whoever needs the server will hear of it.
  pool.on('error', () => undefined);
  // One that breaks between two statements of a transaction must not end the program: the next statement fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    name,
    pool: withFaults(pool, name),
    async run(text, values = []) {
      try {
        const found: unknown = values.length === 0 ? await pool.query(text) : await pool.query(text, values);
        return { rows: rowsOf(found) };
      } catch (error) {
        throw storeError(error, name);
      }
    },
    connection,
  };
}

/** Errors of the server become faults where they arise, so that no caller has to think of it. */
export function withFaults(pool: PostgresPool, name: string): PostgresPool {
  const mapped = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      throw storeError(error, name);
    }
  };
  let ended: Promise<void> | undefined;
  return {
    options: pool.options,
    // Kysely ends it too, but only one that it was asked to use.
    end: () => (ended ??= pool.end()),
    async connect() {
      const client = await mapped(pool.connect());
      return new Proxy(client, {
        get(target, property) {
          if (property === 'query')
            return (text: string, values: readonly unknown[]) => mapped(target.query(text, values));
          const value: unknown = Reflect.get(target, property);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
  };
}

/** What several statements return together. */
export const rowsOf = (found: unknown): unknown[] =>
  (Array.isArray(found) ? found : [found]).flatMap((result: { rows?: unknown[] }) => result.rows ?? []);

/**
 * The modes of libpq: `require` trusts any certificate unless `sslrootcert` names a file, `verify-ca` checks who signed
 * it, `verify-full` also whose it is. Without a mode, nothing is encrypted.
 */
function addressOf(url: string): pg.ClientConfig {
  const address = new URL(url);
  const given = address.searchParams;
  const mode = given.get('sslmode') ?? 'disable';
  const file = (name: string) => {
    const path = given.get(name);
    if (path === null) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw new CoachError('bad_config', 'fault.store-certificate', { path }, { cause: error });
    }
  };
  const [ca, cert, key] = [file('sslrootcert'), file('sslcert'), file('sslkey')];
  for (const name of ['sslmode', 'sslrootcert', 'sslcert', 'sslkey']) given.delete(name);
  const ssl: ConnectionOptions = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    rejectUnauthorized: mode.startsWith('verify') || ca !== undefined,
    checkServerIdentity: mode === 'verify-full' ? checkServerIdentity : () => undefined,
  };
  const isPlain = ['disable', 'allow', 'prefer'].includes(mode);
  return { connectionString: address.toString(), ssl: isPlain ? false : ssl };
}

/** Counts and sums as numbers, and JSON as the text that it is. */
function parserOf(oid: number, format?: unknown): (value: string) => unknown {
  const { INT8, NUMERIC, JSON: json } = pg.types.builtins;
  if (oid === INT8 || oid === NUMERIC) return Number;
  if (oid === json) return (value) => value;
  return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text');
}
