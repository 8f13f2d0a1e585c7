/** The worker of `openPiper`: runs the graphs of Piper voices, so that the event loop of the bots never waits for one. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { serveCalls } from '../../async/serve-calls.ts';
import { phonemesOf } from './phonemes.ts';
import { idsOf, languageOf, piperVoice } from './piper-voice.ts';
import { spokenSound } from './sound.ts';

const data = z.object({ graphs: z.array(z.string()).min(1), threads: z.number() }).parse(workerData);
const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('load') }),
  z.object({ kind: z.literal('say'), sentence: z.string(), voice: z.string(), rate: z.number() }),
]);

const voices = data.graphs.map((graph) => ({
  name: basename(graph, '.onnx'),
  graph,
  description: piperVoice.parse(JSON.parse(readFileSync(`${graph}.json`, 'utf8'))),
}));
/** Opened when somebody wants the voice, one at a time in memory. */
let open: { name: string; session: Promise<InferenceSession> } | null = null;

function sessionOf(name: string, graph: string): Promise<InferenceSession> {
  if (open?.name === name) return open.session;
  void open?.session.then((session) => session.release()).catch(() => undefined);
  const session = InferenceSession.create(graph, {
    executionProviders: ['cpu'],
    intraOpNumThreads: data.threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    // Threads that spin while they wait take CPU time from everything else that runs here.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  open = { name, session };
  session.catch(() => {
    open = null;
  });
  return session;
}

/** Calls of one graph come one after the other anyway: the second only waits less orderly. */
async function say(sentence: string, voiceName: string, rate: number, signal: AbortSignal) {
  const voice = voices.find(({ name }) => name === voiceName) ?? voices[0];
  if (!voice) throw new Error('There is no voice.');
  const { description, graph, name } = voice;
  const phonemes = await phonemesOf(sentence, description.espeak.voice, signal);
  signal.throwIfAborted();
  if (phonemes === '') return new Int16Array(0);
  const ids = idsOf(phonemes, description);
  const { noise_scale, length_scale, noise_w } = description.inference;
  const session = await sessionOf(name, graph);
  const output = await session.run({
    input: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
    input_lengths: new Tensor('int64', BigInt64Array.of(BigInt(ids.length)), [1]),
    scales: new Tensor('float32', Float32Array.of(noise_scale, length_scale / rate, noise_w), [3]),
    ...(description.num_speakers > 1 && { sid: new Tensor('int64', BigInt64Array.of(0n), [1]) }),
  });
  const [sound] = Object.values(output);
  return spokenSound(z.instanceof(Float32Array).parse(sound?.data), description.audio.sample_rate);
}

serveCalls(async (raw, { signal }) => {
  const call = message.parse(raw);
  if (call.kind === 'say') return await say(call.sentence, call.voice, call.rate, signal);
  // A first word shows that the voice and espeak-ng work, and makes the next one quick.
  await say('Hello.', voices[0]?.name ?? '', 1, signal);
  return voices.map(({ name, description }) => ({ name, language: languageOf(description) }));
});
