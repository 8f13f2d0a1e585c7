/** The worker of `openOnnxGenerator`: text generation by transformers.js, with every candidate in one batch. */
import { workerData } from 'node:worker_threads';
import { AutoModelForCausalLM, AutoTokenizer, Tensor } from '@huggingface/transformers';
import { z } from 'zod';
import { serveCalls } from '../../async/serve-calls.ts';
import { type DecoderState, stepDecoder } from './decoder.ts';
import { loadOptions, prepareRuntime } from './runtime.ts';
import { drawToken, seededRandom } from './sampling.ts';
import { cutAtStop } from './stop-strings.ts';

const request = z.object({
  kind: z.literal('generate'),
  system: z.string().optional(),
  text: z.string(),
  instructed: z.boolean(),
  candidates: z.number(),
  maxTokens: z.number(),
  temperature: z.number(),
  topK: z.number(),
  topP: z.number(),
  repetitionPenalty: z.number(),
  seed: z.number(),
  stop: z.array(z.string()),
});
const message = z.discriminatedUnion('kind', [z.object({ kind: z.literal('load') }), request]);
type Request = z.infer<typeof request>;

const ids = z.union([z.number(), z.array(z.number())]).transform((value) => [value].flat());
const limits = z.object({
  n_positions: z.number().optional(),
  max_position_embeddings: z.number().optional(),
});

const tokenList = z.array(z.number());

const data = prepareRuntime(workerData);
const loading = load();
loading.catch(() => undefined);

async function load() {
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained(data.repository, { local_files_only: true }),
    AutoModelForCausalLM.from_pretrained(data.repository, loadOptions(data)),
  ]);
  const end = ids.parse(Reflect.get(model.generation_config ?? model.config, 'eos_token_id'));
  const { n_positions, max_position_embeddings } = limits.parse(model.config);
  return { tokenizer, model, end, context: n_positions ?? max_position_embeddings ?? 1024 };
}

serveCalls(async (raw, { signal, emit }) => {
  const call = message.parse(raw);
  await loading;
  return call.kind === 'load' ? true : generate(call, signal, emit);
});

async function generate(
  call: Request,
  signal: AbortSignal,
  emit: (piece: string) => void,
): Promise<string[]> {
  const { tokenizer, model, end } = await loading;
  const prompt = await promptTokens(call);
  const rows = Array.from({ length: call.candidates }, (_, row) => ({
    random: seededRandom(call.seed + row),
    tokens: [] as number[],
    text: '',
    done: false,
  }));
  const state: DecoderState = { cache: undefined };
  let input = rows.map(() => prompt);
  let emitted = 0;
  for (let step = 0; step < call.maxTokens; step++) {
    signal.throwIfAborted();
    const length = prompt.length + step;
    const seen = new BigInt64Array(rows.length * length).fill(1n);
    const mask = new Tensor('int64', seen, [rows.length, length]);
    const scores = await stepDecoder(model, 'input_ids', input, state, { attention_mask: mask });
    input = rows.map((row, index) => {
      // A finished row keeps its place in the batch; its further output is ignored.
      if (row.done) return [end[0] ?? 0];
      const token = drawToken(scores.logits(index, scores.positions - 1), call, row.random, row.tokens);
      if (end.includes(token)) row.done = true;
      else row.tokens.push(token);
      const text = row.tokens.length === 0 ? '' : tokenizer.decode(row.tokens, { skip_special_tokens: true });
      const cut = cutAtStop(text, call.stop);
      row.text = cut.text;
      row.done ||= cut.stopped || step === call.maxTokens - 1;
      const until = row.done ? cut.text.length : cut.certain;
      if (index === 0 && until > emitted) {
        emit(cut.text.slice(emitted, until));
        emitted = until;
      }
      return [token];
    });
    if (rows.every((row) => row.done)) break;
  }
  return rows.map((row) => row.text);
}

/**
 * People's words must not act as control tokens, so marks such as `<|im_end|>` are removed. A text that is
 * too long loses its beginning.
 */
async function promptTokens({ system, text, instructed, maxTokens }: Request): Promise<number[]> {
  const { tokenizer, context } = await loading;
  const plain = (part: string) => part.replace(/<\|[^|<>]{0,40}\|>/g, ' ');
  const room = context - maxTokens;
  if (!instructed) {
    const whole = plain(system === undefined ? text : `${system}\n\n${text}`);
    return tokenizer.encode(whole, { add_special_tokens: false }).slice(-room);
  }
  const chat = (user: string) => {
    const messages = [
      ...(system === undefined ? [] : [{ role: 'system', content: plain(system) }]),
      { role: 'user', content: user },
    ];
    return tokenList.parse(
      tokenizer.apply_chat_template(messages, {
        add_generation_prompt: true,
        return_tensor: false,
        return_dict: false,
      }),
    );
  };
  let user = plain(text);
  let tokens = chat(user);
  while (tokens.length > room && user.length > 0) {
    user = user.slice(Math.max(1, Math.ceil(user.length * (1 - room / tokens.length))));
    tokens = chat(user);
  }
  return tokens;
}
