import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { silentLog } from '../../../src/log.ts';
import { openModels } from '../../../src/models/open-models.ts';
import { fixtureSound } from '../../support/fixture-sound.ts';
import { tinyConfig } from './tiny-models.ts';

const answer = await fixtureSound('answer.ogg');

/** The 99th percentile of how late the event loop was while every model loaded and worked, in milliseconds. */
async function delayWhileWorking(): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const models = openModels(tinyConfig(), { log: silentLog() });
  await models.settled();
  const texts = Array.from(
    { length: 64 },
    (_, index) => `What would you measure first when page ${index} is slow?`,
  );
  await Promise.all([
    models.transcriber.use((transcriber) => transcriber.transcribe(answer)),
    models.embedder.use((embedder) => embedder.embed(texts)),
    models.generator.use((generator) =>
      generator.generate({ text: 'How' }, { maxTokens: 40, candidates: 6 }),
    ),
    models.entailment.use((judge) =>
      judge.judge(texts.map((text) => ({ premise: text, hypothesis: 'It is slow.' }))),
    ),
  ]);
  await models.close();
  delay.disable();
  return delay.percentile(99) / 1e6;
}

// On a busy machine the whole process may have to wait: one quiet round of several shows that the models do not delay it.
it('loading and running every model leaves the event loop to the bots: p99 under 50 ms', {
  timeout: 120_000,
}, async () => {
  const rounds: number[] = [];
  while (rounds.length < 6 && !rounds.some((p99) => p99 < 50)) rounds.push(await delayWhileWorking());
  expect(Math.min(...rounds)).toBeLessThan(50);
});
