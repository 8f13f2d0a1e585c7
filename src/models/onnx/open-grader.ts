import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { siblingScript } from '../../async/sibling-script.ts';
import { openWorkerCalls } from '../../async/worker-calls.ts';
import type { Grader } from '../ports.ts';
import { stoppable } from '../stoppable.ts';
import { graderVerdicts } from './grader-folder.ts';

/**
 * The content of `grader.json`: how a pair is written, and where it is cut. Lengths in pieces of the
 * tokenizer.
 */
const graderSettings = z.object({
  version: z.union([z.string(), z.number()]).transform(String),
  labels: z.array(z.enum(graderVerdicts)).length(graderVerdicts.length),
  maxTokens: z.int().positive(),
  first: z.string().default('{question} {point}'),
  firstWithoutQuestion: z.string().default('{point}'),
  maxQuestionTokens: z.int().positive().default(48),
  maxPointTokens: z.int().positive().default(72),
});
export type GraderSettings = z.infer<typeof graderSettings>;

/** A passage that may make the point. */
export type GraderPair = { question: string; point: string; passage: string };

/** What the worker gets when it starts, and what it is asked. */
export type GraderData = { folder: string; threads: number; settings: GraderSettings };
export type GraderCall = { kind: 'load' } | { kind: 'grade'; pairs: GraderPair[] };

const gradedPairs = z.array(
  z.object({ said: z.number(), partly: z.number(), missed: z.number(), contradicted: z.number() }),
);

/** Opens the grader in `folder` in a worker thread. */
export async function openGrader(
  { folder, threads }: { folder: string; threads: number },
  signal?: AbortSignal,
): Promise<Grader> {
  const settings = graderSettings.parse(JSON.parse(await readFile(join(folder, 'grader.json'), 'utf8')));
  const data: GraderData = { folder, threads, settings };
  const worker = openWorkerCalls(siblingScript(import.meta.url, 'grader-worker'), 'grader', { data });
  const load: GraderCall = { kind: 'load' };
  try {
    await worker.call(load, () => undefined, signal && { signal });
    return {
      name: `grader ${settings.version}`,
      grade: (pairs, options = {}) =>
        stoppable(options.signal, async () => {
          const call: GraderCall = { kind: 'grade', pairs: [...pairs] };
          return pairs.length === 0 ? [] : worker.call(call, gradedPairs.parse, options);
        }),
      close: () => worker.close(),
    };
  } catch (error) {
    await worker.close();
    throw error;
  }
}
