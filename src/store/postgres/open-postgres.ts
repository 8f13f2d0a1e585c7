import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { CoachError } from '../../errors.ts';
import { committed } from '../after-commit.ts';
import { createNotices } from '../notices.ts';
import type { Store, Trx } from '../store.ts';
import { migrate } from './migrate.ts';
import { overServer } from './over-server.ts';
import { createPostgresMaintenance } from './postgres-maintenance.ts';
import { createPostgresNotices, type PostgresNotices } from './postgres-notices.ts';
import { openServer, type PostgresServer, type ServerLimits } from './postgres-server.ts';
import { installPgBoss } from './queue/install-pg-boss.ts';
import { createPostgresQueue, type PostgresQueue } from './queue/postgres-queue.ts';
import { isBrokenKey, isConflict } from './store-error.ts';

export type PostgresStore = Store & { queue: PostgresQueue; notices: PostgresNotices };

/** How often a transaction is tried that others get in the way of. */
const mostTries = 20;
/** A key that is still broken then is an error of the program. */
const mostOvertaken = 4;

/**
 * Opens the database at `postgres://…`, and migrates it. If that fails, throws `store_unavailable` with one sentence
 * that says what to do, and changes nothing.
 */
export async function openPostgres(
  url: string,
  options: { now?: () => Date } & ServerLimits = {},
): Promise<PostgresStore> {
  const server = openServer(url, options);
  try {
    return await createPostgresStore(server, options);
  } catch (error) {
    await server.pool.end();
    throw error;
  }
}

export async function createPostgresStore(
  server: PostgresServer,
  { now }: { now?: () => Date } = {},
): Promise<PostgresStore> {
  await migrate(server);
  await installPgBoss(server);
  const db = overServer(server);
  const { connection } = server;
  const notices = connection
    ? createPostgresNotices(() => new pg.Client(connection))
    : { ...createNotices(), connected: () => true };
  const queue = createPostgresQueue({ db, run: server.run, now, notices });
  try {
    await queue.start();
  } catch (error) {
    await notices.close();
    throw error;
  }
  /**
   * Read committed: transactions run side by side, and each holds what it decides by (`locks.ts`). One that comes across
   * another in spite of that does nothing and is run again, so `work` changes nothing but the store (`after-commit.ts`).
   */
  const transaction: Store['transaction'] = async (work) => {
    for (let tries = 1; ; tries += 1) {
      let begun: Trx | undefined;
      try {
        const result = await db
          .transaction()
          .setIsolationLevel('read committed')
          .execute((trx) => {
            begun = trx;
            return work(trx);
          });
        if (begun) committed(begun);
        return result;
      } catch (error) {
        // Somebody else added the same, or took away what this belongs to, and now it can be seen.
        const isOvertaken = isBrokenKey(error) && tries < mostOvertaken;
        if (!isConflict(error) && !isOvertaken) throw error;
        if (tries >= mostTries)
          throw new CoachError(
            'store_unavailable',
            'fault.store-busy',
            { path: server.name },
            { cause: error },
          );
      } finally {
        if (begun) queue.announce(begun);
      }
      // Randomness keeps two that collided from colliding again.
      await setTimeout(Math.random() * 10 * tries);
    }
  };
  return {
    engine: 'postgres',
    db,
    queue,
    notices,
    transaction,
    maintenance: createPostgresMaintenance({ server, transaction }),
    async close() {
      await queue.close();
      await notices.close();
      await db.destroy();
      await server.pool.end();
    },
  };
}
