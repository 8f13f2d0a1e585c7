import { z } from 'zod';
import { siblingScript } from '../../async/sibling-script.ts';
import { type CallOptions, openWorkerCalls } from '../../async/worker-calls.ts';
import { type SpeechDetector, sampleRate } from '../ports.ts';
import { frameSamples, loudnessOfFrames, rmsFloor, spansFromFrames } from './spans-from-frames.ts';

/** What the worker is asked; a stream is that of one speaker. */
export type DetectorCall =
  | { kind: 'detect'; pcm: Float32Array }
  | { kind: 'push'; stream: number; frames: Float32Array }
  | { kind: 'end'; stream: number };

const probabilities = z.instanceof(Float32Array);
/** Frames much quieter than any speech do not need the model: 10 dB below the floor for a whole span. */
const frameFloor = rmsFloor * 10 ** (-10 / 20);

/**
 * Opens Silero VAD in its own worker thread. Its model file comes with the program, so it is always
 * available.
 */
export function openSpeechDetector(): SpeechDetector {
  const worker = openWorkerCalls(siblingScript(import.meta.url, 'detector-worker'), 'speech detector');
  const ask = (call: DetectorCall, options?: CallOptions) => worker.call(call, probabilities.parse, options);
  let lastStream = 0;
  return {
    async detect(pcm, options = {}) {
      if (pcm.length === 0) return [];
      const copy = pcm.slice();
      const chances = await ask({ kind: 'detect', pcm: copy }, { ...options, transfer: [copy.buffer] });
      return spansFromFrames(chances, loudnessOfFrames(pcm), (pcm.length / sampleRate) * 1000);
    },
    openStream() {
      const stream = ++lastStream;
      let rest = new Float32Array(0);
      return {
        async push(pcm) {
          const sound = new Float32Array(rest.length + pcm.length);
          sound.set(rest);
          sound.set(pcm, rest.length);
          const whole = sound.length - (sound.length % frameSamples);
          rest = sound.slice(whole);
          if (whole === 0) return [];
          const frames = sound.slice(0, whole);
          const loudness = loudnessOfFrames(frames);
          const chances = await ask({ kind: 'push', stream, frames });
          return Array.from(chances, (chance, frame) => ((loudness[frame] ?? 0) < frameFloor ? 0 : chance));
        },
        close() {
          const end: DetectorCall = { kind: 'end', stream };
          if (worker.running()) worker.call(end, () => undefined).catch(() => undefined);
        },
      };
    },
    close: () => worker.close(),
  };
}
