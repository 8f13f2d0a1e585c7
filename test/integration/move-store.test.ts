import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { moveStore } from '../../src/store/move/move-store.ts';
import { moveToAddress } from '../../src/store/move/move-to-address.ts';
import { movedTables, unmovedTables } from '../../src/store/move/moved-tables.ts';
import { tableDigest } from '../../src/store/move/read-table.ts';
import { openStore } from '../../src/store/open-store.ts';
import { dumpPostgres, restorePostgres } from '../../src/store/postgres/dump-postgres.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { engines, found, isSound, storeOn, tablesOf, temporaryDatabase } from '../support/engines.ts';
import { failureOf } from '../support/failure-of.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';
import { insertPractised } from '../support/practised.ts';
import { tone } from '../support/sounds.ts';
import { temporaryFolder } from '../support/temporary.ts';

const ann = actor('ann');

/** Practice of two people, one of them in the middle of it, with sound and jobs that wait. */
async function practised(): Promise<{ url: string; digests: unknown; jobs: number }> {
  const url = `sqlite:${join(temporaryFolder(), 'greenroom.db')}`;
  const store = openSqlite(url);
  const running = runningInterview({ store });
  running.show();
  const first = await running.interview.start(cookingStart('ann', { questions: 2 }));
  await running.interview.addText(ann, first.id, 'Plenty of “boiling” water, и соль. 🍝');
  await running.interview.submit(ann, first.id);
  await running.seen('question', 2);
  await running.end();
  await running.interview.addUtterance(ann, first.id, {
    pcm: tone(1),
    startMs: 0,
    endMs: 1_000,
    key: 'sound',
  });
  for (const [index, verdict] of (['missed', 'partial', 'covered'] as const).entries())
    for (let more = 0; more < 4; more += 1)
      await insertPractised(store, {
        tenant: 'discord:1',
        userId: 'ben',
        at: `2026-03-0${index + 1}T10:0${more}:00.000Z`,
        overall: 40 + index * 7 + more / 3,
        concepts: [{ id: 'stir-early', verdict }],
      });
  const digests = await digestsOf(store);
  const jobs = (await found(store, "select 1 from jobs where state in ('waiting', 'leased')")).length;
  await store.close();
  return { url, digests, jobs };
}

const digestsOf = async (store: Store) =>
  await Promise.all(movedTables.map(async (table) => [table.name, await tableDigest(store.db, table)]));

async function opened(url: string): Promise<Store> {
  const store = await openStore(url);
  onTestFinished(() => store.close());
  return store;
}

const isThere = engines.includes('postgres');

it('knows every table of both engines', async () => {
  for (const engine of engines) {
    const tables = (await tablesOf(await storeOn(engine))).map((name) => name.replace('public.', ''));
    const known = [...movedTables.map(({ name }) => name), ...unmovedTables, 'migrations'];
    expect(tables.filter((name) => !name.startsWith('pgboss.')).sort()).toEqual(known.sort());
  }
});

it('has the same columns on both engines', async () => {
  const columns = async (store: Store) => {
    const text =
      store.engine === 'sqlite'
        ? "select t.name || '.' || c.name as name from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite%'"
        : "select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public' and column_name <> 'rowid' and table_name in (select table_name from information_schema.tables where table_type = 'BASE TABLE')";
    return (await found<{ name: string }>(store, text)).map(({ name }) => name).sort();
  };
  const [one, other] = await Promise.all(engines.map(async (engine) => await columns(await storeOn(engine))));
  expect(one).toEqual(other);
});

it.runIf(isThere)('moves everything to PostgreSQL and back, and both go on from there', async () => {
  const { url, digests, jobs } = await practised();
  const server = await temporaryDatabase();
  const moved = await moveToAddress(url, server);
  expect(moved.jobs).toBe(jobs);
  expect(moved.jobs).toBeGreaterThan(0);

  const back = `sqlite:${join(temporaryFolder(), 'back.db')}`;
  expect((await moveToAddress(server, back)).jobs).toBe(jobs);
  for (const address of [server, back]) {
    const store = await opened(address);
    expect(await digestsOf(store)).toEqual(digests);
    const waiting = await found(
      store,
      "select queue, key, lane, payload from jobs where state = 'waiting' order by id",
    );
    expect(waiting).toHaveLength(jobs);
    // What is counted goes on from what was copied.
    const before = await found<{ answers: number }>(
      store,
      "select answers from standings where period = 'all'",
    );
    await insertPractised(store, {
      tenant: 'discord:1',
      userId: 'ben',
      at: '2026-03-09T10:00:00.000Z',
      overall: 70,
    });
    const after = await found<{ answers: number }>(
      store,
      "select answers from standings where period = 'all'",
    );
    const sum = (rows: { answers: number }[]) => rows.reduce((all, { answers }) => all + answers, 0);
    expect(sum(after)).toBe(sum(before) + 1);
    expect(await isSound(store)).toBe(true);
  }
});

it.runIf(isThere)('goes on where it was interrupted, and lets nobody use what is half moved', async () => {
  const { url, digests } = await practised();
  const server = await temporaryDatabase();
  const [source, target] = [await opened(url), await opened(server)];
  let left = 6;
  const dying: Store = {
    ...target,
    db: new Proxy(target.db, {
      get(db, property) {
        if (property === 'transaction' && --left < 0) throw new Error('killed');
        const value: unknown = Reflect.get(db, property);
        return typeof value === 'function' ? value.bind(db) : value;
      },
    }),
  };
  await expect(moveStore({ source, target: dying })).rejects.toThrow('killed');
  await expect(openStore(server)).rejects.toMatchObject({ fault: 'fault.store-half-moved' });
  await moveStore({ source, target });
  expect(await digestsOf(await opened(server))).toEqual(digests);
});

it.runIf(isThere)('refuses a target that holds something, and a store that is in use', async () => {
  const { url } = await practised();
  const server = await temporaryDatabase();
  const used = await opened(server);
  await insertPractised(used, { ...ann, at: '2026-03-09T10:00:00.000Z', overall: 70 });
  expect(await failureOf(moveToAddress(url, server))).toMatchObject({ code: 'bad_input' });
  expect(await failureOf(moveToAddress(server, `sqlite:${join(temporaryFolder(), 'x.db')}`))).toMatchObject({
    code: 'store_unavailable',
  });
  await opened(url);
  expect(await failureOf(moveToAddress(url, await temporaryDatabase()))).toMatchObject({
    code: 'store_unavailable',
  });
});

it.runIf(isThere)('is backed up and restored by the programs of PostgreSQL', async () => {
  const url = await temporaryDatabase();
  const store = await openStore(url);
  await insertPractised(store, { ...ann, at: '2026-03-09T10:00:00.000Z', overall: 70 });
  const file = join(temporaryFolder(), 'greenroom.dump');
  expect((await dumpPostgres(url, file)).bytes).toBeGreaterThan(1_000);
  expect(await failureOf(dumpPostgres(url, file))).toMatchObject({ code: 'bad_input' });
  const digests = await digestsOf(store);
  await insertPractised(store, { ...ann, at: '2026-03-10T10:00:00.000Z', overall: 70 });
  expect(await failureOf(restorePostgres(url, file))).toMatchObject({ code: 'store_unavailable' });
  await store.close();
  expect(await restorePostgres(url, file)).toEqual({ answers: 1 });
  expect(await digestsOf(await opened(url))).toEqual(digests);
});
