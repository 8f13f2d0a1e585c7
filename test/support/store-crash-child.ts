/**
 * Somebody who practises without a pause in a process that may be killed at any moment. What was acknowledged is written
 * to a file of its own: the database has to know of it afterwards.
 */

import { randomInt, randomUUID } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createEventStream } from '../../src/async/event-stream.ts';
import type { StageEvent } from '../../src/domain.ts';
import { silentLog } from '../../src/log.ts';
import { createInterview } from '../../src/pipeline/interview/interview.ts';
import { createWorker } from '../../src/pipeline/interview/interview-worker.ts';
import { createPrivacy } from '../../src/pipeline/privacy/privacy.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { openStore } from '../../src/store/open-store.ts';
import { scriptedEvaluator, scriptedModels } from './scripted.ts';
import { standIns, wordEvaluation, writePages } from './words.ts';

const [url = '', acknowledged = ''] = process.argv.slice(2);
const now = () => new Date();
const store = await openStore(url, { connections: 4 });
const bank = openBank({ folder: fileURLToPath(new URL('../fixtures/bank/', import.meta.url)) });
const config = {
  ANSWER_MAX_SECONDS: 600,
  FOLLOW_UP_DEPTH: 1,
  RETENTION: { audioDays: 0, transcriptsDays: 365, evaluationsDays: 730 },
  WHISPER_MODEL: 'base',
  TIME_ZONE: 'UTC',
} as const;
const parts = {
  store,
  bank,
  evaluator: scriptedEvaluator(),
  models: scriptedModels(),
  stages: createEventStream<StageEvent>(),
  config,
  log: silentLog(),
  now,
  standIns,
  // These people answer faster than anybody reads.
  lateTextMs: 0,
};
const interview = createInterview(parts);
const progress = createProgress(parts);
const privacy = createPrivacy({ wordEvaluation, writePages, store, config, progress, interview, now });
const file = openSync(acknowledged, 'a');
/** One line a promise, in one write each: a kill tears none in two. */
const acknowledge = (line: Record<string, string>) => {
  writeSync(file, `${JSON.stringify(line)}\n`);
  process.stdout.write('acknowledged\n');
};

const stop = new AbortController();
void createWorker({ ...parts, leaseMs: 2_000 }).run(stop.signal);
const tenant = 'terminal:test';
// Nobody may have many interviews open: those that a kill has interrupted are ended first.
for (const { id, ownerUserId } of await interview.openSessions('terminal'))
  await interview.stop({ tenant, userId: ownerUserId }, id);
process.stdout.write('ready\n');

async function practise(userId: string): Promise<void> {
  const actor = { tenant, userId } as const;
  for (;;) {
    const place = { tenant, platform: 'terminal', channelId: randomUUID() } as const;
    const session = await interview.start({
      place,
      userId,
      domain: 'cooking',
      level: 'junior',
      questions: 2,
    });
    for (let round = 0; round < 3; round += 1) {
      const text = `said ${randomUUID()}`;
      try {
        await interview.addText(actor, session.id, text, { key: text });
        acknowledge({ did: 'said', text });
        if (randomInt(4) === 0) await interview.addText(actor, session.id, text, { key: text });
        const { answerId } = await interview.submit(actor, session.id);
        acknowledge({ did: 'submitted', text });
        if (randomInt(6) === 0) {
          // A kill may come between the deletion and the word of it.
          acknowledge({ did: 'deleting', text });
          await interview.deleteAnswer(actor, answerId);
          acknowledge({ did: 'deleted', text });
        }
      } catch {
        // The next question is not there yet, or the session is over.
        await new Promise((resolve) => setTimeout(resolve, randomInt(4)));
      }
    }
    await interview.stop(actor, session.id).catch(() => undefined);
  }
}

async function comeAndGo(): Promise<void> {
  for (;;) {
    const userId = `guest-${randomUUID()}`;
    const place = { tenant, platform: 'terminal', channelId: userId } as const;
    const session = await interview.start({ place, userId, domain: 'cooking', level: 'junior' });
    const text = `guest ${userId}`;
    await interview.addText({ tenant, userId }, session.id, text, { key: text });
    await privacy.forget({ tenant, userId });
    acknowledge({ did: 'forgot', text });
  }
}

await Promise.all([practise('ann'), practise('ben'), comeAndGo()]);
