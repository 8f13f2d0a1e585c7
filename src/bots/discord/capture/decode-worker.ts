/** The thread that decodes: one for all the people of the process, so that the loop that talks to Discord never does. */
import { parentPort } from 'node:worker_threads';
import { createOpusDecoder } from './opus.ts';
import type { OpusRequest, OpusResult } from './voice-decoder.ts';

const decoders = new Map<number, ReturnType<typeof createOpusDecoder>>();

parentPort?.on('message', (request: OpusRequest) => {
  if (request.packets === null) {
    decoders.get(request.speaker)?.close();
    decoders.delete(request.speaker);
    return;
  }
  const decoder = decoders.get(request.speaker) ?? createOpusDecoder();
  decoders.set(request.speaker, decoder);
  const sounds = decoder.decode(request.packets);
  const result: OpusResult = { id: request.id, sounds };
  parentPort?.postMessage(
    result,
    sounds.map((sound) => sound.pcm.buffer),
  );
});
