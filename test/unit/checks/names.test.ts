import { describe, expect, test } from 'vitest';
import { namesWithTwoMeanings } from '../../../scripts/check-names.ts';

const check = (files: Record<string, string>) =>
  Object.fromEntries(namesWithTwoMeanings(new Map(Object.entries(files))));

describe('one exported name means one thing', () => {
  test('a name that two files define is found with its places', () => {
    expect(
      check({
        'src/one.ts': 'export const span = 1; export type Span = string;',
        'src/two.ts': 'export function span() {}',
      }),
    ).toEqual({ span: ['src/one.ts', 'src/two.ts'] });
  });

  test('a name that is only passed on, or kept inside a file, is not defined there', () => {
    expect(
      check({
        'src/one.ts': 'export const span = 1;',
        'src/two.ts': "export { span } from './one.ts';",
        'src/three.ts': 'const span = 2; console.log(span);',
      }),
    ).toEqual({});
  });

  test('twin files of two platforms, or of two engines, do the same job', () => {
    expect(
      check({
        'src/bots/slack/cards.ts': 'export const cards = 1;',
        'src/bots/discord/cards.ts': 'export const cards = 1;',
        'src/store/sqlite/open.ts': 'export const open = 1;',
        'src/store/postgres/open.ts': 'export const open = 1;',
      }),
    ).toEqual({});
    expect(
      check({
        'src/bots/slack/cards.ts': 'export const cards = 1;',
        'src/bots/discord/posts.ts': 'export const cards = 1;',
      }),
    ).toEqual({ cards: ['src/bots/slack/cards.ts', 'src/bots/discord/posts.ts'] });
  });
});
