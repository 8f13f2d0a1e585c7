/** How much of a text is said in some sentences, piece by piece. Imported only in the embedder's worker. */
import type { Alignment, TextsToAlign } from '../ports.ts';
import type { SentenceModel } from './sentence-model.ts';

type Tools = { model: SentenceModel; signal: AbortSignal };

/** Unit vectors of the pieces of one sentence. */
type Pieces = Float32Array[];

/**
 * Sentences are read together, as many as fit: with the context they must stay within the pieces that the model was made
 * for.
 */
const mostPieces = 120;
const mostPiecesOfContext = 100;

/**
 * The same references are used for every answer to their question. Three hundred of them take about 10 MB.
 */
const mostKept = 300;
const kept = new Map<string, Pieces>();

/** See `Embedder.align`. */
export async function alignAll(texts: readonly TextsToAlign[], tools: Tools): Promise<Alignment[]> {
  const alignments: Alignment[] = [];
  let last = { key: '', sentences: [] as Pieces[] };
  for (const { context, said, wanted } of texts) {
    const key = JSON.stringify([context, said]);
    if (last.key !== key) last = { key, sentences: await piecesOf(said, context, tools) };
    alignments.push(alignment(last.sentences, await remembered(wanted, context, tools)));
  }
  return alignments;
}

async function remembered(text: string, context: string, tools: Tools): Promise<Pieces> {
  const key = JSON.stringify([context, text]);
  const pieces = kept.get(key) ?? (await piecesOf([text], context, tools)).flat();
  kept.delete(key);
  kept.set(key, pieces);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return pieces;
}

/** The pieces of each sentence, read after the context and with its neighbours. */
async function piecesOf(sentences: readonly string[], context: string, tools: Tools): Promise<Pieces[]> {
  const { model, signal } = tools;
  const before = shortened(context, mostPiecesOfContext, tools);
  // What precedes the sentences: the start token, the context, and the separator.
  const skipped = model.encode(before).length;
  const all = sentences.map((): Pieces => []);
  for (const part of partsOf(sentences, tools)) {
    signal.throwIfAborted();
    const said = part.map(({ text }) => text).join(' ');
    const { pieces, dimensions, values } = await model.run([model.encode(before, said)]);
    let place = skipped;
    for (const { at, count } of part) {
      // The last piece is the end token.
      for (const end = Math.min(place + count, pieces - 1); place < end; place += 1)
        all[at]?.push(unit(values.slice(place * dimensions, (place + 1) * dimensions)));
    }
  }
  return all;
}

type Share = { at: number; text: string; count: number };

/** Groups sentences that fit into one pass; a sentence that is too long is cut. */
function partsOf(sentences: readonly string[], tools: Tools): Share[][] {
  const parts: Share[][] = [];
  let room = 0;
  for (const [at, sentence] of sentences.entries()) {
    for (const text of cut(sentence)) {
      const count = tools.model.count(text);
      if (count === 0) continue;
      if (count > room) {
        parts.push([]);
        room = mostPieces;
      }
      parts.at(-1)?.push({ at, text, count });
      room -= count;
    }
  }
  return parts;
}

const mostWords = 60;

function cut(sentence: string): string[] {
  const words = sentence.split(/\s+/).filter((word) => word !== '');
  return Array.from({ length: Math.ceil(words.length / mostWords) }, (_, at) =>
    words
      .slice(at * mostWords, (at + 1) * mostWords)
      .join(' ')
      .slice(0, 10 * mostWords),
  );
}

function shortened(text: string, most: number, { model }: Tools): string {
  const words = text.split(/\s+/).slice(0, most);
  while (words.length > 0 && model.count(words.join(' ')) > most)
    words.length = Math.floor(words.length * 0.8);
  return words.join(' ');
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function alignment(sentences: readonly Pieces[], wanted: Pieces): Alignment {
  const nearest = sentences.map((pieces) => wanted.map((piece) => bestOf(piece, pieces)));
  const whole = wanted.map((_, at) => Math.max(...nearest.map((cosines) => cosines[at] ?? -1)));
  const isSilent = sentences.every((pieces) => pieces.length === 0);
  return {
    whole: isSilent ? 0 : mean(whole),
    each: sentences.map((pieces, at) => (pieces.length === 0 ? 0 : mean(nearest[at] ?? []))),
  };
}

function bestOf(piece: Float32Array, pieces: Pieces): number {
  let best = -1;
  for (const other of pieces) {
    let cosine = 0;
    for (let at = 0; at < piece.length; at += 1) cosine += (piece[at] ?? 0) * (other[at] ?? 0);
    if (cosine > best) best = cosine;
  }
  return best;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
