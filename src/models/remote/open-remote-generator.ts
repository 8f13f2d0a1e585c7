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

/** A person is waiting: a template would be available at once. */
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
  isOneOfSeveral?: boolean | undefined;
}): Generator {
  const server = createRemoteServer({
    server: 'text',
    setting: 'GENERATOR_URL and GENERATOR_MODEL',
    timeoutMs,
    retries: 0,
    key: options.key,
    isOneOfSeveral: options.isOneOfSeveral ?? false,
  });
  const address = `${options.url.replace(/\/+$/, '')}/chat/completions`;

  /** Up to `count` continuations: servers that support `n` generate them together, the others return one. */
  const draw = async (
    prompt: { system?: string; text: string },
    settings: GenerateOptions,
    first: number,
    count: number,
  ): Promise<string[]> => {
    const { signal, seed, stop = [], maxTokens = 64, temperature = 0.7, topP = 0.9 } = settings;
    const onText = first === 0 ? settings.onText : undefined;
    const body = JSON.stringify({
      model: options.model,
      messages: [
        ...(prompt.system === undefined ? [] : [{ role: 'system', content: prompt.system }]),
        { role: 'user', content: prompt.text },
      ],
      max_tokens: maxTokens,
      temperature,
      top_p: topP,
      ...(seed !== undefined && { seed: seed + first }),
      ...(stop.length > 0 && { stop: stop.slice(0, mostStops) }),
      ...(count > 1 && !onText && { n: count }),
      stream: onText !== undefined,
    });
    return await server.ask(address, { body, type: 'application/json', signal }, async (answer) => {
      if (onText) return [await readStream(answer, stop, onText)];
      const { choices } = whole.parse(await answer.json());
      return choices.slice(0, count).map(({ message }) => cutAtStop(message.content ?? '', stop).text);
    });
  };

  return {
    name: options.name,
    instructed: true,
    generate: (prompt, settings = {}) =>
      stoppable(settings.signal, async () => {
        const count = settings.candidates ?? 1;
        const texts: string[] = [];
        let fault: unknown;
        // One request after the other: several at once share the same cores, and none would finish in time.
        for (let asked = 0; asked < count && texts.length < count; asked++) {
          try {
            texts.push(...(await draw(prompt, settings, asked, count - texts.length)));
          } catch (error) {
            fault = error;
            if (settings.signal?.aborted) break;
          }
        }
        // When the time is up, whatever has arrived is used.
        if (texts.length > 0) return texts;
        settings.signal?.throwIfAborted();
        if (fault instanceof ServerRefusal)
          throw new CoachError('network', 'fault.text-server-refuses', {}, { cause: fault });
        if (fault !== undefined) throw fault;
        return texts;
      }),
    close: async () => undefined,
  };
}

/** Reads server-sent events until `[DONE]` or a stop string, and passes on the text that is certain. */
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
