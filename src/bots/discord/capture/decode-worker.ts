/**
 * The decoding thread: one for everybody in the process, so that the event loop that talks to Discord never
 * decodes.
 */
import { serveCalls } from '../../../async/serve-calls.ts';
import { createOpusDecoder } from './opus.ts';
import type { OpusRequest } from './voice-decoder.ts';

const decoders = new Map<number, ReturnType<typeof createOpusDecoder>>();

serveCalls<OpusRequest>(async ({ speaker, packets }) => {
  if (packets === null) {
    decoders.get(speaker)?.close();
    decoders.delete(speaker);
    return [];
  }
  const decoder = decoders.get(speaker) ?? createOpusDecoder();
  decoders.set(speaker, decoder);
  return decoder.decode(packets);
});
