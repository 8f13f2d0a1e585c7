import SqliteFile from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { CoachError } from '../../src/errors.ts';
import { silentLog } from '../../src/log.ts';
import { openLeases, runJobs } from '../../src/store/run-jobs.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import type { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { standingClock, temporaryStore, until } from '../support/temporary.ts';

const add = (store: Store, key: string, lane?: string) =>
  store.transaction((trx) =>
    store.queue.add(trx, { queue: 'test', payload: {}, key, ...(lane === undefined ? {} : { lane }) }),
  );
const jobs = (store: Store) => store.db.selectFrom('jobs').selectAll().orderBy('id').execute();
/** Another program that holds the lock for writing. */
function locked({ path }: SqliteStore) {
  const other = new SqliteFile(path);
  onTestFinished(() => void other.close());
  other.exec('begin immediate');
  return { release: () => other.exec('rollback') };
}
/** Works on the queue until the test is over. */
function working(store: Store, handle: (key: string | null) => void | Promise<void>, maxLeaseMs = 60_000) {
  const stop = new AbortController();
  const run = runJobs({
    store,
    queues: ['test'],
    log: silentLog(),
    signal: stop.signal,
    leaseMs: maxLeaseMs,
    backoff: { firstMs: 1, longestMs: 4 },
    async handle(job) {
      await handle(job.key);
      await store.transaction((trx) => store.queue.finish(trx, job));
    },
    failed: async () => {},
  });
  const end = async () => {
    stop.abort();
    await run;
  };
  onTestFinished(end);
  return { end };
}

it('waits for another program’s lock without blocking anything else, including readers', async () => {
  const store = temporaryStore();
  await add(store, 'first');
  const { release } = locked(store);
  let isWritten = false;
  const writing = Promise.all(['second', 'third'].map((key) => add(store, key))).then(() => {
    isWritten = true;
  });
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  expect((await jobs(store)).map(({ key }) => key)).toEqual(['first']);
  expect(isWritten).toBe(false);
  release();
  await writing;
  expect((await jobs(store)).map(({ key }) => key).toSorted()).toEqual(['first', 'second', 'third']);
});

it('gives up waiting for a lock after a while and says what to do', async () => {
  const store = temporaryStore({ lockPatienceMs: 100 });
  const { release } = locked(store);
  await expect(add(store, 'first')).rejects.toMatchObject({
    code: 'store_unavailable',
    fault: 'fault.store-locked',
  });
  release();
  await add(store, 'first');
});

it('writes nothing, and so needs no lock, while no job is due', async () => {
  const store = temporaryStore({ lockPatienceMs: 0 });
  // The first look settles what the clock may have done before.
  await store.queue.claim(['test'], 'worker', 60_000);
  const { release } = locked(store);
  expect(await store.queue.claim(['test'], 'worker', 60_000)).toBeNull();
  expect(await store.queue.claimExhausted(['test'], 'worker', 60_000)).toBeNull();
  release();
});

