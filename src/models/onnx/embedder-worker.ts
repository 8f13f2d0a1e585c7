/** The worker of `openEmbedder`: sentence vectors. */
import { workerData } from 'node:worker_threads';
import { serveCalls } from '../../async/serve-calls.ts';
import { alignAll } from './alignment.ts';
import type { EmbedderCall } from './open-embedder.ts';
import { openSentenceModel, type SentenceModel } from './sentence-model.ts';

const batchSize = 32;

const loading = load();
loading.catch(() => undefined);

async function load() {
  const model = await openSentenceModel(workerData);
  // A first run shows that the model works, and how long its vectors are.
  const [vector] = await embedBatch(['.'], model);
  return { model, dimensions: vector?.length ?? 0 };
}

serveCalls<EmbedderCall>(async (call, { signal }) => {
  const { model, dimensions } = await loading;
  if (call.kind === 'load') return { dimensions };
  if (call.kind === 'align') return alignAll(call.texts, { model, signal });
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
      model,
    );
    for (const [place, index] of batch.entries())
      vectors[index] = made[place] ?? new Float32Array(dimensions);
  }
  return vectors;
});

/** Mean over the pieces of each text without the padding, scaled to length 1. */
async function embedBatch(texts: readonly string[], model: SentenceModel): Promise<Float32Array[]> {
  const encoded = texts.map((text) => model.encode(text));
  const { pieces, dimensions, values } = await model.run(encoded);
  return encoded.map((ids, row) => {
    const vector = new Float32Array(dimensions);
    for (let piece = 0; piece < ids.length; piece++) {
      const at = (row * pieces + piece) * dimensions;
      for (let index = 0; index < dimensions; index++)
        vector[index] = (vector[index] ?? 0) + (values[at + index] ?? 0);
    }
    const length = Math.hypot(...vector) || 1;
    return vector.map((value) => value / length);
  });
}
