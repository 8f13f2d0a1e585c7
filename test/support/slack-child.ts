/**
 * The program with its Slack bot in a process of its own, so that it can be killed in the middle of an answer, and so
 * that what it costs can be told apart from what the stand-in costs. What is understood and judged is scripted.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createSlackBot } from '../../src/bots/slack/slack-bot.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openCoach } from '../../src/open-coach.ts';
import { scriptedEvaluator, scriptedModels } from './scripted.ts';

/** What the child tells its parent when it is asked. */
export type SlackChildMessage = {
  cpuMs: number;
  heapBytes: number;
  residentBytes: number;
  /** How late the event loop was since it was asked last, the 99th percentile. */
  loopP99Ms: number;
};

const coach = await openCoach({
  config: readConfig(process.env),
  log: silentLog(),
  parts: {
    // These people answer faster than anybody reads.
    lateTextMs: 0,
    models: scriptedModels(),
    evaluator: scriptedEvaluator(() => ({ overall: 64 })),
    leaseMs: 300,
  },
});
const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();
process.on('message', () => {
  const loopP99Ms = loop.percentile(99) / 1e6;
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const usage: SlackChildMessage = {
    cpuMs: (user + system) / 1000,
    heapBytes: heapUsed + arrayBuffers,
    residentBytes: rss,
    loopP99Ms,
  };
  process.send?.(usage);
  // Collecting garbage for the figures is no delay of the program's.
  loop.reset();
});
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const working = coach.run(stop.signal);
await createSlackBot(coach.context).run(stop.signal);
await working;
await coach.close();
process.disconnect?.();
