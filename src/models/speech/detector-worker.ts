/** The worker of `openSpeechDetector`. */
import { setImmediate } from 'node:timers/promises';
import { serveCalls } from '../../async/serve-calls.ts';
import type { DetectorCall } from './detector.ts';
import { openSilero, type SileroState } from './silero.ts';
import { frameSamples } from './spans-from-frames.ts';

const silero = openSilero();
const streams = new Map<number, SileroState>();
/** How often other calls get a turn: about once per second of sound. */
const framesInARow = 32;

serveCalls<DetectorCall>(async (call, { signal }) => {
  const model = await silero;
  if (call.kind === 'end') return streams.delete(call.stream);
  if (call.kind === 'detect') return run(model.openState(), call.pcm, signal);
  const state = streams.get(call.stream) ?? model.openState();
  streams.set(call.stream, state);
  return run(state, call.frames, signal);
});

async function run(state: SileroState, pcm: Float32Array, signal: AbortSignal): Promise<Float32Array> {
  const model = await silero;
  const probabilities = new Float32Array(Math.ceil(pcm.length / frameSamples));
  for (const index of probabilities.keys()) {
    if (index % framesInARow === 0) await setImmediate();
    signal.throwIfAborted();
    const frame = new Float32Array(frameSamples);
    frame.set(pcm.subarray(index * frameSamples, (index + 1) * frameSamples));
    probabilities[index] = await model.run(state, frame);
  }
  return probabilities;
}
