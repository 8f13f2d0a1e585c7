import { z } from 'zod';
import { siblingScript } from '../../../async/sibling-script.ts';
import { openWorkerCalls } from '../../../async/worker-calls.ts';
import type { PlacedPacket } from './jitter-buffer.ts';
import type { Sound } from './opus.ts';

/** `packets` is null when this person has left. */
export type OpusRequest = { speaker: number; packets: PlacedPacket[] | null };

/** Decodes the packets of many people outside the event loop, each with their own decoder state. */
export type VoiceDecoder = {
  /** Opens a decoder for one person. */
  open(): { decode(packets: PlacedPacket[]): Promise<Sound[]>; close(): void };
  close(): Promise<void>;
};

const sounds = z.array(
  z.object({
    atMs: z.number(),
    pcm: z.instanceof(Float32Array),
    packets: z.number(),
    lostBefore: z.number(),
  }),
);

export function openVoiceDecoder(): VoiceDecoder {
  const worker = openWorkerCalls(siblingScript(import.meta.url, 'decode-worker'), 'voice decoder');
  const ask = (request: OpusRequest) => worker.call(request, (answer): Sound[] => sounds.parse(answer));
  let lastSpeaker = 0;
  return {
    open() {
      const speaker = ++lastSpeaker;
      return {
        decode: async (packets) => (packets.length === 0 ? [] : await ask({ speaker, packets })),
        close() {
          // A worker that has ended keeps no state for them.
          ask({ speaker, packets: null }).catch(() => undefined);
        },
      };
    },
    close: worker.close,
  };
}
