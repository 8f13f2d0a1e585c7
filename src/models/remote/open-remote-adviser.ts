import { z } from 'zod';
import { CoachError } from '../../errors.ts';
import type { AdviceRequest, Adviser } from '../ports.ts';
import { createRemoteServer, ServerRefusal } from './remote-server.ts';

const reply = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/** Somebody waits for their feedback, which is complete without it. */
const timeoutMs = 20_000;

/**
 * What is sent beside the words, the most first. Some servers refuse a schema, and some models of OpenAI's own refuse
 * `max_tokens` and a temperature too.
 */
const forms = [
  (request: AdviceRequest) => ({
    ...limits(request),
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'opinion', strict: true, schema: request.schema },
    },
  }),
  (request: AdviceRequest) => limits(request),
  () => ({}),
];

/** The same words should get the same answer. */
const limits = ({ maxTokens }: AdviceRequest) => ({ max_tokens: maxTokens, temperature: 0, seed: 1 });

/** Asks any server that speaks OpenAI's chat API: vLLM, llama.cpp, Ollama. */
export function openRemoteAdviser({
  url,
  model,
  key,
  patienceMs = timeoutMs,
  isOneOfSeveral = false,
}: {
  /** Base address: `http://127.0.0.1:8000/v1`. */
  url: string;
  model: string;
  key?: string | undefined;
  patienceMs?: number;
  isOneOfSeveral?: boolean | undefined;
}): Adviser {
  const server = createRemoteServer({
    server: 'text',
    setting: 'ADVISER_URL and ADVISER_MODEL',
    timeoutMs: patienceMs,
    retries: 0,
    key,
    isOneOfSeveral,
  });
  const address = `${url.replace(/\/+$/, '')}/chat/completions`;
  /** The first form that the server has not refused where it took the next one. */
  let form = 0;

  const ask = async (request: AdviceRequest, at: number, signal?: AbortSignal): Promise<string> => {
    const messages = [
      { role: 'system', content: request.system },
      { role: 'user', content: request.text },
    ];
    const body = JSON.stringify({ model, messages, ...forms[at]?.(request), stream: false });
    return await server.ask(address, { body, type: 'application/json', signal }, async (answer) => {
      const { choices } = reply.parse(await answer.json());
      return choices[0]?.message.content ?? '';
    });
  };

  return {
    name: model,
    async advise(request, { signal } = {}) {
      for (let at = form; ; at += 1) {
        try {
          const said = await ask(request, at, signal);
          form = at;
          return said;
        } catch (error) {
          if (!(error instanceof ServerRefusal)) throw error;
          if (at === forms.length - 1)
            throw new CoachError('network', 'fault.adviser-refuses', {}, { cause: error });
        }
      }
    },
    close: async () => undefined,
  };
}
