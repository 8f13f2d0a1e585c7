import { describe, expect, test } from 'vitest';
import type { Concept, Question } from '../../../src/domain.ts';
import type { EntailmentJudge, Grader } from '../../../src/models/ports.ts';
import { scoreTechnical } from '../../../src/pipeline/scoring/technical/score-technical.ts';
import { answerOf, conceptOf as concept } from './answer-of.ts';

const hashMap = [
  concept('hashing', 'A hash function turns the key into the index of a bucket.'),
  concept('collisions', 'Keys that land in the same bucket are kept in a list or tree there.', {
    aliases: ['chaining'],
    misconceptions: ['Two keys with the same hash overwrite each other.'],
  }),
  concept('cost', 'Lookup takes constant time on average and linear time in the worst case.', {
    aliases: ['O of one'],
  }),
  concept('resize', 'The table grows and rehashes its keys when the load factor gets too high.', {
    weight: 'should',
  }),
];

const full = `A hash function turns the key into a number, and that gives the index of a bucket. If two keys land in the
same bucket, they are kept together in a list or a small tree. So a lookup takes constant time on average, and linear time
in the worst case when everything collides. When the load factor gets too high, the table grows and all keys are rehashed
into the larger one.`;
const half = `A hash function turns the key into the index of a bucket. I have used this a lot in my work with caches and
lists of users, and it was always quick enough for what we wanted to do there.`;

const judge = (text: string, concepts: Concept[] = hashMap, entailment: EntailmentJudge | null = null) => {
  const answer = answerOf(text, { question: 'How does a hash map find a value?' });
  const question: Question = { ...answer.question, concepts };
  return scoreTechnical({ ...answer, question }, { meaning: null, entailment });
};
const scoreOf = async (text: string, concepts?: Concept[]) =>
  (await judge(text, concepts)).dimension.score ?? Number.NaN;

