import { expect, it } from 'vitest';
import type { StageEvent } from '../../src/domain.ts';
import { stageNotices } from '../../src/pipeline/interview/stage-notices.ts';
import { createNotices, type Json } from '../../src/store/notices.ts';

it('tells everybody who listens to a topic, until they stop', () => {
  const notices = createNotices();
  const heard: Json[] = [];
  const stop = notices.subscribe('stages', (payload) => heard.push(payload));
  notices.publish('stages', 1);
  notices.publish('another', 2);
  stop();
  notices.publish('stages', 3);
  expect(heard).toEqual([1]);
});

it('passes stages on, and leaves out what another version of the program may have meant', async () => {
  const notices = createNotices();
  const stages = stageNotices(notices);
  const stop = new AbortController();
  const events = stages.listen(stop.signal);
  const event: StageEvent = { answerId: 'a', sessionId: 's', tenant: 'discord:1', stage: 'scoring' };
  for (const strange of [null, { ...event, stage: 'pondering' }, { ...event, tenant: 'nowhere' }])
    notices.publish('stages', strange);
  stages.send(event);
  for await (const heard of events) {
    expect(heard).toEqual(event);
    stop.abort();
  }
});
