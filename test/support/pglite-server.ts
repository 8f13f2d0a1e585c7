import { PGlite } from '@electric-sql/pglite';
import type { PostgresPool } from 'kysely';
import type { PostgresServer } from '../../src/store/postgres/postgres-server.ts';
import { rowsOf, withFaults } from '../../src/store/postgres/postgres-server.ts';

/** PostgreSQL as WebAssembly in this process: everywhere, but with one connection, which is lent to one at a time. */
export async function startPglite(): Promise<
  PostgresServer & { clear(): Promise<void>; stop(): Promise<void> }
> {
  const pglite = await PGlite.create();
  const parsers = {
    20: Number,
    1700: Number,
    114: (value: string) => value,
    17: (value: string) => Buffer.from(value.slice(2), 'hex'),
  };
  let last = Promise.resolve();
  /** Waits for its turn, and gives what ends it. */
  const turn = async () => {
    const before = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = promise;
    await before;
    return resolve;
  };
  const query = async (text: string, values: readonly unknown[] = []) => {
    if (values.length === 0) {
      const results = await pglite.exec(text, { parsers });
      return asResult(text, results.at(-1));
    }
    return asResult(text, await pglite.query(text, [...values], { parsers }));
  };
  const pool: PostgresPool = {
    options: {},
    end: async () => {},
    async connect() {
      const pass = await turn();
      return { query: query as never, release: () => pass() };
    },
  };
  const run: PostgresServer['run'] = async (text, values = []) => {
    const pass = await turn();
    try {
      return {
        rows: rowsOf(values.length > 0 ? await query(text, values) : await pglite.exec(text, { parsers })),
      };
    } finally {
      pass();
    }
  };
  return {
    name: 'pglite',
    connection: null,
    pool: withFaults(pool, 'pglite'),
    run,
    async clear() {
      await run('drop schema public cascade; drop schema if exists pgboss cascade; create schema public');
    },
    stop: () => pglite.close(),
  };
}

type Found = { rows: unknown[]; affectedRows?: number } | undefined;

function asResult(text: string, found: Found) {
  const command = (
    /^\s*(?:with\b[\s\S]*?\)\s*)?(select|insert|update|delete|merge)/i.exec(text)?.[1] ?? 'select'
  ).toUpperCase();
  const rows = found?.rows ?? [];
  return { command, rows, rowCount: found?.affectedRows ?? rows.length };
}
