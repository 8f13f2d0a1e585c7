import { expect, it } from 'vitest';
import { createSerialQueue, createSerialQueues } from '../../../src/async/serial-queue.ts';

it('work runs in the order it was asked for, never two pieces at once, faults included', async () => {
  const inTurn = createSerialQueue();
  const events: string[] = [];
  const gates = ['a', 'b', 'c'].map((name) => ({ name, ...Promise.withResolvers<void>() }));
  const work = gates.map(({ name, promise }) =>
    inTurn.run(async () => {
      events.push(`${name} begins`);
      await promise;
      events.push(`${name} ends`);
      if (name === 'b') throw new Error('b is broken');
      return name;
    }),
  );
  for (const gate of gates.toReversed()) gate.resolve();
  const results = await Promise.allSettled(work);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

it('a caller that stops waiting is released at once, and its piece never runs', async () => {
  const inTurn = createSerialQueue();
  const first = Promise.withResolvers<string>();
  const running = inTurn.run(() => first.promise);
  const stop = new AbortController();
  let ran = false;
  const waiting = inTurn.run(async () => {
    ran = true;
  }, stop.signal);
  const third = inTurn.run(async () => 'third');
  stop.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  first.resolve('first');
  expect(await Promise.all([running, third])).toEqual(['first', 'third']);
  expect(ran).toBe(false);
});

it('queues by key run in parallel, each in its own order', async () => {
  const queues = createSerialQueues();
  const gate = Promise.withResolvers<void>();
  const events: string[] = [];
  const slow = queues.run('a', async () => {
    await gate.promise;
    events.push('a1');
  });
  const next = queues.run('a', async () => void events.push('a2'));
  await queues.run('b', async () => void events.push('b1'));
  gate.resolve();
  await Promise.all([slow, next, queues.idle()]);
  expect(events).toEqual(['b1', 'a1', 'a2']);
});
