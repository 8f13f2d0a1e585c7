import OpusScript from 'opusscript';
import { type Pcm, sampleRate } from '../../src/models/ports.ts';

const frameSamples = sampleRate / 50;

/** Sound as Opus packets of 20 ms. */
export function opusPackets(pcm: Pcm): Buffer[] {
  const encoder = new OpusScript(sampleRate, 1, OpusScript.Application.VOIP);
  const packets: Buffer[] = [];
  for (let from = 0; from + frameSamples <= pcm.length; from += frameSamples) {
    const samples = Int16Array.from(pcm.subarray(from, from + frameSamples), (sample) =>
      Math.round(Math.max(-1, Math.min(1, sample)) * 32_767),
    );
    packets.push(Buffer.from(encoder.encode(Buffer.from(samples.buffer), frameSamples)));
  }
  encoder.delete();
  return packets;
}
