import { z } from 'zod';
import { siblingScript } from '../../async/sibling-script.ts';
import { openWorkerCalls } from '../../async/worker-calls.ts';
import type { Speaker } from '../ports.ts';
import { openEspeak } from './open-espeak.ts';

const described = z.array(z.object({ name: z.string(), language: z.string() }));
const sound = z.instanceof(Int16Array);

/**
 * Opens Piper voices in a worker thread; `graphs` are the paths of their `.onnx` files. What none of them can speak, a
 * sentence of another language, is left to espeak-ng, which Piper needs anyway.
 */
export async function openPiper(
  { graphs, threads }: { graphs: readonly string[]; threads: number },
  signal?: AbortSignal,
): Promise<Speaker> {
  const script = siblingScript(import.meta.url, 'piper-worker');
  const worker = openWorkerCalls(script, 'piper', { data: { graphs: [...graphs], threads } });
  const other = openEspeak();
  try {
    const voices = await worker.call({ kind: 'load' }, described.parse, signal && { signal });
    const voiceFor = (wanted: string | null, language: string) =>
      voices.find((voice) => voice.name === wanted && voice.language === language) ??
      voices.find((voice) => voice.language === language);
    return {
      name: 'Piper',
      voices: voices.map(({ name }) => name),
      async say(sentence, { voice = null, language = 'en', rate = 1, signal: stop } = {}) {
        const chosen = voiceFor(voice, language);
        if (!chosen) return await other.say(sentence, { language, rate, signal: stop });
        const call = { kind: 'say', sentence, voice: chosen.name, rate };
        return await worker.call(call, (given) => sound.parse(given), stop && { signal: stop });
      },
      close: () => worker.close(),
    };
  } catch (error) {
    await worker.close();
    throw error;
  }
}
