import { expect, it } from 'vitest';
import { expectedTerms } from '../../src/pipeline/questions/expected-terms.ts';

it('an answer is expected to contain the names and short phrases of its question, and the terms of the trade', () => {
  const terms = expectedTerms({
    id: 'x',
    domain: 'security',
    level: 'mid',
    kind: 'technical',
    text: 'How does cross-site request forgery work?',
    tags: ['web-security'],
    concepts: [
      {
        id: 'c',
        statement: 'A cookie with SameSite set to Lax is not sent by a CSRF form.',
        weight: 'must',
        aliases: ['eager loading', 'the browser sends it along by itself'],
        misconceptions: [],
        followUps: [],
      },
    ],
    modelAnswer: null,
    source: 'bank',
  });
  expect(terms).toEqual(expect.arrayContaining(['SameSite', 'Lax', 'CSRF', 'eager loading', 'web security']));
  expect(terms).toContain('PostgreSQL');
  expect(terms).not.toContain('the browser sends it along by itself');
});
