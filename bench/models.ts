/**
 * `npm run bench -- models [FOLDER]`: how fast the engines are, side by side in one run. FOLDER holds models in the usual
 * layout: real ones, or those of the real shapes that `scripts/make-tiny-models.py --shapes FOLDER` makes (their compute time
 * is right, what they say is not). Default: GREENROOM_MODELS. What is not there is left out by name.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readConfig } from '../src/config.ts';
import { modelStates } from '../src/models/model-states.ts';
import { openEmbedder } from '../src/models/onnx/open-embedder.ts';
import { openOnnxGenerator } from '../src/models/onnx/open-generator.ts';
import { openOnnxWhisper } from '../src/models/onnx/open-whisper.ts';
import type { Models } from '../src/models/ports.ts';
import { whisperServerPath } from '../src/models/transcribe/build-whisper-cpp.ts';
import type { Recogniser } from '../src/models/transcribe/recogniser.ts';
import { openWhisperCpp } from '../src/models/transcribe/whisper-cpp.ts';
import { timeNodejsWhisper } from './hearing/nodejs-whisper.ts';
import { runProgram } from './processes/run-program.ts';

type Row = { what: string; loadMs?: number; result: string };

const rounds = 5;
const segmentSeconds = 8;
const threads = availableParallelism();
/** Noise, the same each time: the time does not depend on what is said. */
const sound = Float32Array.from(
  { length: segmentSeconds * 16_000 },
  (_, index) => 0.1 * Math.sin(index * index),
);

export async function bench([given]: string[]): Promise<void> {
  const config = readConfig();
  const folder = resolve(given ?? config.GREENROOM_MODELS);
  const present = new Set(
    modelStates({ GREENROOM_MODELS: folder }).flatMap(({ name, state }) =>
      state === 'present' ? [name] : [],
    ),
  );
  const server = [folder, config.GREENROOM_MODELS].map(whisperServerPath).find(existsSync);
  const onnx = (repository: string) =>
    ({ folder, repository, precision: 'q8', device: 'cpu', threads }) as const;
  const rows: Row[] = [];
  const measure = async (what: string, needs: string, make: () => Promise<Omit<Row, 'what'>>) => {
    const missing = needs === 'whisper-base-ggml' && !server ? 'whisper.cpp is not built' : `no ${needs}`;
    const usable = present.has(needs) && (needs !== 'whisper-base-ggml' || server);
    const row = usable ? await make() : { result: `left out: ${missing}` };
    rows.push({ what, ...row });
    console.log(lineOf({ what, ...row }));
  };

  const load = loadavg()[0]?.toFixed(1);
  console.log(
    `Models of ${folder}, ${threads} threads. Medians of ${rounds} calls after one to warm up. Other work on this machine: load ${load}.\n`,
  );
  await measure(`whisper.cpp base, warm server, ${segmentSeconds} s of sound`, 'whisper-base-ggml', () =>
    timeRecogniser(() =>
      openWhisperCpp('base', {
        binary: server ?? '',
        model: join(folder, 'ggml-base.bin'),
        threads,
        gpu: false,
        isMultilingual: true,
      }),
    ),
  );
  await measure(`nodejs-whisper base, one call, ${segmentSeconds} s of sound`, 'whisper-base-ggml', () =>
    nodejsWhisperResult(folder),
  );
  await measure(`transformers.js base, ${segmentSeconds} s of sound`, 'whisper-base', () =>
    timeRecogniser(() => openOnnxWhisper('base', onnx('Xenova/whisper-base'))),
  );
  await measure('MiniLM, 32 sentences of about 20 words', 'minilm', async () => {
    const [loadMs, embedder] = await timed(() => openEmbedder('minilm', onnx('Xenova/all-MiniLM-L6-v2')));
    let round = 0;
    const ms = await median(() => {
      round++;
      return embedder.embed(Array.from({ length: 32 }, (_, index) => sentence(round * 32 + index)));
    });
    await embedder.close();
    return { loadMs, result: `${Math.round(ms)} ms` };
  });
  for (const candidates of [1, 6]) {
    await measure(`GPT-2, 30 tokens, ${candidates} at once`, 'gpt2', async () => {
      const model = { ...onnx('Xenova/gpt2'), graph: 'decoder_model_merged' };
      const [loadMs, generator] = await timed(() => openOnnxGenerator('gpt2', model, false));
      const prompt = { text: 'Interview questions for a backend engineer about databases.\n1. How' };
      const ms = await median(() => generator.generate(prompt, { candidates, maxTokens: 30, seed: 1 }));
      await generator.close();
      return {
        loadMs,
        result: `${Math.round((30 * candidates * 1000) / ms)} tokens/s, ${Math.round(ms)} ms`,
      };
    });
  }
  const all =
    ['whisper-base-ggml', 'minilm', 'gpt2'].every((name) => present.has(name)) && server !== undefined;
  console.log(
    all ? await memoryLine(folder, server) : 'Peak memory: left out, since not all of them are here.',
  );
}

