import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { createScheduleWorker } from '../../src/pipeline/schedules/schedule-worker.ts';
import { createSchedules } from '../../src/pipeline/schedules/schedules.ts';
import { openPostgres, type PostgresStore } from '../../src/store/postgres/open-postgres.ts';
import { runJobs } from '../../src/store/run-jobs.ts';
import { temporaryDatabase } from '../support/engines.ts';
import { actor, place, runningInterview } from '../support/interviews.ts';
import { postgresPrograms } from '../support/postgres-cluster.ts';
import { postgresProxy } from '../support/postgres-proxy.ts';
import { until } from '../support/temporary.ts';

const open = async (url: string, now?: () => Date) => {
  const store = await openPostgres(url, now ? { now } : {});
  onTestFinished(() => store.close());
  return store;
};
const add = (store: PostgresStore, queue = 'evaluate') =>
  store.transaction((trx) => store.queue.add(trx, { queue, payload: {} }));
const stateOfFirst = async ({ db }: PostgresStore) =>
  await db.selectFrom('jobs').select(['state', 'attempts']).orderBy('id').executeTakeFirst();

describe.skipIf(postgresPrograms() === null)('several processes on one PostgreSQL', () => {
  it('wake each other when there is something to do', async () => {
    const url = await temporaryDatabase({ hasTables: true });
    const [one, other] = [await open(url), await open(url)];
    await until(() => one.notices.connected() && other.notices.connected());
    const stop = new AbortController();
    const waiting = one.queue.wait(['evaluate'], 600_000, stop.signal);
    await add(other);
    await waiting;
    expect(await one.queue.claim(['evaluate'], 'worker', 60_000)).not.toBeNull();
  });

  it('tell each other what is small enough, once, and hear their own at once', async () => {
    const url = await temporaryDatabase({ hasTables: true });
    const [one, other] = [await open(url), await open(url)];
    await until(() => one.notices.connected() && other.notices.connected());
    const heard: unknown[] = [];
    one.notices.subscribe('topic', (payload) => heard.push(['one', payload]));
    other.notices.subscribe('topic', (payload) => heard.push(['other', payload]));
    one.notices.publish('topic', 'x'.repeat(8_000));
    expect(heard.splice(0)).toEqual([['one', 'x'.repeat(8_000)]]);
    one.notices.publish('topic', { a: 'ü' });
    await until(() => heard.length === 2);
    expect(heard).toEqual([
      ['one', { a: 'ü' }],
      ['other', { a: 'ü' }],
    ]);
  });

  it('take over the job of one that was killed', async () => {
    const url = await temporaryDatabase({ hasTables: true });
    const store = await open(url);
    await add(store);
    const child = spawn(process.execPath, [
      fileURLToPath(new URL('../support/queue-child.ts', import.meta.url)),
      url,
      'evaluate',
      '1000',
    ]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const taken = await new Promise((resolve) =>
      child.stdout.once('data', (data) => resolve(String(data).trim())),
    );
    expect(await store.queue.claim(['evaluate'], 'worker', 60_000)).toBeNull();
    child.kill('SIGKILL');
    const again = await until(async () => {
      await store.queue.giveBackOfDead();
      return await store.queue.claim(['evaluate'], 'worker', 60_000);
    });
    expect(again).toMatchObject({ id: Number(taken), attempts: 2 });
  });

  it('go on by themselves after the store was away, which costs no try', async () => {
    const url = await temporaryDatabase({ hasTables: true });
    const proxy = await postgresProxy(url);
    const store = await open(proxy.url);
    const onlooker = await open(url);
    await add(store);
    const stop = new AbortController();
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const working = runJobs({
      store,
      queues: ['evaluate'],
      log: silentLog(),
      signal: stop.signal,
      leaseMs: 15_000,
      failed: async () => {},
      async handle(job) {
        begun.resolve();
        await goOn.promise;
        await store.transaction((trx) => store.queue.finish(trx, job));
      },
    });
    const watching = store.queue.watch({ log: silentLog(), signal: stop.signal });
    await begun.promise;
    await proxy.cut();
    goOn.resolve();
    await until(() => !store.notices.connected());
    await proxy.mend();
    await until(async () => (await stateOfFirst(onlooker))?.state === 'done');
    expect(await stateOfFirst(onlooker)).toEqual({ state: 'done', attempts: 1 });
    // What is added meanwhile is taken up, and notices come through again.
    await until(() => store.notices.connected());
    await add(onlooker);
    await until(async () =>
      (await onlooker.db.selectFrom('jobs').select('state').execute()).every(({ state }) => state === 'done'),
    );
    stop.abort();
    await Promise.all([working, watching]);
  });

  it('hold each round of a planned practice once, whoever of them is alive', async () => {
    let at = Date.parse('2026-03-02T09:00:00.000Z');
    const now = () => new Date(at);
    const url = await temporaryDatabase({ hasTables: true });
    const stores = [await open(url, now), await open(url, now), await open(url, now)] as const;
    const { interview } = runningInterview({ store: stores[0], now });
    const stop = new AbortController();
    const holding = stores.map((store) =>
      createScheduleWorker({ store, interview, log: silentLog(), now }).run(stop.signal, ['terminal']),
    );
    const schedules = createSchedules({
      store: stores[0],
      interview,
      config: { TIME_ZONE: 'UTC' },
      now,
    });
    const channels = ['one', 'two', 'three', 'four', 'five', 'six'];
    for (const channelId of channels)
      await schedules.add(actor('ann'), {
        place: { ...place, channelId },
        when: 'daily 18:00',
        timeZone: 'UTC',
        domain: 'cooking',
        level: 'junior',
        openMinutes: 30,
      });
    at = Date.parse('2026-03-02T18:00:00.000Z');
    for (const { queue } of stores) queue.wake();
    const opened = () =>
      stores[0].db.selectFrom('schedule_rounds').select('state').where('state', '=', 'open').execute();
    await until(async () => (await opened()).length === channels.length);
    stop.abort();
    await Promise.all(holding);
    const held = await stores[0].db.selectFrom('sessions').select('channel_id').execute();
    expect(held.map(({ channel_id }) => channel_id).toSorted()).toEqual(channels.toSorted());
  });
});
