import { expect, it } from 'vitest';
import { ensurePerson } from '../../src/store/people.ts';
import { allEngines, storeOn } from '../support/engines.ts';

it.each(allEngines)('keeps a person on %s', async (engine) => {
  const store = await storeOn(engine);
  const id = await store.transaction((trx) =>
    ensurePerson(trx, { tenant: 'terminal:x', userId: 'a' }, new Date()),
  );
  expect(await store.db.selectFrom('people').select('id').execute()).toEqual([{ id }]);
});
