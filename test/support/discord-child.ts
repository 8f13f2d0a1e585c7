/**
 * The program with its Discord bot, or only one of its roles, in a process of its own, so that it can be killed in the middle of an answer, and so
 * that what it costs can be told apart from what the stand-in costs. What is understood and judged is scripted, unless
 * `PARTS=own` says otherwise.
 */
import { setTimeout } from 'node:timers/promises';
import { createDiscordBot } from '../../src/bots/discord/discord-bot.ts';
import { readConfig } from '../../src/config.ts';
import { openLog, silentLog } from '../../src/log.ts';
import type { Transcriber } from '../../src/models/ports.ts';
import { openCoach } from '../../src/open-coach.ts';
import { roles, talks } from '../../src/role.ts';
import { scriptedEvaluator, scriptedModels, scriptedSlot, scriptedTranscriber } from './scripted.ts';
import { type LoopDelay, watchLoop } from './watch-loop.ts';

/** What the child tells its parent. */
export type ChildMessage =
  | { type: 'heard'; at: number }
  | { type: 'judging' }
  | {
      type: 'usage';
      cpuMs: number;
      heapBytes: number;
      /** Since it was asked last. */
      loop: LoopDelay;
      shares: number[];
    };

const role = roles.find((one) => one === process.env.ROLE) ?? 'all';
const tell = (message: ChildMessage) => process.send?.(message);
/** How long hearing and judging take, where a parent wants to have the time to interfere. */
const { WORK_MS = '0', JUDGE_MS = WORK_MS } = process.env;
const transcriber = scriptedTranscriber(async (pcm) => {
  await setTimeout(Number(WORK_MS));
  tell({ type: 'heard', at: Date.now() });
  return `I said something for ${Math.round(pcm.length / 16_000)} seconds.`;
});
const coach = await openCoach({
  config: readConfig(process.env),
  log: process.env.SHOW_LOG ? openLog('debug') : silentLog(),
  role,
  parts: {
    // These people answer faster than anybody reads.
    lateTextMs: 0,
    ...(process.env.PARTS !== 'own' && {
      leaseMs: Number(process.env.LEASE_MS ?? 300),
      models: scriptedModels(scriptedSlot<Transcriber>('transcriber', transcriber)),
      evaluator: scriptedEvaluator(async () => {
        tell({ type: 'judging' });
        await setTimeout(Number(JUDGE_MS));
        return { overall: 64 };
      }),
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
const working = coach.run(stop.signal, ['discord']);
if (talks(role))
  await createDiscordBot(coach.context, {
    editEveryMs: 20,
    dialogMs: 60_000,
    silenceMs: Number(process.env.SILENCE_MS ?? 60_000),
    unsureMs: 0,
  }).run(stop.signal);
await working;
await coach.close();
if (process.connected) process.disconnect();
