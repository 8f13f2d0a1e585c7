import { z } from 'zod';
import type { AskOwner } from '../../async/serve-calls.ts';
import type { Adviser, Embedder, EntailmentJudge, Generator, Grader } from '../../models/ports.ts';
import type { JudgingModels, JudgingSlot } from '../evaluation-types.ts';
import { type ModelCall, type ModelQuestion, type PresentModels, presentModels } from './lend-models.ts';

const reply = z.object({ by: z.string(), result: z.unknown(), present: presentModels });

type Call = <Result>(
  call: ModelCall,
  parse: (result: unknown) => Result,
  signal?: AbortSignal,
) => Promise<Result>;

/** Models may come and go, but rarely twice within one piece of work. */
const mostTries = 4;

/** The models of the parent thread, which is asked for each call. `set` says which are available. */
export function borrowModels(ask: AskOwner): JudgingModels & { set(present: PresentModels): void } {
  let present: PresentModels = {
    embedder: null,
    entailment: null,
    generator: null,
    grader: null,
    adviser: null,
  };
  const query = async (name: string | null, call: ModelCall, signal?: AbortSignal) => {
    const answer = reply.parse(await ask({ ask: 'model', name, call } satisfies ModelQuestion, signal));
    present = answer.present;
    return answer;
  };

  function borrow<About extends { name: string }, Model>(
    aboutIt: () => About | null,
    whileUnknown: About,
    modelOf: (about: About, call: Call) => Model,
  ): JudgingSlot<Model> {
    return {
      current() {
        const about = aboutIt();
        return (
          about &&
          modelOf(about, async (call, parse, signal) => parse((await query(about.name, call, signal)).result))
        );
      },
      // One model does all of one piece of work: if another takes over, the work starts over.
      async use(work) {
        let about = aboutIt() ?? whileUnknown;
        for (let tries = 1; ; tries += 1) {
          let other: string | undefined;
          const call: Call = async (given, parse, signal) => {
            const { by, result } = await query(null, given, signal);
            if (by === about.name) return parse(result);
            other = by;
            throw new Error('Another model has taken over.');
          };
          try {
            return await work(modelOf(about, call));
          } catch (error) {
            if (other === undefined || tries === mostTries) throw error;
            about = { ...(aboutIt() ?? whileUnknown), name: other };
          }
        }
      },
    };
  }

  return {
    set: (next) => {
      present = next;
    },
    embedder: borrow(() => present.embedder, { name: '', dimensions: 0 }, embedderOf),
    entailment: borrow(() => present.entailment, { name: '' }, entailmentOf),
    grader: borrow(() => present.grader, { name: '' }, graderOf),
    adviser: borrow(() => present.adviser, { name: '' }, adviserOf),
    generator: borrow(() => present.generator, { name: '', instructed: false }, generatorOf),
  };
}

const vectors = z.array(z.instanceof(Float32Array));
const alignments = z.array(z.object({ whole: z.number(), each: z.array(z.number()) }));
const verdicts = z.array(
  z.object({ entailment: z.number(), neutral: z.number(), contradiction: z.number() }),
);
const gradedPairs = z.array(
  z.object({ said: z.number(), partly: z.number(), missed: z.number(), contradicted: z.number() }),
);
const texts = z.array(z.string());

/** They are closed in the thread that opened them. */
const close = async () => {};

const embedderOf = (about: Pick<Embedder, 'name' | 'dimensions'>, call: Call): Embedder => ({
  ...about,
  embed: (given, { signal, anew = false } = {}) =>
    call({ method: 'embed', texts: given, anew }, vectors.parse, signal),
  align: (given, { signal } = {}) => call({ method: 'align', texts: given }, alignments.parse, signal),
  close,
});

const entailmentOf = (about: Pick<EntailmentJudge, 'name'>, call: Call): EntailmentJudge => ({
  ...about,
  judge: (pairs, { signal } = {}) => call({ method: 'judge', pairs }, verdicts.parse, signal),
  close,
});

const graderOf = (about: Pick<Grader, 'name'>, call: Call): Grader => ({
  ...about,
  grade: (pairs, { signal } = {}) => call({ method: 'grade', pairs }, gradedPairs.parse, signal),
  close,
});

const adviserOf = (about: Pick<Adviser, 'name'>, call: Call): Adviser => ({
  ...about,
  advise: (request, { signal } = {}) => call({ method: 'advise', request }, z.string().parse, signal),
  close,
});

const generatorOf = (about: Pick<Generator, 'name' | 'instructed'>, call: Call): Generator => ({
  ...about,
  generate: (prompt, { signal, onText: _, ...options } = {}) =>
    call({ method: 'generate', prompt, options }, texts.parse, signal),
  close,
});
