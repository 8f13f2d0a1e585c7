/**
 * Turn-taking: recorded answers with pauses inserted behind open words are heard piece by piece by the real recogniser,
 * on a simulated clock. How often is somebody cut off, and how long do they wait after a finished answer? And how soon
 * is a question heard, and somebody who cuts in?
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createBargeIn } from '../src/bots/discord/capture/barge-in.ts';
import { judgeEndpoint, sentenceState } from '../src/bots/discord/capture/endpointing.ts';
import { createSegments, pauseMs, type Segment } from '../src/bots/discord/capture/segments.ts';
import { usualVoiceTimings } from '../src/bots/discord/voice/timings.ts';
import { readConfig } from '../src/config.ts';
import { silentLog } from '../src/log.ts';
import { openModels } from '../src/models/open-models.ts';
import type { Models, Pcm, Transcriber } from '../src/models/ports.ts';
import { createNarrator } from '../src/pipeline/questions/narrator.ts';
import { openSpokenCache } from '../src/pipeline/questions/spoken-cache.ts';
import { readClips } from './hearing/clips.ts';

const perMs = 16;
const gapsMs = [1_000, 2_000, 3_000];
/** What the recogniser takes on a quiet machine for a second of sound (docs/models.md), and to begin at all. */
const hearing = { factor: 0.1, startMs: 300 };
/** How late the room knows a sound: jitter buffer and taking. */
const roomMs = 220;

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
    await printTurns(
      transcriber,
      clips.map(({ pcm }) => pcm),
    );
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

/** A cut is where the answer would be ended although more comes. */
async function printTurns(transcriber: Transcriber, clips: readonly Pcm[]): Promise<void> {
  let pauses = 0;
  let cuts = 0;
  const waits: number[] = [];
  for (const [index, pcm] of clips.entries()) {
    const places = await openPlaces(transcriber, pcm);
    const { sound, gaps } = withGaps(pcm, places, index);
    const segments = segmentsOf(sound);
    const heard = [];
    for (const segment of segments) heard.push({ segment, text: await textOf(transcriber, segment) });
    pauses += gaps.length;
    for (const { fromMs, toMs } of gaps) {
      if (endsWithin(heard, fromMs, toMs) === null) continue;
      cuts++;
      const before = heard.filter(({ segment }) => segment.startMs < fromMs).at(-1);
      console.log(`Cut in a pause of ${toMs - fromMs} ms after: …${before?.text.slice(-60) ?? ''}`);
    }
    const lastMs = segments.at(-1)?.endMs ?? 0;
    const ended = endsWithin(heard, lastMs - 200, lastMs + 30_000);
    if (ended !== null) waits.push(ended - (lastMs - 200));
  }
  const share = pauses === 0 ? 0 : (100 * cuts) / pauses;
  console.log(
    `Cut off at ${cuts} of ${pauses} pauses of 1 to 3 s behind an open word (${share.toFixed(1)} %; at most 3 %).`,
  );
  console.log(
    `Wait after the end of ${waits.length} answers: median ${Math.round(median(waits))} ms, longest ${Math.round(Math.max(...waits))} ms (median at most 2000 ms).`,
  );
}

const textOf = async (transcriber: Transcriber, { pcm }: Segment): Promise<string> =>
  await transcriber.transcribe(pcm, { language: 'en' }).then(
    ({ text }) => text,
    () => '',
  );

/** The ends of open words, in ms, at most four, never close together. */
async function openPlaces(transcriber: Transcriber, pcm: Pcm): Promise<number[]> {
  const { segments } = await transcriber.transcribe(pcm, { language: 'en' });
  const words = segments.flatMap((segment) => segment.words);
  const places: number[] = [];
  for (const word of words) {
    if (word.startMs < 6_000 || word.endMs > pcm.length / perMs - 3_000) continue;
    if (/[.!?,]$/.test(word.text.trim()) || sentenceState(`It is ${word.text.trim()}.`) !== 'open') continue;
    if (places.length < 4 && word.endMs - (places.at(-1) ?? 0) > 5_000) places.push(word.endMs);
  }
  return places;
}

function withGaps(pcm: Pcm, places: readonly number[], seed: number) {
  const parts: Pcm[] = [];
  const gaps: { fromMs: number; toMs: number }[] = [];
  let from = 0;
  let lengthMs = 0;
  for (const [index, place] of places.entries()) {
    const part = pcm.subarray(from, place * perMs);
    const gapMs = gapsMs[(index + seed) % gapsMs.length] ?? 1_000;
    parts.push(part, new Float32Array(gapMs * perMs));
    lengthMs += part.length / perMs;
    gaps.push({ fromMs: lengthMs, toMs: lengthMs + gapMs });
    lengthMs += gapMs;
    from = place * perMs;
  }
  parts.push(pcm.subarray(from), new Float32Array(2_000 * perMs));
  const sound = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    sound.set(part, at);
    at += part.length;
  }
  return { sound, gaps };
}

function segmentsOf(sound: Pcm): Segment[] {
  const segments = createSegments();
  const pieces: Segment[] = [];
  const frame = 20 * perMs;
  for (let at = 0; at < sound.length; at += frame)
    pieces.push(
      ...segments.push([
        { atMs: at / perMs, pcm: sound.subarray(at, at + frame), packets: 1, lostBefore: 0 },
      ]),
    );
  return [...pieces, ...segments.flush()];
}

/** When the room would end the answer between these moments; null if it would not. */
function endsWithin(
  heard: readonly { segment: Segment; text: string }[],
  fromMs: number,
  toMs: number,
): number | null {
  for (let nowMs = fromMs; nowMs < toMs; nowMs += usualVoiceTimings.lookEveryMs) {
    const said = heard.filter(({ segment }) => segment.startMs < fromMs);
    const readyAt = ({ segment }: { segment: Segment }) =>
      segment.endMs -
      200 +
      pauseMs +
      roomMs +
      hearing.startMs +
      hearing.factor * (segment.endMs - segment.startMs);
    const pauses = said.map(
      ({ segment }, at) => segment.startMs - (said[at - 1]?.segment.endMs ?? segment.startMs),
    );
    const ready = said.filter((one) => readyAt(one) <= nowMs);
    const endpoint = judgeEndpoint(
      {
        ...{ nowMs, listeningSinceMs: 0, lastSpeechMs: fromMs, speechMs: fromMs },
        text: ready.map(({ text }) => text).join(' '),
        longestPauseMs: Math.max(0, ...pauses),
        isTextWhole: ready.length === said.length,
      },
      usualVoiceTimings,
    );
    if (endpoint.state === 'over') return nowMs;
  }
  return null;
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

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
