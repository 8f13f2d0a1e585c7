/** How much of one text is in another, piece by piece. Imported in the embedder's worker only. */
import type { AutoModel, AutoTokenizer } from '@huggingface/transformers';
import type { TextPair } from '../ports.ts';

type Tools = {
  tokenizer: Awaited<ReturnType<typeof AutoTokenizer.from_pretrained>>;
  model: Awaited<ReturnType<typeof AutoModel.from_pretrained>>;
  signal: AbortSignal;
};

/** Unit vectors of pieces, one after another. */
type Pieces = { values: Float32Array; dimensions: number };

/** Longer texts are read in parts, so that context and part stay within the 256 pieces that the model was made for. */
const mostWords = 80;
const mostCharacters = 400;

/** References come again with every answer to their question. A hundred of them are some 10 MB. */
const mostKept = 100;
const kept = new Map<string, Pieces[]>();

/** See `Embedder.alignment`. */
export async function alignAll(pairs: readonly TextPair[], tools: Tools): Promise<number[]> {
  const alignments: number[] = [];
  let last = { key: '', pieces: [] as Pieces[] };
  for (const { context, said, wanted } of pairs) {
    const key = `${context}\n${said}`;
    if (last.key !== key) last = { key, pieces: await piecesOf(said, context, tools) };
    alignments.push(recall(last.pieces, await remembered(wanted, context, tools)));
  }
  return alignments;
}

async function remembered(text: string, context: string, tools: Tools): Promise<Pieces[]> {
  const key = `${context}\n${text}`;
  const pieces = kept.get(key) ?? (await piecesOf(text, context, tools));
  kept.delete(key);
  kept.set(key, pieces);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return pieces;
}

async function piecesOf(
  text: string,
  context: string,
  { tokenizer, model, signal }: Tools,
): Promise<Pieces[]> {
  const before = context.slice(0, mostCharacters);
  // What stands before the text: the mark of the beginning, the context, and the mark that parts them.
  const skipped = tokenizer.encode(before).length;
  const parts: Pieces[] = [];
  for (const part of partsOf(text)) {
    signal.throwIfAborted();
    const inputs = tokenizer([before], { text_pair: [part], truncation: true, max_length: 256 });
    // Sentence models saw one text at a time, all of it as the first segment.
    if (inputs.token_type_ids) inputs.token_type_ids.data.fill(0n);
    const { last_hidden_state: hidden } = await model.forward(inputs);
    const [, pieces = 0, dimensions = 0] = hidden.dims;
    const end = Math.max(skipped, pieces - 1) * dimensions;
    parts.push({ values: scaled(hidden.data.slice(skipped * dimensions, end), dimensions), dimensions });
  }
  return parts;
}

function partsOf(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return Array.from({ length: Math.ceil(words.length / mostWords) }, (_, at) =>
    words
      .slice(at * mostWords, (at + 1) * mostWords)
      .join(' ')
      .slice(0, 2 * mostCharacters),
  );
}

function scaled(values: Float32Array, dimensions: number): Float32Array {
  for (let start = 0; start < values.length; start += dimensions) {
    const piece = values.subarray(start, start + dimensions);
    const length = Math.hypot(...piece) || 1;
    for (let at = 0; at < dimensions; at += 1) piece[at] = (piece[at] ?? 0) / length;
  }
  return values;
}

function recall(said: readonly Pieces[], wanted: readonly Pieces[]): number {
  let sum = 0;
  let count = 0;
  for (const one of wanted)
    for (let start = 0; start < one.values.length; start += one.dimensions) {
      sum += nearest(one.values.subarray(start, start + one.dimensions), said);
      count += 1;
    }
  return count === 0 || said.every(({ values }) => values.length === 0) ? 0 : sum / count;
}

function nearest(piece: Float32Array, said: readonly Pieces[]): number {
  let best = -1;
  for (const { values, dimensions } of said)
    for (let start = 0; start < values.length; start += dimensions) {
      let cosine = 0;
      for (let at = 0; at < dimensions; at += 1) cosine += (piece[at] ?? 0) * (values[start + at] ?? 0);
      if (cosine > best) best = cosine;
    }
  return best;
}
