import { expect, it } from 'vitest';
import { oneAtATime } from '../../../src/models/one-at-a-time.ts';

it('work runs in the order it was asked for, never two pieces at once, faults included', async () => {
  const inTurn = oneAtATime();
  const events: string[] = [];
  const gates = ['a', 'b', 'c'].map((name) => ({ name, ...Promise.withResolvers<void>() }));
  const work = gates.map(({ name, promise }) =>
    inTurn(async () => {
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

it('who stops waiting is let go at once, and never runs', async () => {
  const inTurn = oneAtATime();
  const first = Promise.withResolvers<string>();
  const running = inTurn(() => first.promise);
  const stop = new AbortController();
  let ran = false;
  const waiting = inTurn(async () => {
    ran = true;
  }, stop.signal);
  const third = inTurn(async () => 'third');
  stop.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  first.resolve('first');
  expect(await Promise.all([running, third])).toEqual(['first', 'third']);
  expect(ran).toBe(false);
});
