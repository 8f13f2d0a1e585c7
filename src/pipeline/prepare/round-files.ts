/** Kinds of rounds and manners of interviewers: small YAML files that an owner can add to. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap, isNode, isPair, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { questionKinds } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { takeTexts } from '../../given-text.ts';
import { bankFilesIn } from '../questions/bank.ts';

const filled = z.string().trim().min(1);
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/**
 * What a question of a round is about: something of the person's own, a skill, a design, conduct, one of the round's
 * principles, or one of its own questions.
 */
export const slots = ['project', 'skill', 'design', 'behaviour', 'principle', 'ask'] as const;
export type Slot = (typeof slots)[number];

const roundFile = z
  .strictObject({
    title: filled.max(40),
    about: filled.max(200),
    questions: z.number().int().min(1).max(10),
    /** In the order asked, over and over. */
    slots: z.array(z.enum(slots)).min(1),
    followUps: z.number().int().min(0).max(4).optional(),
    manner: slug.optional(),
    principles: z
      .array(
        z.strictObject({
          name: filled.max(60),
          tags: z.array(slug).default([]),
          asks: z.array(filled).default([]),
        }),
      )
      .default([]),
    asks: z.array(z.strictObject({ text: filled, kind: z.enum(questionKinds) })).default([]),
  })
  .refine(({ slots: used, principles }) => !used.includes('principle') || principles.length > 0, {
    path: ['principles'],
    message: 'the slot "principle" needs principles',
  })
  .refine(({ slots: used, asks }) => !used.includes('ask') || asks.length > 0, {
    path: ['asks'],
    message: 'the slot "ask" needs asks',
  });

const mannerFile = z.strictObject({
  title: filled.max(40),
  about: filled.max(200),
  followUps: z.number().int().min(0).max(4).optional(),
  /** Said with the first question, with a later one, with the last one, and before a follow-up; each list may be empty. */
  first: z.array(filled).default([]),
  next: z.array(filled).default([]),
  last: z.array(filled).default([]),
  followUp: z.array(filled).default([]),
});

export type RoundFile = z.infer<typeof roundFile> & { name: string };
export type MannerFile = z.infer<typeof mannerFile> & { name: string };

const built = (name: string): string => fileURLToPath(new URL(`../../../assets/${name}`, import.meta.url));

/**
 * The files that come with the program, and those of the owner's folder, which replace one of the same name. Throws
 * `bad_config` with file, line and what is wrong.
 */
export const openRounds = (own?: string): RoundFile[] => readFolders('styles', roundFile, own);
export const openManners = (own?: string): MannerFile[] => readFolders('manners', mannerFile, own);

function readFolders<Content extends object>(
  kind: 'styles' | 'manners',
  schema: z.ZodType<Content>,
  own: string | undefined,
): (Content & { name: string })[] {
  const ownFolder = own === undefined ? null : join(own, kind);
  const folders = [built(kind), ...(ownFolder !== null && existsSync(ownFolder) ? [ownFolder] : [])];
  const byName = new Map<string, Content & { name: string }>();
  for (const file of folders.flatMap(bankFilesIn)) {
    const name = basename(file).replace(/\.\w+$/, '');
    byName.set(name, { ...readFile(file, schema), name });
  }
  return [...byName.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function readFile<Content>(file: string, schema: z.ZodType<Content>): Content {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  const [broken] = document.errors;
  if (broken)
    throw unusable(file, lines.linePos(broken.pos[0]).line, broken.message.split(/ at line \d+|\n/)[0] ?? '');
  const parsed = schema.safeParse(takeTexts(document.toJS()));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path =
    issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : (issue?.path ?? []);
  const line = lines.linePos(offsetOf(document.contents, path)).line;
  throw unusable(file, line, `${path.join('.')}: ${issue?.message ?? ''}`);
}

const unusable = (file: string, line: number, reason: string) =>
  new CoachError('bad_config', 'fault.round-file-unusable', { file: basename(file), line, reason });

/** Where a value begins, or the innermost one around it that is there. */
function offsetOf(contents: unknown, path: readonly PropertyKey[]): number {
  let node = contents;
  let offset = 0;
  for (const key of path) {
    const pair = isMap(node)
      ? node.items.find((item) => isNode(item.key) && String(item.key) === String(key))
      : null;
    const start = pair?.key ?? (isSeq(node) ? node.items[Number(key)] : null);
    if (!isNode(start) || !start.range) break;
    [offset] = start.range;
    node = isPair(pair) ? pair.value : start;
  }
  return offset;
}
