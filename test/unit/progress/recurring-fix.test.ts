import { expect, it } from 'vitest';
import { recurringFixOf, remarkKey } from '../../../src/pipeline/progress/recurring-fix.ts';

it('knows a remark again whatever words of the person it quotes, and whatever times and numbers it names', () => {
  const slow = (words: number) => `You spoke at ${words} words a minute, which is fast. Stop for a breath.`;
  expect(remarkKey(slow(190))).toBe(remarkKey(slow(204)));
  expect(remarkKey('“I guess it works” sounds less sure than you are. Say it plainly.')).toBe(
    remarkKey('“it’s maybe "fine" then” sounds less sure than you are. Say it plainly.'),
  );
  expect(remarkKey('Say “why” at 0:41.')).toBe(remarkKey('Say “how” at 12:07.'));
  expect(remarkKey('Say why.')).not.toBe(remarkKey('Say how.'));
});

it('gives the remark that came up most, in its newest wording, and nothing that came up once', () => {
  expect(recurringFixOf([])).toBeNull();
  expect(recurringFixOf(['Say why.', 'Say how.'])).toBeNull();
  expect(
    recurringFixOf([
      '“now” is vague. Put a number on it.',
      'Say why.',
      '“soon” is vague. Put a number on it.',
    ]),
  ).toEqual({ text: '“now” is vague. Put a number on it.', times: 2 });
  expect(recurringFixOf(['Say how.', 'Say why.', 'Say why.', 'Say how.'])).toEqual({
    text: 'Say how.',
    times: 2,
  });
});
