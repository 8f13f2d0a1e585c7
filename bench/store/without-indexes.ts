import { sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';

type Made = { name: string; statement: string };

/**
 * Does `work` in an empty database that has no triggers and no indexes but those of its keys, which makes it fast, and
 * makes them afterwards. What triggers would have counted is counted once.
 */
export async function withoutIndexes<Result>(store: Store, work: () => Promise<Result>): Promise<Result> {
  return await (store.engine === 'sqlite' ? inFile(store, work) : onServer(store, work));
}

async function inFile<Result>({ db }: Store, work: () => Promise<Result>): Promise<Result> {
  const run = async (statement: string) => await sql.raw(statement).execute(db);
  const made = async (type: string) =>
    (
      await sql<Made>`select name, sql as statement from sqlite_schema where type = ${type} and sql is not null`.execute(
        db,
      )
    ).rows;
  const [triggers, indexes] = [await made('trigger'), await made('index')];
  // A new database needs no protection while it is being filled.
  for (const setting of [
    'journal_mode = delete',
    'journal_mode = off',
    'locking_mode = exclusive',
    'synchronous = off',
    'foreign_keys = off',
    'cache_size = -1000000',
  ])
    await run(`pragma ${setting}`);
  for (const { name } of triggers) await run(`drop trigger ${name}`);
  for (const { name } of indexes) await run(`drop index ${name}`);
  await run('begin');
  const result = await work();
  await run('commit');
  for (const { statement } of indexes) await run(statement);
  await run(standings("date(e.created_at, '-6 days', 'weekday 1')", "date(e.created_at, 'start of month')"));
  await run(counted);
  for (const { statement } of triggers) await run(statement);
  await run('pragma optimize');
  for (const setting of ['synchronous = full', 'locking_mode = normal', 'journal_mode = wal'])
    await run(`pragma ${setting}`);
  return result;
}

async function onServer<Result>({ db }: Store, work: () => Promise<Result>): Promise<Result> {
  const run = async (statement: string) => await sql.raw(statement).execute(db);
  // A large index takes longer than a program may wait for anything.
  await run('set statement_timeout = 0');
  const { rows: tables } = await sql<{
    name: string;
  }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(db);
  const { rows: indexes } = await sql<Made>`
    select indexname as name, indexdef as statement from pg_indexes
    where schemaname = 'public' and not exists (
      select 1 from pg_constraint where conindid = format('public.%I', indexname)::regclass)`.execute(db);
  for (const { name } of tables) await run(`alter table ${name} disable trigger all`);
  for (const { name } of indexes) await run(`drop index ${name}`);
  const result = await work();
  for (const { statement } of indexes) await run(statement);
  await run('vacuum analyze');
  await run(
    standings(
      "to_char(date_trunc('week', e.created_at::timestamp), 'YYYY-MM-DD')",
      "to_char(date_trunc('month', e.created_at::timestamp), 'YYYY-MM-DD')",
    ),
  );
  await run(counted);
  for (const { name } of tables) await run(`alter table ${name} enable trigger all`);
  await run('vacuum analyze');
  return result;
}

/** As triggers keep them. */
const standings = (week: string, month: string) => `
  insert into standings (tenant, person_id, period, starts_on, listed, answers, gain)
  select distinct e.tenant, e.person_id, 'all', '', 1, 0, cast(null as real) from evaluations e
  union
  select distinct e.tenant, e.person_id, 'week', ${week}, 1, 0, cast(null as real)
  from evaluations e where e.created_at >= '${daysAgo(21)}'
  union
  select distinct e.tenant, e.person_id, 'month', ${month}, 1, 0, cast(null as real)
  from evaluations e where e.created_at >= '${daysAgo(62)}'`;
const counted = `
  update standings set (answers, gain) = (
    select counted.answers, counted.gain from standings_counted counted
    where counted.tenant = standings.tenant and counted.person_id = standings.person_id
      and counted.period = standings.period and counted.starts_on = standings.starts_on)`;

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
