import { expect, it } from 'vitest';
import { silentLog } from '../../../src/log.ts';
import { openModels } from '../../../src/models/open-models.ts';
import { fixtureSound } from '../../support/fixture-sound.ts';
import { watchLoop } from '../../support/watch-loop.ts';
import { tinyConfig } from './tiny-models.ts';

const answer = await fixtureSound('answer.ogg');

it('loading and running every model leaves the event loop to the bots: p99 under 50 ms', async () => {
  const seen = watchLoop();
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
  // What this process did itself: on a busy machine it has to wait for others too.
  expect(seen().ownP99Ms).toBeLessThan(50);
});
