/**
 * What happens to acknowledged answers when the disk is full, the database is locked, the clock is changed,
 * or the program is killed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import SqliteFile from 'better-sqlite3';
import type { Store } from '../src/store/store.ts';
import { answerInTrouble, nearlyFull, type Trouble } from '../test/support/one-answer-in-trouble.ts';
import { sqliteOf } from '../test/support/temporary.ts';

const dayMs = 86_400_000;
const roomInPages = [0, 1, 2, 3, 4, 5, 6, 8, 10, 16];

/** `npm run bench -- faults [kills] [seconds of lock]` */
export async function bench(args: string[]): Promise<void> {
  const [kills = 25, lockSeconds = 10] = args.map(Number);
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-bench-'));
  let lost = 0;
  let doubled = 0;
  const tell = (name: string, one: number, two: number, more = '') => {
    lost += one;
    doubled += two;
    console.log(`${name.padEnd(44)}  lost ${one}  doubled ${two}  ${more}`);
  };
  let number = 0;
  const trouble = async (name: string, given: Trouble) => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const { state, attempts, evaluations, cards } = await answerInTrouble(
      join(folder, `${number++}.db`),
      given,
    );
    delay.disable();
    const isLost = state !== 'evaluated' || evaluations === 0 || cards === 0;
    const isDoubled = evaluations > 1 || cards > 1;
    const p99 = (delay.percentile(99) / 1e6).toFixed(0);
    tell(name, Number(isLost), Number(isDoubled), `tries ${attempts}  event loop p99 ${p99} ms`);
  };
  try {
    for (const pages of roomInPages)
      await trouble(`disk with room for ${pages * 4} kB, for 5 s`, {
        begin: nearlyFull(pages),
        lastsMs: 5_000,
      });
    const lastsMs = lockSeconds * 1_000;
    await trouble(`locked by another program for ${lockSeconds} s`, { begin: lock, lastsMs });
    await trouble('read-only for 5 s', { begin: readOnly, lastsMs: 5_000 });
    for (const [name, jumpMs] of [
      ['clock set back by a day', -dayMs],
      ['clock set forward by a day', dayMs],
    ] as const) {
      let offsetMs = 0;
      const begin = () => {
        offsetMs = jumpMs;
        return () => undefined;
      };
      await trouble(name, { begin, lastsMs: 100, now: () => new Date(Date.now() + offsetMs) });
    }
    const killed = await killOften(join(folder, 'killed.db'), join(folder, 'acknowledged'), kills);
    tell(`${kills} kills, ${killed.promises} acknowledgements`, killed.lost, killed.doubled);
    console.log(`\nlost ${lost}, doubled ${doubled}`);
    if (lost + doubled > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lock(store: Store) {
  const other = new SqliteFile(sqliteOf(store).path);
  other.exec('begin immediate');
  return () => {
    other.exec('rollback');
    other.close();
  };
}

function readOnly(store: Store) {
  const { sqlite } = sqliteOf(store);
  sqlite.pragma('query_only = on');
  return () => void sqlite.pragma('query_only = off');
}

const mostAcknowledged = 40;

/**
 * Kills a program at random moments while people practise in it without a pause; then checks what it had
 * acknowledged.
 */
async function killOften(database: string, acknowledged: string, kills: number) {
  const script = join(import.meta.dirname, '../test/support/store-crash-child.ts');
  for (let kill = 0; kill < kills; kill += 1) {
    const child = spawn(process.execPath, [script, database, acknowledged], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'exit');
    // Counted in what was acknowledged, not in seconds: on a busy machine a second may be too short for anything.
    let left = Math.floor(Math.random() * mostAcknowledged);
    for await (const chunk of child.stdout) {
      left -= String(chunk).split('\n').length - 1;
      if (left < 0) break;
    }
    await sleep(Math.random() * 50);
    child.kill('SIGKILL');
    await ended;
    if ((kill + 1) % 100 === 0 && kill + 1 < kills) {
      const { promises, lost, doubled } = compare(database, acknowledged);
      console.log(
        `  ${kill + 1} kills so far, ${promises} acknowledgements: lost ${lost}, doubled ${doubled}`,
      );
    }
  }
  return compare(database, acknowledged);
}

/** What was acknowledged, against what the database holds. */
function compare(database: string, acknowledged: string) {
  const lines = (existsSync(acknowledged) ? readFileSync(acknowledged, 'utf8') : '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { did: string; text: string });
  const did = (what: string) => new Set(lines.flatMap(({ did, text }) => (did === what ? [text] : [])));
  const sqlite = new SqliteFile(database);
  // The key of a piece is what was said in it, and outlives it when it is discarded.
  const said = sqlite
    .prepare<[], string>("select substr(key, instr(key, '|') + 1) from utterances where key is not null")
    .pluck()
    .all();
  const doubledEvaluations = sqlite
    .prepare('select answer_id from evaluations group by answer_id having count(*) > 1')
    .all().length;
  sqlite.close();
  const kept = new Set(said);
  const gone = new Set([...did('deleting'), ...did('forgot')]);
  return {
    promises: lines.length,
    lost: [...did('said'), ...did('submitted')].filter((text) => !kept.has(text) && !gone.has(text)).length,
    doubled: said.length - kept.size + doubledEvaluations,
  };
}
