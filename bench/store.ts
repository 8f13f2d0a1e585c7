/** What progress, history, leaderboards and the next question cost as the store grows. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nextQuestion } from '../src/pipeline/interview/ask.ts';
import { createProgress } from '../src/pipeline/progress/progress.ts';
import { openBank } from '../src/pipeline/questions/bank.ts';
import { sessionById } from '../src/store/sessions.ts';
import { openSqlite } from '../src/store/sqlite/open-sqlite.ts';
import { type Filled, fill } from './store/fill.ts';

const sizes = [10_000, 100_000, 1_000_000];
const samples = 300;
const targetMs = 20;

type Cost = { p50: number; p95: number };

/** `--answers N` stops at that size, `--only` measures no other, `--folder PATH` says where the databases are made (they are removed again). */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      answers: { type: 'string', default: '1000000' },
      only: { type: 'boolean', default: false },
      folder: { type: 'string', default: tmpdir() },
    },
  });
  const most = Number(values.answers);
  const wanted = values.only ? [most] : [...new Set([...sizes.filter((size) => size < most), most])];
  console.log(
    '10,000 people, half of them in one tenant. Times in ms, of 300 calls each for people drawn at random.\n',
  );
  console.log(
    '| answers | size | progress p50 / p95 | history p50 / p95 | leaderboard p50 / p95 | next question p50 / p95 |',
  );
  console.log('|---:|---:|---:|---:|---:|---:|');
  for (const answers of wanted) {
    const folder = mkdtempSync(join(values.folder, 'greenroom-bench-'));
    try {
      await measure(join(folder, 'greenroom.db'), answers);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function measure(path: string, answers: number): Promise<void> {
  const now = new Date();
  const bank = openBank();
  const filling = openSqlite(`sqlite:${path}`);
  const filled = fill(filling, bank, answers, now);
  await filling.close();
  const store = openSqlite(`sqlite:${path}`);
  const progress = createProgress({ store, bank, config: { TIME_ZONE: 'Europe/Berlin' }, now: () => now });
  const kinds = ['improvement', 'participation'] as const;
  const periods = ['week', 'month', 'all'] as const;
  const costs = [
    await time(filled, (who) => progress.overview(who)),
    await time(filled, (who) => progress.history(who, { limit: 10 })),
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
  await store.close();
  const megabytes = Math.round(statSync(path).size / 1_000_000);
  const cells = costs.map(
    ({ p50, p95 }) => `${p50.toFixed(1)} / ${p95.toFixed(1)}${p95 < targetMs ? '' : ' ✘'}`,
  );
  console.log(
    `| ${answers.toLocaleString('en')} | ${megabytes.toLocaleString('en')} MB | ${cells.join(' | ')} |`,
  );
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
