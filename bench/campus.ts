/** A campus: PostgreSQL, processes of both roles, and people who practise through Discord's stand-in. */
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { openStore } from '../src/store/open-store.ts';
import { withDeployment } from './campus/deployment.ts';
import { killAtRandom } from './campus/kills.ts';
import { type Figures, noFigures, openSimulatedPerson } from './campus/person.ts';
import { measureSpeakers } from './campus/speakers.ts';

/**
 * `npm run bench -- campus [--people N] [--seconds N] [--work-ms N] [--workers 1,2,4]`: answers a second and the time from
 * the submitted form to the card, where judging waits for a stand-in that takes `--work-ms`. `--kills N`: for N seconds two
 * processes that talk to Discord and four that work are killed at random. `--speakers N`: so many people speak at once.
 */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      people: { type: 'string', default: '24' },
      seconds: { type: 'string', default: '40' },
      'work-ms': { type: 'string', default: '2000' },
      workers: { type: 'string', default: '1,2,4' },
      kills: { type: 'string' },
      speakers: { type: 'string' },
    },
  });
  const people = Array.from({ length: Number(values.people) }, (_, index) => `person${index}`);
  const workMs = values['work-ms'];
  if (values.kills !== undefined) return await measureKills(people, Number(values.kills), workMs);
  if (values.speakers !== undefined) return await measureSpeakers(Number(values.speakers));
  console.log(`${people.length} people, judging takes ${workMs} ms, two answers at once in each worker.\n`);
  console.log('| workers | answers | a second | card p50 / p95 | lost | doubled |');
  console.log('|---:|---:|---:|---:|---:|---:|');
  for (const workers of values.workers.split(',').map(Number)) {
    const { figures, seconds } = await measure(people, { workers, seconds: Number(values.seconds), workMs });
    const { cardMs, lost, doubled } = figures;
    const rate = (cardMs.length / seconds).toFixed(2);
    console.log(`| ${workers} | ${cardMs.length} | ${rate} | ${spread(cardMs)} | ${lost} | ${doubled} |`);
  }
}

async function measure(
  people: readonly string[],
  { workers, seconds, workMs }: { workers: number; seconds: number; workMs: string },
): Promise<{ figures: Figures; seconds: number }> {
  return await withDeployment({ people }, async (deployment) => {
    deployment.start({ role: 'bots', shards: '0-3/4' });
    for (let at = 0; at < workers; at++) deployment.start({ role: 'worker' }, { WORK_MS: workMs });
    await deployment.ready();
    const startedAt = Date.now();
    const figures = await practiseUntil(
      deployment.discord,
      people,
      () => Date.now() - startedAt > seconds * 1_000,
    );
    return { figures, seconds: (Date.now() - startedAt) / 1_000 };
  });
}

async function measureKills(people: readonly string[], seconds: number, workMs: string): Promise<void> {
  await withDeployment({ people }, async (deployment) => {
    const worker = { role: 'worker' } as const;
    for (const shards of ['0-1/4', '2-3/4']) deployment.start({ role: 'bots', shards });
    for (let at = 0; at < 4; at++) deployment.start(worker, { WORK_MS: workMs });
    await deployment.ready();
    const endsAt = Date.now() + seconds * 1_000;
    const stop = new AbortController();
    const killing = killAtRandom(deployment, { WORK_MS: workMs }, stop.signal);
    const figures = await practiseUntil(
      deployment.discord,
      people,
      () => Date.now() > endsAt,
      () => {
        if (Date.now() > endsAt) stop.abort();
      },
    );
    stop.abort();
    const kills = await killing;
    const { interviews, lost, doubled, cardMs } = figures;
    console.log(
      `${seconds} s: ${kills.bots} times a process that talks to Discord was killed, ${kills.worker} times one that works; ${interviews} interviews, ${lost} lost, ${doubled} doubled; card p50 / p95 ${spread(cardMs)}`,
    );
    console.log(await leftBehind(deployment.url));
    const { discord } = deployment;
    console.log(`violations: ${JSON.stringify(discord.violations().slice(0, 5))}`);
  });
}

/** What the store says of all answers and jobs once everybody has stopped waiting. */
async function leftBehind(url: string): Promise<string> {
  const store = await openStore(url, { connections: 2 });
  const count = (table: 'answers' | 'jobs', column: 'state' | 'queue') =>
    store.db
      .selectFrom(table)
      .select([sql.ref(column).as('of'), store.db.fn.countAll<number>().as('n')])
      .$if(column === 'queue', (query) => query.where('state', '<>', 'done'))
      .groupBy(sql.ref(column))
      .execute();
  try {
    const [answers, jobs] = [await count('answers', 'state'), await count('jobs', 'queue')];
    return `in the store: answers ${JSON.stringify(answers)}, jobs that are not done ${JSON.stringify(jobs)}`;
  } finally {
    await store.close();
  }
}

/** Everybody practises again and again, then finishes what they have begun. */
async function practiseUntil(
  discord: Parameters<typeof openSimulatedPerson>[0],
  names: readonly string[],
  isOver: () => boolean,
  looked: () => void = () => undefined,
): Promise<Figures> {
  const all = noFigures();
  await Promise.all(
    names.map(async (name, index) => {
      const person = openSimulatedPerson(discord, name);
      const own = noFigures();
      // Nobody begins at the same moment.
      await person.rest(index * 100);
      while (!isOver()) {
        await person.practise(own);
        looked();
      }
      all.cardMs.push(...own.cardMs);
      all.interviews += own.interviews;
      all.lost += own.lost;
      all.doubled += person.extra(own.interviews);
    }),
  );
  return all;
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return `${at(0.5)} / ${at(0.95)} ms`;
}
