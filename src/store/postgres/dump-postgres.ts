/** Backups of PostgreSQL, by its own programs. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoachError } from '../../errors.ts';
import { withoutPasswords } from '../../given-text.ts';
import { makePrivateFile } from '../private-files.ts';
import { openServer } from './postgres-server.ts';

/**
 * Copies the database to `file` with pg_dump, while it is in use. Throws `bad_input` if the file already exists or
 * pg_dump is not on this machine, `store_unavailable` if it fails.
 */
export async function dumpPostgres(
  url: string,
  file: string,
  { force = false }: { force?: boolean } = {},
): Promise<{ file: string; bytes: number }> {
  const target = resolve(file);
  if (existsSync(target) && !force)
    throw new CoachError('bad_input', 'fault.backup-exists', { path: target });
  if (!existsSync(dirname(target)))
    throw new CoachError('bad_input', 'fault.no-such-folder', { path: dirname(target) });
  const unfinished = `${target}.${randomUUID().slice(0, 8)}.part`;
  try {
    makePrivateFile(unfinished);
    await run(url, 'pg_dump', ['--format=custom', `--file=${unfinished}`], `--file=${target}`);
    renameSync(unfinished, target);
    return { file: target, bytes: statSync(target).size };
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** How long a connection that was closed may still be listed. */
const closingMs = 3_000;

/**
 * Replaces the tables of the database with those of a backup by pg_restore, all of them or none. Throws `bad_input`
 * for a file that is no such backup.
 */
export async function restorePostgres(url: string, file: string): Promise<{ answers: number }> {
  const source = resolve(file);
  if (!existsSync(source)) throw new CoachError('bad_input', 'fault.no-such-backup', { path: source });
  const server = openServer(url, { connections: 1 });
  try {
    if (await isOpenElsewhere(server))
      throw new CoachError('store_unavailable', 'fault.restore-while-open', { path: server.name });
    const listed = await run(null, 'pg_restore', ['--list', source], source);
    if (!/ TABLE public migrations /.test(listed))
      throw new CoachError('bad_input', 'fault.backup-unusable', { path: source, why: 'foreign' });
    // What is there is put aside until the backup is in its place.
    await server.run(`begin; ${putAside}; create schema public; commit`);
    try {
      const options = ['--no-owner', '--exit-on-error', '--single-transaction', source];
      await run(url, 'pg_restore', options, `--no-owner --single-transaction ${source}`);
    } catch (error) {
      await server.run(`begin; ${dropNew}; ${putBack}; commit`);
      throw error;
    }
    await server.run('drop schema public_before cascade; drop schema if exists pgboss_before cascade');
    const [count] = (await server.run('select count(*)::integer as answers from answers')).rows as {
      answers: number;
    }[];
    return { answers: count?.answers ?? 0 };
  } finally {
    await server.pool.end();
  }
}

/** Whether another process has the database open: what has just been closed is listed a little longer. */
async function isOpenElsewhere({ run }: ReturnType<typeof openServer>): Promise<boolean> {
  for (const end = performance.now() + closingMs; ; await sleep(100)) {
    const { rows } = await run(
      "select 1 from pg_stat_activity where datname = current_database() and application_name = 'greenroom' and pid <> pg_backend_pid()",
    );
    if (rows.length === 0) return false;
    if (performance.now() > end) return true;
  }
}

/** Renames the schemas of the program, of which that of the queue may be missing. */
const renamed = (from: 'public' | 'public_before', to: 'public' | 'public_before') => {
  const queue = (name: string) => name.replace('public', 'pgboss');
  return `alter schema ${from} rename to ${to};
    do $$ begin
      if to_regnamespace('${queue(from)}') is not null then alter schema ${queue(from)} rename to ${queue(to)}; end if;
    end $$`;
};
const putAside = renamed('public', 'public_before');
const putBack = renamed('public_before', 'public');
const dropNew = 'drop schema public cascade; drop schema if exists pgboss cascade';

/** Runs a program of PostgreSQL. The password goes by the environment: others can see the arguments. */
async function run(
  url: string | null,
  program: 'pg_dump' | 'pg_restore',
  options: string[],
  shown: string,
): Promise<string> {
  const password = url === null ? '' : decodeURIComponent(new URL(url).password);
  const database = url === null ? [] : [`--dbname=${withoutPassword(url)}`];
  const child = spawn(program, [...database, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(password !== '' && { PGPASSWORD: password }) },
  });
  let [printed, said] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = await once(child, 'close').catch((cause: unknown) => {
    const command = `${program} ${url === null ? '' : `--dbname=${withoutPasswords(url)} `}${shown}`;
    throw new CoachError('bad_input', 'fault.no-pg-program', { program, command }, { cause });
  });
  if (code === 0) return printed;
  if (url === null)
    throw new CoachError('bad_input', 'fault.backup-unusable', { path: shown, why: 'foreign' });
  const why = withoutPasswords(said.trim().split('\n')[0] ?? '');
  throw new CoachError('store_unavailable', 'fault.pg-program-failed', { program, why });
}

function withoutPassword(url: string): string {
  const address = new URL(url);
  address.password = '';
  return address.toString();
}
