import { z } from 'zod';
import { CoachError } from '../../errors.ts';
import { cutAtStop } from '../onnx/stop-strings.ts';
import type { GenerateOptions, Generator } from '../ports.ts';
import { stoppable } from '../stoppable.ts';
import { createRemoteServer, ServerRefusal } from './remote-server.ts';

const whole = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
});
const part = z.object({ choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }) })) });

/** A person waits for this: a template is there at once. */
const timeoutMs = 4_000;
/** OpenAI's limit; the rest is cut off here. */
const mostStops = 4;

/** Generates with any server that speaks OpenAI's chat API: Ollama, llama.cpp, vLLM. */
export function openRemoteGenerator(options: {
  name: string;
  /** Base address: `http://127.0.0.1:11434/v1`. */
  url: string;
  model: string;
  key?: string | undefined;
}): Generator {
  const server = createRemoteServer({
    server: 'text',
    setting: 'GENERATOR_URL and GENERATOR_MODEL',
    timeoutMs,
    retries: 0,
    key: options.key,
  });
  const address = `${options.url.replace(/\/+$/, '')}/chat/completions`;

  const generateOne = async (
    prompt: { system?: string; text: string },
    settings: GenerateOptions,
    candidate: number,
  ): Promise<string> => {
    const { signal, seed, stop = [], maxTokens = 64, temperature = 0.7, topP = 0.9 } = settings;
    const onText = candidate === 0 ? settings.onText : undefined;
    const body = JSON.stringify({
      model: options.model,
      messages: [
        ...(prompt.system === undefined ? [] : [{ role: 'system', content: prompt.system }]),
        { role: 'user', content: prompt.text },
      ],
      max_tokens: maxTokens,
      temperature,
      top_p: topP,
      ...(seed !== undefined && { seed: seed + candidate }),
      ...(stop.length > 0 && { stop: stop.slice(0, mostStops) }),
      stream: onText !== undefined,
    });
    return await server.ask(address, { body, type: 'application/json', signal }, async (answer) => {
      if (onText) return await readStream(answer, stop, onText);
      const [first] = whole.parse(await answer.json()).choices;
      return cutAtStop(first?.message.content ?? '', stop).text;
    });
  };

  return {
    name: options.name,
    instructed: true,
    generate: (prompt, settings = {}) =>
      stoppable(settings.signal, async () => {
        const count = settings.candidates ?? 1;
        const drawn = await Promise.allSettled(
          Array.from({ length: count }, (_, candidate) => generateOne(prompt, settings, candidate)),
        );
        settings.signal?.throwIfAborted();
        const texts = drawn.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
        const failed = drawn.find((each) => each.status === 'rejected');
        if (texts.length > 0 || !failed) return texts;
        if (!(failed.reason instanceof ServerRefusal)) throw failed.reason;
        throw new CoachError('network', 'fault.text-server-refuses', {}, { cause: failed.reason });
      }),
    close: async () => undefined,
  };
}

/** Reads server-sent events until `[DONE]` or a stop string, and hands on what is certain. */
async function readStream(
  answer: Response,
  stop: readonly string[],
  onText: (piece: string) => void,
): Promise<string> {
  let text = '';
  let given = 0;
  const give = (until: number) => {
    if (until > given) onText(text.slice(given, until));
    given = Math.max(given, until);
  };
  for await (const line of linesOf(answer)) {
    const data = line.startsWith('data:') ? line.slice(5).trim() : '';
    if (data === '[DONE]') break;
    if (data === '') continue;
    text += part.parse(JSON.parse(data)).choices[0]?.delta.content ?? '';
    const cut = cutAtStop(text, stop);
    give(cut.certain);
    if (cut.stopped) return cut.text;
  }
  give(text.length);
  return text;
}

async function* linesOf(answer: Response): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}
