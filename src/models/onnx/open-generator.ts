import { z } from 'zod';
import { siblingScript } from '../../async/sibling-script.ts';
import type { Generator } from '../ports.ts';
import { stoppable } from '../stoppable.ts';
import type { ModelData } from './model-data.ts';
import { openModelWorker } from './open-model-worker.ts';

const texts = z.array(z.string());
const piece = z.string();

/** Opens a text generator in a worker thread. `instructed` ones are prompted through their chat template. */
export async function openOnnxGenerator(
  name: string,
  data: ModelData,
  instructed: boolean,
  signal?: AbortSignal,
): Promise<Generator> {
  const script = siblingScript(import.meta.url, 'generator-worker');
  const { worker } = await openModelWorker(script, name, data, { signal, parse: () => undefined });
  return {
    name,
    instructed,
    generate({ system, text }, options = {}) {
      const { onText, signal: stop } = options;
      const call = {
        kind: 'generate',
        ...(system !== undefined && { system }),
        text,
        instructed,
        candidates: options.candidates ?? 1,
        maxTokens: options.maxTokens ?? 64,
        temperature: options.temperature ?? 0.7,
        topK: options.topK ?? 40,
        topP: options.topP ?? 0.9,
        repetitionPenalty: options.repetitionPenalty ?? 1.2,
        seed: options.seed ?? Math.floor(Math.random() * 2 ** 32),
        stop: [...(options.stop ?? [])],
      };
      const sent = {
        ...(stop && { signal: stop }),
        ...(onText && { onEvent: (event: unknown) => onText(piece.parse(event)) }),
      };
      return stoppable(stop, () => worker.call(call, texts.parse, sent));
    },
    close: () => worker.close(),
  };
}
