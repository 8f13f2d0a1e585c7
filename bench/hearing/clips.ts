/** Recordings to be heard by the benches. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { decodeAudio } from '../../src/bots/audio/decode-audio.ts';
import { readConfig } from '../../src/config.ts';
import type { SpeechSpan } from '../../src/domain.ts';
import { silentLog } from '../../src/log.ts';
import { openModels } from '../../src/models/open-models.ts';
import type { Pcm } from '../../src/models/ports.ts';

const row = z.object({
  file: z.string(),
  reference: z.string().default(''),
  questionId: z.string().optional(),
});
export type Clip = z.output<typeof row> & { folder: string; pcm: Pcm; speech: SpeechSpan[] };

const fixtures = join(import.meta.dirname, '../../test/fixtures/audio');

/** The recordings that the manifests of these folders list; without a manifest or folder, one of the tests. */
export async function readClips(folders: readonly string[]): Promise<Clip[]> {
  const { speech, close } = openModels(readConfig({ MODELS: 'none' }), { log: silentLog() });
  const clips: Clip[] = [];
  for (const folder of folders.length > 0 ? folders.map((each) => resolve(each)) : [fixtures]) {
    const manifest = join(folder, 'manifest.jsonl');
    const rows = existsSync(manifest)
      ? readFileSync(manifest, 'utf8')
          .trim()
          .split('\n')
          .map((line) => row.parse(JSON.parse(line)))
      : [row.parse({ file: 'answer.ogg' })];
    for (const each of rows) {
      const limits = { maxSeconds: 3_600, maxBytes: 500_000_000 };
      const { pcm } = await decodeAudio(readFileSync(join(folder, each.file)), limits);
      clips.push({ ...each, folder, pcm, speech: await speech.detect(pcm) });
    }
  }
  await close();
  return clips;
}
