/**
 * Turn-taking (`bench/conversation/turns.ts`), and how soon a question is heard, and somebody who cuts in.
 * `npm run bench -- conversation FOLDER… [--clips N]`: recordings as for `bench/hearing.ts`.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createBargeIn } from '../src/bots/discord/capture/barge-in.ts';
import { readConfig } from '../src/config.ts';
import { silentLog } from '../src/log.ts';
import { openModels } from '../src/models/open-models.ts';
import type { Models, Pcm } from '../src/models/ports.ts';
import { createNarrator } from '../src/pipeline/questions/narrator.ts';
import { openSpokenCache } from '../src/pipeline/questions/spoken-cache.ts';
import { perMs } from './conversation/pauses.ts';
import { median, printTurns } from './conversation/turns.ts';
import { readClips } from './hearing/clips.ts';

export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { clips: { type: 'string', default: '12' } },
  });
  const config = readConfig({ ...process.env, EMBEDDER: 'none', GENERATOR: 'template' });
  const models = openModels(config, { log: silentLog() });
  await models.settled();
  try {
    await printFirstSound(models);
    const transcriber = models.transcriber.current();
    if (!transcriber) return console.log('No recogniser is installed: endpointing is not measured.');
    const clips = (await readClips(positionals.map((each) => resolve(each)))).slice(0, Number(values.clips));
    await printTurns(transcriber, clips);
    printBargeIn(clips.map(({ pcm }) => pcm));
  } finally {
    await models.close();
  }
}

async function printFirstSound({ speaker }: Models): Promise<void> {
  if (!speaker.current()) return console.log('No voice is installed: first sound is not measured.');
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-bench-'));
  const narrator = createNarrator({ speaker, cache: openSpokenCache(folder), log: silentLog() });
  const text =
    'A page that lists fifty orders sends over fifty queries. What is happening, and how do you fix it?';
  const manner = { voice: null, ratePercent: null, language: 'en' };
  const first = async (): Promise<number> => {
    const begun = performance.now();
    const sound = narrator.speak(text, { ...manner, isCommon: true });
    await sound.next();
    const ms = performance.now() - begun;
    for await (const _ of sound);
    return ms;
  };
  const anew = await first();
  const made = median(await Promise.all([first(), first(), first()]));
  console.log(
    `First sound, ${speaker.current()?.name}: ${Math.round(anew)} ms when made now, ${Math.round(made)} ms when made ahead.`,
  );
  rmSync(folder, { recursive: true });
}

/** How much speech it takes until the bot falls silent: the sound itself, one packet and the way to the decoder. */
function printBargeIn(clips: readonly Pcm[]): void {
  const tells = clips.flatMap((pcm) => {
    const gate = createBargeIn();
    const loud = 10 ** (-45 / 20);
    const frame = 20 * perMs;
    let begun: number | null = null;
    for (let at = 0; at + frame <= pcm.length; at += frame) {
      const part = pcm.subarray(at, at + frame);
      const level = Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / frame);
      if (level >= loud) begun ??= at;
      else if (gate.loudness().length === 0) begun = null;
      if (gate.push(part)) return [(at + frame - (begun ?? at)) / perMs];
    }
    return [];
  });
  console.log(
    `Cutting in: noticed after ${Math.round(median(tells))} ms of speech (median of ${tells.length}), ${Math.round(Math.max(...tells))} ms at most.`,
  );
}