describe('the technical score by concepts', () => {
  test('a full answer is strong and shows the words that earned each point', async () => {
    const { dimension, concepts } = await judge(full);
    expect(dimension.score).toBeGreaterThanOrEqual(80);
    expect(concepts.map(({ verdict }) => verdict)).toEqual(['covered', 'covered', 'covered', 'covered']);
    for (const { evidence } of dimension.findings)
      expect(full.replace(/\s+/g, ' ')).toContain(evidence?.quote?.replace(/…$/, ''));
  });

  test('half an answer lies between a full one and none, and names what is missing', async () => {
    const { dimension, concepts } = await judge(half);
    expect(dimension.score).toBeGreaterThan(15);
    expect(dimension.score).toBeLessThan(60);
    expect(concepts.filter(({ verdict }) => verdict === 'missed').map(({ id }) => id)).toEqual([
      'collisions',
      'cost',
      'resize',
    ]);
  });

  test.each([
    ['nothing', ''],
    ['"fine."', 'fine.'],
    ['the question again', 'How does a hash map find a value? A hash map finds a value.'],
    [
      'a list of terms',
      'hash function key index bucket collision chaining list tree constant time load factor resize rehash',
    ],
    ['five words', 'It uses a hash function.'],
    [
      'a fluent answer to something else',
      `I would plant tomatoes in the spring and water them every morning before the sun is high. They like a warm wall behind
      them. In summer I cut the side shoots so that the plant puts its strength into the fruit, and I pick them when they are red.`,
    ],
  ])('%s stays at or under 20', async (_, text) => {
    expect(await scoreOf(text)).toBeLessThanOrEqual(20);
  });

  test('the right answer denied is worse than half an answer', async () => {
    const denied = `It is not true that ${full.charAt(0).toLowerCase()}${full.slice(1)}`;
    const turned = `A hash function does not turn the key into the index of a bucket. Keys that land in the same bucket are not
    kept in a list or tree there. Lookup does not take constant time on average, nor linear time in the worst case. The table
    does not grow and does not rehash its keys when the load factor gets too high.`;
    expect(await scoreOf(denied)).toBeLessThanOrEqual(40);
    expect(await scoreOf(turned)).toBeLessThanOrEqual(40);
  });

  test('to deny what is wrong is not to be wrong', async () => {
    const { concepts } = await judge(
      `${full} It is not true that two keys with the same hash overwrite each other.`,
    );
    expect(concepts.find(({ id }) => id === 'collisions')?.verdict).toBe('covered');
  });

  test('a known misconception contradicts its concept, with the words that said it', async () => {
    const { dimension, concepts } = await judge(
      `${half} Two keys with the same hash simply overwrite each other.`,
    );
    const wrong = concepts.find(({ id }) => id === 'collisions');
    expect(wrong?.verdict).toBe('contradicted');
    expect(wrong?.quote).toContain('overwrite each other');
    expect(dimension.score).toBeLessThan(await scoreOf(half));
  });

  describe('where words were hard to hear', () => {
    const heard = async (text: string, guessed: string, probability: number, notUnderstoodMs = 0) => {
      const words = text.split(/\s+/).map((word, at) => ({
        ...{ text: word, startMs: at * 300, endMs: at * 300 + 300 },
        probability: word === guessed ? probability : 0.9,
      }));
      const endMs = words.length * 300;
      const transcript = {
        ...{ text, language: 'en', model: 'test', speech: [{ startMs: 0, endMs }], durationMs: endMs },
        segments: [{ startMs: 0, endMs, text, words }],
      };
      const answer = answerOf(text, { question: 'How does a hash map find a value?', transcript });
      const question: Question = { ...answer.question, concepts: hashMap };
      const whole = { ...answer, question, notUnderstoodMs };
      return await scoreTechnical(whole, { meaning: null, entailment: null });
    };
    const unclear = ({ dimension }: Awaited<ReturnType<typeof heard>>) =>
      dimension.findings.flatMap(({ code, about }) => (code === 'unclear' ? [about] : []));
    const missed = ({ concepts }: Awaited<ReturnType<typeof heard>>) =>
      concepts.filter(({ verdict }) => verdict === 'missed').length;
    const verdictOf = ({ concepts }: Awaited<ReturnType<typeof heard>>, wanted: string) =>
      concepts.find(({ id }) => id === wanted)?.verdict;

    test('nobody is told that they said the opposite, and the confidence is low', async () => {
      const text = `${half} Two keys with the same hash simply overwrite each other.`;
      expect(verdictOf(await heard(text, 'overwrite', 0.9), 'collisions')).toBe('contradicted');
      const guessed = await heard(text, 'overwrite', 0.3);
      expect(verdictOf(guessed, 'collisions')).toBe('partial');
      expect(unclear(guessed)).toEqual(['collisions']);
      expect(guessed.dimension.confidence).toBe('low');
    });

    test('a guessed word excuses one missing point', async () => {
      const text = `${half} It takes constant thyme.`;
      const sure = await heard(text, 'thyme.', 0.9);
      const guessed = await heard(text, 'thyme.', 0.3);
      expect(unclear(sure)).toEqual([]);
      expect(unclear(guessed)).toHaveLength(1);
      expect(missed(guessed)).toBe(missed(sure) - 1);
      expect(guessed.dimension.score ?? 0).toBeGreaterThan(sure.dimension.score ?? 0);
    });

    test('as many points may have been made as fit into what was not understood', async () => {
      const none = missed(await heard(half, '', 1));
      expect(missed(await heard(half, '', 1, 1_000))).toBe(none);
      expect(missed(await heard(half, '', 1, 6_000))).toBe(none - 1);
    });
  });

  test('to speak of the same things as a misconception is not to share it', async () => {
    const { concepts } = await judge(
      'It is not free, because every insert has to update the index as well.',
      [
        concept(
          'write-cost',
          'Every insert, update or delete must also maintain the index, so writes become slower.',
          {
            misconceptions: ['Indexes speed up inserts and updates as well.'],
          },
        ),
      ],
    );
    expect(concepts[0]?.verdict).not.toBe('contradicted');
  });

  test('what is done instead of a thing is not that thing', async () => {
    const { concepts } = await judge(
      'An index is good, because the database does not scan the whole table.',
      [concept('scan', 'An index lets the database jump to the rows instead of scanning the whole table.')],
    );
    expect(concepts[0]?.verdict).not.toBe('contradicted');
  });

  test.each([
    [
      'At read committed, the same query can return different rows twice within one transaction.',
      'At read committed the identical query can return distinct rows twice within one transaction.',
    ],
    [
      'When two devices change the same version, both are kept, and one becomes a conflict copy.',
      'When two devices edit the same version, both are kept, and one becomes a conflict copy.',
    ],
  ])(
    'a statement that names both ends of an axis is not contradicted by one of them: %s',
    async (statement, text) => {
      const { concepts } = await judge(text, [concept('both-ends', statement)]);
      expect(concepts.map(({ verdict }) => verdict)).toEqual(['covered']);
    },
  );

  test('an opposite contradicts', async () => {
    const { concepts } = await judge(
      'A sharp blade needs more force to cut, as I have often seen it in my kitchen.',
      [concept('force', 'A sharp blade needs less force to cut.')],
    );
    expect(concepts[0]?.verdict).toBe('contradicted');
  });

  test('what people say aloud counts, and so does a misspelling', async () => {
    const { concepts } = await judge(
      'With chaining you walk a short list, and looking it up is O of one. The hash funktion turns the key into an indx of a bukket.',
    );
    expect(concepts.slice(0, 3).map(({ verdict }) => verdict)).toEqual(['covered', 'covered', 'covered']);
  });

  test('saying one thing three times earns no more than saying it once', async () => {
    expect(await scoreOf(`${half} ${half} ${half}`)).toBe(await scoreOf(half));
  });

  test('an entailment model overrules a likeness of words', async () => {
    const judged: string[] = [];
    const sceptic: EntailmentJudge = {
      name: 'sceptic',
      judge: async (pairs) => {
        judged.push(...pairs.map(({ hypothesis }) => hypothesis));
        return pairs.map(() => ({ entailment: 0.05, neutral: 0.05, contradiction: 0.9 }));
      },
      close: async () => undefined,
    };
    const { concepts } = await judge(half, hashMap, sceptic);
    expect(judged).toContain(hashMap[0]?.statement);
    expect(concepts[0]?.verdict).toBe('contradicted');
  });
});

