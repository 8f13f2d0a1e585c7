import { z } from 'zod';
import { createSerialQueue } from '../../async/serial-queue.ts';
import { siblingScript } from '../../async/sibling-script.ts';
import type { Recogniser } from '../transcribe/recogniser.ts';
import { openModelWorker } from './open-model-worker.ts';
import type { ModelData } from './runtime.ts';

const answer = z.object({
  language: z.string(),
  text: z.string(),
  averageLogProbability: z.number(),
  noSpeechProbability: z.number(),
});

const againTemperature = 0.3;

/** Recognises with Whisper in ONNX: it needs nothing but its package, and always hears a whole window of 30 s. */
export async function openOnnxWhisper(
  name: string,
  data: ModelData,
  signal?: AbortSignal,
): Promise<Recogniser> {
  const script = siblingScript(import.meta.url, 'whisper-worker');
  const { worker } = await openModelWorker(script, name, data, { signal, parse: () => undefined });
  const inTurn = createSerialQueue();
  return {
    name,
    async recognise(pcm, { language, prompt, attempt, signal: stop }) {
      const sound = pcm.slice();
      const temperature = attempt === 'first' ? 0 : againTemperature;
      const call = { kind: 'recognise', pcm: sound, language, prompt, temperature };
      const options = { transfer: [sound.buffer], ...(stop && { signal: stop }) };
      const { language: spoken, ...heard } = await inTurn.run(
        () => worker.call(call, answer.parse, options),
        stop,
      );
      return { language: spoken, heard: [{ ...heard, text: heard.text.trim(), words: [] }] };
    },
    close: () => worker.close(),
  };
}
