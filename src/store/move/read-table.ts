import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../store.ts';
import type { MovedTable } from './moved-tables.ts';

export type Row = Record<string, unknown>;
/** Where to go on: the key of the last row, or null for the beginning. */
export type RowPlace = readonly unknown[] | null;

const usualBatch = 500;

/** The next rows of a table in the order of its key. Jobs that are not over are left out. */
export async function nextRows(
  db: Db,
  { name, key, batch = usualBatch }: MovedTable,
  after: RowPlace,
): Promise<Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const isOver = name === 'jobs' ? sql`state in ('done', 'failed')` : sql`1 = 1`;
  const isNext: RawBuilder<unknown> =
    after === null ? sql`1 = 1` : sql`(${columns}) > (${sql.join(after.map((value) => sql`${value}`))})`;
  const all = key.includes('rowid') ? sql`*, rowid` : sql`*`;
  const { rows } = await sql<Row>`
    select ${all} from ${sql.table(name)} where ${isOver} and ${isNext} order by ${columns} limit ${sql.lit(batch)}
  `.execute(db);
  return rows;
}

export const placeOf = ({ key }: MovedTable, row: Row): RowPlace => key.map((column) => row[column]);

export type Digest = { rows: number; checksum: string };

/** How many rows a table has, and a checksum of all that is in them, which is the same on both engines. */
export async function tableDigest(db: Db, table: MovedTable): Promise<Digest> {
  const hash = createHash('sha256');
  let count = 0;
  for (let place: RowPlace = null; ; ) {
    const rows = await nextRows(db, table, place);
    for (const row of rows) hash.update(canonical(row));
    count += rows.length;
    const last = rows.at(-1);
    if (!last) return { rows: count, checksum: hash.digest('hex') };
    place = placeOf(table, last);
  }
}

const canonical = (row: Row): string =>
  JSON.stringify(
    Object.keys(row)
      .sort()
      .map((name) => {
        const value = row[name];
        return [name, Buffer.isBuffer(value) ? value.toString('base64') : value];
      }),
  );
