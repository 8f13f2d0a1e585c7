/** The worker of `openEntailmentJudge`: natural-language inference by transformers.js. */
import { workerData } from 'node:worker_threads';
import { AutoModelForSequenceClassification, AutoTokenizer } from '@huggingface/transformers';
import { z } from 'zod';
import { serveCalls } from '../../async/serve-calls.ts';
import { loadOptions, prepareRuntime } from './runtime.ts';

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('load') }),
  z.object({
    kind: z.literal('judge'),
    pairs: z.array(z.object({ premise: z.string(), hypothesis: z.string() })),
  }),
]);
const labels = z.record(z.string(), z.string());
const verdicts = ['entailment', 'neutral', 'contradiction'] as const;

const longestPieces = 256;
const batchSize = 8;

const data = prepareRuntime(workerData);
const loading = load();
loading.catch(() => undefined);

async function load() {
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained(data.repository, { local_files_only: true }),
    AutoModelForSequenceClassification.from_pretrained(data.repository, loadOptions(data)),
  ]);
  const names = Object.entries(labels.parse(Reflect.get(model.config, 'id2label')));
  const places = verdicts.map((verdict) =>
    Number(names.find(([, name]) => name.toLowerCase() === verdict)?.[0]),
  );
  if (places.some(Number.isNaN)) throw new Error('The model has no entailment and contradiction labels.');
  return { tokenizer, model, places };
}

serveCalls(async (raw, { signal }) => {
  const call = message.parse(raw);
  const { tokenizer, model, places } = await loading;
  if (call.kind === 'load') return true;
  const judged: Record<(typeof verdicts)[number], number>[] = [];
  for (let at = 0; at < call.pairs.length; at += batchSize) {
    signal.throwIfAborted();
    const batch = call.pairs.slice(at, at + batchSize);
    const inputs = tokenizer(
      batch.map((pair) => pair.premise),
      {
        text_pair: batch.map((pair) => pair.hypothesis),
        padding: true,
        truncation: true,
        max_length: longestPieces,
      },
    );
    const { logits } = await model.forward(inputs);
    const [, width = 0] = logits.dims;
    const scores: Float32Array = logits.data;
    for (const row of batch.keys()) {
      const [entailment = 0, neutral = 0, contradiction = 0] = chances(
        places.map((place) => scores[row * width + place] ?? 0),
      );
      judged.push({ entailment, neutral, contradiction });
    }
  }
  return judged;
});

function chances(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
