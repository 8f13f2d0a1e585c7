import { expect, it } from 'vitest';
import { backoffMs, retry } from '../../../src/async/retry.ts';

const soon = { firstMs: 1, longestMs: 2 };

it('work with a passing failure is tried again, and told which try it is', async () => {
  const tries: number[] = [];
  const done = await retry(
    async (attempt) => {
      tries.push(attempt);
      if (attempt < 3) throw new Error('busy');
      return 'done';
    },
    { ...soon, tries: 5 },
  );
  expect([done, tries]).toEqual(['done', [1, 2, 3]]);
});

it('the last error is thrown when no try works', async () => {
  let tries = 0;
  const work = async () => {
    tries++;
    throw new Error(`failure ${tries}`);
  };
  await expect(retry(work, { ...soon, tries: 3 })).rejects.toThrow('failure 3');
});

it('what no further try can change is thrown at once', async () => {
  let tries = 0;
  const work = async () => {
    tries++;
    throw new Error('refused');
  };
  await expect(retry(work, { ...soon, tries: 3, isPassing: () => false })).rejects.toThrow('refused');
  expect(tries).toBe(1);
});

it('a delay that an error asks for replaces the backoff', async () => {
  const asked: unknown[] = [];
  const work = async (attempt: number) => {
    if (attempt === 1) throw new Error('wait');
    return attempt;
  };
  const delayOf = (error: unknown) => {
    asked.push(error);
    return 1;
  };
  expect(await retry(work, { firstMs: 600_000, longestMs: 600_000, tries: 2, delayOf })).toBe(2);
  expect(asked).toHaveLength(1);
});

it('an abort ends the waiting with its reason, and nothing is tried after it', async () => {
  const stop = new AbortController();
  const failed = Promise.withResolvers<void>();
  let tries = 0;
  const trying = retry(
    async () => {
      tries++;
      failed.resolve();
      throw new Error('busy');
    },
    { firstMs: 600_000, longestMs: 600_000, tries: 3, signal: stop.signal },
  );
  await failed.promise;
  stop.abort(new Error('closing'));
  await expect(trying).rejects.toThrow('closing');
  expect(tries).toBe(1);
});

it('delays double up to the longest', () => {
  expect(
    [1, 2, 3, 4, 5].map((failures) => backoffMs(failures, { firstMs: 2_000, longestMs: 10_000 })),
  ).toEqual([2_000, 4_000, 8_000, 10_000, 10_000]);
});
