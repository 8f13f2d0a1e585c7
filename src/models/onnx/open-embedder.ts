import { z } from 'zod';
import { siblingScript } from '../../async/sibling-script.ts';
import type { Embedder, TextsToAlign } from '../ports.ts';
import { stoppable } from '../stoppable.ts';
import type { ModelData } from './model-data.ts';
import { openModelWorker } from './open-model-worker.ts';

/** What the worker is asked. */
export type EmbedderCall =
  | { kind: 'load' }
  | { kind: 'embed'; texts: string[] }
  | { kind: 'align'; texts: readonly TextsToAlign[] };

const description = z.object({ dimensions: z.number() });
const vectors = z.array(z.instanceof(Float32Array));
const alignments = z.array(z.object({ whole: z.number(), each: z.array(z.number()) }));

/**
 * Questions and concepts are needed for every answer, so their vectors are cached. 2000 of them take 3 MB.
 */
const mostVectors = 2_000;
/** Long texts are answers, which are never needed again. */
const longestKept = 400;

/** Opens a sentence embedder in a worker thread. */
export async function openEmbedder(name: string, data: ModelData, signal?: AbortSignal): Promise<Embedder> {
  const script = siblingScript(import.meta.url, 'embedder-worker');
  const { worker, loaded } = await openModelWorker(script, name, data, { signal, parse: description.parse });
  const { dimensions } = loaded;
  const kept = new Map<string, Float32Array>();

  const remember = (text: string, vector: Float32Array) => {
    if (text.length > longestKept) return;
    kept.delete(text);
    kept.set(text, vector);
    const [oldest] = kept.keys();
    if (kept.size > mostVectors && oldest !== undefined) kept.delete(oldest);
  };

  return {
    name,
    dimensions,
    embed: (texts, { signal: stop, anew = false } = {}) =>
      stoppable(stop, async () => {
        const missing = [...new Set(texts.filter((text) => anew || !kept.has(text)))];
        const call: EmbedderCall = { kind: 'embed', texts: missing };
        const made =
          missing.length === 0 ? [] : await worker.call(call, vectors.parse, stop && { signal: stop });
        const found = new Map(
          missing.map((text, index) => [text, made[index] ?? new Float32Array(dimensions)]),
        );
        const answer = texts.map((text) => found.get(text) ?? kept.get(text) ?? new Float32Array(dimensions));
        for (const [index, text] of texts.entries())
          remember(text, answer[index] ?? new Float32Array(dimensions));
        return answer.map((vector) => vector.slice());
      }),
    align: (texts, { signal: stop } = {}) =>
      stoppable(stop, async () => {
        const call: EmbedderCall = { kind: 'align', texts };
        return texts.length === 0 ? [] : worker.call(call, alignments.parse, stop && { signal: stop });
      }),
    close: () => worker.close(),
  };
}
