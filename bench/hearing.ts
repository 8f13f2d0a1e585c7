/**
 * `npm run bench -- hearing [--models FOLDER] [--engine whisper.cpp|transformers] [--alone] [--words] DATA-FOLDER...`: word
 * errors, speed and times of words, with the models of FOLDER (default: GREENROOM_MODELS). A data folder holds sound files
 * and `manifest.jsonl` with a line `{file, reference}` for each; without one the recordings of the tests are heard, which
 * shows the speed only. `--alone` hears every clip a second time after the others have been heard, and a third time by an
 * engine that was just started: all three must be the same. `--words` lists what was heard wrong.
 */
import { existsSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { decodeAudio } from '../src/bots/audio/decode-audio.ts';
import { readConfig } from '../src/config.ts';
import type { SpeechSpan, Transcript } from '../src/domain.ts';
import { isCoachError } from '../src/errors.ts';
import { silentLog } from '../src/log.ts';
import { openModels } from '../src/models/open-models.ts';
import { type Models, type Pcm, sampleRate } from '../src/models/ports.ts';
import { glossary } from '../src/pipeline/questions/expected-terms.ts';
import { wordErrors, wordsToCompare } from './hearing/word-errors.ts';

const row = z.object({ file: z.string(), reference: z.string().default('') });
type Clip = { folder: string; file: string; reference: string; pcm: Pcm; speech: SpeechSpan[] };
type Result = { clip: Clip; transcript: Transcript | null; ms: number };

const engines = ['whisper.cpp', 'transformers'] as const;
const fixtures = join(import.meta.dirname, '../test/fixtures/audio');
const segmentSeconds = 8;
const rounds = 5;

export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      models: { type: 'string' },
      engine: { type: 'string' },
      alone: { type: 'boolean', default: false },
      words: { type: 'boolean', default: false },
    },
  });
  const folder = resolve(values.models ?? readConfig().GREENROOM_MODELS);
  console.log(`Models of ${folder}. Other work on this machine: load ${loadavg()[0]?.toFixed(1)}.\n`);
  for (const engine of engines.filter((each) => values.engine === undefined || each === values.engine)) {
    const open = () =>
      openModels(
        readConfig({
          ...{ GREENROOM_MODELS: folder, TRANSCRIBER: engine, EMBEDDER: 'none', GENERATOR: 'template' },
          ...{
            WHISPER_MODEL: process.env.WHISPER_MODEL ?? 'base',
            SPEECH_LANGUAGE: process.env.SPEECH_LANGUAGE ?? 'auto',
          },
        }),
        { log: silentLog() },
      );
    const models = open();
    await models.settled();
    const { state } = models.transcriber.status();
    if (state === 'ready') await benchEngine(models, open, engine, positionals, values);
    else console.log(`${engine}: left out (${state})\n`);
    await models.close();
  }
}

async function benchEngine(
  models: Models,
  open: () => Models,
  engine: string,
  folders: readonly string[],
  { alone, words }: { alone: boolean; words: boolean },
): Promise<void> {
  const clips = await clipsOf(folders, models);
  const results: Result[] = [];
  for (const folder of new Set(clips.map((clip) => clip.folder))) {
    const own: Result[] = [];
    for (const clip of clips.filter((each) => each.folder === folder)) own.push(await hear(models, clip));
    results.push(...own);
    let [errors, said] = [0, 0];
    for (const { clip, transcript } of own) {
      const found = wordErrors(clip.reference, transcript?.text ?? '');
      errors += found.errors;
      said += found.words;
      if (words && clip.reference !== '')
        console.log(
          `${String(found.errors).padStart(4)}/${found.words}  ${clip.file}  ${found.changes.join(' ')}`,
        );
    }
    const seconds = own.reduce((sum, { clip }) => sum + clip.pcm.length / sampleRate, 0);
    const spent = own.reduce((sum, { ms }) => sum + ms / 1000, 0);
    const rate =
      said === 0
        ? 'no text to compare with'
        : `word errors ${((100 * errors) / said).toFixed(2)} % (${errors}/${said})`;
    console.log(
      `${engine}, ${basename(folder)}: ${rate}, real-time factor ${(spent / seconds).toFixed(3)}, ${emptyWords(own)} words without length, load ${loadavg()[0]?.toFixed(1)}`,
    );
  }
  console.log(`${engine}, ${segmentSeconds} s of speech, warm: ${await timeSegment(models, clips)} ms\n`);
  if (alone) await compareAlone(models, open, engine, results);
}

async function clipsOf(folders: readonly string[], models: Models): Promise<Clip[]> {
  const clips: Clip[] = [];
  for (const folder of folders.length > 0 ? folders.map((each) => resolve(each)) : [fixtures]) {
    const manifest = join(folder, 'manifest.jsonl');
    const rows = existsSync(manifest)
      ? readFileSync(manifest, 'utf8')
          .trim()
          .split('\n')
          .map((line) => row.parse(JSON.parse(line)))
      : [row.parse({ file: 'answer.ogg' })];
    for (const { file, reference } of rows) {
      const limits = { maxSeconds: 3_600, maxBytes: 500_000_000 };
      const { pcm } = await decodeAudio(readFileSync(join(folder, file)), limits);
      clips.push({ folder, file, reference, pcm, speech: await models.speech.detect(pcm) });
    }
  }
  return clips;
}

async function hear(models: Models, clip: Clip): Promise<Result> {
  const startedAt = performance.now();
  const transcript = await models.transcriber
    .use((transcriber) => transcriber.transcribe(clip.pcm, { speech: clip.speech, hints: glossary }))
    .catch((error) => {
      if (!isCoachError(error, 'no_speech')) throw error;
      return null;
    });
  return { clip, transcript, ms: performance.now() - startedAt };
}

const emptyWords = (results: readonly Result[]): number =>
  results
    .flatMap(({ transcript }) => transcript?.segments.flatMap((segment) => segment.words) ?? [])
    .filter(({ startMs, endMs }) => endMs <= startMs).length;

/** The median of several rounds over the first seconds of the longest clip. */
async function timeSegment(models: Models, clips: readonly Clip[]): Promise<number> {
  const longest = clips.reduce((most, clip) => (clip.pcm.length > most.pcm.length ? clip : most));
  const from = (longest.speech[0]?.startMs ?? 0) / 1000;
  const pcm = longest.pcm.slice(from * sampleRate, (from + segmentSeconds) * sampleRate);
  const speech = await models.speech.detect(pcm);
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const startedAt = performance.now();
    await models.transcriber.use((transcriber) => transcriber.transcribe(pcm, { speech, language: 'en' }));
    if (round > 0) times.push(performance.now() - startedAt);
  }
  return Math.round(times.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0);
}

async function compareAlone(
  models: Models,
  open: () => Models,
  engine: string,
  results: readonly Result[],
): Promise<void> {
  let differ = 0;
  for (const { clip, transcript } of results.toReversed()) {
    const later = await hear(models, clip);
    const fresh = open();
    await fresh.settled();
    const alone = await hear(fresh, clip);
    await fresh.close();
    const texts = new Set([transcript, later.transcript, alone.transcript].map((each) => each?.text ?? ''));
    if (texts.size === 1) continue;
    differ++;
    console.log(
      `  ${clip.file} differs: ${[...texts].map((text) => wordsToCompare(text).join(' ')).join('\n    ')}`,
    );
  }
  console.log(`${engine}: ${differ} of ${results.length} clips differ in another order or alone\n`);
}
