import { expect, it } from 'vitest';
import { packJson, unpackJson } from '../../../src/store/packed-json.ts';

const finding = {
  code: 'covered',
  dimension: 'technical',
  about: 'hash-to-bucket',
  values: {
    statement:
      'A hash function turns the key into the place of its bucket, so no other entry has to be looked at.',
  },
};
/** As the first dictionary packed it. */
const packed =
  '~1I6Mtm5FYnKFbkq+bVJqcnYp7oZYjaKtihkJaaR7kHGfIQCF02zZk9SF4WRRovzKoUgCdYQwxEtwaz8uHNr5T80BHTUHPtUkC1SKQ3c7gJSMA';

it('reads what was packed before, so the dictionary never changes', () => {
  expect(unpackJson(packed)).toEqual(finding);
});

it('packs what is long, leaves what is short, and reads both, and what was never packed', () => {
  const long = { said: 'Ich würde zuerst messen, 然后加一个索引 🙂. '.repeat(50), findings: [finding] };
  expect(packJson(long).length).toBeLessThan(JSON.stringify(long).length / 2);
  expect(unpackJson(packJson(long))).toEqual(long);
  expect(packJson({ text: 'short' })).toBe('{"text":"short"}');
  expect(unpackJson(JSON.stringify(long))).toEqual(long);
});
