/**
 * How the question of a turn stands in the store. One of the bank stands there once, as it was when it was asked, and
 * the turn says only in what it asked something else; any other stands with its turn as a whole.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { conceptWeights, levels, type Question, questionKinds } from '../domain.ts';
import { takeTexts } from '../given-text.ts';
import { keepNewest } from '../keep-newest.ts';
import { packJson, unpackJson } from './packed-json.ts';
import type { Db, Trx } from './store.ts';

const concept = z.object({
  id: z.string(),
  statement: z.string(),
  weight: z.enum(conceptWeights),
  aliases: z.array(z.string()),
  misconceptions: z.array(z.string()),
  followUps: z.array(z.string()),
});

/** A question as it is stored: a snapshot in JSON. */
export const questionColumn = z.object({
  id: z.string(),
  domain: z.string(),
  level: z.enum(levels),
  kind: z.enum(questionKinds),
  text: z.string(),
  concepts: z.array(concept),
  modelAnswer: z.string().nullable(),
  tags: z.array(z.string()),
  source: z.enum(['bank', 'model', 'template', 'own']),
});

/** `of`: the hash of the question in the bank. Only what differs from that is there; concepts that do not, by their ids. */
const changedColumn = questionColumn
  .partial()
  .extend({ of: z.string(), concepts: z.array(z.union([z.string(), concept])).optional() });

const hashOf = (json: string) => createHash('sha256').update(json).digest('base64url').slice(0, 22);

/** What to store for a question; `inBank`: the one that it was made from. */
export async function storeQuestion(trx: Trx, asked: Question, inBank: Question | null): Promise<string> {
  const question = questionColumn.parse(takeTexts(asked));
  if (inBank === null) return packJson(question);
  const base = questionColumn.parse(takeTexts(inBank));
  const json = JSON.stringify(base);
  const hash = hashOf(json);
  await trx
    .insertInto('bank_snapshots')
    .values({ hash, question: json })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const known = new Map(base.concepts.map((one) => [JSON.stringify(one), one.id]));
  const held = new Map<string, unknown>(Object.entries(base));
  const concepts = question.concepts.map((one) => known.get(JSON.stringify(one)) ?? one);
  const changed = Object.entries(question)
    .filter(([name, value]) => JSON.stringify(held.get(name)) !== JSON.stringify(value))
    .map(([name, value]) => [name, name === 'concepts' ? concepts : value]);
  return packJson({ of: hash, ...Object.fromEntries(changed) });
}

/** The stored question with another text. */
export const rewordStored = (stored: string, text: string): string =>
  packJson({ ...z.looseObject({}).parse(unpackJson(stored)), text });

/** Snapshots never change, so one that was read holds for good. */
const snapshots = new Map<string, Question>();
const mostSnapshots = 1_000;

/** Rows with what they asked, in their order. */
export async function withQuestions<Row extends { question: string }>(
  db: Db | Trx,
  rows: readonly Row[],
): Promise<(Omit<Row, 'question'> & { question: Question })[]> {
  const read = rows.map((row) => {
    const stored = unpackJson(row.question);
    const changed = changedColumn.safeParse(stored);
    return { row, stored, changed: changed.success ? changed.data : null };
  });
  const wanted = new Set(read.flatMap(({ changed }) => changed?.of ?? []));
  const bases = new Map([...wanted].flatMap((hash) => [[hash, snapshots.get(hash)] as const]));
  const missing = [...wanted].filter((hash) => bases.get(hash) === undefined);
  if (missing.length > 0) {
    const found = await db.selectFrom('bank_snapshots').selectAll().where('hash', 'in', missing).execute();
    for (const { hash, question } of found) {
      const base = questionColumn.parse(JSON.parse(question));
      bases.set(hash, base);
      snapshots.set(hash, base);
    }
    keepNewest(snapshots, mostSnapshots);
  }
  return read.map(({ row, stored, changed }) => ({
    ...row,
    question: changed ? changedFrom(bases.get(changed.of), changed) : questionColumn.parse(stored),
  }));
}

function changedFrom(base: Question | undefined, changed: z.infer<typeof changedColumn>): Question {
  if (!base) throw new Error(`The question ${changed.of} is missing`);
  const { of: _, concepts, ...rest } = changed;
  const byId = new Map(base.concepts.map((one) => [one.id, one]));
  const asked = concepts?.flatMap((one) => (typeof one === 'string' ? (byId.get(one) ?? []) : one));
  return { ...base, ...rest, concepts: asked ?? base.concepts };
}
