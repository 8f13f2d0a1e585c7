import { describe, expect, test } from 'vitest';
import {
  type Evaluation,
  type Finding,
  type FindingCode,
  type Fix,
  findingCodes,
  fixKinds,
  substances,
} from '../../src/domain.ts';
import { wordFeedback, wordFinding, wordFix, wordPoints } from '../../src/wording/feedback.ts';
import { englishWording } from '../../src/wording/wording.ts';

const values = {
  statement: 'An index makes writes slower.',
  ask: 'What does it cost?',
  cue: 'because',
  word: 'stuff',
  said: 'There is many',
  better: 'there are many',
  band: 'very-fast',
  terms: ['WAL', 'SST', 'CRC'],
  examples: ['maybe', 'I guess'],
  wordsPerMinute: 204,
  perMinute: 3.5,
  count: 1,
  long: 1,
  words: 40,
  fewest: 12,
  percent: 60,
  text: 'As it was.',
  summary: 'As it stood.',
};
const evidence = { quote: 'it keeps the keys in a tree', startMs: 41_000, endMs: 43_500 };
const verdicts: readonly FindingCode[] = ['covered', 'partial', 'missed', 'contradicted'];
const cases = ['story', 'argument', 'point', 'first', 'back', 'follow-up', 'situation', 'task', 'we', 'fast'];

/** A sentence that a person may read: no placeholder, no name of ours, nothing twice. */
function expectSentence(text: string) {
  expect(text).toMatch(/^[“A-Z0-9…]/);
  expect(text).not.toMatch(/[{}]|none|undefined|NaN|\s{2}|\.\.|\s[.,;:]/);
}

describe('every finding', () => {
  test.each(findingCodes.filter((code) => !verdicts.includes(code)))('%s has its words', (code) => {
    for (const way of [0, 1, 2])
      expectSentence(wordFinding(englishWording, { code, dimension: 'clarity', values, evidence }, way));
  });

  test('of a story or an argument has a name, and says what to do where it is missing', () => {
    for (const about of [
      'situation',
      'task',
      'action',
      'result',
      'claim',
      'reason',
      'trade-off',
      'example-or-trade-off',
      'example-or-number',
    ]) {
      const [point] = wordPoints(englishWording, [{ code: 'missed', dimension: 'structure', about }]);
      expect(point?.label).toBe(about.replaceAll('-or-', ' or '));
      expectSentence(point?.note ?? '');
    }
  });

  test('tells one from many', () => {
    const fillers = (count: number): Finding => ({
      code: 'fillers',
      dimension: 'delivery',
      values: { count, perMinute: 1 },
    });
    expect(wordFinding(englishWording, fillers(1))).toContain('At least 1 filler,');
    expect(wordFinding(englishWording, fillers(2))).toContain('At least 2 fillers,');
  });
});

describe('every fix', () => {
  test.each(fixKinds)('%s reads well with and without what it may quote or name', (kind) => {
    const { statement, ask, ...others } = values;
    const variants: Fix[] = cases.flatMap((which) => [
      { kind, values: { ...others, statement, case: which, weight: 'must', opening: 'echo' }, evidence },
      { kind, values: { ...others, statement, case: which, weight: 'should', opening: 'other' } },
      // What only the person can tell is asked for.
      ...(kind === 'missed' || kind === 'partial' ? [{ kind, values: { ...others, ask }, evidence }] : []),
    ]);
    // Of these nothing is said without the words that they are about.
    const isAboutWords = ({ values: { case: which } = {} }: Fix) =>
      which === 'we' || ['number', 'long', 'vague', 'hedges', 'doubt', 'partial'].includes(kind);
    for (const fix of variants)
      for (const way of [0, 1, 2])
        if (fix.evidence || !isAboutWords(fix)) expectSentence(wordFix(englishWording, fix, way));
  });

  test('puts the time of a quote beside it', () => {
    expect(wordFix(englishWording, { kind: 'long', evidence })).toContain(
      '“it keeps the keys in a tree” (0:41)',
    );
  });
});

test('every summary is two sentences', () => {
  const none = { score: null, scorer: 'none', confidence: 'low', findings: [] } as const;
  const judged = { technical: none, structure: none, clarity: none, grammar: none, delivery: none };
  for (const substance of substances)
    for (const kind of fixKinds.filter((one) => one !== 'legacy'))
      for (const overall of [null, 91]) {
        const evaluation = {
          id: 'one',
          overall,
          band: overall === null ? null : 'strong',
          confidence: 'low',
          dimensions: judged as unknown as Evaluation['dimensions'],
          measures: { words: 1, sentences: 1, fillers: null, hedges: null, repetitions: 0 },
          feedback: { substance, strength: null, fix: { kind }, points: { made: 1, of: 3 }, way: 1 },
          followUp: { text: null, source: 'template', aimedAt: 'done', ask: 0, lead: 0 },
          degraded: [],
        } satisfies Evaluation;
        const { summary, strength } = wordFeedback(englishWording, evaluation);
        expect(strength).toBeNull();
        expectSentence(summary);
        expect(summary.match(/[.!?](?:\s|$)/g)).toHaveLength(2);
      }
});
