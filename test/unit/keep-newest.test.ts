import { expect, it } from 'vitest';
import { keepNewest } from '../../src/keep-newest.ts';

it('the oldest entries go first, and only as many as are too many', () => {
  const map = new Map([1, 2, 3, 4].map((key) => [key, key]));
  keepNewest(map, 2);
  expect([...map.keys()]).toEqual([3, 4]);
  const set = new Set(['a', 'b']);
  keepNewest(set, 5);
  expect([...set]).toEqual(['a', 'b']);
});
