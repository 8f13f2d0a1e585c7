/** The worker of `openOnnxWhisper`: Whisper by transformers.js, one 30 s window at a time. */
import { createHash } from 'node:crypto';
import { workerData } from 'node:worker_threads';
import {
  AutoProcessor,
  AutoTokenizer,
  Tensor,
  WhisperForConditionalGeneration,
} from '@huggingface/transformers';
import { z } from 'zod';
import { serveCalls } from '../../async/serve-calls.ts';
import { type DecoderState, stepDecoder } from './decoder.ts';
import { loadOptions, prepareRuntime } from './runtime.ts';
import { likeliest, logProbability } from './sampling.ts';

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('load') }),
  z.object({
    kind: z.literal('recognise'),
    pcm: z.instanceof(Float32Array),
    language: z.string(),
    prompt: z.string(),
  }),
]);

const ids = z.union([z.number(), z.array(z.number())]);
/** The parts of generation_config.json that name the special tokens of a Whisper. */
const specials = z.object({
  decoder_start_token_id: z.number(),
  eos_token_id: ids.transform((value) => [value].flat()),
  no_timestamps_token_id: z.number(),
  is_multilingual: z.boolean().default(false),
  lang_to_id: z.record(z.string(), z.number()).nullish(),
  task_to_id: z.object({ transcribe: z.number() }).nullish(),
  suppress_tokens: z.array(z.number()).nullish(),
  begin_suppress_tokens: z.array(z.number()).nullish(),
});

/** Nobody says more tokens per second; a window never yields more than half of Whisper's context of 448. */
const tokensPerSecond = 12;
const mostTokens = 224;

const data = prepareRuntime(workerData);
const loading = load();
loading.catch(() => undefined);

serveCalls(async (raw, { signal }) => {
  const call = message.parse(raw);
  await loading;
  if (call.kind === 'load') return true;
  const heard = await encode(call.pcm, signal);
  signal.throwIfAborted();
  const language = call.language === 'auto' ? await detectLanguage(heard) : call.language;
  const tokens = startTokens(language, promptTokens(call.prompt));
  return { language, ...(await decode(heard, tokens, call, signal)) };
});

async function load() {
  const options = loadOptions(data);
  const [processor, tokenizer, model] = await Promise.all([
    AutoProcessor.from_pretrained(data.repository, { local_files_only: true }),
    AutoTokenizer.from_pretrained(data.repository, { local_files_only: true }),
    WhisperForConditionalGeneration.from_pretrained(data.repository, options),
  ]);
  const special = specials.parse(model.generation_config);
  const encoder = model.sessions.model;
  if (!encoder) throw new Error('The model has no encoder.');
  return { processor, tokenizer, model, encoder, special };
}

type Heard = { encoder_outputs: Tensor };

/**
 * The encoder's output for the last sound: a sound that is decoded again in another way is not encoded again.
 */
let encoded: { key: string; heard: Heard } | undefined;

async function encode(pcm: Float32Array, signal: AbortSignal): Promise<Heard> {
  const key = createHash('sha1')
    .update(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength))
    .digest('hex');
  if (encoded?.key === key) return encoded.heard;
  const { processor, encoder } = await loading;
  const { input_features: features } = await processor(pcm);
  signal.throwIfAborted();
  const { last_hidden_state: hidden } = await encoder.run({ input_features: features.ort_tensor });
  const heard = { encoder_outputs: new Tensor(hidden) };
  encoded = { key, heard };
  return heard;
}

async function detectLanguage(heard: Heard): Promise<string> {
  const { model, special } = await loading;
  const languages = Object.entries(special.lang_to_id ?? {});
  if (!special.is_multilingual || languages.length === 0) return 'en';
  const scores = await stepDecoder(
    model,
    'decoder_input_ids',
    [[special.decoder_start_token_id]],
    { cache: undefined },
    heard,
  );
  const logits = scores.logits(0, 0);
  const [best] = languages.sort(([, one], [, other]) => (logits[other] ?? 0) - (logits[one] ?? 0));
  return (best?.[0] ?? '<|en|>').slice(2, -2);
}

async function promptTokens(prompt: string): Promise<number[]> {
  const { tokenizer, special } = await loading;
  if (prompt === '') return [];
  // The special tokens of every Whisper end with: start of previous, no speech, no timestamps.
  return [
    special.no_timestamps_token_id - 2,
    ...tokenizer.encode(` ${prompt}`, { add_special_tokens: false }),
  ];
}

async function startTokens(language: string, prompt: Promise<number[]>): Promise<number[]> {
  const { special } = await loading;
  const languageToken = special.lang_to_id?.[`<|${language}|>`] ?? special.lang_to_id?.['<|en|>'];
  const task = special.is_multilingual ? [languageToken, special.task_to_id?.transcribe] : [];
  const start = [special.decoder_start_token_id, ...task, special.no_timestamps_token_id];
  return [...(await prompt), ...start.filter((token) => token !== undefined)];
}

async function decode(
  heard: Heard,
  start: Promise<number[]>,
  { pcm }: { pcm: Float32Array },
  signal: AbortSignal,
) {
  const { model, tokenizer, special } = await loading;
  const startTokens = await start;
  const longest = Math.min(mostTokens, Math.ceil((pcm.length / 16_000) * tokensPerSecond) + 16);
  const state: DecoderState = { cache: undefined };
  const tokens: number[] = [];
  const chances: number[] = [];
  let input = startTokens;
  let logProbabilities = 0;
  let noSpeechProbability = 0;
  for (let steps = 0; steps < longest; steps++) {
    signal.throwIfAborted();
    const scores = await stepDecoder(model, 'decoder_input_ids', [input], state, heard);
    if (steps === 0) {
      const first = scores.logits(0, startTokens.indexOf(special.decoder_start_token_id));
      noSpeechProbability = Math.exp(logProbability(first, special.no_timestamps_token_id - 1));
    }
    const logits = scores.logits(0, scores.positions - 1);
    // Timestamp tokens follow the no-timestamps token. They are not used: times come from the speech
    // detector.
    logits.fill(Number.NEGATIVE_INFINITY, special.no_timestamps_token_id);
    const suppressed = [
      ...(special.suppress_tokens ?? []),
      ...(steps === 0 ? (special.begin_suppress_tokens ?? []) : []),
    ];
    for (const token of suppressed) logits[token] = Number.NEGATIVE_INFINITY;
    const token = likeliest(logits);
    const logChance = logProbability(logits, token);
    logProbabilities += logChance;
    if (special.eos_token_id.includes(token)) {
      return answerOf(tokens, logProbabilities, tokens.length + 1);
    }
    tokens.push(token);
    chances.push(Math.exp(logChance));
    input = [token];
  }
  return answerOf(tokens, logProbabilities, tokens.length);

  function answerOf(said: number[], sum: number, count: number) {
    const text = said.length === 0 ? '' : tokenizer.decode(said, { skip_special_tokens: true });
    return {
      text,
      tokens: piecesOfText(said).map((word, at) => ({ word, probability: chances[at] ?? 0 })),
      averageLogProbability: sum / Math.max(1, count),
      noSpeechProbability,
    };
  }

  /** What each token adds to the text; a character of several tokens comes with the last of them. */
  function piecesOfText(said: number[]): string[] {
    let before = '';
    return said.map((_, at) => {
      const text = tokenizer.decode(said.slice(0, at + 1), { skip_special_tokens: true });
      if (text.endsWith('\uFFFD')) return '';
      const piece = text.slice(before.length);
      before = text;
      return piece;
    });
  }
}
