/**
 * The program with its Discord bot in a process of its own, so that it can be killed in the middle of an answer, and so
 * that what it costs can be told apart from what the stand-in costs. What is understood and judged is scripted, unless
 * `PARTS=own` says otherwise.
 */
import { createDiscordBot } from '../../src/bots/discord/discord-bot.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import type { Transcriber } from '../../src/models/ports.ts';
import { openCoach } from '../../src/open-coach.ts';
import { scriptedEvaluator, scriptedModels, scriptedSlot, scriptedTranscriber } from './scripted.ts';
import { type LoopDelay, watchLoop } from './watch-loop.ts';

/** What the child tells its parent. */
export type ChildMessage =
  | { type: 'heard'; at: number }
  | {
      type: 'usage';
      cpuMs: number;
      heapBytes: number;
      /** Since it was asked last. */
      loop: LoopDelay;
      shares: number[];
    };

const tell = (message: ChildMessage) => process.send?.(message);
const transcriber = scriptedTranscriber((pcm) => {
  tell({ type: 'heard', at: Date.now() });
  return `I said something for ${Math.round(pcm.length / 16_000)} seconds.`;
});
const coach = await openCoach({
  config: readConfig(process.env),
  log: silentLog(),
  parts: {
    // These people answer faster than anybody reads.
    lateTextMs: 0,
    ...(process.env.PARTS !== 'own' && {
      leaseMs: 300,
      models: scriptedModels(scriptedSlot<Transcriber>('transcriber', transcriber)),
      evaluator: scriptedEvaluator(() => ({ overall: 64 })),
    }),
  },
});
const seenOfLoop = watchLoop();
process.on('message', async (wanted) => {
  if (wanted === 'settled') await coach.models.settled();
  const loop = seenOfLoop();
  if (wanted === 'memory') globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const rows = await coach.store.db.selectFrom('utterances').select('received_share').execute();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  tell({
    type: 'usage',
    cpuMs: (user + system) / 1000,
    heapBytes: heapUsed + arrayBuffers,
    loop,
    shares: rows.flatMap((row) => row.received_share ?? []),
  });
  // Collecting garbage for the figures is no delay of the program's.
  seenOfLoop();
});
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const working = coach.run(stop.signal);
await createDiscordBot(coach.context, {
  editEveryMs: 20,
  silenceMs: Number(process.env.SILENCE_MS ?? 60_000),
}).run(stop.signal);
await working;
await coach.close();
if (process.connected) process.disconnect();
