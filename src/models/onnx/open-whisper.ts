import { z } from 'zod';
import { createSerialQueue } from '../../async/serial-queue.ts';
import { siblingScript } from '../../async/sibling-script.ts';
import { sampleRate } from '../ports.ts';
import type { Recogniser } from '../transcribe/recogniser.ts';
import { joinTokens } from '../transcribe/word-times.ts';
import type { ModelData } from './model-data.ts';
import { openModelWorker } from './open-model-worker.ts';

const answer = z.object({
  language: z.string(),
  text: z.string(),
  tokens: z.array(z.object({ word: z.string(), probability: z.number() })),
  averageLogProbability: z.number(),
  noSpeechProbability: z.number(),
});

/**
 * Recognises with Whisper in ONNX: it needs only its package, and always processes a whole window of 30 s.
 */
export async function openOnnxWhisper(
  name: string,
  data: ModelData,
  signal?: AbortSignal,
): Promise<Recogniser> {
  const script = siblingScript(import.meta.url, 'whisper-worker');
  const { worker } = await openModelWorker(script, name, data, { signal, parse: () => undefined });
  // The runtime plans its memory at the first sound: without this, the first answer takes half as long again.
  const silence = { kind: 'recognise', pcm: new Float32Array(sampleRate / 2), language: 'en', prompt: '' };
  await worker.call(silence, answer.parse, signal && { signal }).catch(async (error) => {
    await worker.close();
    throw error;
  });
  const inTurn = createSerialQueue();
  return {
    name,
    async recognise(pcm, { language, prompt, signal: stop }) {
      const sound = pcm.slice();
      const call = { kind: 'recognise', pcm: sound, language, prompt };
      const options = { transfer: [sound.buffer], ...(stop && { signal: stop }) };
      const {
        language: spoken,
        text,
        tokens,
        ...chances
      } = await inTurn.run(() => worker.call(call, answer.parse, options), stop);
      return { language: spoken, heard: [{ text: text.trim(), words: joinTokens(tokens), ...chances }] };
    },
    close: () => worker.close(),
  };
}
