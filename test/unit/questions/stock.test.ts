import { describe, expect, test } from 'vitest';
import { levels } from '../../../src/domain.ts';
import { openBank } from '../../../src/pipeline/questions/bank.ts';
import { checkBank, countByLevel } from '../../../src/pipeline/questions/check-bank.ts';

describe('the questions that come with the program', () => {
  const bank = openBank();

  test('cover ten domains or more at three levels, eight questions each, 250 in all', () => {
    const counts = countByLevel(bank.questions());
    expect(counts.size).toBeGreaterThanOrEqual(10);
    for (const [domain, count] of counts)
      for (const level of levels)
        expect({ domain, level, count: count[level] >= 8 }).toEqual({ domain, level, count: true });
    expect(bank.questions().length).toBeGreaterThanOrEqual(250);
  });

  test('have no fault and nothing to advise', () => {
    expect(checkBank().faults).toEqual([]);
  });

  test.each(bank.domains().map(({ name }) => name))(
    '%s: each question can be judged, followed up and shown an answer to',
    (domain) => {
      for (const question of bank.questions({ domain })) {
        expect(
          question.concepts.filter(({ weight }) => weight === 'must').length,
          question.id,
        ).toBeGreaterThanOrEqual(1);
        for (const concept of question.concepts) {
          expect(concept.followUps.length, `${question.id} ${concept.id}`).toBeGreaterThanOrEqual(2);
          expect(concept.misconceptions.length, `${question.id} ${concept.id}`).toBeGreaterThanOrEqual(1);
        }
        const words = question.modelAnswer?.split(/\s+/).length ?? 0;
        expect(words, question.id).toBeGreaterThanOrEqual(80);
        expect(words, question.id).toBeLessThanOrEqual(200);
      }
    },
  );
});
