import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import { z } from 'zod';
import { openScreen } from '../bots/terminal/client.ts';
import { viewEvaluation } from '../bots/views/feedback.ts';
import type { Config } from '../config.ts';
import {
  type Concept,
  conceptWeights,
  type Evaluation,
  type Level,
  type Question,
  type QuestionKind,
  questionKinds,
} from '../domain.ts';
import { CoachError, isCoachError } from '../errors.ts';
import { visibleJson } from '../given-text.ts';
import type { Log } from '../log.ts';
import { openModels } from '../models/open-models.ts';
import { createEvaluator } from '../pipeline/evaluate.ts';
import type { AnswerToJudge, Evaluator } from '../pipeline/evaluation-types.ts';
import { type Bank, openBank } from '../pipeline/questions/bank.ts';
import { evaluationForPrograms } from '../wording/feedback.ts';
import { followUpWords } from '../wording/follow-up.ts';
import type { Wording } from '../wording/wording.ts';
import { type ReferenceLabel, referenceLabelOf } from './score/label.ts';
import { openQuietSetting, printJson, wantsColours } from './setting.ts';

export type ScoreOptions = {
  question?: string;
  answer?: string;
  reference?: string;
  concepts?: string;
  domain?: string;
  level?: Level;
  kind?: QuestionKind;
  jsonl?: boolean;
  json?: boolean;
};

const conceptEntry = z.object({
  id: z.string().optional(),
  statement: z.string().trim().min(1),
  aliases: z.array(z.string()).default([]),
  weight: z.union([z.enum(conceptWeights), z.number().positive()]).default('must'),
  misconceptions: z.array(z.string()).default([]),
  followUps: z.array(z.string()).default([]),
});

const line = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  question: z.string(),
  answer: z.string(),
  referenceAnswer: z.string().nullish(),
  /** Different ways to be right; the best match counts. */
  referenceAnswers: z.array(z.string()).nullish(),
  concepts: z.array(conceptEntry).nullish(),
  kind: z.enum(questionKinds).nullish(),
  domain: z.string().nullish(),
  level: z.string().nullish(),
});

/** Scores one answer, or one per line from standard input; nothing is stored. */
export async function score(options: ScoreOptions, wording: Wording): Promise<void> {
  const { config, log } = openQuietSetting();
  if (options.jsonl === true)
    return await withJudge({ config, log, wording }, (evaluator, bank) =>
      scoreLines(evaluator, bank, wording),
    );
  const { question, answer } = options;
  if (question === undefined || answer === undefined)
    throw new CoachError('bad_input', 'fault.score-needs-answer');
  const given = {
    question,
    answer,
    kind: options.kind,
    domain: options.domain,
    level: options.level,
    referenceAnswer: options.reference,
    concepts: options.concepts === undefined ? undefined : readConcepts(options.concepts),
  };
  await withJudge({ config, log, wording }, async (evaluator, bank) => {
    const { evaluation } = await evaluator.evaluate(toJudge(given, bank));
    if (options.json === true) printJson(forPrograms(wording, evaluation, referenceOf(given) !== null));
    else
      openScreen(process.stdout, { colours: wantsColours() }).show(
        viewEvaluation(evaluation, question, wording),
      );
  });
}

type Given = {
  question: string;
  answer: string;
  referenceAnswer?: string | null | undefined;
  referenceAnswers?: readonly string[] | null | undefined;
  concepts?: z.output<typeof conceptEntry>[] | null | undefined;
  kind?: QuestionKind | null | undefined;
  domain?: string | null | undefined;
  level?: string | null | undefined;
};

/** Opens only the models that judge text: nothing is transcribed here, and follow-ups come from templates. */
async function withJudge(
  { config, log, wording }: { config: Config; log: Log; wording: Wording },
  work: (evaluator: Evaluator, bank: Bank) => Promise<void>,
): Promise<void> {
  const models = openModels(
    { ...config, TRANSCRIBER: 'none', TRANSCRIBER_URL: undefined, GENERATOR: 'template' },
    { log },
  );
  const evaluator = createEvaluator({
    models,
    words: followUpWords(wording),
    harper: config.MODELS !== 'none',
    log,
  });
  try {
    await models.settled();
    await work(
      evaluator,
      openBank(config.QUESTION_BANKS === undefined ? {} : { ownFolder: config.QUESTION_BANKS }),
    );
  } finally {
    await evaluator.close();
    await models.close();
  }
}

async function scoreLines(evaluator: Evaluator, bank: Bank, wording: Wording): Promise<void> {
  let number = 0;
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (text.replace(/^\uFEFF/, '').trim() === '') continue;
    const written = `${visibleJson(JSON.stringify(await scoreLine({ text, number, evaluator, bank, wording })))}\n`;
    if (!process.stdout.write(written)) await once(process.stdout, 'drain');
  }
}

/** An evaluation for programs; if it was judged by a reference, with the label that a teacher would give. */
function forPrograms(
  wording: Wording,
  evaluation: Evaluation,
  byReference: boolean,
): ReturnType<typeof evaluationForPrograms> & { label?: ReferenceLabel } {
  const label = byReference ? referenceLabelOf(evaluation) : null;
  return { ...evaluationForPrograms(wording, evaluation), ...(label === null ? {} : { label }) };
}

