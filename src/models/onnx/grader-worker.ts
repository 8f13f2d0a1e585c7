/**
 * The worker of `openGrader`: reads a point and a passage together and decides how well the passage makes the
 * point.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { serveCalls } from '../../async/serve-calls.ts';
import type { Graded } from './grader-folder.ts';
import { sessionOptions } from './model-data.ts';
import type { GraderCall, GraderData, GraderPair, GraderSettings } from './open-grader.ts';

const { folder, threads, settings }: GraderData = workerData;
const loading = load();
loading.catch(() => undefined);

async function load() {
  // The tokenizer of transformers.js by itself: the whole library would take 40 MB more.
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')), {
    tokenizer_class: 'BertTokenizer',
  });
  const piecesOf = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const [opening, , closing] = tokenizer.encode('.').ids;
  if (opening === undefined || closing === undefined)
    throw new Error('The tokenizer has no marks for a pair.');
  const session = await InferenceSession.create(join(folder, 'model.onnx'), {
    executionProviders: ['cpu'],
    ...sessionOptions({ threads }),
  });
  const run = async (pair: GraderPair): Promise<Graded> => {
    const { ids, types } = written(pair, { ...settings, piecesOf, opening, closing });
    const numbers = (values: readonly number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const output = await session.run({ input_ids: numbers(ids), token_type_ids: numbers(types) });
    const chances = output.probabilities?.data;
    if (!(chances instanceof Float32Array)) throw new Error('The grader gave no probabilities.');
    const chanceOf = (verdict: Graded extends Record<infer Name, number> ? Name : never) =>
      chances[settings.labels.indexOf(verdict)] ?? 0;
    return {
      said: chanceOf('said'),
      partly: chanceOf('partly'),
      missed: chanceOf('missed'),
      contradicted: chanceOf('contradicted'),
    };
  };
  // A first run shows that the model works.
  await run({ question: 'What is it?', point: 'It is so.', passage: 'It is so.' });
  return run;
}

serveCalls<GraderCall>(async (call, { signal }) => {
  const run = await loading;
  if (call.kind === 'load') return true;
  const graded: Graded[] = [];
  // One by one and without padding: the results of an 8-bit model depend on what else is in the batch.
  for (const pair of call.pairs) {
    signal.throwIfAborted();
    graded.push(await run(pair));
  }
  return graded;
});

type Format = GraderSettings & {
  piecesOf: (text: string) => number[];
  opening: number;
  closing: number;
};

/**
 * `[CLS] question and point [SEP] passage [SEP]`, each part cut to its maximum length; token types separate
 * the first from the second.
 */
function written(
  { question, point, passage }: GraderPair,
  format: Format,
): { ids: number[]; types: number[] } {
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
