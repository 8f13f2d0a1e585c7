import { expect, it } from 'vitest';
import { ensurePerson } from '../../src/store/people.ts';
import { openPosts } from '../../src/store/posts.ts';
import { standingClock, temporaryStore } from '../support/temporary.ts';

const ann = { tenant: 'slack:T1', userId: 'U1' } as const;
const spot = { channelId: 'C1', messageId: '1.1', answerId: 'a1', isShared: false };

it('knows where something of a person was posted, once each, and nothing of strangers', async () => {
  const store = temporaryStore();
  const clock = standingClock();
  const posts = openPosts(store, clock.now);
  await posts.add(ann, spot);
  expect(await posts.of(ann)).toEqual([]);
  await store.transaction((trx) => ensurePerson(trx, ann, clock.now()));
  await posts.add(ann, spot);
  await posts.add(ann, spot);
  clock.advance(1_000);
  const file = { channelId: '', messageId: 'F1', answerId: 'a1', isShared: false };
  const results = { channelId: 'C1', messageId: '1.2', answerId: null, isShared: true };
  await posts.add(ann, file);
  clock.advance(1_000);
  await posts.add(ann, results);
  expect(await posts.of(ann)).toEqual([results, file, spot]);
  expect(await posts.of(ann, 'a1')).toEqual([file, spot]);
  expect(await posts.of({ ...ann, tenant: 'slack:T2' })).toEqual([]);
  await posts.remove(ann, 'a1');
  expect(await posts.of(ann)).toEqual([results]);
});
