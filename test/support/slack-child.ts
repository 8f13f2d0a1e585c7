/**
 * The program with its Slack bot in a process of its own, so that it can be killed in the middle of an answer, and so
 * that what it costs can be told apart from what the stand-in costs. What is understood and judged is scripted, unless
 * `PARTS=own` says otherwise.
 */
import { createSlackBot } from '../../src/bots/slack/slack-bot.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openCoach } from '../../src/open-coach.ts';
import { scriptedEvaluator, scriptedModels } from './scripted.ts';
import { type LoopDelay, watchLoop } from './watch-loop.ts';

/** What the child tells its parent when it is asked. */
export type SlackChildMessage = {
  cpuMs: number;
  heapBytes: number;
  /** Since it was asked last. */
  loop: LoopDelay;
};

const coach = await openCoach({
  config: readConfig(process.env),
  log: silentLog(),
  parts: {
    // These people answer faster than anybody reads.
    lateTextMs: 0,
    ...(process.env.PARTS !== 'own' && {
      leaseMs: 300,
      models: scriptedModels(),
      evaluator: scriptedEvaluator(() => ({ overall: 64 })),
    }),
  },
});
const seenOfLoop = watchLoop();
process.on('message', () => {
  const loop = seenOfLoop();
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const usage: SlackChildMessage = {
    cpuMs: (user + system) / 1000,
    heapBytes: heapUsed + arrayBuffers,
    loop,
  };
  process.send?.(usage);
  // Collecting garbage for the figures is no delay of the program's.
  seenOfLoop();
});
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const working = coach.run(stop.signal);
await createSlackBot(coach.context).run(stop.signal);
await working;
await coach.close();
if (process.connected) process.disconnect();
