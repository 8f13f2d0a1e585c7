/**
 * The program in a process of its own, so that a test can kill it. It processes one spoken answer up to the
 * named step, says so, and waits there to be killed; without a step it goes all the way to the summary.
 */
import { appendFileSync } from 'node:fs';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import type { Transcriber } from '../../src/models/ports.ts';
import { openCoach } from '../../src/open-coach.ts';
import type { CrashStep } from './crash-steps.ts';
import { scriptedEvaluator, scriptedModels, scriptedSlot, scriptedTranscriber } from './scripted.ts';
import { tone } from './sounds.ts';

const [database, postsFile, step] = process.argv.slice(2);
if (database === undefined || postsFile === undefined)
  throw new Error('Give a database and a file for posts');

const stopAt = async (here: CrashStep) => {
  if (step !== here) return;
  process.send?.('reached');
  await new Promise(() => setInterval(() => undefined, 1_000));
};
const transcriber = scriptedTranscriber(async () => {
  if (step === 'die-transcribing') process.kill(process.pid, 'SIGKILL');
  await stopAt('utterance');
  return 'I keep the water boiling.';
});
const evaluator = scriptedEvaluator(async () => {
  await stopAt('submitted');
  return { overall: 60 };
});
const coach = await openCoach({
  config: readConfig({ DATABASE_URL: `sqlite:${database}`, FOLLOW_UP_DEPTH: '0' }),
  log: silentLog(),
  parts: {
    // These people answer faster than anybody reads.
    lateTextMs: 0,
    models: scriptedModels(scriptedSlot<Transcriber>('transcriber', transcriber)),
    evaluator,
    leaseMs: 5_000,
  },
});
const { interview } = coach.context;
const { db } = coach.store;
const place = { tenant: 'discord:1' as const, platform: 'discord' as const, channelId: 'room' };
const ann = { tenant: place.tenant, userId: 'ann' };
const stop = new AbortController();
const working = coach.run(stop.signal);

/** A platform that takes a nonce: what comes twice with the same one is one post. */
const post = (nonce: number, type: string) => appendFileSync(postsFile, `${nonce} ${type}\n`);

/** Whether the session is over once everything that waits has been shown. */
async function showEverything(): Promise<void> {
  for await (const delivery of interview.deliveries('discord', stop.signal)) {
    const { type } = delivery.body;
    post(delivery.id, type);
    if (type === 'feedback') await stopAt('posted');
    await interview.delivered(delivery, `post-${delivery.id}`);
    if (type === 'summary' || (type === 'notice' && delivery.body.notice === 'failed')) stop.abort();
  }
}
const state = async (table: 'utterances' | 'answers') =>
  (await db.selectFrom(table).select('state').orderBy('created_at', 'desc').executeTakeFirst())?.state;
async function whenStateIs(table: 'utterances' | 'answers', wanted: string): Promise<void> {
  while ((await state(table)) !== wanted) await new Promise((resolve) => setTimeout(resolve, 5));
}

const known = await db.selectFrom('sessions').select('id').executeTakeFirst();
const sessionId =
  known?.id ??
  (
    await interview.start({
      place,
      userId: ann.userId,
      domain: 'backend',
      level: 'junior',
      questions: 1,
      mode: 'voice',
    })
  ).id;
// The platform sends again what was not acknowledged: the same key, and the same "done".
if ((await state('answers')) !== 'evaluated')
  await interview.addUtterance(ann, sessionId, { pcm: tone(0.1), startMs: 0, endMs: 100, key: 'u1' });
if (step === 'transcript') await whenStateIs('utterances', 'ready');
await stopAt('transcript');
if (step !== 'utterance') await interview.submit(ann, sessionId).catch(() => undefined);
if (step === 'evaluated') await whenStateIs('answers', 'evaluated');
await stopAt('evaluated');
await showEverything();
await working;
await coach.close();
