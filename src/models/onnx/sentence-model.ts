/**
 * A model of sentences and its tokenizer, without transformers.js, which would take 36 MB more. Imported only in the
 * embedder's worker.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type ModelData, sessionOptions } from './model-data.ts';

/** One text in pieces of the tokenizer, with the marks around it. */
export type Encoded = number[];

/** The vectors of all pieces of some texts: those of text `row` begin at `row * pieces * dimensions`. */
export type PieceVectors = { pieces: number; dimensions: number; values: Float32Array };

export type SentenceModel = {
  /** A text, or two with a separator between them, cut to the 256 pieces that all-MiniLM-L6-v2 was made for. */
  encode(text: string, second?: string): Encoded;
  /** How many pieces a text is by itself, without marks. */
  count(text: string): number;
  /** Shorter texts are padded to the longest. Every text counts as a first segment: the model was trained on one at a time. */
  run(texts: readonly Encoded[]): Promise<PieceVectors>;
};

/** From the model's sentence_bert_config.json. */
const longestPieces = 256;

const suffixOf = { q8: '_quantized', fp32: '', fp16: '_fp16', q4: '_q4' } as const;

/** Opens a BERT in the layout of transformers.js. */
export async function openSentenceModel(data: ModelData): Promise<SentenceModel> {
  const folder = join(data.folder, data.repository);
  const read = async (file: string) => JSON.parse(await readFile(join(folder, file), 'utf8'));
  const tokenizer = new Tokenizer(await read('tokenizer.json'), await read('tokenizer_config.json'));
  const padding = tokenizer.token_to_id('[PAD]');
  if (padding === undefined) throw new Error('The tokenizer has nothing to pad with.');
  const graph = `${data.graph ?? 'model'}${suffixOf[data.precision]}.onnx`;
  const session = await InferenceSession.create(join(folder, 'onnx', graph), {
    executionProviders: [data.device],
    ...sessionOptions(data),
  });
  return {
    encode: (text, second) =>
      tokenizer.encode(text, { text_pair: second ?? null }).ids.slice(0, longestPieces),
    count: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.length,
    async run(texts) {
      const width = Math.max(...texts.map((ids) => ids.length));
      const tensorOf = (at: (ids: Encoded, piece: number) => number) =>
        new Tensor(
          'int64',
          BigInt64Array.from(
            texts.flatMap((ids) => Array.from({ length: width }, (_, piece) => BigInt(at(ids, piece)))),
          ),
          [texts.length, width],
        );
      const inputs: Record<string, Tensor> = {
        input_ids: tensorOf((ids, piece) => ids[piece] ?? padding),
        attention_mask: tensorOf((ids, piece) => Number(piece < ids.length)),
        token_type_ids: tensorOf(() => 0),
      };
      const wanted = session.inputNames.flatMap((name) => (inputs[name] ? [[name, inputs[name]]] : []));
      const { last_hidden_state: hidden } = await session.run(Object.fromEntries(wanted));
      const [, pieces = 0, dimensions = 0] = hidden?.dims ?? [];
      if (!(hidden?.data instanceof Float32Array)) throw new Error('The model gave no vectors.');
      return { pieces, dimensions, values: hidden.data };
    },
  };
}