it('gives a lock that lasts longer than its patience no job to fail, and finishes each once', async () => {
  const store = temporaryStore({ lockPatienceMs: 20 });
  for (const key of ['a', 'b', 'c']) await add(store, key);
  const ran: (string | null)[] = [];
  let lock: ReturnType<typeof locked> | undefined;
  const { end } = working(store, (key) => {
    ran.push(key);
    if (ran.length === 1) {
      lock = locked(store);
      setTimeout(() => lock?.release(), 500);
    }
  });
  await until(async () => (await jobs(store)).every(({ state }) => state === 'done'));
  expect((await jobs(store)).map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
  expect([...new Set(ran)]).toEqual(['a', 'b', 'c']);
  await end();
});

it.each(['store_unavailable', 'model_unavailable', 'network'] as const)(
  'does not count %s as a try, however often it comes',
  async (code) => {
    const store = temporaryStore();
    await store.transaction((trx) =>
      store.queue.add(trx, { queue: 'test', payload: {}, key: 'a', maxAttempts: 1 }),
    );
    let tries = 0;
    working(store, () => {
      tries += 1;
      if (tries < 4) throw new CoachError(code, 'fault.model-loading', {}, { retryAfterMs: 1 });
    });
    await until(async () => (await jobs(store))[0]?.state === 'done');
    expect((await jobs(store))[0]).toMatchObject({ attempts: 1 });
  },
);

it.each([
  ['back by a day', -86_400_000],
  ['forward by a day', 86_400_000],
])('works on when the clock is set %s: on what waits, and on what comes', async (_, jumpMs) => {
  const clock = standingClock();
  const store = temporaryStore(clock);
  await store.queue.claim(['test'], 'worker', 60_000);
  await add(store, 'before', 'lane');
  clock.advance(jumpMs);
  await add(store, 'after', 'lane');
  const ran: (string | null)[] = [];
  working(store, (key) => void ran.push(key));
  await until(() => ran.length === 2);
  expect(ran).toEqual(['before', 'after']);
});

it('tries a failed job again although the clock was set back in the meantime', async () => {
  const clock = standingClock();
  const store = temporaryStore(clock);
  await add(store, 'a');
  const job = await store.queue.claim(['test'], 'worker', 60_000);
  if (job) await store.queue.retry(job, { delayMs: 300_000 });
  clock.advance(-86_400_000);
  const ran: (string | null)[] = [];
  working(store, (key) => void ran.push(key));
  await until(() => ran.length === 1);
});

it('takes over from a worker that died before the clock was set back, also in another program', async () => {
  const clock = standingClock();
  const store = temporaryStore(clock);
  await add(store, 'a');
  await store.queue.claim(['test'], 'other-host/1/x', 60_000);
  clock.advance(-86_400_000);
  await store.close();
  const next = openSqlite(`sqlite:${store.path}`, clock);
  onTestFinished(() => next.close());
  expect(await next.queue.claim(['test'], 'worker', 60_000)).toBeNull();
  clock.advance(60_000);
  expect(await next.queue.claim(['test'], 'worker', 60_000)).toMatchObject({ key: 'a' });
});

it('leaves a job to its worker here when the clock is set forward past its lease', async () => {
  const clock = standingClock();
  const store = temporaryStore(clock);
  await add(store, 'a');
  const ran: (string | null)[] = [];
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const handle = async (key: string | null) => {
    ran.push(key);
    begun.resolve();
    await goOn.promise;
  };
  working(store, handle);
  await begun.promise;
  clock.advance(86_400_000);
  working(store, handle);
  expect(await store.queue.claim(['test'], 'third', 60_000)).toBeNull();
  goOn.resolve();
  await until(async () => (await jobs(store))[0]?.state === 'done');
  expect(ran).toEqual(['a']);
});

it('closes the file also when nothing was asked of it', async () => {
  const store = temporaryStore();
  await store.close();
  expect(store.sqlite.open).toBe(false);
});

it('gives up nothing for an outage, and remembers that it was tried', async () => {
  const store = temporaryStore();
  await store.transaction((trx) =>
    store.queue.add(trx, { queue: 'test', payload: {}, key: 'a', maxAttempts: 3 }),
  );
  const stop = new AbortController();
  const leases = openLeases({
    store,
    queues: ['test'],
    log: silentLog(),
    signal: stop.signal,
    leaseMs: 60_000,
    backoff: { firstMs: 1, longestMs: 4 },
    failed: async () => {},
  });
  const tries: number[] = [];
  for await (const job of leases.jobs()) {
    tries.push(job.attempts);
    if (tries.length === 6) break;
    await leases.tryAgain(job, new Error('passing'), { isOutage: true });
  }
  await leases.close();
  expect(tries).toEqual([1, 2, 3, 3, 3, 3]);
});

it('stores the outcome of a job once the store is back, and gives the job to nobody else until then', async () => {
  const store = temporaryStore();
  await add(store, 'a');
  const stop = new AbortController();
  const leases = openLeases({
    store,
    queues: ['test'],
    log: silentLog(),
    signal: stop.signal,
    leaseMs: 60_000,
    failed: async () => {},
  });
  for await (const job of leases.jobs()) {
    store.sqlite.pragma('query_only = on');
    const settled = leases.settle(job, () =>
      store.transaction((trx) => store.queue.finish(trx, job, 'post-1')),
    );
    expect(leases.held()).toEqual([job]);
    setTimeout(() => store.sqlite.pragma('query_only = off'), 50);
    await settled;
    break;
  }
  expect((await jobs(store))[0]).toMatchObject({ state: 'done', receipt: 'post-1' });
});
