/** The form of `answers/DOMAIN.yaml` and `split.json`; README.md explains the words. */
import { z } from 'zod';

/** What an answer was written to be, with the lowest and highest grade a fair interviewer gives such an answer. */
export const kinds = {
  'strong-textbook': [82, 98],
  'strong-own-words': [80, 98],
  middling: [35, 72],
  'short-right': [55, 90],
  misconception: [0, 45],
  exchanged: [0, 40],
  'changed-number': [0, 45],
  negated: [0, 40],
  beside: [0, 25],
  'points-only': [15, 50],
  rambling: [10, 60],
  dialect: [40, 97],
  transcript: [35, 97],
  'x-not-y': [45, 97],
  'common-mistake': [45, 97],
  'follow-up': [0, 98],
  'story-i': [55, 98],
  'story-we': [50, 98],
  'story-you': [50, 98],
  'story-they': [45, 98],
  'story-present': [55, 98],
  'story-bullets': [50, 98],
  'story-bad-outcome': [50, 98],
  'story-middling': [30, 72],
  'story-short': [45, 90],
  'story-wrong': [0, 45],
  'story-other-question': [0, 35],
  'story-cliche': [0, 30],
} as const satisfies Record<string, readonly [number, number]>;

export type Kind = keyof typeof kinds;

/** Ways of speaking other than the usual written standard. */
export const varieties = ['african-american', 'indian', 'singapore', 'second-language'] as const;

export const verdicts = ['said', 'partly', 'contradicted'] as const;

const quoted = z.string().min(1);
/** The words of the answer that show it, one passage or several. */
const quotes = z.record(z.string(), z.union([quoted, z.array(quoted).min(2)])).default({});

export const answerEntry = z.strictObject({
  kind: z.enum(Object.keys(kinds) as [Kind, ...Kind[]]),
  variety: z.enum(varieties).optional(),
  /** The follow-up that was asked, word for word from the bank; kind follow-up only. */
  asked: z.string().optional(),
  grade: z.int().min(0).max(100),
  text: z.string().min(1),
  said: quotes,
  partly: quotes,
  contradicted: quotes,
});

export const answersFile = z.array(
  z.strictObject({ question: z.string(), answers: z.array(answerEntry).min(1) }),
);

export const parts = ['train', 'tune', 'test'] as const;
export type Part = (typeof parts)[number];
export const splitFile = z.strictObject({
  seed: z.string(),
  train: z.array(z.string()),
  tune: z.array(z.string()),
  test: z.array(z.string()),
});

export type Answer = z.infer<typeof answerEntry>;
