import { type PreTrainedModel, Tensor } from '@huggingface/transformers';

type Outputs = Record<string, Tensor>;
type Cache = Record<string, Tensor>;

/** What a decoder remembers between two steps. */
export type DecoderState = { cache: Cache | undefined };

/** TokenScores of every given position, for each row: `logits(row, position)`. */
export type TokenScores = { logits(row: number, position: number): Float32Array; positions: number };

/**
 * One step of a decoder with a cache of keys and values. `name` is what the model calls its tokens, `fixed` the inputs that
 * stay the same. The state moves on.
 */
export async function stepDecoder(
  model: PreTrainedModel,
  name: 'input_ids' | 'decoder_input_ids',
  rows: readonly (readonly number[])[],
  state: DecoderState,
  fixed: Record<string, Tensor>,
): Promise<TokenScores> {
  const width = rows[0]?.length ?? 0;
  const ids = BigInt64Array.from(rows.flat(), BigInt);
  const outputs: Outputs = await model.forward({
    ...fixed,
    [name]: new Tensor('int64', ids, [rows.length, width]),
    ...(state.cache && { past_key_values: state.cache }),
  });
  state.cache = nextCache(outputs, state.cache);
  const scores = outputs.logits?.to('float32');
  const [, positions = 0, vocabulary = 0] = scores?.dims ?? [];
  const values = scores?.data;
  if (!(values instanceof Float32Array)) throw new Error('The model returned no scores.');
  return {
    positions,
    logits: (row, position) => {
      const at = (row * positions + position) * vocabulary;
      return values.slice(at, at + vocabulary);
    },
  };
}

/**
 * Keys and values of the encoder's output never change: merged decoders leave them out after the first step.
 */
function nextCache(outputs: Outputs, before: Cache | undefined): Cache {
  const cache: Cache = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    if (!name.startsWith('present')) continue;
    const input = name.replace('present', 'past_key_values');
    cache[input] = (name.includes('.encoder.') ? before?.[input] : undefined) ?? tensor;
  }
  return cache;
}
