import { loadavg } from 'node:os';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import type { Transcript } from '../src/domain.ts';
import { isCoachError } from '../src/errors.ts';
import { silentLog } from '../src/log.ts';
import { openModels } from '../src/models/open-models.ts';
import { type Models, type Pcm, sampleRate } from '../src/models/ports.ts';
import { openBank } from '../src/pipeline/questions/bank.ts';
import { expectedTerms, glossary } from '../src/pipeline/questions/expected-terms.ts';
import { type Clip, readClips } from './hearing/clips.ts';
import { printScoreLost } from './hearing/score-lost.ts';
import { printSpeed } from './hearing/speed.ts';
import { sumOfEdges, wordEdges } from './hearing/word-edges.ts';
import { wordErrors, wordsToCompare } from './hearing/word-errors.ts';
import { openJudges } from './scoring/judging-models.ts';

type Result = { clip: Clip; transcript: Transcript | null; ms: number };

const engines = ['whisper.cpp', 'transformers'] as const;
const segmentSeconds = 8;

export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      models: { type: 'string' },
      engine: { type: 'string' },
      speed: { type: 'boolean', default: false },
      alone: { type: 'boolean', default: false },
      words: { type: 'boolean', default: false },
      score: { type: 'boolean', default: false },
    },
  });
  const folder = resolve(values.models ?? readConfig().GREENROOM_MODELS);
  console.log(`Models of ${folder}. Other work on this machine: load ${loadavg()[0]?.toFixed(1)}.\n`);
  const clips = await readClips(positionals);
  if (values.engine === undefined) await printSpeed(folder, segmentOf(clips));
  if (values.speed) return;
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
    if (state === 'ready') await benchEngine(models, open, engine, clips, values);
    else console.log(`${engine}: left out (${state})\n`);
    await models.close();
  }
}

async function benchEngine(
  models: Models,
  open: () => Models,
  engine: string,
  clips: readonly Clip[],
  { alone, words, score }: { alone: boolean; words: boolean; score: boolean },
): Promise<void> {
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
      `${engine}, ${basename(folder)}: ${rate}, real-time factor ${(spent / seconds).toFixed(3)}, ${sayEdges(own)}, load ${loadavg()[0]?.toFixed(1)}`,
    );
  }
  if (score) await printScores(results);
  if (alone) await compareAlone(models, open, engine, results);
}

async function hear(models: Models, clip: Clip): Promise<Result> {
  const startedAt = performance.now();
  const transcript = await models.transcriber
    .use((transcriber) => transcriber.transcribe(clip.pcm, { speech: clip.speech, hints: hintsFor(clip) }))
    .catch((error) => {
      if (!isCoachError(error, 'no_speech')) throw error;
      return null;
    });
  return { clip, transcript, ms: performance.now() - startedAt };
}

/** What an interview expects to hear: the words of the question, where it is known. */
function hintsFor({ questionId }: Clip): readonly string[] {
  const question = questionId === undefined ? null : openBank().byId(questionId);
  return question ? expectedTerms(question) : glossary;
}

const sayEdges = (results: readonly Result[]): string => {
  const { edges, near, empty } = sumOfEdges(
    results.flatMap(({ transcript }) => (transcript ? [wordEdges(transcript)] : [])),
  );
  return `${empty} words without length, ${near} of ${edges} edges of speech within 200 ms of a word's`;
};

/** The first seconds of speech in the longest clip. */
function segmentOf(clips: readonly Clip[]): Pcm {
  const longest = clips.reduce((most, clip) => (clip.pcm.length > most.pcm.length ? clip : most));
  const from = (longest.speech[0]?.startMs ?? 0) / 1000;
  return longest.pcm.slice(from * sampleRate, (from + segmentSeconds) * sampleRate);
}

async function printScores(results: readonly Result[]): Promise<void> {
  const bank = openBank();
  const { judging, models } = await openJudges();
  const answers = results.flatMap(({ clip: { questionId, reference }, transcript }) => {
    const question = questionId === undefined ? null : bank.byId(questionId);
    return question && transcript ? [{ question, reference, transcript }] : [];
  });
  await printScoreLost(answers, judging);
  await models.close();
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