type LineResult =
  | (Omit<ReturnType<typeof forPrograms>, 'id'> & { id: string | number; unknownFields?: string[] })
  | { id: string | number | null; line: number; error: string };

async function scoreLine({
  text,
  number,
  evaluator,
  bank,
  wording,
}: {
  text: string;
  number: number;
  evaluator: Evaluator;
  bank: Bank;
  wording: Wording;
}): Promise<LineResult> {
  let value: unknown;
  try {
    // Some editors and shells put a byte order mark before the first line.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { id: null, line: number, error: wording.fault({ fault: 'fault.line-not-json', values: {} }) };
  }
  const parsed = line.safeParse(value);
  if (!parsed.success) {
    const fields = wording.list([...new Set(parsed.error.issues.map(({ path }) => path.join('.')))]);
    const error = wording.fault({ fault: 'fault.line-fields', values: { fields } });
    return { id: idOf(value), line: number, error };
  }
  try {
    const { evaluation } = await evaluator.evaluate(toJudge(parsed.data, bank));
    const unknownFields = unknownFieldsOf(value);
    return {
      ...forPrograms(wording, evaluation, referenceOf(parsed.data) !== null),
      id: parsed.data.id ?? evaluation.id,
      ...(unknownFields.length === 0 ? {} : { unknownFields }),
    };
  } catch (error) {
    const said = isCoachError(error) ? error : ({ fault: 'fault.line-not-scored', values: {} } as const);
    return { id: idOf(value), line: number, error: wording.fault(said) };
  }
}

function idOf(value: unknown): string | number | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

/** All references, as different ways to be right; null if none says anything. */
function referenceOf({ referenceAnswer, referenceAnswers }: Given): string | null {
  const ways = [referenceAnswer ?? '', ...(referenceAnswers ?? [])].filter((way) => way.trim() !== '');
  return ways.length === 0 ? null : ways.join(' || ');
}

/** Fields that are not known here, so that a typo does not go unnoticed: `reference`, `concepts.id_`. */
function unknownFieldsOf(value: unknown): string[] {
  const names = (from: unknown, known: object, prefix = ''): string[] =>
    typeof from === 'object' && from !== null
      ? Object.keys(from).flatMap((name) => (name in known ? [] : [`${prefix}${name}`]))
      : [];
  const concepts: unknown =
    typeof value === 'object' && value !== null && 'concepts' in value ? value.concepts : [];
  const inConcepts = Array.isArray(concepts)
    ? concepts.flatMap((concept) => names(concept, conceptEntry.shape, 'concepts.'))
    : [];
  return [...new Set([...names(value, line.shape), ...inConcepts])];
}

/** A question from the bank has its own concepts; any other is judged by what was given with it. */
function toJudge(given: Given, bank: Bank): AnswerToJudge {
  const known = bank.findByText(given.question);
  const reference = referenceOf(given);
  const concepts = given.concepts ? toConcepts(given.concepts) : undefined;
  const bring = concepts === undefined && reference === null ? known : null;
  const question: Question = {
    id: known?.id ?? 'own',
    domain: given.domain ?? known?.domain ?? 'general',
    level: (known?.level ?? 'mid') satisfies Level,
    kind: given.kind ?? known?.kind ?? 'technical',
    text: given.question,
    concepts: concepts ?? bring?.concepts ?? [],
    modelAnswer: bring?.modelAnswer ?? null,
    tags: bring?.tags ?? [],
    source: bring === null ? 'own' : 'bank',
  };
  return {
    question,
    ...(reference === null ? {} : { referenceAnswer: reference }),
    text: given.answer,
    transcript: null,
    receivedShare: null,
    seed: 'score',
    asked: [given.question],
    followUpDepth: 0,
    maxFollowUpDepth: 1,
  };
}

/** Numeric weights are relative to the largest in their list: 3, 2 and 1 mean must, should and bonus. */
function toConcepts(entries: z.output<typeof conceptEntry>[]): Concept[] {
  const largest = Math.max(...entries.map(({ weight }) => (typeof weight === 'number' ? weight : 0)));
  const named = (weight: number) =>
    weight >= 0.75 * largest ? 'must' : weight > 0.34 * largest ? 'should' : 'bonus';
  return entries.map((entry, index) => ({
    ...entry,
    id: entry.id ?? `concept-${index + 1}`,
    weight: typeof entry.weight === 'string' ? entry.weight : named(entry.weight),
  }));
}

/** Far more than anybody writes by hand. */
const mostConceptBytes = 1_048_576;

function readConcepts(file: string): z.output<typeof conceptEntry>[] {
  let value: unknown;
  try {
    const { size } = statSync(file);
    if (!statSync(file).isFile() || size > mostConceptBytes)
      throw new Error('This is not a list of concepts');
    value = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CoachError('bad_input', 'fault.concepts-unreadable', { path: file }, { cause });
  }
  const parsed = z.array(conceptEntry).safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new CoachError('bad_input', 'fault.concepts-form', { path: file, field });
}
