/**
 * libopus as WebAssembly. opusscript's own wrapper keeps views of a memory that moves when it grows, and
 * writes decoded sound outside the space it reserved: it breaks with some fifty decoders in one process. So
 * libopus is called directly here.
 */
import openNative from 'opusscript/build/opusscript_native_wasm.js';

export type OpusPacketDecoder = {
  /** Samples in [-1, 1]. Throws on a packet that is damaged. */
  decode(opus: Uint8Array): Float32Array;
  close(): void;
};

const voip = 2048;
const largestPacketBytes = 1276 * 3;
/** 120 ms at 48 kHz, the longest packet there can be. */
const mostSamples = 5760;
/** Each byte of a 16-bit sample is in its own 16-bit cell. */
const bytesPerSample = 4;

let native: ReturnType<typeof openNative> | null = null;

export function openPacketDecoder(samplingRate: number): OpusPacketDecoder {
  native ??= openNative();
  const opus = native;
  const handler = new opus.OpusScriptHandler(samplingRate, 1, voip);
  const input = opus._malloc(largestPacketBytes);
  const output = opus._malloc(mostSamples * bytesPerSample);
  return {
    decode(packet) {
      if (packet.length > largestPacketBytes) throw new RangeError('This packet is longer than Opus allows');
      opus.HEAPU8.set(packet, input);
      const samples = handler._decode(input, packet.length, output);
      if (samples < 0) throw new Error(`libopus refused a packet: ${samples}`);
      const heap = opus.HEAPU8;
      const pcm = new Float32Array(samples);
      for (let index = 0; index < samples; index++) {
        const at = output + index * bytesPerSample;
        const unsigned = (heap[at] ?? 0) | ((heap[at + 2] ?? 0) << 8);
        pcm[index] = (unsigned > 0x7fff ? unsigned - 0x10000 : unsigned) / 0x8000;
      }
      return pcm;
    },
    close() {
      opus.OpusScriptHandler.destroy_handler(handler);
      opus._free(input);
      opus._free(output);
    },
  };
}
