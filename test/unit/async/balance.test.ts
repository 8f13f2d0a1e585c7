import { describe, expect, it, onTestFinished } from 'vitest';
import { type BalanceOptions, createBalance, NobodyLeft } from '../../../src/async/balance.ts';
import { standingClock, until } from '../../support/temporary.ts';

class Failed extends Error {}
class Refused extends Error {}

function balanceOf(names: string[], more: Partial<BalanceOptions<string>> = {}) {
  const balance = createBalance<string>({
    members: names,
    isFailure: (error) => error instanceof Failed,
    isRefusal: (error) => error instanceof Refused,
    probe: () => Promise.reject(new Error('still down')),
    probing: { firstMs: 1, longestMs: 4 },
    ...more,
  });
  onTestFinished(() => balance.close());
  return balance;
}
const name = async (member: string) => member;

describe('several that can do the same work', () => {
  it('get as much each while nothing is known of them', async () => {
    const balance = balanceOf(['one', 'two', 'three']);
    const held = Promise.withResolvers<void>();
    const begun: string[] = [];
    const runs = [1, 2, 3].map(() =>
      balance.run(async (member) => {
        begun.push(member);
        await held.promise;
      }),
    );
    expect(begun.toSorted()).toEqual(['one', 'three', 'two']);
    held.resolve();
    await Promise.all(runs);
  });

  it('get work by how long they take and how much they have', async () => {
    const clock = standingClock();
    const balance = balanceOf(['slow', 'quick'], { now: () => clock.now().getTime() });
    for (const _ of [1, 2])
      await balance.run(async (member) => void clock.advance(member === 'slow' ? 900 : 100));
    const held = Promise.withResolvers<void>();
    const begun: string[] = [];
    const runs = Array.from({ length: 10 }, () =>
      balance.run(async (member) => {
        begun.push(member);
        await held.promise;
      }),
    );
    expect(begun.filter((member) => member === 'slow')).toHaveLength(1);
    held.resolve();
    await Promise.all(runs);
  });

  it('do not wait for one that has been at work for longer than usual', async () => {
    const clock = standingClock();
    const balance = balanceOf(['one', 'two'], { now: () => clock.now().getTime() });
    const held = Promise.withResolvers<void>();
    const stuck = balance.run(() => held.promise);
    clock.advance(60_000);
    for (const _ of [1, 2, 3]) expect(await balance.run(name)).toBe('two');
    held.resolve();
    await stuck;
  });

  it('take over from one that fails, which gets no more work', async () => {
    const failures: number[] = [];
    const balance = balanceOf(['bad', 'good'], { onFailure: (position) => failures.push(position) });
    const work = async (member: string) => {
      if (member === 'bad') throw new Failed('no');
      return member;
    };
    for (const _ of [1, 2, 3]) expect(await balance.run(work)).toBe('good');
    expect(failures).toEqual([0]);
    expect(balance.isAside()).toEqual([true, false]);
  });

  it('get work again once a probe succeeds', async () => {
    let probes = 0;
    const balance = balanceOf(['one'], {
      probe: async () => {
        probes += 1;
        if (probes < 3) throw new Error('still down');
      },
    });
    await expect(balance.run(() => Promise.reject(new Failed('no')))).rejects.toThrow(Failed);
    await expect(balance.run(name)).rejects.toThrow(NobodyLeft);
    await until(() => balance.isAside().every((isAside) => !isAside));
    expect(probes).toBe(3);
    expect(await balance.run(name)).toBe('one');
  });

  it('are asked in turn when one refuses, and stay', async () => {
    const balance = balanceOf(['picky', 'good']);
    const work = async (member: string) => {
      if (member === 'picky') throw new Refused('not this');
      return member;
    };
    expect(await balance.run(work)).toBe('good');
    expect(balance.isAside()).toEqual([false, false]);
  });

  it('are not asked again when the work itself is the problem', async () => {
    const asked: string[] = [];
    const balance = balanceOf(['one', 'two']);
    const work = async (member: string) => {
      asked.push(member);
      throw new RangeError('the caller is wrong');
    };
    await expect(balance.run(work)).rejects.toThrow(RangeError);
    expect(asked).toEqual(['one']);
  });

  it('reject with the last failure when each has failed', async () => {
    const balance = balanceOf(['one', 'two']);
    await expect(balance.run((member) => Promise.reject(new Failed(member)))).rejects.toThrow('two');
  });
});
