/** Packs an export away from the thread that talks to platforms: recordings of an hour take seconds. */
import { zipSync } from 'fflate';
import { z } from 'zod';
import { serveCalls } from '../../async/serve-calls.ts';
import { toWav } from './wav-file.ts';

const given = z.object({
  files: z.record(z.string(), z.instanceof(Uint8Array)),
  /** Recordings, which are asked for one by one. */
  utteranceIds: z.array(z.string()),
  at: z.date(),
});
const sound = z.instanceof(Uint8Array).nullable();

const { ask } = serveCalls(async (message) => {
  const { files, utteranceIds, at } = given.parse(message);
  const recordings: Record<string, [Uint8Array, { level: 0 }]> = {};
  for (const id of utteranceIds) {
    const pcm = sound.parse(await ask(id));
    // Speech hardly compresses, so it is stored as it is.
    if (pcm) recordings[`recordings/${id}.wav`] = [toWav(pcm), { level: 0 }];
  }
  return zipSync({ ...files, ...recordings }, { mtime: at });
});