const nodejsWhisperResult = async (folder: string): Promise<Omit<Row, 'what'>> => ({
  result: `${Math.round(medianOf(await timeNodejsWhisper(folder, sound, rounds)))} ms`,
});

async function timeRecogniser(open: () => Promise<Recogniser>): Promise<Omit<Row, 'what'>> {
  const [loadMs, recogniser] = await timed(open);
  const ms = await median(() =>
    recogniser.recognise(sound, { language: 'en', prompt: 'Um, uh, hmm, er, ah.' }),
  );
  await recogniser.close();
  return { loadMs, result: `${Math.round(ms)} ms` };
}

/** Peak resident memory of this process, with its worker threads, and of the server, with the three models loaded and used. */
async function memoryLine(folder: string, server: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'greenroom-bench-'));
  for (const name of ['ggml-base.bin', 'Xenova']) symlinkSync(join(folder, name), join(home, name));
  symlinkSync(dirname(server), join(home, 'bin'));
  const code = `
    const { openModels } = await import(${JSON.stringify(new URL('../src/models/open-models.ts', import.meta.url).href)});
    const { readConfig } = await import(${JSON.stringify(new URL('../src/config.ts', import.meta.url).href)});
    const { silentLog } = await import(${JSON.stringify(new URL('../src/log.ts', import.meta.url).href)});
    const { measureMemory } = await import(${JSON.stringify(import.meta.url)});
    await measureMemory(openModels(readConfig(), { log: silentLog() }));`;
  const environment = {
    PATH: process.env.PATH,
    GREENROOM_MODELS: home,
    WHISPER_MODEL: 'base',
    TRANSCRIBER: 'whisper.cpp',
  };
  try {
    const script = join(home, 'memory.mjs');
    writeFileSync(script, code);
    const said = await runProgram(process.execPath, [script], home, environment);
    return said.trim();
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Uses each model once and says how much memory was needed for it. Runs in a process of its own. */
export async function measureMemory(models: Models): Promise<void> {
  await models.settled();
  await models.embedder.use((embedder) =>
    embedder.embed(Array.from({ length: 32 }, (_, index) => sentence(index))),
  );
  await models.generator.use((generator) =>
    generator.generate({ text: sentence(1) }, { candidates: 6, maxTokens: 30 }),
  );
  await models.transcriber.use((transcriber) => transcriber.transcribe(sound)).catch(() => undefined);
  const own = peakMb('self');
  const servers = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');
  const grandchildren = servers.flatMap((pid) =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' '),
  );
  const theirs = Math.max(0, ...grandchildren.filter(Boolean).map(peakMb));
  console.log(
    `Peak memory with whisper.cpp base, MiniLM and GPT-2 loaded: ${own + theirs} MB (this process ${own}, whisper.cpp ${theirs})`,
  );
  await models.close();
}

const peakMb = (pid: string): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);

const sentence = (index: number): string =>
  `Answer ${index}: I would first look at the slow query log, then add an index on the column that the filter uses most.`;

async function timed<Result>(work: () => Promise<Result>): Promise<[number, Result]> {
  const startedAt = performance.now();
  const result = await work();
  return [performance.now() - startedAt, result];
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  await work();
  for (let round = 0; round < rounds; round++) times.push((await timed(work))[0]);
  return medianOf(times);
}

const medianOf = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;

function lineOf({ what, loadMs, result }: Row): string {
  const loading = loadMs === undefined ? '' : `   (loaded in ${Math.round(loadMs)} ms)`;
  return `${what.padEnd(56)} ${result}${loading}`;
}
