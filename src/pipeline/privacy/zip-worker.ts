/** Packs an export away from the thread that talks to platforms: recordings of an hour take seconds. */
import { zipSync } from 'fflate';
import { z } from 'zod';
import { serveCalls } from '../../async/serve-calls.ts';
import { soundsAt } from '../../store/export-person.ts';
import { toWav } from './wav-file.ts';

const given = z.object({
  files: z.record(z.string(), z.instanceof(Uint8Array)),
  /** Recordings are read here one by one, from the database at `path`. */
  sounds: z.object({ path: z.string(), utteranceIds: z.array(z.string()) }),
  at: z.date(),
});

serveCalls(async (message) => {
  const { files, sounds, at } = given.parse(message);
  const { path, utteranceIds } = sounds;
  const recordings = Object.fromEntries(
    // Speech hardly compresses, so it is stored as it is.
    soundsAt(path, utteranceIds).map(({ utteranceId, pcm }) => [
      `recordings/${utteranceId}.wav`,
      [toWav(pcm), { level: 0 as const }] as [Uint8Array, { level: 0 }],
    ]),
  );
  return zipSync({ ...files, ...recordings }, { mtime: at });
});
