import { PgBoss } from 'pg-boss';
import { lockNumber } from '../migrate.ts';
import { type PostgresServer, rowsOf } from '../postgres-server.ts';
import type { SqlRunner } from './sql-runner.ts';

export const schema = 'pgboss';

/** Dead workers are looked for at most this often, by whichever process comes first. */
const lookForDeadSeconds = 5;

/** What every process tells pg-boss. It does nothing by itself: who works asks it to. */
export const bossSettings = {
  schema,
  supervise: false,
  schedule: false,
  registerInstance: false,
  persistWarnings: false,
  monitorIntervalSeconds: lookForDeadSeconds,
  superviseIntervalSeconds: lookForDeadSeconds,
  openTelemetry: { enabled: false },
} as const;

/** Creates or updates pg-boss's own tables, once, however many processes start at the same time. */
export async function installPgBoss({ pool }: Pick<PostgresServer, 'pool'>): Promise<void> {
  const client = await pool.connect();
  const run: SqlRunner = async (text, values = []) => ({ rows: rowsOf(await client.query(text, values)) });
  try {
    await run('set lock_timeout = 0');
    await run('select pg_advisory_lock($1)', [lockNumber]);
    try {
      await install(run);
    } finally {
      await run('select pg_advisory_unlock($1)', [lockNumber]);
      await run('reset lock_timeout');
    }
  } finally {
    client.release();
  }
}

async function install(run: SqlRunner): Promise<void> {
  const boss = new PgBoss({ ...bossSettings, db: { executeSql: run }, migrate: true });
  const failed = Promise.withResolvers<never>();
  boss.on('error', failed.reject);
  try {
    await Promise.race([boss.start(), failed.promise]);
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
}
