import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { lockName } from '../../src/store/locks.ts';
import { openStore } from '../../src/store/open-store.ts';
import { ensurePerson } from '../../src/store/people.ts';
import { storeError } from '../../src/store/postgres/store-error.ts';
import type { Store } from '../../src/store/store.ts';
import { allEngines, engines, found, storeOn, temporaryDatabase } from '../support/engines.ts';
import { failureOf } from '../support/failure-of.ts';

const ann = { tenant: 'terminal:x', userId: 'ann' } as const;
const isThere = engines.includes('postgres');

it.each(allEngines)('keeps all of a transaction or nothing on %s', async (engine) => {
  const store = await storeOn(engine);
  await expect(
    store.transaction(async (trx) => {
      await ensurePerson(trx, ann, new Date());
      await store.queue.add(trx, { queue: 'evaluate', payload: {}, key: 'one' });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await found(store, 'select * from people')).toEqual([]);
  expect(await found(store, 'select * from jobs')).toEqual([]);
  const id = await store.transaction((trx) => ensurePerson(trx, ann, new Date()));
  expect(await store.db.selectFrom('people').select('id').execute()).toEqual([{ id }]);
});

it.each(engines)(
  'loses no change of several who hold what they read before they write it, at once on %s',
  async (engine) => {
    const store = await storeOn(engine);
    await store.db.insertInto('counts').values({ name: 'turns', value: 0 }).execute();
    const addOne = () =>
      store.transaction(async (trx) => {
        await lockName(trx, 'counts');
        const row = await trx
          .selectFrom('counts')
          .select('value')
          .where('name', '=', 'turns')
          .executeTakeFirstOrThrow();
        await trx
          .updateTable('counts')
          .set({ value: row.value + 1 })
          .where('name', '=', 'turns')
          .execute();
      });
    for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 4 }, addOne));
    expect(await found(store, 'select value from counts')).toEqual([{ value: 20 }]);
    // A person who is met in two places at once is one person.
    await Promise.all(
      Array.from({ length: 4 }, () => store.transaction((trx) => ensurePerson(trx, ann, new Date()))),
    );
    expect(await found(store, 'select * from people')).toHaveLength(1);
  },
);

it.runIf(isThere)('is made once by several programs that start at the same time', async () => {
  const url = await temporaryDatabase();
  const stores: Store[] = await Promise.all(
    Array.from({ length: 3 }, () => openStore(url, { connections: 2 })),
  );
  onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))));
  for (const store of stores) expect(await found(store, 'select * from people')).toEqual([]);
});

it.runIf(isThere)('says in one sentence why PostgreSQL cannot be used', async () => {
  const url = await temporaryDatabase();
  const why = async (address: string) => await failureOf(openStore(address));
  expect(await why('postgres://nobody@127.0.0.1:1/greenroom')).toMatchObject({
    sentence: expect.stringContaining('There is no PostgreSQL server at'),
  });
  expect(await why(url.replace(/\/test_\w+/, '/missing'))).toMatchObject({
    sentence: expect.stringContaining('There is no such database'),
  });
  expect(await why(url.replace('?', '?sslmode=verify-full&'))).toMatchObject({ code: 'store_unavailable' });
  expect(await why(url.replace('?', '?sslmode=verify-full&sslrootcert=/nowhere&'))).toMatchObject({
    sentence: expect.stringContaining('cannot be read'),
  });
});

it.each([
  ['28P01', 'fault.store-refuses-user'],
  ['53300', 'fault.store-too-many'],
  ['53100', 'fault.store-server-full'],
  ['25006', 'fault.store-standby'],
  ['57014', 'fault.store-slow'],
  ['57P01', 'fault.store-server-away'],
  ['ECONNRESET', 'fault.store-server-away'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'fault.store-tls'],
])('knows what %s of PostgreSQL means', (code, fault) => {
  expect(storeError(Object.assign(new Error('x'), { code }), 'db')).toMatchObject({ fault });
});

it('keeps passwords out of what it says', async () => {
  const said = await failureOf(openStore('postgres://ann:secret@127.0.0.1:1/greenroom'));
  expect(JSON.stringify(said)).not.toContain('secret');
});

it.runIf(isThere)('stores nothing of a step whose connection breaks, and goes on with the next', async () => {
  const store = await storeOn('postgres');
  const broken = store.transaction(async (trx) => {
    await ensurePerson(trx, ann, new Date());
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await found(store, 'select pg_terminate_backend(?)', rows[0]?.pid);
    await ensurePerson(trx, { ...ann, userId: 'ben' }, new Date());
  });
  expect(await failureOf(broken)).toMatchObject({ code: 'store_unavailable' });
  expect(await found(store, 'select * from people')).toEqual([]);
  await store.transaction((trx) => ensurePerson(trx, ann, new Date()));
  expect(await found(store, 'select * from people')).toHaveLength(1);
});
