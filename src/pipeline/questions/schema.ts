/** What may stand in a file of questions. The messages say what to change; the place is found by `read-bank-file.ts`. */
import { z } from 'zod';
import { type Concept, conceptWeights, levels, type Question, questionKinds } from '../../domain.ts';

const plainText = (what: string) => z.string({ error: `needs ${what} as text` }).trim();
const slug = (example: string) =>
  plainText('a name').regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    `must be lower-case words joined by hyphens, such as ${example}`,
  );
const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, { error: `must be one of ${names.join(', ')}` });
const texts = (what: string) =>
  z.array(plainText('each entry').min(1, 'must not be empty'), { error: `must be a list of ${what}` });

const wordsIn = (text: string): number =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

const asks = plainText('the question')
  .min(1, 'needs the text of the question')
  .refine((text) => /[?.]$/.test(text), 'must end with a question mark or a full stop');
const asksBack = plainText('a question').refine(
  (text) => text.endsWith('?'),
  'must end with a question mark',
);

/** A whole sentence that is true or false of the world: what an answer is compared with, so a keyword cannot stand here. */
const sentence = (what: string) =>
  plainText(what)
    .refine((text) => wordsIn(text) >= 4, `must be a whole sentence of at least four words, not a keyword`)
    .refine((text) => /[.!]$/.test(text), 'must be a sentence that ends with a full stop')
    .refine((text) => !/^\p{Ll}\p{Ll}+\b(?!\()/u.test(text), 'must begin with a capital letter');

const conceptEntry = z.strictObject({
  id: slug('hash-to-bucket'),
  weight: oneOf(conceptWeights),
  statement: sentence('a statement'),
  aliases: texts('ways to say it aloud').default([]),
  misconceptions: z
    .array(sentence('each misconception'), { error: 'must be a list of wrong sentences' })
    .default([]),
  followUps: z.array(asksBack, { error: 'must be a list of questions' }).default([]),
});

const questionEntry = z.strictObject({
  id: slug('backend-junior-hash-map'),
  level: oneOf(levels),
  kind: oneOf(questionKinds),
  text: asks,
  tags: z.array(slug('data-structures'), { error: 'must be a list of tags' }).default([]),
  concepts: z
    .array(conceptEntry, { error: 'needs a list of concepts' })
    .min(3, 'needs at least 3 concepts')
    .max(7, 'must not have more than 7 concepts; leave the least important ones out')
    .refine(
      (concepts) => concepts.some(({ weight }) => weight === 'must'),
      'needs at least one concept with weight must',
    ),
  modelAnswer: plainText('an answer').min(1, 'must not be empty; leave it out instead').optional(),
});

export const bankFileSchema = z
  .strictObject({
    domain: slug('backend'),
    title: plainText('a title such as "Backend engineering"').min(1, 'must not be empty'),
    questions: z
      .array(questionEntry, { error: 'needs a list of questions' })
      .min(1, 'needs at least one question'),
  })
  .superRefine((file, context) => {
    const fault = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path: ['questions', ...path], message });
    for (const [index, question] of file.questions.entries()) {
      const start = `${file.domain}-${question.level}-`;
      if (!question.id.startsWith(start) || question.id === start)
        fault([index, 'id'], `must begin with ${start}, the domain and level it stands in`);
      for (const at of repeated(file.questions.map(({ id }) => id)).filter((at) => at === index))
        fault([at, 'id'], `"${question.id}" stands in this file twice; give one of them another id`);
      for (const at of repeated(question.concepts.map(({ id }) => id)))
        fault(
          [index, 'concepts', at, 'id'],
          'is the id of another concept of this question; change one of them',
        );
      for (const at of repeated(question.concepts.map(({ statement }) => statement)))
        fault([index, 'concepts', at, 'statement'], 'says the same as another concept of this question');
    }
  });

export type BankFile = z.infer<typeof bankFileSchema>;

/** The questions of a checked file, as the rest of the program knows them. */
export const toQuestions = (file: BankFile): Question[] =>
  file.questions.map(({ modelAnswer, concepts, ...question }) => ({
    ...question,
    domain: file.domain,
    concepts: concepts satisfies Concept[],
    modelAnswer: modelAnswer ?? null,
    source: 'bank',
  }));

const repeated = (values: string[]): number[] =>
  values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
