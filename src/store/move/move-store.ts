/**
 * Moves a store to another database, of either engine. What was copied is noted with it in one transaction, so a move
 * that was interrupted goes on where it stopped. Until it is finished the target is marked, and no program opens it.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import { CoachError } from '../../errors.ts';
import type { NewJob } from '../jobs.ts';
import type { Db, Store, Trx } from '../store.ts';
import { resumeCounting, stopCounting } from './counting.ts';
import { isMoving } from './is-moving.ts';
import { type MovedTable, movedTables } from './moved-tables.ts';
import { readAlone } from './read-alone.ts';
import { nextRows, placeOf, type RowPlace, tableDigest } from './read-table.ts';

export type Moved = { table: string; rows: number; checksum: string };

/**
 * Copies everything from one store into the other, which must be empty or hold the beginning of this move, compares
 * both by counts and checksums, and opens the target for use. Throws `bad_input` when the target holds something else
 * or the source was changed in between, `store_unavailable` while a program uses the source.
 */
export async function moveStore(
  { source, target }: { source: Store; target: Store },
  { onTable = () => {} }: { onTable?: (moved: Moved) => void } = {},
): Promise<{ tables: Moved[]; jobs: number }> {
  return await readAlone(source, async (from) => {
    await begin(from, target);
    for (const table of movedTables) await copy(from, target.db, table);
    const tables: Moved[] = [];
    for (const table of movedTables) {
      const [here, there] = [await tableDigest(from, table), await tableDigest(target.db, table)];
      if (here.rows !== there.rows || here.checksum !== there.checksum)
        throw new CoachError('bad_input', 'fault.move-differs', { table: table.name });
      const moved = { table: table.name, ...there };
      tables.push(moved);
      onTable(moved);
    }
    return { tables, jobs: await finish(from, target) };
  });
}

/** Marks the target; refuses one that holds something, unless it is the beginning of this move. */
async function begin(from: Db, target: Store): Promise<void> {
  const people = await from.selectFrom('people').select('id').orderBy('id').limit(1).executeTakeFirst();
  const count = await from
    .selectFrom('accounts')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const origin = `${people?.id ?? 'nobody'}/${count.count}`;
  const known = await markOf(target);
  if (known === origin) return;
  if (known !== null) throw new CoachError('bad_input', 'fault.move-changed');
  for (const table of movedTables)
    if ((await nextRows(target.db, { ...table, batch: 1 }, null)).length > 0)
      throw new CoachError('bad_input', 'fault.move-target-used');
  await stopCounting(target);
  await sql`create table moving (name text primary key, place text not null)`.execute(target.db);
  await note(target.db, 'origin', origin);
}

async function copy(from: Db, to: Db, table: MovedTable): Promise<void> {
  for (let place = await placeIn(to, table); ; ) {
    const rows = await nextRows(from, table, place);
    const last = rows.at(-1);
    if (!last) return;
    place = placeOf(table, last);
    const next = JSON.stringify(place);
    await to.transaction().execute(async (trx) => {
      const names = Object.keys(last);
      await sql`insert into ${sql.table(table.name)} (${sql.join(names.map((name) => sql.ref(name)))})
        values ${sql.join(rows.map((row) => sql`(${sql.join(names.map((name) => row[name]))})`))}`.execute(
        trx,
      );
      await note(trx, table.name, next);
    });
  }
}

/** Hands over the jobs that are not over, and removes the mark. */
async function finish(from: Db, target: Store): Promise<number> {
  const jobs = await from
    .selectFrom('jobs')
    .selectAll()
    .where('state', 'in', ['waiting', 'leased'])
    .orderBy('id')
    .execute();
  await resumeCounting(target);
  await target.transaction(async (trx) => {
    for (const job of jobs) {
      const given: NewJob = {
        queue: job.queue,
        payload: jobPayload.parse(JSON.parse(job.payload)),
        priority: job.priority,
        runAt: new Date(job.run_at),
        maxAttempts: job.max_attempts,
        ...(job.key !== null && { key: job.key }),
        ...(job.lane !== null && { lane: job.lane }),
        ...(job.tenant !== null && { tenant: job.tenant }),
      };
      await target.queue.add(trx, given);
    }
    await sql`drop table moving`.execute(trx);
  });
  return jobs.length;
}

const jobPayload = z.record(z.string(), z.unknown());

/** Where the move to this database began; null when there is none. */
async function markOf(store: Pick<Store, 'db' | 'engine'>): Promise<string | null> {
  if (!(await isMoving(store))) return null;
  const { rows } = await sql<{ place: string }>`select place from moving where name = 'origin'`.execute(
    store.db,
  );
  return rows[0]?.place ?? '';
}

async function placeIn(db: Db, { name }: MovedTable): Promise<RowPlace> {
  const { rows } = await sql<{ place: string }>`select place from moving where name = ${name}`.execute(db);
  return rows[0] ? z.array(z.unknown()).parse(JSON.parse(rows[0].place)) : null;
}

async function note(db: Db | Trx, name: string, place: string): Promise<void> {
  await sql`insert into moving (name, place) values (${name}, ${place})
    on conflict (name) do update set place = excluded.place`.execute(db);
}
