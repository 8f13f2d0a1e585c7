import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeGrammar, warmGrammar } from '../../../src/pipeline/scoring/grammar/checker.ts';
import { scoreGrammar } from '../../../src/pipeline/scoring/grammar/score-grammar.ts';
import { wordFinding } from '../../../src/wording/feedback.ts';
import { englishWording } from '../../../src/wording/wording.ts';
import { answerOf, spokenAnswer } from './answer-of.ts';
import { cleanTechnicalAnswers } from './clean-technical-text.ts';

beforeAll(async () => void (await warmGrammar()));
afterAll(closeGrammar);

/** Fills an answer up to the length from which it is judged. */
const rest = ' We keep it that way in our team because it works well for everyone here.';
const notesOf = async (text: string, harper: boolean) =>
  (await scoreGrammar(answerOf(text + rest), { harper })).findings.map((slip) =>
    wordFinding(englishWording, slip),
  );

describe.each([
  ['with the checker', true],
  ['by our own rules', false],
])('%s', (_, harper) => {
  test.each([
    ['There is many servers in the cluster.', 'there are many'],
    ['I am agree with that.', 'I agree'],
    ['Every request have a header.', 'Every request has'],
    ['The lookups is fast.', 'lookups are'],
    ['It depends of the case.', 'depends on'],
    ['I work on it since three years.', 'for three years'],
    ["He didn't went there.", "didn't go"],
    ['We could of used a cache.', 'could have'],
    ['It is more faster than that.', 'faster'],
    ['The the cache is full.', 'the'],
  ])('%s', async (text, better) => {
    const notes = await notesOf(text, harper);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.toLowerCase()).toContain(better.toLowerCase());
  });

  test('nine hundred clean technical words raise at most one false alarm in two hundred', async () => {
    const words = cleanTechnicalAnswers.join(' ').split(/\s+/).length;
    let alarms = 0;
    for (const text of cleanTechnicalAnswers) {
      alarms += (await scoreGrammar(answerOf(text), { harper })).findings.length;
      const heard = { ...answerOf(text.toLowerCase().replace(/[.,:?]/g, '')), recognised: true };
      alarms += (await scoreGrammar(heard, { harper })).findings.length;
    }
    expect(words).toBeGreaterThanOrEqual(600);
    expect(alarms / (2 * words)).toBeLessThanOrEqual(1 / 200);
  });
});

test('the checker adds what needs agreement across a sentence', async () => {
  expect(await notesOf('We was using a cache.', true)).toEqual(['“was” → “were”']);
  expect(await notesOf('He explain the problem.', true)).toEqual(['“explain” → “explains”']);
});

test('spelling, case, punctuation and dialect are nobody’s fault', async () => {
  const text =
    "we wuz gonna use teh cache cos it ain't hard y'all and i reckon the colour of the data centre don't matter none so innit fine";
  const { findings } = await scoreGrammar({ ...answerOf(text), recognised: true }, { harper: true });
  expect(findings.map(({ values }) => values?.said).join()).not.toMatch(
    /wuz|teh|gonna|ain't|y'all|colour|centre|innit/,
  );
});

test('what a recogniser cannot hear is not held against the speaker', async () => {
  const text = `We could of used a index and it's own cache.${rest}`;
  const heard = await scoreGrammar(spokenAnswer([[text, 0, 12_000]]), { harper: true });
  expect(heard.findings).toEqual([]);
  expect((await scoreGrammar(answerOf(text), { harper: true })).findings.length).toBeGreaterThan(0);
});

test('fillers and repeats are taken out first, and the time is that of the words', async () => {
  const answer = spokenAnswer([
    ['We moved the service to a new queue last year and it went well.', 0, 6000],
    ['Every um request uh have have a header that we check.', 7000, 12_000],
  ]);
  const { findings } = await scoreGrammar(answer, { harper: true });
  for (const { evidence } of findings) expect(evidence?.startMs).toBeGreaterThanOrEqual(7000);
});

test('three remarks are enough, each with the words and what is usually said', async () => {
  const many =
    'I am agree. There is many servers. It depends of the case. The lookups is fast. Every request have a header.';
  const { findings, score } = await scoreGrammar(answerOf(many), { harper: false });
  expect(findings).toHaveLength(3);
  for (const slip of findings) {
    expect(many).toContain(slip.evidence?.quote);
    expect(wordFinding(englishWording, slip)).toMatch(/“.+” → “.+”/);
  }
  expect(score).toBe(35);
});

test('what is no English prose is not judged', async () => {
  expect(await scoreGrammar(answerOf('Too short.'), { harper: false })).toMatchObject({ score: null });
  expect(
    await scoreGrammar(
      answerOf('Ein Index hilft der Datenbank, weil sie nicht alles lesen muss, sondern nur wenig.', {
        language: 'de',
      }),
      { harper: false },
    ),
  ).toMatchObject({
    score: null,
    reason: { code: 'english-only' },
  });
  expect(
    await scoreGrammar(
      answerOf(
        'hash, bucket, key, constant, lookup, collision, load factor, rehash, equality, array, index, slot',
      ),
      { harper: false },
    ),
  ).toMatchObject({ score: null });
});

test('an aborted check ends at once, and a closed checker starts again', async () => {
  const text = cleanTechnicalAnswers[0] ?? '';
  await expect(scoreGrammar(answerOf(text), { signal: AbortSignal.abort(), harper: true })).rejects.toThrow();
  await closeGrammar();
  expect(await warmGrammar()).toBe(true);
  expect(await scoreGrammar(answerOf(text), { harper: true })).toMatchObject({
    scorer: 'harper+rules',
    score: 100,
  });
});

test('grammar that a variety of English has is not remarked on', async () => {
  const texts = [
    "It don't need to read the whole table, and they be waiting on it all day, so we was done by ten. That is a index for you.",
    "The cache ain't got nothing in it, he done told me, and them logs don't show no error neither when the pool is full.",
    'Index is like register of book only, no need to scan whole table, so read will be fast and write will be little slow.',
    'Cache is there so database no need to work so hard lah, then the page can load fast, can or not also depend on traffic.',
  ];
  for (const text of texts) {
    const { score } = await scoreGrammar(answerOf(text), { harper: true });
    expect(score, text).toBeGreaterThanOrEqual(96);
  }
});
