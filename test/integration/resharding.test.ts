import { describe, expect, it } from 'vitest';
import type { Delivery, Place } from '../../src/domain.ts';
import { deliveryQueues } from '../../src/pipeline/interview/enqueue-delivery.ts';
import { noteShardCount } from '../../src/pipeline/shards.ts';
import { engines, storeOn } from '../support/engines.ts';
import { cookingStart, runningInterview } from '../support/interviews.ts';

/** A server of the second of two shards. */
const tenant = `discord:${1 << 22}` as const;
const place: Place = { tenant, platform: 'discord', channelId: 'room' };
const ann = { tenant, userId: 'ann' };

describe.each(engines)('once there is another number of shards, on %s', (engine) => {
  it('shows again what a stop left half shown, as a further try, and before what came later', async () => {
    const { interview, store } = runningInterview({ store: await storeOn(engine) }, { works: false });
    const { id } = await interview.start(cookingStart('ann', { place }));
    const stop = new AbortController();
    for await (const delivery of interview.deliveries('discord', stop.signal, { ids: [0], count: 1 })) {
      expect(delivery).toMatchObject({ attempt: 1, body: { type: 'question' } });
      break;
    }

    await noteShardCount(store, 2);
    // An unusual queue is opened by whoever asks it for work.
    const later = { ids: [0, 1], count: 2 };
    await store.queue.claim(deliveryQueues('discord', later), 'nobody', 1_000);
    await interview.pause(ann, id);
    const shown: Delivery[] = [];
    for await (const delivery of interview.deliveries('discord', stop.signal, later)) {
      shown.push(delivery);
      await interview.delivered(delivery, `post-${delivery.id}`);
      if (shown.length === 2) break;
    }
    stop.abort();
    expect(shown.map(({ attempt, body: { type } }) => [type, attempt])).toEqual([
      ['question', 2],
      ['notice', 1],
    ]);
  });
});
