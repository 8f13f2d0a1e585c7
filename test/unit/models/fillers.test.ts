import { expect, it } from 'vitest';
import { withFillers } from '../../../src/models/transcribe/fillers.ts';

const heard = (text: string) => ({ text, words: text.split(' ').map((word) => ({ text: word })) });

it.each([
  [
    'So the project was a migration.',
    'So, um, the project was, uh, on migration.',
    'So um, the project was uh, a migration.',
  ],
  ['I wrote it.', 'Um, I wrote it.', 'Um, I wrote it.'],
  ['in the end we moved', 'in the end, um, we mooved', 'in the end um, we moved'],
  ['the cache is cold um', 'the cash is cold um', 'the cache is cold um'],
  ['a key a value', 'a quay, uh, a value', 'a key uh, a value'],
  ['nothing is missing', 'nothing is missing', 'nothing is missing'],
])('fillers are put back where they were heard: %s', (plain, prompted, expected) => {
  expect(withFillers(heard(plain), heard(prompted)).text).toBe(expected);
});
