import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PlacedPacket } from './jitter-buffer.ts';
import type { Sound } from './opus.ts';

/** `packets` null: this person is gone. */
export type OpusRequest = { id: number; speaker: number; packets: PlacedPacket[] | null };
export type OpusResult = { id: number; sounds: Sound[] };

/** Decodes the packets of many people, each with a memory of their own, outside the event loop. */
export type VoiceDecoder = {
  /** Opens a place for one person. */
  open(): { decode(packets: PlacedPacket[]): Promise<Sound[]>; close(): void };
  close(): Promise<void>;
};

/** `.ts` here, `.js` once built. */
const workerUrl = new URL(`./decode-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url);

export function openVoiceDecoder(): VoiceDecoder {
  const worker = new Worker(workerUrl);
  worker.unref();
  const waiting = new Map<number, { resolve(sounds: Sound[]): void; reject(error: unknown): void }>();
  let lastId = 0;
  let lastSpeaker = 0;
  let broken: unknown = null;
  worker.on('message', ({ id, sounds }: OpusResult) => {
    waiting.get(id)?.resolve(sounds);
    waiting.delete(id);
  });
  worker.on('error', (error) => {
    broken = error;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  });
  return {
    open() {
      const speaker = ++lastSpeaker;
      return {
        async decode(packets) {
          if (broken) throw broken;
          if (packets.length === 0) return [];
          const id = ++lastId;
          const done = new Promise<Sound[]>((resolve, reject) => waiting.set(id, { resolve, reject }));
          worker.postMessage({ id, speaker, packets } satisfies OpusRequest);
          return await done;
        },
        close: () => worker.postMessage({ id: 0, speaker, packets: null } satisfies OpusRequest),
      };
    },
    async close() {
      await worker.terminate();
    },
  };
}
