/** What progress, history, leaderboards and the next question cost as the store grows, and how large it grows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nextQuestion } from '../src/pipeline/interview/ask.ts';
import { createProgress } from '../src/pipeline/progress/progress.ts';
import { openBank } from '../src/pipeline/questions/bank.ts';
import { openStore } from '../src/store/open-store.ts';
import { sessionById } from '../src/store/sessions.ts';
import { postgresPrograms, startCluster } from '../test/support/postgres-cluster.ts';
import { bytesByTable, type TableBytes } from './store/bytes-by-table.ts';
import { type Filled, fill } from './store/fill.ts';
import { type Judged, judgedAnswers } from './store/judged-answers.ts';

const sizes = [10_000, 100_000, 1_000_000];
const samples = 300;
const targetMs = 20;

type Cost = { p50: number; p95: number };

/**
 * `--answers N` stops at that size, `--only` measures no other; `--engine sqlite` or `postgres` (a server of our own)
 * instead of both; `--tables` says what each table takes; TMPDIR is where the databases are made and removed again.
 */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      answers: { type: 'string', default: '1000000' },
      only: { type: 'boolean', default: false },
      engine: { type: 'string' },
      tables: { type: 'boolean', default: false },
    },
  });
  const most = Number(values.answers);
  const wanted = values.only ? [most] : [...new Set([...sizes.filter((size) => size < most), most])];
  const bank = openBank();
  const judged = await judgedAnswers(bank);
  const letters = judged.reduce((sum, { text }) => sum + text.length, 0) / judged.length;
  console.log(
    `10,000 people, half of them in one tenant; typed answers of ${Math.round(letters)} characters. Times in ms, of ${samples} calls each for people drawn at random.\n`,
  );
  console.log(
    '| answers | engine | size | an answer | progress p50 / p95 | history p50 / p95 | leaderboard p50 / p95 | next question p50 / p95 |',
  );
  console.log('|---:|---|---:|---:|---:|---:|---:|---:|');
  for (const answers of wanted)
    for (const engine of values.engine === undefined ? ['sqlite', 'postgres'] : [values.engine]) {
      const tables = await onEngine(engine, async (url) => await measure(url, { judged, bank, answers }));
      if (values.tables) printTables(tables, answers);
    }
}

/** Gives the address of an empty database. */
async function onEngine<Result>(engine: string, work: (url: string) => Promise<Result>): Promise<Result> {
  if (engine === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'greenroom-bench-'));
    return await work(`sqlite:${join(folder, 'greenroom.db')}`).finally(() =>
      rmSync(folder, { recursive: true, force: true }),
    );
  }
  const programs = postgresPrograms();
  if (programs === null) throw new Error('PostgreSQL is not installed');
  // As much memory as a small server gives it.
  const settings = [
    'shared_buffers=512MB',
    'maintenance_work_mem=512MB',
    'max_wal_size=8GB',
    'wal_level=minimal',
    'max_wal_senders=0',
    'random_page_cost=1.1',
  ];
  const cluster = await startCluster(programs, { settings });
  try {
    return await work(await cluster.createDatabase());
  } finally {
    await cluster.stop();
  }
}

async function measure(
  url: string,
  given: { bank: ReturnType<typeof openBank>; judged: Judged[]; answers: number },
): Promise<TableBytes[]> {
  const { bank, answers } = given;
  const now = new Date();
  // One connection, so that what is set on it holds for all that follows.
  const filling = await openStore(url, { connections: 1 });
  const filled = await fill(filling, { ...given, now });
  await filling.close();
  const store = await openStore(url);
  const progress = createProgress({ store, bank, config: { TIME_ZONE: 'Europe/Berlin' }, now: () => now });
  const kinds = ['improvement', 'participation'] as const;
  const periods = ['week', 'month', 'all'] as const;
  const costs = [
    await time(filled, (who) => progress.overview(who)),
    await time(filled, (who) => progress.history(who, { limit: 20 })),
    await time(filled, (who, index) =>
      progress.leaderboard(index % 2 === 0 ? filled.largest : who.tenant, {
        kind: kinds[index % kinds.length] ?? 'improvement',
        period: periods[index % periods.length] ?? 'week',
        limit: 10,
      }),
    ),
    await time(filled, async ({ personId }) => {
      const row = await store.db
        .selectFrom('sessions')
        .select('id')
        .where('owner_id', '=', personId)
        .limit(1)
        .executeTakeFirst();
      const session = row && (await sessionById(store.db, row.id));
      if (session) await nextQuestion({ bank, now: () => now }, store.db, session, { number: 1, personId });
    }),
  ];
  const tables = await bytesByTable(store);
  await store.close();
  const bytes = tables.reduce((sum, { rows, indexes }) => sum + rows + indexes, 0);
  const cells = [
    answers.toLocaleString('en'),
    store.engine,
    `${Math.round(bytes / 1_000_000).toLocaleString('en')} MB`,
    `${(bytes / answers / 1_000).toFixed(2)} kB`,
    ...costs.map(({ p50, p95 }) => `${p50.toFixed(1)} / ${p95.toFixed(1)}${p95 < targetMs ? '' : ' ✘'}`),
  ];
  console.log(`| ${cells.join(' | ')} |`);
  return tables;
}

function printTables(tables: readonly TableBytes[], answers: number): void {
  console.log('\nBytes an answer:');
  for (const { table, rows, indexes } of tables)
    if (rows + indexes > answers)
      console.log(`  ${table}: ${Math.round(rows / answers)} + ${Math.round(indexes / answers)} of indexes`);
}

async function time(
  { accounts }: Filled,
  call: (who: Filled['accounts'][number], index: number) => Promise<unknown>,
): Promise<Cost> {
  const taken: number[] = [];
  for (let index = 0; index < samples; index += 1) {
    const who = accounts[Math.floor(Math.random() * accounts.length)];
    if (!who) continue;
    const from = performance.now();
    await call(who, index);
    taken.push(performance.now() - from);
  }
  taken.sort((a, b) => a - b);
  const at = (share: number) => taken[Math.floor(taken.length * share)] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
