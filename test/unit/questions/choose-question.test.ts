import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question, Verdict } from '../../../src/domain.ts';
import { isCoachError } from '../../../src/errors.ts';
import type { Bank } from '../../../src/pipeline/questions/bank.ts';
import { chooseQuestion } from '../../../src/pipeline/questions/choose-question.ts';
import { scheduleConcept } from '../../../src/pipeline/questions/practice-schedule.ts';
import { createRandom } from '../../../src/pipeline/questions/random.ts';
import { englishWording } from '../../../src/wording/wording.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const daysLater = (days: number) => new Date(now.getTime() + days * 86_400_000);

const question = (number: number, about: string, tags: string[] = []): Question => ({
  id: `sailing-mid-q${number}`,
  domain: 'sailing',
  level: 'mid',
  kind: 'technical',
  text: `What would you say about ${about}?`,
  concepts: [
    {
      id: 'main',
      statement: `The first thing to know about ${about} is its purpose.`,
      weight: 'must',
      aliases: [],
      misconceptions: [],
      followUps: [],
    },
  ],
  modelAnswer: null,
  tags,
  source: 'bank',
});

const subjects = [
  'anchors',
  'knots',
  'tides',
  'rudders',
  'radio calls',
  'night lights',
  'reefing',
  'harbours',
];
const questions = subjects.map((subject, index) => question(index, subject, [subject.replace(' ', '-')]));

const bankOf = (pool: Question[]): Bank => ({
  domains: () => [{ name: 'sailing', title: 'Sailing' }],
  questions: ({ domain, level } = {}) =>
    pool.filter((one) => (domain ?? one.domain) === one.domain && (level ?? one.level) === one.level),
  byId: (id) => pool.find((one) => one.id === id) ?? null,
  findByText: () => null,
});
const given = { bank: bankOf(questions), domain: 'sailing', level: 'mid', weak: [], now } as const;

/** The questions of `count` sessions of one question each, a day apart. */
function play(count: number, seed: string): string[] {
  const asked: { questionId: string; at: string }[] = [];
  for (let day = 0; day < count; day += 1) {
    const { id } = chooseQuestion({ ...given, asked, seed: `${seed}:${day}`, now: daysLater(day) });
    asked.push({ questionId: id, at: daysLater(day).toISOString() });
  }
  return asked.map(({ questionId }) => questionId);
}

describe('choosing a question', () => {
  it('asks every question once before any of them twice, whatever the seed', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        expect(new Set(play(questions.length, seed)).size).toBe(questions.length);
      }),
      { numRuns: 30 },
    );
  });

  it('chooses the same for the same seed and history, and differently for another seed', () => {
    expect(play(8, 'a')).toEqual(play(8, 'a'));
    expect(
      new Set(Array.from({ length: 20 }, (_, index) => play(1, `seed ${index}`)[0])).size,
    ).toBeGreaterThan(3);
  });

  it('prefers a fresh question about what is due for practice', () => {
    const related = question(9, 'long night passages', ['night-lights']);
    const bank = bankOf([...questions, related]);
    const asked = [{ questionId: 'sailing-mid-q5', at: daysLater(-3).toISOString() }];
    const weak = [{ questionId: 'sailing-mid-q5', conceptId: 'main', dueAt: daysLater(-1).toISOString() }];
    for (const seed of ['a', 'b', 'c', 'd']) {
      expect(chooseQuestion({ ...given, bank, asked, weak, seed }).id).toBe(related.id);
    }
  });

  it('does not yet practise what becomes due later', () => {
    const weak = [{ questionId: 'sailing-mid-q5', conceptId: 'main', dueAt: daysLater(1).toISOString() }];
    const asked = questions.map(({ id }, index) => ({
      questionId: id,
      at: daysLater(index - 20).toISOString(),
    }));
    expect(chooseQuestion({ ...given, asked, weak, seed: 'a' }).id).toBe('sailing-mid-q0');
  });

  it('once all were asked, brings back the longest overdue, and else the one asked longest ago', () => {
    const asked = questions.map(({ id }, index) => ({
      questionId: id,
      at: daysLater(index - 20).toISOString(),
    }));
    const weak = [
      { questionId: 'sailing-mid-q3', conceptId: 'main', dueAt: daysLater(-1).toISOString() },
      { questionId: 'sailing-mid-q4', conceptId: 'main', dueAt: daysLater(-2).toISOString() },
    ];
    expect(chooseQuestion({ ...given, asked, weak, seed: 'a' }).id).toBe('sailing-mid-q4');
    expect(chooseQuestion({ ...given, asked, weak: [], seed: 'a' }).id).toBe('sailing-mid-q0');
  });

  it('does not bring back at once what was asked last, even if it is due', () => {
    const asked = questions.map(({ id }, index) => ({
      questionId: id,
      at: daysLater(index - 20).toISOString(),
    }));
    const weak = [{ questionId: 'sailing-mid-q7', conceptId: 'main', dueAt: daysLater(-1).toISOString() }];
    expect(chooseQuestion({ ...given, asked, weak, seed: 'a' }).id).toBe('sailing-mid-q0');
  });

  it('asks the only question again when there is just one', () => {
    const [only] = questions;
    if (!only) throw new Error('no question');
    const asked = [{ questionId: only.id, at: now.toISOString() }];
    expect(chooseQuestion({ ...given, bank: bankOf([only]), asked, seed: 'a' }).id).toBe(only.id);
  });

  it('says what is available when there is none of that level or domain', () => {
    const told = (more: Partial<Parameters<typeof chooseQuestion>[0]>): string => {
      try {
        chooseQuestion({ ...given, asked: [], seed: 'a', ...more });
      } catch (error) {
        if (isCoachError(error)) return englishWording.fault(error);
      }
      return '';
    };
    expect(told({ level: 'senior' })).toBe(
      'There is no senior question about sailing. Choose another level: mid.',
    );
    expect(told({ domain: 'cooking' })).toBe('There is no question about cooking. Choose one of sailing.');
  });
});

