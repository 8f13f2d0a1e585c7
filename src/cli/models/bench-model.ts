import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { isCoachError } from '../../errors.ts';
import { silentLog } from '../../log.ts';
import { type CatalogueModel, whisperOrder } from '../../models/catalogue.ts';
import {
  loadableEmbedders,
  loadableEntailmentJudges,
  loadableGenerators,
  loadableSpeakers,
  loadableTranscribers,
} from '../../models/loadable-models.ts';
import { type SpeechDetector, sampleRate } from '../../models/ports.ts';
import type { LoadableModel } from '../../models/slot-entry.ts';
import { spokenRateHz } from '../../models/speak/sound.ts';
import type { Wording } from '../../wording/wording.ts';

const faultSchema = z.object({ fault: z.string().nullable(), values: z.record(z.string(), z.unknown()) });

export const measuredSchema = z.object({
  name: z.string(),
  loadMs: z.number(),
  /** The measured number of `unit`; null if the model failed, and then `fault` says why. */
  value: z.number().nullable(),
  unit: z.enum(['real-time factor', 'tokens/s', 'ms for 32 sentences', 'ms a pair']),
  /** The memory it took, including child processes if the system reports them. */
  memoryMb: z.number(),
  device: z.enum(['cpu', 'cuda']),
  fault: z
    .custom<Parameters<Wording['fault']>[0]>((given) => faultSchema.safeParse(given).success)
    .optional(),
});
export type Measured = z.infer<typeof measuredSchema>;

const rounds = 3;
const soundSeconds = 8;
const tokens = 30;
const sound = Float32Array.from(
  { length: soundSeconds * sampleRate },
  (_, index) => 0.1 * Math.sin(index * index),
);
/** Treats everything as speech: the recogniser is measured, and it must not be spared the noise. */
const credulous: SpeechDetector = {
  detect: async (pcm) => [{ startMs: 0, endMs: (pcm.length / sampleRate) * 1_000 }],
  openStream: () => ({ push: async () => [], close: () => undefined }),
  close: async () => undefined,
};

/** Loads one model and uses it a few times. Undefined when nothing can run it. */
export async function measureModel(
  config: Config,
  model: CatalogueModel,
  signal: AbortSignal,
): Promise<Measured | undefined> {
  if (model.task === 'embedder') {
    const texts = (round: number) => Array.from({ length: 32 }, (_, index) => sentence(round * 32 + index));
    return await timeOne(
      model,
      loadableEmbedders(config),
      'ms for 32 sentences',
      signal,
      async (embedder, round) => {
        await embedder.embed(texts(round), { signal });
        return (ms) => Math.round(ms);
      },
    );
  }
  if (model.task === 'entailment') {
    const pairs = [{ premise: sentence(1), hypothesis: 'An index makes reads faster.' }];
    return await timeOne(model, loadableEntailmentJudges(config), 'ms a pair', signal, async (judge) => {
      await judge.judge(pairs, { signal });
      return (ms) => Math.round(ms);
    });
  }
  if (model.task === 'generator') {
    const GENERATOR = model.name === 'instruct' ? 'instruct' : 'gpt2';
    return await timeOne(
      model,
      loadableGenerators({ ...config, GENERATOR }, silentLog()),
      'tokens/s',
      signal,
      async (generator) => {
        const prompt = { text: 'Interview questions for a backend engineer about databases.\n1. How' };
        await generator.generate(prompt, { maxTokens: tokens, seed: 1, signal });
        return (ms) => Math.round((tokens * 1_000) / ms);
      },
    );
  }
  if (model.adapter === 'piper') {
    const only: Config = { ...config, SPEAKER: 'piper' };
    return await timeOne(
      model,
      loadableSpeakers(only, silentLog()),
      'real-time factor',
      signal,
      async (speaker) => {
        const spoken = await speaker.say(sentence(1), { signal });
        return (ms) => Math.round(ms / (spoken.length / spokenRateHz)) / 1_000;
      },
    );
  }
  const size = whisperOrder.find(
    (each) => model.name === `whisper-${each}` || model.name === `whisper-${each}-ggml`,
  );
  if (size === undefined) return undefined;
  const only: Config = { ...config, WHISPER_MODEL: size, TRANSCRIBER: model.adapter, SPEECH_LANGUAGE: 'en' };
  const loadables = loadableTranscribers(only, credulous, silentLog());
  return await timeOne(model, loadables, 'real-time factor', signal, async (transcriber) => {
    // The sound has no speech, so finding none is a correct result of the same work.
    await transcriber.transcribe(sound, { signal }).catch((error) => {
      if (!isCoachError(error, 'no_speech')) throw error;
    });
    return (ms) => Math.round(ms / soundSeconds) / 1_000;
  });
}

/** One round to warm up, then the median of the others. */
async function timeOne<Model extends { close(): Promise<void> }>(
  { name }: CatalogueModel,
  loadables: readonly LoadableModel<Model>[],
  unit: Measured['unit'],
  signal: AbortSignal,
  work: (model: Model, round: number) => Promise<(ms: number) => number>,
): Promise<Measured | undefined> {
  const loadable = loadables.findLast((each) => each.name === name);
  if (!loadable) return undefined;
  const before = memoryMb();
  const begun = performance.now();
  let loadMs = 0;
  let loaded: Awaited<ReturnType<LoadableModel<Model>['load']>> | undefined;
  const result = (value: number | null) => ({
    ...{ name, loadMs: Math.round(loadMs), value, unit, memoryMb: Math.max(0, memoryMb() - before) },
    device: loaded?.device ?? 'cpu',
  });
  try {
    loaded = await loadable.load(signal);
    loadMs = performance.now() - begun;
    let convert = (ms: number) => ms;
    const times: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const start = performance.now();
      convert = await work(loaded.model, round);
      if (round > 0) times.push(performance.now() - start);
    }
    return result(convert(times.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0));
  } catch (error) {
    const { fault, values } = isCoachError(error) ? error : loadable.whenItFails;
    return { ...result(null), fault: { fault, values } };
  } finally {
    await loaded?.model.close();
  }
}

/** Resident memory of this process and, if the system reports them, of all its descendants. */
function memoryMb(): number {
  let bytes = process.memoryUsage.rss();
  try {
    const parents = new Map<number, number>();
    for (const entry of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
      const fields = fileOf(`/proc/${entry}/stat`)
        .replace(/^.*\) /s, '')
        .split(' ');
      parents.set(Number(entry), Number(fields[1]));
    }
    const isBelow = (pid: number | undefined): boolean =>
      pid !== undefined && pid > 1 && (parents.get(pid) === process.pid || isBelow(parents.get(pid)));
    for (const pid of parents.keys()) {
      if (isBelow(pid))
        bytes += Number(/VmRSS:\s+(\d+)/.exec(fileOf(`/proc/${pid}/status`))?.[1] ?? 0) * 1_024;
    }
  } catch {
    // Not Linux: this process alone.
  }
  return Math.round(bytes / 1_048_576);
}

/** Empty for a process that has ended in the meantime. */
function fileOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const sentence = (index: number): string =>
  `Answer ${index}: I would first look at the slow query log, then add an index on the column that the filter uses most.`;
