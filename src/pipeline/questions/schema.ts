/** What a question file may contain; `read-bank-file.ts` finds where a fault is. */
import { z } from 'zod';
import {
  type BankFaultCode,
  type Concept,
  conceptWeights,
  levels,
  type Question,
  questionKinds,
} from '../../domain.ts';

/** Each message is the code of a fault: its words are in `src/wording`. */
const code = (name: BankFaultCode): BankFaultCode => name;

const plainText = z.string({ error: code('not-text') }).trim();
const filled = plainText.min(1, code('empty'));
const slug = plainText.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, code('not-a-name'));
const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, { error: code('not-one-of') });
const listOf = <Item extends z.ZodType>(item: Item) => z.array(item, { error: code('not-a-list') });

const wordsIn = (text: string): number =>
  text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

const asks = filled.refine((text) => /[?.]$/.test(text), code('no-end'));
const asksBack = plainText.refine((text) => text.endsWith('?'), code('no-question-mark'));

/** A whole sentence that can be true or false. Answers are compared with it, so a keyword is not enough. */
const sentence = plainText
  .refine((text) => wordsIn(text) >= 4, code('keyword'))
  .refine((text) => /[.!]$/.test(text), code('no-full-stop'))
  .refine((text) => !/^\p{Ll}\p{Ll}+\b(?!\()/u.test(text), code('no-capital'));

const conceptEntry = z.strictObject({
  id: slug,
  weight: oneOf(conceptWeights),
  statement: sentence,
  aliases: listOf(filled).default([]),
  misconceptions: listOf(sentence).default([]),
  followUps: listOf(asksBack).default([]),
});

const questionEntry = z.strictObject({
  id: slug,
  level: oneOf(levels),
  kind: oneOf(questionKinds),
  text: asks,
  tags: listOf(slug).default([]),
  concepts: listOf(conceptEntry)
    .min(3, code('few-concepts'))
    .max(7, code('many-concepts'))
    .refine((concepts) => concepts.some(({ weight }) => weight === 'must'), code('no-must')),
  modelAnswer: filled.optional(),
});

export const bankFileSchema = z
  .strictObject({
    domain: slug,
    title: filled,
    questions: listOf(questionEntry).min(1, code('empty')),
  })
  .superRefine((file, context) => {
    const fault = (path: (string | number)[], message: BankFaultCode, params = {}) =>
      context.addIssue({ code: 'custom', path: ['questions', ...path], message, params });
    for (const [index, question] of file.questions.entries()) {
      const start = `${file.domain}-${question.level}-`;
      if (!question.id.startsWith(start) || question.id === start)
        fault([index, 'id'], 'wrong-start', { start });
      for (const at of repeated(file.questions.map(({ id }) => id)).filter((at) => at === index))
        fault([at, 'id'], 'id-twice');
      for (const at of repeated(question.concepts.map(({ id }) => id)))
        fault([index, 'concepts', at, 'id'], 'concept-twice');
      for (const at of repeated(question.concepts.map(({ statement }) => statement)))
        fault([index, 'concepts', at, 'statement'], 'statement-twice');
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
