import { isCoachError } from '../../errors.ts';
import { generationTotals } from '../generation-counts.ts';
import { heldLeases } from '../leases.ts';
import { maintenanceRuns } from '../maintenance.ts';
import { fairCounts } from '../ratings.ts';
import type { Db } from '../store.ts';
import type { StoreInspection, Use } from '../store-inspection.ts';
import { applied, postgresMigrations } from './migrate.ts';
import { overServer } from './over-server.ts';
import { openServer, type PostgresServer } from './postgres-server.ts';

/** Looks at a database without changing it. */
export async function inspectPostgres(url: string): Promise<StoreInspection> {
  const empty = { exists: true, migrations: 0, problem: null, maintenance: [], leases: [], loose: [] };
  let name = '';
  try {
    return await looking(url, async (db, server) => {
      name = server.name;
      const done = await applied(async (text) => (await server.run(text)).rows as never[]);
      const known = new Map(postgresMigrations().map((migration) => [migration.name, migration.checksum]));
      const strange = done.find((migration) => known.get(migration.name) !== migration.checksum);
      const found = { ...empty, name, migrations: done.length, exists: done.length > 0 };
      if (strange)
        return {
          ...found,
          problem: { fault: 'fault.store-of-other-version', values: { path: name, name: strange.name } },
        };
      if (done.length === 0) return found;
      const [maintenance, leases] = [await maintenanceRuns(db), await heldLeases(db, '', new Date())];
      return { ...found, maintenance, leases };
    });
  } catch (error) {
    if (!isCoachError(error) || error.fault === null) throw error;
    return { ...empty, name, problem: { fault: error.fault, values: error.values } };
  }
}

/** Usage figures so far. Null if there are none or the database cannot be read. */
export async function useOfPostgres(url: string): Promise<Use | null> {
  try {
    return await looking(url, async (db, { run }) =>
      (await applied(async (text) => (await run(text)).rows as never[])).length === 0
        ? null
        : { generated: await generationTotals(db), fair: await fairCounts(db) },
    );
  } catch (error) {
    // `inspectPostgres` says what is wrong.
    if (isCoachError(error)) return null;
    throw error;
  }
}

async function looking<Result>(
  url: string,
  work: (db: Db, server: PostgresServer) => Promise<Result>,
): Promise<Result> {
  const server = openServer(url, { connections: 2 });
  try {
    return await work(overServer(server), server);
  } finally {
    await server.pool.end();
  }
}