describe('the schedule of practice', () => {
  const nextAfter = (verdicts: Verdict[]) => {
    let last: { card: string; dueAt: string } | null = null;
    let at = now;
    let days = 0;
    for (const verdict of verdicts) {
      last = scheduleConcept(last?.card ?? null, verdict, at);
      days = (Date.parse(last.dueAt) - at.getTime()) / 86_400_000;
      at = new Date(last.dueAt);
    }
    return { days, card: last?.card ?? '' };
  };
  const daysUntilDue = (verdict: Verdict, card: string | null = null, strong = false) =>
    (Date.parse(scheduleConcept(card, verdict, now, { strong }).dueAt) - now.getTime()) / 86_400_000;

  it('brings a missed or wrong concept back first, a partial one next, a covered one later, a strong one last', () => {
    expect(daysUntilDue('missed')).toBe(daysUntilDue('contradicted'));
    expect(daysUntilDue('missed')).toBeGreaterThanOrEqual(1);
    expect(daysUntilDue('missed')).toBeLessThanOrEqual(daysUntilDue('partial'));
    expect(daysUntilDue('partial')).toBeLessThan(daysUntilDue('covered'));
    expect(daysUntilDue('covered')).toBeLessThan(daysUntilDue('covered', null, true));
  });

  it('waits longer each time a concept was covered, and starts over when it is missed', () => {
    expect(nextAfter(['covered', 'covered']).days).toBeGreaterThan(nextAfter(['covered']).days);
    expect(nextAfter(['covered', 'covered', 'covered']).days).toBeGreaterThan(
      nextAfter(['covered', 'covered']).days,
    );
    expect(nextAfter(['covered', 'covered', 'missed']).days).toBeLessThan(
      nextAfter(['covered', 'covered']).days,
    );
  });

  it('counts a card that cannot be read as new', () => {
    for (const broken of ['', '{', '{"due":"yesterday"}', 'null']) {
      expect(scheduleConcept(broken, 'covered', now)).toEqual(scheduleConcept(null, 'covered', now));
    }
  });
});

describe('seeded random choice', () => {
  it('is the same on every machine', () => {
    const random = createRandom('greenroom');
    expect([random.next(), random.next()].map((value) => value.toFixed(6))).toMatchInlineSnapshot(`
      [
        "0.517010",
        "0.341691",
      ]
    `);
  });

  it('lies in [0, 1), and shuffling keeps every item', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer()), (seed, items) => {
        const random = createRandom(seed);
        const value = random.next();
        expect(value >= 0 && value < 1).toBe(true);
        expect(random.shuffle(items).sort()).toEqual([...items].sort());
      }),
    );
  });
});