test('nobody is told that they are wrong for a sentence with two denials which only the grader takes for a contradiction', async () => {
  const against: Grader = {
    name: 'against',
    grade: async (pairs) => pairs.map(() => ({ said: 0.02, partly: 0.02, missed: 0.01, contradicted: 0.95 })),
    close: async () => undefined,
  };
  const point = concept('writes', 'Every insert must also maintain the index, so writes become slower.');
  const score = (said: string) => {
    const answer = answerOf(said, { question: 'What does an index cost you?' });
    const question: Question = { ...answer.question, concepts: [point] };
    return scoreTechnical({ ...answer, question }, { meaning: null, entailment: null, grader: against });
  };
  const verdictOn = async (said: string) => (await score(said)).concepts[0]?.verdict;
  const once =
    "An insert doesn't touch the index, writes are as fast as before whatever anybody says about it.";
  expect(await verdictOn(once)).toBe('contradicted');
  const twice =
    "You can't insert without touching the index, writes are not as fast as before whatever anybody says.";
  expect(await verdictOn(twice)).not.toBe('contradicted');
});

describe('the technical score by a reference', () => {
  const against = async (text: string, referenceAnswer: string, question = 'What happens to the pitch?') => {
    const answer = answerOf(text, { question });
    const { dimension } = await scoreTechnical(
      { ...answer, referenceAnswer },
      { meaning: null, entailment: null },
    );
    return dimension.score ?? Number.NaN;
  };
  const reference = 'When the string is tighter, the pitch is higher.';

  test('a short right answer to a short question scores high', async () => {
    expect(
      await against('The pitch is higher when the string is tighter.', reference),
    ).toBeGreaterThanOrEqual(70);
    expect(
      await against('Chemical reaction.', 'A chemical reaction occurred.', 'What does the solid show?'),
    ).toBeGreaterThan(60);
  });

  test('the opposite scores below what is beside the point of it in the same words', async () => {
    const right = await against('The pitch gets higher.', reference);
    expect(await against('The pitch gets lower.', reference)).toBeLessThan(right - 20);
    expect(await against('The pitch does not get higher.', reference)).toBeLessThan(right - 20);
  });

  test('of several ways to be right the best one counts', async () => {
    const ways = 'The terminals are connected. || There is no gap between the terminals.';
    const question = 'Why did you get a reading of zero?';
    const one = await against('There is no gap between them.', ways, question);
    expect(one).toBeGreaterThan(
      await against('There is no gap between them.', 'The terminals are connected.', question),
    );
    expect(await against('There is a gap between the terminals.', ways, question)).toBeLessThan(one);
  });

  test('without anything to compare with there is no number', async () => {
    const { dimension } = await scoreTechnical(answerOf('It stores keys.'), {
      meaning: null,
      entailment: null,
    });
    expect(dimension).toMatchObject({ score: null, reason: { code: 'nothing-known' } });
  });
});

test('yes for no is contradicted and never quoted as the point that was made', async () => {
  const answer = answerOf('No, commands are executed by many threads.', {
    question: 'Is Redis single threaded when it executes commands?',
  });
  const referenceAnswer = 'Yes, commands are executed by a single thread.';
  const tools = { meaning: null, entailment: null };
  const { dimension, concepts } = await scoreTechnical({ ...answer, referenceAnswer }, tools);
  expect(concepts.map(({ verdict }) => verdict)).toEqual(['contradicted']);
  expect(dimension.findings.map(({ code }) => code)).toEqual(['contradicted', 'says-opposite']);
  expect(dimension.score).toBeLessThanOrEqual(12);
});

test('nobody is told that a point is wrong whose words they say, because of a mistake’s words that are right elsewhere', async () => {
  const cpu = concept('cpu', 'A container that exceeds its CPU limit is throttled.', {
    misconceptions: ['A container above its CPU limit is killed and restarted.'],
  });
  const against: Grader = {
    name: 'against',
    grade: async (pairs) => pairs.map(() => ({ said: 0.04, partly: 0.01, missed: 0.01, contradicted: 0.94 })),
    close: async () => {},
  };
  const verdictOn = async (text: string) => {
    const answer = answerOf(text, { question: 'How do limits work in Kubernetes?' });
    const question: Question = { ...answer.question, concepts: [cpu] };
    const judged = await scoreTechnical(
      { ...answer, question },
      { meaning: null, entailment: null, grader: against },
    );
    return judged.concepts[0]?.verdict;
  };
  const memory = 'Above its memory limit the container is killed and restarted.';
  expect(await verdictOn(`A container that exceeds its CPU limit is throttled. ${memory}`)).toBe('covered');
  expect(await verdictOn(`A CPU limit that is throttled exceeds its container. ${memory}`)).not.toBe(
    'covered',
  );
  expect(await verdictOn(`A container that exceeds its CPU limit is not throttled. ${memory}`)).not.toBe(
    'covered',
  );
});
