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
    const clips = (await readClips(positionals.map((each) => resolve(each)))).slice(0, Number(values.clips));
    printBargeIn(clips.map(({ pcm }) => pcm));
    const transcriber = models.transcriber.current();
    if (!transcriber) return console.log('No recogniser is installed: endpointing is not measured.');
    await printTurns(transcriber, clips);
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

/**
 * How much speech it takes until the bot falls silent, from each place where somebody begins to speak; the way of the sound
 * to the bot is not in it.
 */
function printBargeIn(clips: readonly Pcm[]): void {
  const tells = clips.flatMap((pcm) => beginningsOf(pcm).map((from) => toldAfterMs(pcm.subarray(from))));
  const told = tells.filter((ms) => ms !== null).toSorted((one, other) => one - other);
  const soon = told.filter((ms) => ms <= 200).length;
  console.log(
    `Cutting in, ${tells.length} times: noticed after ${median(told)} ms of speech (median), p95 ${told[Math.floor(told.length * 0.95)]} ms, within 200 ms ${soon}, not at all ${tells.length - told.length}.`,
  );
}

const frame = 20 * perMs;
const loud = 10 ** (-45 / 20);
/** So much silence before somebody begins to speak. */
const silentFrames = 15;

function beginningsOf(pcm: Pcm): number[] {
  const found: number[] = [];
  let quiet = silentFrames;
  for (let at = 0; at + frame <= pcm.length; at += frame) {
    const level = Math.sqrt(
      pcm.subarray(at, at + frame).reduce((sum, sample) => sum + sample * sample, 0) / frame,
    );
    if (level >= loud && quiet >= silentFrames) found.push(at);
    quiet = level >= loud ? 0 : quiet + 1;
  }
  return found;
}

function toldAfterMs(pcm: Pcm): number | null {
  const gate = createBargeIn();
  for (let at = 0; at + frame <= Math.min(pcm.length, 1_000 * perMs); at += frame)
    if (gate.push(pcm.subarray(at, at + frame))) return (at + frame) / perMs;
  return null;
}
