import { expect, it } from 'vitest';
import { isPart, joinPart } from '../../src/pipeline/interview/join-part.ts';

const answer = 'We had an outage. It was kind of bad. I rolled it back, so it ended.';
const joined = (fix: Parameters<typeof joinPart>[2]['fix'], part: string) =>
  joinPart(answer, part, { fix, before: null });

it('puts a part in the place of the sentence that it mends', () => {
  expect(joined({ kind: 'vague', evidence: { quote: 'kind of bad' } }, 'Nobody could pay for an hour')).toBe(
    'We had an outage. Nobody could pay for an hour. I rolled it back, so it ended.',
  );
});

it('puts a setting first, a reason after its claim, and an end last', () => {
  expect(joined({ kind: 'setting' }, 'In May I was on call')).toBe(`In May I was on call. ${answer}`);
  expect(joined({ kind: 'reason', evidence: { quote: 'We had an outage.' } }, 'A node was full')).toBe(
    'We had an outage. A node was full. It was kind of bad. I rolled it back, so it ended.',
  );
  expect(joined({ kind: 'result' }, 'It took an hour.')).toBe(`${answer} It took an hour.`);
});

it('finds a quote that was cut short, and adds the part at the end where there is none', () => {
  expect(joined({ kind: 'wrong', evidence: { quote: 'I rolled it…' } }, 'I fixed it.')).toBe(
    'We had an outage. It was kind of bad. I fixed it.',
  );
  expect(joined({ kind: 'wrong', evidence: { quote: 'never said' } }, 'I fixed it.')).toBe(
    `${answer} I fixed it.`,
  );
});

it('leaves what concerns the whole answer to a second try at all of it', () => {
  expect(isPart({ kind: 'result' })).toBe(true);
  for (const kind of ['begin', 'longer', 'pace', 'polish', 'language'] as const)
    expect(isPart({ kind })).toBe(false);
});
