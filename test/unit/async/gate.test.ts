import { expect, it } from 'vitest';
import { createGate, type GateLimits } from '../../../src/async/gate.ts';

const limits: GateLimits = {
  ...{ atOnce: 2, atOnceOfOne: 2, mostOfOne: 10, most: 20 },
  full: () => new Error('full'),
};

/** Pieces of work that end when they are told to; `begun` names those that were begun, in order. */
function pieces(given: Partial<GateLimits> = {}) {
  const gate = createGate({ ...limits, ...given });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    async begin(owner: string, name: string, signal?: AbortSignal) {
      const work = () => {
        begun.push(name);
        return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
      };
      return await gate.run(owner, work, signal);
    },
    async end(name: string) {
      ends.get(name)?.();
      await new Promise(setImmediate);
    },
  };
}

it('no more pieces run at once than allowed, and the rest follow', async () => {
  const { begin, end, begun } = pieces();
  const all = ['1', '2', '3', '4'].map((name) => begin('Alice', name));
  await new Promise(setImmediate);
  expect(begun).toEqual(['1', '2']);
  for (const name of ['1', '2', '3', '4']) await end(name);
  expect(await Promise.all(all)).toEqual(['1', '2', '3', '4']);
});

it('somebody with many pieces does not keep others waiting', async () => {
  const { begin, end, begun } = pieces({ atOnceOfOne: 1 });
  const all = ['a1', 'a2', 'a3'].map((name) => begin('Alice', name));
  all.push(begin('Bob', 'b1'));
  await new Promise(setImmediate);
  expect(begun).toEqual(['a1', 'b1']);
  await end('a1');
  all.push(begin('Cora', 'c1'));
  await end('b1');
  expect(begun).toEqual(['a1', 'b1', 'a2', 'c1']);
  for (const name of ['a2', 'c1', 'a3']) await end(name);
  await Promise.all(all);
});

it('too many pieces of one owner, or of all, are refused at once, and there is room again afterwards', async () => {
  const { begin, end } = pieces({ atOnce: 1, mostOfOne: 2, most: 3 });
  const all = [begin('Alice', 'a1'), begin('Alice', 'a2')];
  await expect(begin('Alice', 'a3')).rejects.toThrow('full');
  all.push(begin('Bob', 'b1'));
  await expect(begin('Cora', 'c1')).rejects.toThrow('full');
  await end('a1');
  all.push(begin('Cora', 'c2'));
  for (const name of ['a2', 'b1', 'c2']) await end(name);
  await Promise.all(all);
});

it('a piece that waits is given up on an abort, never runs, and leaves its place', async () => {
  const { begin, end, begun } = pieces({ atOnce: 1, most: 2 });
  const stop = new AbortController();
  const first = begin('Alice', 'a1');
  const second = begin('Alice', 'a2', stop.signal);
  stop.abort(new Error('The person left.'));
  await expect(second).rejects.toThrow('The person left.');
  const third = begin('Bob', 'b1');
  await end('a1');
  await end('b1');
  await Promise.all([first, third]);
  expect(begun).toEqual(['a1', 'b1']);
});

it('a piece that fails makes room too', async () => {
  const gate = createGate({ ...limits, atOnce: 1 });
  await expect(gate.run('Alice', () => Promise.reject(new Error('bad')))).rejects.toThrow('bad');
  expect(await gate.run('Alice', async () => 'done')).toBe('done');
});
