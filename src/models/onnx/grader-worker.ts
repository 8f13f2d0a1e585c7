/**
 * The worker of `openGrader`: reads a point and a passage together and decides how well the passage makes the
 * point.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { serveCalls } from '../../async/serve-calls.ts';
import { type Graded, graderData, graderVerdicts } from './grader-folder.ts';

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('load') }),
  z.object({
    kind: z.literal('grade'),
    pairs: z.array(z.object({ question: z.string(), point: z.string(), passage: z.string() })),
  }),
]);

/**
 * The content of `grader.json`: how a pair is written, and where it is cut. Lengths in pieces of the
 * tokenizer.
 */
const settings = z.object({
  version: z.union([z.string(), z.number()]).transform(String),
  labels: z.array(z.enum(graderVerdicts)).length(graderVerdicts.length),
  maxTokens: z.int().positive(),
  first: z.string().default('{question} {point}'),
  firstWithoutQuestion: z.string().default('{point}'),
  maxQuestionTokens: z.int().positive().default(48),
  maxPointTokens: z.int().positive().default(72),
});

const data = graderData.parse(workerData);
const loading = load();
loading.catch(() => undefined);

async function load() {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(data.folder, file), 'utf8'));
  const format = settings.parse(read('grader.json'));
  // The tokenizer of transformers.js by itself: the whole library would take 40 MB more.
  const tokenizer = new Tokenizer(z.record(z.string(), z.unknown()).parse(read('tokenizer.json')), {
    tokenizer_class: 'BertTokenizer',
  });
  const piecesOf = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const [opening, , closing] = tokenizer.encode('.').ids;
  if (opening === undefined || closing === undefined)
    throw new Error('The tokenizer has no marks for a pair.');
  const session = await InferenceSession.create(join(data.folder, 'model.onnx'), {
    executionProviders: ['cpu'],
    intraOpNumThreads: data.threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    // Threads that spin while they wait take CPU time from everything else that runs here.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const run = async (pair: Pair): Promise<Graded> => {
    const { ids, types } = written(pair, { ...format, piecesOf, opening, closing });
    const numbers = (values: readonly number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const output = await session.run({ input_ids: numbers(ids), token_type_ids: numbers(types) });
    const chances = z.instanceof(Float32Array).parse(output.probabilities?.data);
    const chanceOf = (verdict: Graded extends Record<infer Name, number> ? Name : never) =>
      chances[format.labels.indexOf(verdict)] ?? 0;
    return {
      said: chanceOf('said'),
      partly: chanceOf('partly'),
      missed: chanceOf('missed'),
      contradicted: chanceOf('contradicted'),
    };
  };
  // A first run shows that the model works.
  await run({ question: 'What is it?', point: 'It is so.', passage: 'It is so.' });
  return { run, name: `grader ${format.version}` };
}

serveCalls(async (raw, { signal }) => {
  const call = message.parse(raw);
  const { run, name } = await loading;
  if (call.kind === 'load') return { name };
  const graded: Graded[] = [];
  // One by one and without padding: the results of an 8-bit model depend on what else is in the batch.
  for (const pair of call.pairs) {
    signal.throwIfAborted();
    graded.push(await run(pair));
  }
  return graded;
});

type Pair = { question: string; point: string; passage: string };
type Format = z.infer<typeof settings> & {
  piecesOf: (text: string) => number[];
  opening: number;
  closing: number;
};

/**
 * `[CLS] question and point [SEP] passage [SEP]`, each part cut to its maximum length; token types separate
 * the first from the second.
 */
function written({ question, point, passage }: Pair, format: Format): { ids: number[]; types: number[] } {
  const { piecesOf, opening, closing, maxTokens, maxQuestionTokens, maxPointTokens } = format;
  const asked = piecesOf(question);
  const template = asked.length > maxQuestionTokens ? format.firstWithoutQuestion : format.first;
  const wanted = piecesOf(point).slice(0, maxPointTokens);
  const first = template.split(/(\{question\}|\{point\})/).flatMap((part) => {
    if (part === '{question}') return asked;
    if (part === '{point}') return wanted;
    return part.trim() === '' ? [] : piecesOf(part);
  });
  const second = piecesOf(passage).slice(0, Math.max(1, maxTokens - first.length - 3));
  return {
    ids: [opening, ...first, closing, ...second, closing],
    types: [...new Array<number>(first.length + 2).fill(0), ...new Array<number>(second.length + 1).fill(1)],
  };
}
