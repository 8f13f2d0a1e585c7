/** The thread that decodes: one for all the people of the process, so that the loop that talks to Discord never does. */
import { parentPort } from 'node:worker_threads';
import type { DecodeRequest, DecodeResult } from './decoder.ts';
import { createOpusDecoder } from './opus.ts';

const decoders = new Map<number, ReturnType<typeof createOpusDecoder>>();

parentPort?.on('message', (request: DecodeRequest) => {
  if (request.packets === null) {
    decoders.get(request.speaker)?.close();
    decoders.delete(request.speaker);
    return;
  }
  const decoder = decoders.get(request.speaker) ?? createOpusDecoder();
  decoders.set(request.speaker, decoder);
  const sounds = decoder.decode(request.packets);
  const result: DecodeResult = { id: request.id, sounds };
  parentPort?.postMessage(
    result,
    sounds.map((sound) => sound.pcm.buffer),
  );
});
