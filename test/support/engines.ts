/** Every engine that a store can stand on here, for tests that hold on all of them. */
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, onTestFinished } from 'vitest';
import { createPostgresStore, openPostgres } from '../../src/store/postgres/open-postgres.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { startPglite } from './pglite-server.ts';
import { type Cluster, postgresPrograms, startCluster } from './postgres-cluster.ts';
import { temporaryFolder } from './temporary.ts';

export type EngineName = 'sqlite' | 'pglite' | 'postgres';

const programs = postgresPrograms();
/** SQLite, and PostgreSQL in the best form there is. */
export const engines: EngineName[] = ['sqlite', programs === null ? 'pglite' : 'postgres'];
export const allEngines: EngineName[] = [...new Set<EngineName>(['sqlite', 'pglite', ...engines])];

let cluster: Promise<Cluster> | undefined;
let template: Promise<string> | undefined;
let pglite: ReturnType<typeof startPglite> | undefined;

afterAll(async () => {
  await (await cluster)?.stop();
  await (await pglite)?.stop();
});

/** A new, empty database of the server, or one with the tables of the program; one server a test file. */
export async function temporaryDatabase({ hasTables = false } = {}): Promise<string> {
  if (programs === null) throw new Error('There is no PostgreSQL on this machine');
  cluster ??= startCluster(programs);
  const { createDatabase } = await cluster;
  if (!hasTables) return await createDatabase();
  template ??= createDatabase().then(async (url) => {
    await (await openPostgres(url)).close();
    return url;
  });
  return await createDatabase(await template);
}

/** A store of its own for one test. On `pglite` there is one at a time. */
export async function storeOn(engine: EngineName, options: { now?: () => Date } = {}): Promise<Store> {
  const store = await openOn(engine, options);
  onTestFinished(() => store.close());
  return store;
}

/** The same, to be closed by the test; on SQLite in memory. */
export async function openInMemoryOn(engine: EngineName, options: { now?: () => Date } = {}): Promise<Store> {
  return engine === 'sqlite' ? openSqlite('sqlite::memory:', options) : await openOn(engine, options);
}

async function openOn(engine: EngineName, options: { now?: () => Date }): Promise<Store> {
  if (engine === 'sqlite') return openSqlite(`sqlite:${join(temporaryFolder(), 'greenroom.db')}`, options);
  if (engine === 'postgres') return await openPostgres(await temporaryDatabase({ hasTables: true }), options);
  pglite ??= startPglite();
  const server = await pglite;
  await server.clear();
  return await createPostgresStore(server, options);
}

/** What a statement finds, whatever the engine. `?` stands for each value. */
export async function found<Row = Record<string, unknown>>(
  { db }: Pick<Store, 'db'>,
  text: string,
  ...values: unknown[]
): Promise<Row[]> {
  const [first = '', ...rest] = text.split('?');
  const parts = rest.map((part, index) => sql`${values[index]}${sql.raw(part)}`);
  return (await sql<Row>`${sql.raw(first)}${sql.join(parts, sql``)}`.execute(db)).rows;
}

/** The names of all tables of the program. */
export async function tablesOf(store: Store): Promise<string[]> {
  const text =
    store.engine === 'sqlite'
      ? "select name from sqlite_schema where type = 'table' and name not like 'sqlite%'"
      : "select table_schema || '.' || table_name as name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'";
  return (await found<{ name: string }>(store, text)).map(({ name }) => name);
}

/** The tables that contain a text. */
export async function tablesWith(store: Store, marker: string): Promise<string[]> {
  const names = await tablesOf(store);
  const contents = await Promise.all(names.map((name) => found(store, `select * from ${name}`)));
  return names.filter((_, at) => JSON.stringify(contents[at]).includes(marker));
}

/** Whether nothing belongs to something that is gone; PostgreSQL sees to that itself. */
export async function isSound(store: Store): Promise<boolean> {
  return store.engine === 'postgres' || (await found(store, 'pragma foreign_key_check')).length === 0;
}
