import { expect, it } from 'vitest';
import { emptyLatePosts } from '../../src/bots/conversation/empty-late-posts.ts';
import type { ChatPlatform } from '../../src/bots/platform.ts';
import { silentLog } from '../../src/log.ts';
import { ensurePerson } from '../../src/store/people.ts';
import { openPosts } from '../../src/store/posts.ts';
import { englishWording } from '../../src/wording/wording.ts';
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

it('leaves nothing about somebody in a summary that was on its way while they had everything erased', async () => {
  const store = temporaryStore();
  const clock = standingClock();
  const emptied: unknown[] = [];
  const platform: Pick<ChatPlatform, 'erase' | 'faultOf'> = {
    async erase({ channelId, messageId }, { userId }, { shared }) {
      emptied.push({ channelId, messageId, userId, shared });
      return true;
    },
    faultOf: (error) => ({ kind: 'unknown', log: { err: error } }),
  };
  const posts = emptyLatePosts({
    ...{ platform, posts: openPosts(store, clock.now), wording: englishWording, log: silentLog() },
  });
  const ben = { ...ann, userId: 'U2' };
  const [annId] = await store.transaction(async (trx) => [
    await ensurePerson(trx, ann, clock.now()),
    await ensurePerson(trx, ben, clock.now()),
  ]);
  await posts.add(ann, spot);
  // Whatever was posted up to that moment is emptied by whoever erases, and what comes later when it is there.
  expect((await store.maintenance.forget(annId ?? '')).posts).toEqual([
    expect.objectContaining({ ...ann, ...spot }),
  ]);
  expect(emptied).toEqual([]);
  const summary = { channelId: 'C1', messageId: '1.3', answerId: null, isShared: true };
  for (const person of [ann, ben]) await posts.add(person, summary);
  expect(emptied).toEqual([{ channelId: 'C1', messageId: '1.3', userId: 'U1', shared: true }]);
  expect(await posts.of(ben)).toEqual([summary]);
});
