/**
 * `npm run bench -- queue [postgres://…]`: how many jobs a second are added, and leased and finished, on SQLite and on the
 * empty PostgreSQL database that is given, with one worker and with four in this process. It leaves finished jobs there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../src/store/open-store.ts';
import type { Store } from '../src/store/store.ts';

const jobs = 500;
const leaseMs = 60_000;
/** One queue of each order of lanes. */
const queues = [
  { queue: 'evaluate', lanes: 0 },
  { queue: 'transcribe', lanes: 50 },
  { queue: 'deliver:discord', lanes: 50 },
];

export async function bench([server]: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-queue-'));
  const urls = [`sqlite:${join(folder, 'greenroom.db')}`, ...(server ? [server] : [])];
  const table: Record<string, string | number>[] = [];
  for (const url of urls) {
    const store = await openStore(url);
    try {
      for (const { queue, lanes } of queues)
        for (const workers of [1, 4]) {
          const addMs = await timed(() => fill(store, queue, lanes));
          const workMs = await timed(() =>
            Promise.all(Array.from({ length: workers }, (_, index) => drain(store, queue, `bench/${index}`))),
          );
          const aSecond = (ms: number) => Math.round((jobs / ms) * 1_000);
          table.push({
            engine: store.engine,
            queue,
            workers,
            'added/s': aSecond(addMs),
            'done/s': aSecond(workMs),
          });
        }
    } finally {
      await store.close();
    }
  }
  rmSync(folder, { recursive: true });
  console.table(table);
}

async function fill(store: Store, queue: string, lanes: number): Promise<void> {
  for (let count = 0; count < jobs; count += 1)
    await store.transaction((trx) =>
      store.queue.add(trx, {
        queue,
        payload: { count },
        tenant: `discord:${count % 3}`,
        ...(lanes > 0 && { lane: `${count % lanes}` }),
      }),
    );
}

async function drain(store: Store, queue: string, owner: string): Promise<void> {
  const lanes = queue === 'transcribe' ? 'any' : 'as added';
  for (let idle = 0; idle < 3; ) {
    const job = await store.queue.claim([queue], owner, leaseMs, lanes);
    if (!job) {
      idle += 1;
      continue;
    }
    await store.transaction((trx) => store.queue.finish(trx, job));
    store.queue.letGo(job);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
