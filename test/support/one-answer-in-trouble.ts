/**
 * One answer whose store gets into trouble between its acknowledgement and its evaluation; and the final
 * outcome.
 */
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openCoach } from '../../src/open-coach.ts';
import { truncateLog } from '../../src/store/sqlite/sqlite-maintenance.ts';
import type { Store } from '../../src/store/store.ts';
import { scriptedEvaluator, scriptedModels } from './scripted.ts';
import { sqliteOf, until } from './temporary.ts';

export type Outcome = { state: string; attempts: number; evaluations: number; cards: number };

export type Trouble = {
  /** Called once the answer is being judged; what it returns ends the trouble. */
  begin: (store: Store) => () => void;
  lastsMs: number;
  now?: () => Date;
};

const ann = { tenant: 'terminal:test' as const, userId: 'ann' };

/** Everything is shown at a terminal that counts the cards. */
export async function answerInTrouble(
  path: string,
  { begin, lastsMs, now = () => new Date() }: Trouble,
): Promise<Outcome> {
  const judging = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const evaluator = scriptedEvaluator(async () => {
    judging.resolve();
    await goOn.promise;
    return { overall: 60 };
  });
  const config = readConfig({ DATABASE_URL: `sqlite:${path}`, FOLLOW_UP_DEPTH: '0' });
  const parts = { evaluator, models: scriptedModels(), lateTextMs: 0 };
  const coach = await openCoach({ config, log: silentLog(), now, parts });
  const { store, context } = coach;
  const { interview } = context;
  const stop = new AbortController();
  let cards = 0;
  const show = async () => {
    for await (const delivery of interview.deliveries('terminal', stop.signal)) {
      if (delivery.body.type === 'feedback') cards += 1;
      await interview.delivered(delivery, `post-${delivery.id}`);
    }
  };
  const working = Promise.all([coach.run(stop.signal), show()]);
  const place = { tenant: ann.tenant, platform: 'terminal' as const, channelId: 'room' };
  const session = await interview.start({
    ...{ place, userId: ann.userId, domain: 'backend', level: 'junior', questions: 1 },
  });
  await interview.addText(
    ann,
    session.id,
    'I would put an index on the column that is asked for. '.repeat(30),
  );
  const { answerId } = await interview.submit(ann, session.id);
  await judging.promise;
  const finish = begin(store);
  goOn.resolve();
  await new Promise((resolve) => setTimeout(resolve, lastsMs));
  finish();
  const state = async () =>
    (await store.db.selectFrom('answers').select('state').where('id', '=', answerId).executeTakeFirst())
      ?.state ?? 'lost';
  await until(async () => {
    const now = await state();
    return now === 'failed' || now === 'lost' || (now === 'evaluated' && cards > 0);
  });
  const job = await store.db
    .selectFrom('jobs')
    .select('attempts')
    .where('key', '=', `evaluate:${answerId}`)
    .executeTakeFirst();
  const evaluations = await store.db.selectFrom('evaluations').select('id').execute();
  const outcome = {
    ...{ state: await state(), attempts: job?.attempts ?? 0, evaluations: evaluations.length },
  };
  stop.abort();
  await working;
  await coach.close();
  return { ...outcome, cards };
}

/** Leaves so many pages of 4 kB until the disk is full. */
export const nearlyFull = (pages: number) => (store: Store) => {
  const { sqlite } = sqliteOf(store);
  try {
    truncateLog({ sqlite });
  } catch {
    // On a busy machine somebody may be reading just now: then the log stays as it is.
  }
  const used = Number(sqlite.pragma('page_count', { simple: true }));
  sqlite.pragma(`max_page_count = ${used + pages}`);
  return () => void sqlite.pragma('max_page_count = 1000000000');
};
