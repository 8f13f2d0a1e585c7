/** Lets pg-boss live in the time of a test, which it otherwise reads from the server's clock. */
import { CompiledQuery, sql } from 'kysely';
import type { Db, Trx } from '../../store.ts';
import type { SqlRunner } from './sql-runner.ts';

export type SimulatedTime = {
  /** Every statement of this runner sees the simulated time. */
  of(run: SqlRunner, db: Db): SqlRunner;
  /** What the transaction does from here on happens at the simulated time. */
  enter(trx: Trx): Promise<void>;
  /** Runs `work` on a connection that lives in the simulated time. */
  inside<Result>(db: Db, work: (db: Db) => Promise<Result>): Promise<Result>;
  install(run: SqlRunner, schema: string): Promise<void>;
};

export function simulateTime(now: () => Date): SimulatedTime {
  const moment = () => now().toISOString();
  return {
    of(run, db) {
      return async (text, values = []) =>
        values.length === 0
          ? await run(`set greenroom.now = '${moment()}'; ${text}`)
          : await this.inside(db, async (inside) => ({
              rows: (await inside.executeQuery(CompiledQuery.raw(text, values))).rows,
            }));
    },
    async enter(trx) {
      await sql`select set_config('greenroom.now', ${moment()}, true)`.execute(trx);
    },
    async inside(db, work) {
      return await db.transaction().execute(async (trx) => {
        await this.enter(trx);
        return await work(trx);
      });
    },
    async install(run, schema) {
      await run(`
        create or replace function ${schema}.job_now() returns timestamp with time zone language sql stable as $$
          select coalesce(nullif(current_setting('greenroom.now', true), '')::timestamptz, pg_catalog.now())
        $$`);
    },
  };
}
