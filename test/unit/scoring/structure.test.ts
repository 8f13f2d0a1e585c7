import { describe, expect, test } from 'vitest';
import { openBank } from '../../../src/pipeline/questions/bank.ts';
import { scoreStructure } from '../../../src/pipeline/scoring/structure/score-structure.ts';
import { wordFinding } from '../../../src/wording/feedback.ts';
import { englishWording } from '../../../src/wording/wording.ts';
import { answerOf, spokenAnswer } from './answer-of.ts';

const verdicts = (
  text: string,
  kind: 'behavioural' | 'technical' | 'design' = 'behavioural',
  language = 'en',
) =>
  Object.fromEntries(
    scoreStructure(answerOf(text, { kind, language }))
      .findings.filter(({ code }) => /^(?:covered|partial|missed)$/.test(code))
      .map(({ about, code }) => [about, code]),
  );

const whole =
  'At my last job our checkout service failed under load. I had to find the cause before the sale. I looked at the traces, raised the limit of the pool and wrote a dashboard. As a result the error rate dropped from four percent to almost nothing.';

describe('a story', () => {
  test('with all four parts scores full, each with its words', () => {
    const { score, findings, scorer } = scoreStructure(answerOf(whole, { kind: 'behavioural' }));
    expect(score).toBe(100);
    expect(scorer).toBe('star rules');
    expect(
      findings.map(({ about, code, evidence }) => [about, code, evidence?.quote?.split(' ')[0]]),
    ).toEqual([
      ['situation', 'covered', 'At'],
      ['task', 'covered', 'I'],
      ['action', 'covered', 'I'],
      ['result', 'covered', 'As'],
    ]);
  });

  test('without its end misses the result', () => {
    const { score, findings } = scoreStructure(
      answerOf(whole.slice(0, whole.indexOf('As a result')), { kind: 'behavioural' }),
    );
    expect(score).toBe(70);
    const missing = findings.at(-1);
    expect(missing).toEqual({ code: 'missed', dimension: 'structure', about: 'result' });
    expect(missing && wordFinding(englishWording, missing)).toContain('number');
  });

  test.each([
    'After about three months her changes went through with two comments.',
    'They came back with two or three comments instead of twenty.',
  ])('ends with a result in figures: %s', (end) => {
    const { findings } = scoreStructure(
      answerOf(whole.slice(0, whole.indexOf('As a result')) + end, { kind: 'behavioural' }),
    );
    expect(findings.find(({ about }) => about === 'result')).toMatchObject({ code: 'covered' });
  });

  test('with a result but no number is covered in part', () => {
    expect(verdicts(whole.replace('dropped from four percent to almost nothing', 'improved'))).toMatchObject({
      result: 'partial',
    });
  });

  test('in which only "we" act says so', () => {
    const { findings } = scoreStructure(
      answerOf(
        'In our team we had to learn Kubernetes. We read the guide and we migrated the services to it.',
        { kind: 'behavioural' },
      ),
    );
    expect(findings.filter(({ about }) => about === 'action').map(({ code }) => code)).toEqual([
      'partial',
      'we-only',
    ]);
  });

  test('of what somebody would do has no action', () => {
    expect(
      verdicts(
        'I would first read the documentation and then I would ask a colleague. I would build a small project.',
      ),
    ).toMatchObject({ action: 'missed', result: 'missed' });
  });

  test.each([
    [
      'the present',
      'So I am working at this bank, second month, and I get a ticket to clean old rows. I write the delete, I forget the where, I run it, and forty thousand rows are gone. I call my lead right away, I stop the job, we restore from the snapshot in two hours. Since then I always check the count first.',
    ],
    [
      '"you"',
      'So you get paged at three in the morning, checkout is timing out. You open the dashboards, you see the pool is full, so you roll the release back and it recovers within ten minutes. Next day you write the post-mortem; it never happened again.',
    ],
    [
      'the passive',
      'In 2022 a config change of mine was rolled out without a review and the checkout was down for eleven minutes. It was rolled back, a post-mortem was written by me, and a second approval was introduced. The number of such incidents dropped from four a quarter to zero.',
    ],
    [
      'no person at all',
      "Told my lead at once that I'd broken the import, reloaded the good file, and added a format check; 40 orders were hit for one hour.",
    ],
    [
      'labelled bullets',
      'Situation: six reports for the audit by 15 June.\nTask: four people-days missing.\nAction: told the auditor on 2 June; ranked them by what the audit tests, left out two.\nResult: four delivered on the 14th, all accepted.',
    ],
  ])('told in %s is whole', (_, text) => {
    expect(scoreStructure(answerOf(text, { kind: 'behavioural' })).score).toBeGreaterThanOrEqual(75);
  });

  test('that ended badly, with what was learned, has a result', () => {
    expect(
      verdicts(
        'At my last job I led the move to a new queue. I skipped the pilot and switched all teams at once. We lost two days of orders and had to go back. I learned to start with one team, and the second try began with one.',
      ),
    ).toMatchObject({ result: 'covered' });
  });

  test('of traits and maxims alone is none', () => {
    const { score } = scoreStructure(
      answerOf(
        "I'm a team player and I always communicate proactively. Communication is key, and you have to stay flexible. I believe that every failure is a stepping stone to success.",
        { kind: 'behavioural' },
      ),
    );
    expect(score).toBeLessThanOrEqual(20);
  });

  test('that fits another question of the bank is said to be that', () => {
    const review =
      'A backend colleague and I kept clashing over code review: he rejected my pull requests over style. After the third one I asked him for coffee, listened to why it mattered to him, and suggested we let a formatter decide. We put a lint rule into the pipeline, and since then our reviews take half a day rather than three.';
    const about = (id: string) => {
      const question = openBank().byId(id);
      return question && scoreStructure({ ...answerOf(review, { kind: 'behavioural' }), question });
    };
    expect(about('behavioural-junior-tight-deadline')).toMatchObject({
      score: 25,
      reason: { code: 'other-question' },
    });
    expect(about('behavioural-mid-conflict-colleague')?.reason).toBeUndefined();
  });

  test('gives the time of each part when it was spoken', () => {
    const { findings } = scoreStructure(
      spokenAnswer(
        [
          ['At my last job our checkout service failed under load.', 0, 4000],
          ['I looked at the traces and raised the limit of the pool.', 5000, 9000],
          ['In the end the errors dropped to 1 percent.', 10_000, 13_000],
        ],
        { kind: 'behavioural' },
      ),
    );
    expect(findings.find(({ about }) => about === 'action')).toMatchObject({
      evidence: { startMs: 5000, endMs: 9000 },
    });
    expect(findings.find(({ about }) => about === 'result')).toMatchObject({
      evidence: { startMs: 10_000, endMs: 13_000 },
    });
  });

  test.each([
    [
      'de',
      'In meinem letzten Projekt war die Suche zu langsam. Meine Aufgabe war es, das zu ändern. Ich habe die Abfragen gemessen und einen Index angelegt. Dadurch sank die Zeit um 80 Prozent.',
    ],
    [
      'es',
      'En mi último trabajo la búsqueda era muy lenta. Tuve que arreglarla en una semana. Analicé las consultas y añadí un índice. Como resultado el tiempo bajó en un 80 por ciento.',
    ],
    [
      'fr',
      "Dans mon dernier poste, la recherche était trop lente. Je devais la corriger. J'ai mesuré les requêtes et j'ai ajouté un index. Au final le temps a baissé de 80 pour cent.",
    ],
  ])('is read in %s too', (language, text) => {
    expect(verdicts(text, 'behavioural', language)).toEqual({
      situation: 'covered',
      task: 'covered',
      action: 'covered',
      result: 'covered',
    });
  });
});

