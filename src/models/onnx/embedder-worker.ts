/** The worker of `openEmbedder`: sentence vectors by transformers.js. */
import { workerData } from 'node:worker_threads';
import { AutoModel, AutoTokenizer } from '@huggingface/transformers';
import { z } from 'zod';
import { serveCalls } from '../../async/serve-calls.ts';
import { alignAll } from './alignment.ts';
import { loadOptions, prepareRuntime } from './runtime.ts';

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('load') }),
  z.object({ kind: z.literal('embed'), texts: z.array(z.string()) }),
  z.object({
    kind: z.literal('align'),
    texts: z.array(z.object({ context: z.string(), said: z.array(z.string()), wanted: z.string() })),
  }),
]);

/** all-MiniLM-L6-v2 was made for texts of up to 256 pieces (its sentence_bert_config.json). */
const longestPieces = 256;
const batchSize = 32;

const data = prepareRuntime(workerData);
const loading = load();
loading.catch(() => undefined);

async function load() {
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained(data.repository, { local_files_only: true }),
    AutoModel.from_pretrained(data.repository, loadOptions(data)),
  ]);
  // A first run shows that the model works, and how long its vectors are.
  const [vector] = await embedBatch(['.'], tokenizer, model);
  return { tokenizer, model, dimensions: vector?.length ?? 0 };
}

serveCalls(async (raw, { signal }) => {
  const call = message.parse(raw);
  const { tokenizer, model, dimensions } = await loading;
  if (call.kind === 'load') return { dimensions };
  if (call.kind === 'align') return alignAll(call.texts, { tokenizer, model, signal });
  // Texts of similar length share a batch, so short ones are not padded to the longest of all.
  const order = Array.from(call.texts.keys()).sort(
    (one, other) => (call.texts[one]?.length ?? 0) - (call.texts[other]?.length ?? 0),
  );
  const vectors = new Array<Float32Array>(order.length);
  for (let at = 0; at < order.length; at += batchSize) {
    signal.throwIfAborted();
    const batch = order.slice(at, at + batchSize);
    const made = await embedBatch(
      batch.map((index) => call.texts[index] ?? ''),
      tokenizer,
      model,
    );
    for (const [place, index] of batch.entries())
      vectors[index] = made[place] ?? new Float32Array(dimensions);
  }
  return vectors;
});

type Tokenizer = Awaited<ReturnType<typeof AutoTokenizer.from_pretrained>>;
type Model = Awaited<ReturnType<typeof AutoModel.from_pretrained>>;

/** Mean over the pieces of each text without the padding, scaled to length 1. */
async function embedBatch(texts: string[], tokenizer: Tokenizer, model: Model): Promise<Float32Array[]> {
  const inputs = tokenizer(texts, { padding: true, truncation: true, max_length: longestPieces });
  const { last_hidden_state: hidden } = await model.forward(inputs);
  const [, pieces = 0, dimensions = 0] = hidden.dims;
  const values: Float32Array = hidden.data;
  const mask = Array.from(inputs.attention_mask.data, Number);
  return texts.map((_, row) => {
    const vector = new Float32Array(dimensions);
    for (let piece = 0; piece < pieces; piece++) {
      if (mask[row * pieces + piece] === 0) continue;
      const at = (row * pieces + piece) * dimensions;
      for (let index = 0; index < dimensions; index++)
        vector[index] = (vector[index] ?? 0) + (values[at + index] ?? 0);
    }
    const length = Math.hypot(...vector) || 1;
    return vector.map((value) => value / length);
  });
}
