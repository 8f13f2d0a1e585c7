/**
 * The program with its Discord bot in a process of its own, so that a test can kill it in the middle of an answer. What
 * is understood is scripted; everything else is as in life.
 */
import { createDiscordBot } from '../../src/bots/discord/discord-bot.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import type { Transcriber } from '../../src/models/ports.ts';
import { openCoach } from '../../src/open-coach.ts';
import { scriptedEvaluator, scriptedModels, scriptedSlot, scriptedTranscriber } from './scripted.ts';

const transcriber = scriptedTranscriber((pcm) => {
  process.send?.('heard');
  return `I said something for ${Math.round(pcm.length / 16_000)} seconds.`;
});
const coach = await openCoach({
  config: readConfig(process.env),
  log: silentLog(),
  parts: {
    models: scriptedModels(scriptedSlot<Transcriber>('transcriber', transcriber)),
    evaluator: scriptedEvaluator(() => ({ overall: 64 })),
    leaseMs: 300,
  },
});
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const working = coach.run(stop.signal);
await createDiscordBot(coach.context, { editEveryMs: 20, silenceMs: 60_000 }).run(stop.signal);
await working;
await coach.close();
process.disconnect?.();
