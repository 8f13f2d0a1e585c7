import { afterAll, onTestFinished } from 'vitest';
import {
  createPostgresStore,
  openPostgres,
  type PostgresStore,
} from '../../src/store/postgres/open-postgres.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { describeQueue } from '../contracts/describe-queue.ts';
import { allEngines, type EngineName, temporaryDatabase } from '../support/engines.ts';
import { startPglite } from '../support/pglite-server.ts';
import { temporaryStore } from '../support/temporary.ts';

type Open = (options?: { now?: () => Date }) => Promise<Store>;

let pglite: ReturnType<typeof startPglite> | undefined;
afterAll(async () => await (await pglite)?.stop());

/** A new database, and how any number of processes open it; those on PGlite share its one connection. */
const databases: Record<EngineName, () => Promise<Open>> = {
  async sqlite() {
    const { path } = temporaryStore();
    return async (options) => openSqlite(`sqlite:${path}`, options);
  },
  async pglite() {
    pglite ??= startPglite();
    const server = await pglite;
    await server.clear();
    return (options) => createPostgresStore(server, options);
  },
  async postgres() {
    const url = await temporaryDatabase({ hasTables: true });
    return (options) => openPostgres(url, options);
  },
};

const openers = new WeakMap<Store, Open>();

const opened = async (open: Open, options?: { now?: () => Date }) => {
  const store = await open(options);
  onTestFinished(() => store.close());
  openers.set(store, open);
  // An unusual queue is opened by whoever asks it for work.
  await store.queue.claim(['test'], 'nobody', 1_000);
  return store;
};

for (const engine of allEngines)
  describeQueue(engine, {
    open: async (options) => await opened(await databases[engine](), options),
    async openAnother(store, options) {
      const open = openers.get(store);
      if (!open) throw new Error('The store is not one of this test');
      return await opened(open, options);
    },
    async giveBackOfDead({ queue }) {
      // On SQLite, whoever looks for work finds them.
      if ('giveBackOfDead' in queue) await (queue as PostgresStore['queue']).giveBackOfDead();
    },
  });
