import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/domain.ts';
import { CoachError } from '../../src/errors.ts';
import { silentLog } from '../../src/log.ts';
import type { NewJob } from '../../src/store/jobs.ts';
import { queueDepths } from '../../src/store/queue-depths.ts';
import { runJobs, type WorkOptions } from '../../src/store/run-jobs.ts';
import type { Store } from '../../src/store/store.ts';
import { standingClock, until } from '../support/temporary.ts';

/** An engine with a queue. What it opens is empty, and closed when the test is finished. */
export type QueueEngine = {
  open(options?: { now?: () => Date }): Promise<Store>;
  /** As another process would open it. */
  openAnother(store: Store, options?: { now?: () => Date }): Promise<Store>;
  /** Gives back what dead workers hold, where nobody finds it by looking for work. */
  giveBackOfDead(store: Store): Promise<void>;
};

const leaseMs = 60_000;
const add = (store: Store, job: Partial<NewJob> = {}) =>
  store.transaction((trx) => store.queue.add(trx, { queue: 'test', payload: {}, ...job }));
const rows = (store: Store) => store.db.selectFrom('jobs').selectAll().orderBy('id').execute();
const stateOfFirst = async (store: Store) => (await rows(store))[0]?.state;

/** What every queue must keep to, whatever the engine. */
export function describeQueue(engine: string, { open, openAnother, giveBackOfDead }: QueueEngine): void {
  describe(`the queue on ${engine}`, () => {
    it('adds no job when the transaction it belongs to fails', async () => {
      const store = await open();
      const failing = store.transaction(async (trx) => {
        await store.queue.add(trx, { queue: 'test', payload: {} });
        throw new Error('the rest of the step failed');
      });
      await expect(failing).rejects.toThrow('the rest');
      expect(await rows(store)).toHaveLength(0);
    });

    it('adds a job with a known key only once', async () => {
      const store = await open();
      await add(store, { key: 'deliver:1' });
      await add(store, { key: 'deliver:1' });
      expect(await rows(store)).toHaveLength(1);
    });

    it('runs a job again at once when what it waits for came while it ran', async () => {
      const store = await open(standingClock());
      await add(store);
      const first = await store.queue.claim(['test'], 'a', leaseMs);
      if (!first) expect.fail('there is a job');
      await store.queue.runNow(['test']);
      await store.queue.retry(first, { delayMs: 600_000, counts: false });
      expect(await store.queue.claim(['test'], 'a', leaseMs)).toMatchObject({ id: first.id });
    });

    it('tells how much waits in each queue, and since when, without what is over', async () => {
      const clock = standingClock();
      const store = await open(clock);
      const begun = clock.now().toISOString();
      // An unusual queue is opened by whoever asks it for work.
      await store.queue.claim(['other'], 'nobody', leaseMs);
      await add(store);
      await add(store);
      await add(store, { queue: 'other' });
      await add(store, { queue: 'other', runAt: new Date(clock.now().getTime() + 600_000) });
      clock.advance(1_000);
      await add(store);
      const over = await store.queue.claim(['test'], 'a', leaseMs);
      if (!over) expect.fail('there is a job');
      await store.transaction((trx) => store.queue.finish(trx, over));
      await store.queue.claim(['other'], 'a', leaseMs);
      expect(await queueDepths(store, clock.now())).toEqual([
        { queue: 'other', state: 'later', count: 1, oldestAt: null },
        { queue: 'other', state: 'running', count: 1, oldestAt: null },
        { queue: 'test', state: 'due', count: 2, oldestAt: begun },
      ]);
    });

    it('never gives one job to two workers, not even of two processes', async () => {
      const store = await open();
      const second = await openAnother(store);
      await store.transaction(async (trx) => {
        for (let count = 0; count < 1_000; count += 1)
          await store.queue.add(trx, { queue: 'evaluate', payload: {} });
      });
      const taken: number[] = [];
      const drain = async (from: Store, owner: string) => {
        for (;;) {
          const job = await from.queue.claim(['evaluate'], owner, leaseMs);
          if (!job) return;
          taken.push(job.id);
        }
      };
      await Promise.all([drain(store, 'a'), drain(second, 'b'), drain(store, 'c')]);
      expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
    });

    it('gives a job again when the lease of a dead worker has run out, and not before', async () => {
      const clock = standingClock();
      const store = await open(clock);
      await add(store);
      const first = await store.queue.claim(['test'], 'dead', leaseMs);
      clock.advance(leaseMs - 1);
      await giveBackOfDead(store);
      expect(await store.queue.claim(['test'], 'alive', leaseMs)).toBeNull();
      clock.advance(6_000);
      await giveBackOfDead(store);
      expect(await store.queue.claim(['test'], 'alive', leaseMs)).toMatchObject({
        id: first?.id,
        attempts: 2,
      });
    });

    it('leaves a job to the worker that renews its lease', async () => {
      const clock = standingClock();
      const store = await open(clock);
      await add(store);
      const job = await store.queue.claim(['test'], 'slow', leaseMs);
      clock.advance(leaseMs - 1);
      expect(job && (await store.queue.renew(job, leaseMs))).toBe(true);
      clock.advance(leaseMs - 1);
      await giveBackOfDead(store);
      expect(await store.queue.claim(['test'], 'other', leaseMs)).toBeNull();
    });

    it('stores nothing for a worker that has lost its lease', async () => {
      const clock = standingClock();
      const store = await open(clock);
      await add(store);
      const late = (await store.queue.claim(['test'], 'late', leaseMs)) as Job;
      clock.advance(leaseMs + 1_000);
      await giveBackOfDead(store);
      await store.queue.claim(['test'], 'next', leaseMs);
      await expect(store.transaction((trx) => store.queue.finish(trx, late))).rejects.toThrow(/lease/);
    });

    it('runs the jobs of a lane one at a time, in order', async () => {
      const store = await open();
      await add(store, { lane: 'session' });
      await add(store, { lane: 'session' });
      await add(store, { lane: 'other' });
      const claim = () => store.queue.claim(['test'], 'worker', leaseMs);
      const [first, other, blocked] = [await claim(), await claim(), await claim()];
      expect([first?.id, other?.id, blocked]).toEqual([1, 3, null]);
      await store.transaction((trx) => store.queue.finish(trx, first as Job));
      expect((await claim())?.id).toBe(2);
    });

    it('runs one of a lane at a time in any order where that will do: one that waits holds up none', async () => {
      const store = await open();
      for (const lane of ['ann', 'ann', 'ben']) await add(store, { queue: 'transcribe', lane });
      const claim = () => store.queue.claim(['transcribe'], 'worker', leaseMs, 'any');
      const [first, ofBen, blocked] = [await claim(), await claim(), await claim()];
      expect([first?.id, ofBen?.id, blocked]).toEqual([1, 3, null]);
      await store.queue.retry(first as Job, { delayMs: 60_000 });
      expect((await claim())?.id).toBe(2);
    });

    it('keeps the order of each lane with four workers, also of jobs of one transaction and of those tried again', async () => {
      const store = await open();
      const lanes = ['a', 'b', 'c', 'd', 'e'];
      for (let round = 0; round < 4; round += 1)
        await store.transaction(async (trx) => {
          for (const lane of lanes)
            for (const part of [0, 1])
              await store.queue.add(trx, {
                queue: 'deliver:discord',
                lane,
                payload: { lane, at: round * 2 + part },
              });
        });
      const seen: Record<string, unknown[]> = {};
      const running = new Set<string>();
      let done = 0;
      const drain = async (owner: string) => {
        for (let idle = 0; idle < 20 || done < 8 * lanes.length; ) {
          const job = await store.queue.claim(['deliver:discord'], owner, leaseMs);
          if (!job) {
            idle += 1;
            await new Promise((resolve) => setTimeout(resolve, 5));
            continue;
          }
          idle = 0;
          const { lane, at } = job.payload as { lane: string; at: number };
          expect(running.has(lane)).toBe(false);
          running.add(lane);
          const again = at % 3 === 0 && job.attempts === 1;
          running.delete(lane);
          if (again) await store.queue.retry(job, { delayMs: 0 });
          else {
            seen[lane] = [...(seen[lane] ?? []), at];
            await store.transaction((trx) => store.queue.finish(trx, job));
            done += 1;
          }
        }
      };
      await Promise.all(['1', '2', '3', '4'].map(drain));
      for (const lane of lanes) expect(seen[lane]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    });

    it('lets a job that waits to be tried again hold up those behind it, and one that failed none', async () => {
      const clock = standingClock();
      const store = await open(clock);
      for (const lane of ['x', 'x']) await add(store, { lane });
      const claim = () => store.queue.claim(['test'], 'worker', leaseMs);
      await store.queue.retry((await claim()) as Job, { delayMs: 10_000 });
      expect(await claim()).toBeNull();
      clock.advance(10_000);
      const again = (await claim()) as Job;
      expect(again.id).toBe(1);
      await store.transaction((trx) => store.queue.fail(trx, again, 'Error'));
      expect((await claim())?.id).toBe(2);
    });

    it('runs a job at its time, and at once when what it waits for has come', async () => {
      const clock = standingClock();
      const store = await open(clock);
      await add(store, { runAt: new Date(clock.now().getTime() + 5_000) });
      await add(store, { runAt: new Date(clock.now().getTime() + 500_000) });
      const claim = () => store.queue.claim(['test'], 'worker', leaseMs);
      expect(await claim()).toBeNull();
      clock.advance(5_000);
      expect((await claim())?.id).toBe(1);
      expect(await claim()).toBeNull();
      await store.queue.runNow(['test']);
      expect((await claim())?.id).toBe(2);
    });

    it('knows a key for ever, and adds it again only when asked to', async () => {
      const store = await open();
      await add(store, { key: 'once' });
      const job = (await store.queue.claim(['test'], 'worker', leaseMs)) as Job;
      await store.transaction((trx) => store.queue.finish(trx, job, 'post-7'));
      await add(store, { key: 'once' });
      expect(await store.queue.claim(['test'], 'worker', leaseMs)).toBeNull();
      expect(await store.transaction((trx) => store.queue.has(trx, 'once'))).toBe(true);
      expect((await rows(store)).map(({ state, receipt }) => [state, receipt])).toEqual([['done', 'post-7']]);
      await store.transaction((trx) =>
        store.queue.addAgain(trx, { queue: 'test', payload: {}, key: 'once' }),
      );
      expect(await store.queue.claim(['test'], 'worker', leaseMs)).toMatchObject({ key: 'once' });
    });

    it('moves a job to another queue with its tries and its key, before what came later in its lane', async () => {
      const store = await open();
      await store.queue.claim(['elsewhere'], 'nobody', leaseMs);
      await add(store, { lane: 'session', key: 'moved', payload: { at: 1 }, maxAttempts: 2 });
      await add(store, { lane: 'session', payload: { at: 2 }, queue: 'elsewhere' });
      const claim = (queue: string) => store.queue.claim([queue], 'worker', leaseMs);
      await store.queue.retry((await claim('test')) as Job, { delayMs: 0 });
      expect(await claim('elsewhere')).toBeNull();
      const job = (await claim('test')) as Job;
      store.queue.hold(job);
      await store.transaction((trx) => store.queue.move(trx, job, 'elsewhere'));
      await expect(store.transaction((trx) => store.queue.finish(trx, job))).rejects.toThrow(/lease/);
      store.queue.letGo(job);
      expect(await claim('test')).toBeNull();
      const moved = await until(() => claim('elsewhere'));
      expect(moved).toMatchObject({ id: job.id, key: 'moved', attempts: 2, payload: { at: 1 } });
      expect(await claim('elsewhere')).toBeNull();
      await store.transaction((trx) => store.queue.finish(trx, moved));
      expect(await until(() => claim('elsewhere'))).toMatchObject({ payload: { at: 2 }, attempts: 1 });
    });

    it('returns to the queue what a worker holds that stops, without counting the try', async () => {
      const store = await open();
      await add(store);
      const first = (await store.queue.claim(['test'], 'stopping', leaseMs)) as Job;
      await store.queue.release('stopping');
      expect(await store.queue.claim(['test'], 'next', leaseMs)).toMatchObject({ id: first.id, attempts: 1 });
    });

    it('keeps a job whose lease ran out for whoever still works on it here', async () => {
      const clock = standingClock();
      const store = await open(clock);
      await add(store);
      const job = (await store.queue.claim(['test'], 'slow', leaseMs)) as Job;
      store.queue.hold(job);
      clock.advance(leaseMs + 1_000);
      await giveBackOfDead(store);
      expect(await store.queue.claim(['test'], 'other', leaseMs)).toBeNull();
      await store.transaction((trx) => store.queue.finish(trx, job));
      expect(await stateOfFirst(store)).toBe('done');
    });

    it('forgets a job that was erased', async () => {
      const store = await open();
      for (const lane of ['x', 'x']) await add(store, { lane });
      await store.db.deleteFrom('jobs').where('id', '=', 1).execute();
      expect((await store.queue.claim(['test'], 'worker', leaseMs))?.id).toBe(2);
    });

    it('forgets what was finished long ago, and nothing that waits', async () => {
      const clock = standingClock();
      const store = await open(clock);
      for (const key of ['old', 'waiting', 'new']) await add(store, { key });
      const claim = async () => (await store.queue.claim(['test'], 'worker', leaseMs)) as Job;
      const [old, , recent] = [await claim(), await claim(), await claim()];
      await store.transaction((trx) => store.queue.finish(trx, old));
      clock.advance(2);
      await store.transaction((trx) => store.queue.finish(trx, recent));
      expect(await store.queue.forget(new Date(clock.now().getTime() - 1))).toBe(1);
      expect((await rows(store)).map(({ key }) => key)).toEqual(['waiting', 'new']);
    });

    it('serves a place with one job soon, however many those of another place have waiting', async () => {
      const store = await open();
      await store.transaction(async (trx) => {
        for (let count = 0; count < 500; count += 1)
          await store.queue.add(trx, { queue: 'test', payload: {}, tenant: 'discord:busy' });
      });
      const serve = async () => {
        const job = (await store.queue.claim(['test'], 'worker', leaseMs)) as Job;
        await store.transaction((trx) => store.queue.finish(trx, job));
        return (await rows(store)).find(({ id }) => id === job.id)?.tenant;
      };
      for (let count = 0; count < 5; count += 1) await serve();
      await add(store, { tenant: 'slack:small' });
      await add(store, { tenant: 'discord:other' });
      await add(store, { tenant: 'slack:small' });
      const served: unknown[] = [];
      for (let count = 0; count < 5; count += 1) served.push(await serve());
      expect(served.filter((tenant) => tenant !== 'discord:busy')).toEqual([
        'slack:small',
        'discord:other',
        'slack:small',
      ]);
    });

    it('runs urgent jobs first', async () => {
      const store = await open();
      await add(store, { priority: 1 });
      await add(store, { priority: 0 });
      expect((await store.queue.claim(['test'], 'worker', leaseMs))?.id).toBe(2);
    });
  });

  describe('a worker', () => {
    const work = (
      store: Store,
      stop: AbortController,
      handle: WorkOptions['handle'],
      more: Partial<WorkOptions> = {},
    ) =>
      runJobs({
        store,
        queues: ['test'],
        log: silentLog(),
        signal: stop.signal,
        handle,
        failed: async () => {},
        leaseMs: 60_000,
        backoff: { firstMs: 1, longestMs: 4 },
        ...more,
      });
    const finish = (store: Store) => (job: Job) => store.transaction((trx) => store.queue.finish(trx, job));

    it('is woken by a job that is added while it waits', async () => {
      const store = await open();
      const stop = new AbortController();
      const waiting = store.queue.wait(['test'], 60_000, stop.signal);
      await add(store);
      await waiting;
      const working = work(store, stop, finish(store));
      await until(async () => (await stateOfFirst(store)) === 'done');
      stop.abort();
      await working;
    });

    it('tries a failing job again and ends it as failed with the kind of error, without its words', async () => {
      const store = await open();
      const stop = new AbortController();
      const told: string[] = [];
      await add(store, { maxAttempts: 3 });
      const working = work(store, stop, async () => Promise.reject(new Error('no luck')), {
        failed: async (_trx, _job, error) => void told.push(String(error)),
      });
      await until(async () => (await stateOfFirst(store)) === 'failed');
      expect((await rows(store))[0]).toMatchObject({ attempts: 3, error: 'Error' });
      expect(told).toEqual(['Error: no luck']);
      stop.abort();
      await working;
    });

    it.each([
      [
        'what the system says',
        Object.assign(new Error('open zebrafinch'), { code: 'ENOENT' }),
        'Error ENOENT',
      ],
      ['an error for people', new CoachError('bad_input', 'The zebrafinch is unknown.'), 'bad_input'],
      ['what is no error at all', 'zebrafinch', 'string'],
    ])('keeps of %s no word that somebody may have said', async (_, thrown, kept) => {
      const store = await open();
      const stop = new AbortController();
      await add(store, { maxAttempts: 1 });
      const working = work(store, stop, async () => Promise.reject(thrown));
      await until(async () => (await stateOfFirst(store)) === 'failed');
      expect((await rows(store))[0]?.error).toBe(kept);
      stop.abort();
      await working;
    });

    it('does not count a wait for a model as an attempt', async () => {
      const store = await open();
      const stop = new AbortController();
      let tries = 0;
      await add(store, { maxAttempts: 2 });
      const working = work(store, stop, async (job) => {
        tries += 1;
        if (tries < 6) throw new CoachError('model_unavailable', 'Not loaded yet.', { retryAfterMs: 1 });
        await finish(store)(job);
      });
      await until(async () => (await stateOfFirst(store)) === 'done');
      expect((await rows(store))[0]?.attempts).toBe(1);
      stop.abort();
      await working;
    });

    it('ends a job as failed whose worker died every time', async () => {
      const clock = standingClock();
      const store = await open(clock);
      await add(store, { maxAttempts: 2 });
      for (const owner of ['first', 'second']) {
        await store.queue.claim(['test'], owner, leaseMs);
        clock.advance(leaseMs + 1_000);
        await giveBackOfDead(store);
      }
      const stop = new AbortController();
      const told: number[] = [];
      const working = work(store, stop, finish(store), {
        failed: async (_trx, job) => void told.push(job.id),
      });
      await until(async () => (await stateOfFirst(store)) === 'failed');
      expect(told).toEqual([1]);
      expect((await rows(store))[0]?.error).toBe('WorkerDied');
      stop.abort();
      await working;
    });

    it('releases what it holds when it is stopped', async () => {
      const store = await open();
      const stop = new AbortController();
      await add(store);
      const started = Promise.withResolvers<void>();
      const working = work(store, stop, async (_job, signal) => {
        started.resolve();
        await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('stopped'))),
        );
      });
      await started.promise;
      stop.abort();
      await working;
      expect((await rows(store))[0]).toMatchObject({ state: 'waiting', attempts: 0, lease_owner: null });
      expect(await store.queue.claim(['test'], 'next', leaseMs)).toMatchObject({ attempts: 1 });
    });
  });
}
