/**
 * Models for the judging thread. They are loaded, unloaded and shared with the rest of the program here; the
 * thread has proxies (`borrowModels`) that ask this side for each call.
 */
import { z } from 'zod';
import type { JudgingModels, JudgingSlot } from '../evaluation-types.ts';

const text = z.string();
const texts = z.array(text).readonly();
const number = z.number().exactOptional();

const modelCall = z.discriminatedUnion('method', [
  z.object({ method: z.literal('embed'), texts, anew: z.boolean() }),
  z.object({
    method: z.literal('align'),
    texts: z.array(z.object({ context: text, said: texts, wanted: text })).readonly(),
  }),
  z.object({
    method: z.literal('judge'),
    pairs: z.array(z.object({ premise: text, hypothesis: text })).readonly(),
  }),
  z.object({
    method: z.literal('grade'),
    pairs: z.array(z.object({ question: text, point: text, passage: text })).readonly(),
  }),
  z.object({
    method: z.literal('advise'),
    request: z.object({ system: text, text, schema: z.record(text, z.unknown()), maxTokens: z.number() }),
  }),
  z.object({
    method: z.literal('generate'),
    prompt: z.object({ system: text.exactOptional(), text }),
    options: z.object({
      candidates: number,
      maxTokens: number,
      temperature: number,
      topK: number,
      topP: number,
      repetitionPenalty: number,
      seed: number,
      stop: texts.exactOptional(),
    }),
  }),
]);
export type ModelCall = z.infer<typeof modelCall>;

/** One call to a model: the one with this name, or the best one that works (`name` null). */
export const modelQuestion = z.object({ ask: z.literal('model'), name: text.nullable(), call: modelCall });
export type ModelQuestion = z.infer<typeof modelQuestion>;

/** The models that are available right now. */
export const presentModels = z.object({
  embedder: z.object({ name: text, dimensions: z.number() }).nullable(),
  entailment: z.object({ name: text }).nullable(),
  generator: z.object({ name: text, instructed: z.boolean() }).nullable(),
  grader: z.object({ name: text }).nullable(),
  adviser: z.object({ name: text }).nullable(),
});
export type PresentModels = z.infer<typeof presentModels>;

export const present = ({ embedder, entailment, generator, grader, adviser }: JudgingModels): PresentModels =>
  presentModels.parse({
    embedder: embedder.current(),
    entailment: entailment.current(),
    generator: generator.current(),
    grader: grader.current(),
    adviser: adviser?.current() ?? null,
  });

/** `by` is the model that answered: the best one may have failed, and a smaller one replaced it. */
type Answer = { by: string; result: unknown };

export async function askModel(
  models: JudgingModels,
  question: ModelQuestion,
  signal: AbortSignal,
): Promise<Answer & { present: PresentModels }> {
  const answer = await answerOf(models, question, signal);
  return { ...answer, present: present(models) };
}

function answerOf(
  { embedder, entailment, generator, grader, adviser }: JudgingModels,
  { name, call }: ModelQuestion,
  signal: AbortSignal,
): Promise<Answer> {
  switch (call.method) {
    case 'embed':
      return withModel(embedder, name, (model) => model.embed(call.texts, { anew: call.anew, signal }));
    case 'align':
      return withModel(embedder, name, (model) => model.align(call.texts, { signal }));
    case 'judge':
      return withModel(entailment, name, (model) => model.judge(call.pairs, { signal }));
    case 'grade':
      return withModel(grader, name, (model) => model.grade(call.pairs, { signal }));
    case 'advise':
      if (!adviser) throw new Error('There is nobody to ask for a second opinion.');
      return withModel(adviser, name, (model) => model.advise(call.request, { signal }));
    case 'generate':
      return withModel(generator, name, (model) => model.generate(call.prompt, { ...call.options, signal }));
  }
}

async function withModel<Model extends { name: string }>(
  slot: JudgingSlot<Model>,
  name: string | null,
  work: (model: Model) => Promise<unknown>,
): Promise<Answer> {
  const answer = async (model: Model) => ({ by: model.name, result: await work(model) });
  if (name === null) return await slot.use(answer);
  const model = slot.current();
  if (model?.name !== name) throw new Error('The model is no longer loaded.');
  return await answer(model);
}
