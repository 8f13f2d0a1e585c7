import { join } from 'node:path';
import { CoachError } from '../../errors.ts';
import {
  type AppliedMigration,
  migrationsFolder,
  missingMigrations,
  readMigrations,
} from '../migration-files.ts';
import type { PostgresServer } from './postgres-server.ts';
import { storeError } from './store-error.ts';

export const postgresMigrations = () => readMigrations(join(migrationsFolder, 'postgres'));

/** The oldest version that is tried, as `server_version_num` says it. */
const oldestVersion = 150_000;
/** Any number, as long as nobody else takes it: processes that start at once migrate one after the other. */
export const lockNumber = 7_361_402;

/**
 * Applies missing migrations in one transaction, once, however many processes start at the same time. Refuses, and
 * changes nothing, when the database has one that this program does not know, or one whose text has changed.
 */
export async function migrate(
  { pool, name }: Pick<PostgresServer, 'pool' | 'name'>,
  migrations = postgresMigrations(),
): Promise<{ applied: string[] }> {
  const client = await pool.connect();
  const run = async <Row>(text: string, values: unknown[] = []) =>
    (await client.query<Row>(text, values)).rows;
  try {
    const [version] = await run<{ number: number; is_standby: boolean }>(
      "select current_setting('server_version_num')::integer as number, pg_is_in_recovery() as is_standby",
    );
    if ((version?.number ?? 0) < oldestVersion)
      throw new CoachError('store_unavailable', 'fault.store-too-old', {
        path: name,
        oldest: oldestVersion / 10_000,
      });
    if (version?.is_standby === true)
      throw new CoachError('store_unavailable', 'fault.store-standby', { path: name });
    await run('begin');
    try {
      await run('set local lock_timeout = 0');
      await run('select pg_advisory_xact_lock($1)', [lockNumber]);
      const missing = missingMigrations(await applied(run), migrations);
      if (missing.length > 0)
        await run(
          'create table if not exists migrations (name text primary key, checksum text not null, applied_at text not null)',
        );
      for (const migration of missing) {
        await run(migration.sql);
        await run('insert into migrations (name, checksum, applied_at) values ($1, $2, $3)', [
          migration.name,
          migration.checksum,
          new Date().toISOString(),
        ]);
      }
      await run('commit');
      return { applied: missing.map((migration) => migration.name) };
    } catch (error) {
      await run('rollback').catch(() => undefined);
      throw storeError(error, name);
    }
  } finally {
    client.release();
  }
}

type Run = <Row>(text: string) => Promise<Row[]>;

/** The migrations of a database; none if it has no such table. */
export async function applied(run: Run): Promise<AppliedMigration[]> {
  const [found] = await run<{ there: boolean }>("select to_regclass('migrations') is not null as there");
  return found?.there === true
    ? await run<AppliedMigration>('select name, checksum from migrations order by name')
    : [];
}