describe('an argument', () => {
  test('with claim, reason and example scores full', () => {
    expect(
      verdicts(
        'An index makes reads faster, because the database skips most rows. For example, a lookup by email touches four pages.',
        'technical',
      ),
    ).toEqual({ claim: 'covered', reason: 'covered', 'example-or-trade-off': 'covered' });
  });

  test('of a design asks for the trade-off', () => {
    expect(
      verdicts(
        'I would put the sessions into Redis and run three servers behind a load balancer, because they need no disk.',
        'design',
      ),
    ).toMatchObject({ reason: 'covered', 'trade-off': 'missed' });
  });

  test('that only repeats the question claims nothing', () => {
    const question = 'How does a database index speed up a query?';
    const answer = answerOf('A database index does speed up a query, this is how a database index does it.', {
      question,
    });
    expect(scoreStructure(answer).findings[0]).toMatchObject({ about: 'claim', code: 'missed' });
  });

  test('is not seen in a list of terms', () => {
    expect(
      scoreStructure(
        answerOf(
          'hash, bucket, key, constant, lookup, collision, load factor, array, index, table, slot, list',
        ),
      ).score,
    ).toBe(0);
  });
});

test('too few words and languages without lists are not judged, with the reason', () => {
  expect(scoreStructure(answerOf('It is fast.'))).toMatchObject({
    score: null,
    reason: { code: 'few-words', values: { words: 3 } },
  });
  expect(scoreStructure(answerOf(''))).toMatchObject({ score: null });
  expect(
    scoreStructure(
      answerOf('Een index maakt zoeken sneller omdat de database niet de hele tabel hoeft te lezen.', {
        language: 'nl',
      }),
    ),
  ).toMatchObject({ score: null, reason: { code: 'unsupported-language' } });
});

test('the answer to a follow-up of a story is not asked for a whole story', () => {
  const answer = answerOf(
    'Because their reviewers spent half of their week on checks that ours made needless.',
    {
      kind: 'behavioural',
    },
  );
  expect(scoreStructure({ ...answer, followUpDepth: 1 })).toMatchObject({
    score: null,
    reason: { code: 'follow-up' },
  });
});

test('text without marks is judged with low confidence', () => {
  const text = whole.replace(/[.,]/g, '').toLowerCase();
  expect(scoreStructure(answerOf(`${text} ${text}`, { kind: 'behavioural' })).confidence).toBe('low');
});
