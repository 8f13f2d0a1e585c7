/** A program that works and shows beside others on one store, and writes down what it did. */
import { appendFileSync } from 'node:fs';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openCoach } from '../../src/open-coach.ts';
import { scriptedEvaluator, scriptedModels } from './scripted.ts';

const [database, file] = process.argv.slice(2);
if (database === undefined || file === undefined) throw new Error('Give a database and a file');

const coach = await openCoach({
  config: readConfig({ DATABASE_URL: `sqlite:${database}`, FOLLOW_UP_DEPTH: '0' }),
  log: silentLog(),
  parts: {
    // These people answer faster than anybody reads.
    lateTextMs: 0,
    models: scriptedModels(),
    evaluator: scriptedEvaluator(({ text }) => {
      appendFileSync(file, `judged ${text}\n`);
      return {};
    }),
  },
});
const stop = new AbortController();
process.once('disconnect', () => stop.abort());
const working = coach.run(stop.signal);
const { interview } = coach.context;
process.send?.('ready');
for await (const delivery of interview.deliveries('discord', stop.signal)) {
  appendFileSync(file, `${delivery.body.type} ${delivery.session.ownerUserId}\n`);
  await interview.delivered(delivery);
}
await working;
await coach.close();
