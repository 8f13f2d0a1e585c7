import { sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';

export type TableBytes = { table: string; rows: number; indexes: number };

/** How many bytes each table takes, the largest first: its rows, and its indexes. */
export async function bytesByTable({ db, engine }: Store): Promise<TableBytes[]> {
  const { rows } = await (engine === 'sqlite'
    ? sql<TableBytes>`
        select schema.tbl_name as "table",
          sum(case when schema.type = 'table' then pages.pgsize else 0 end) as rows,
          sum(case when schema.type = 'index' then pages.pgsize else 0 end) as indexes
        from dbstat pages join sqlite_schema schema using (name)
        where pages.aggregate = true group by 1 order by sum(pages.pgsize) desc`
    : sql<TableBytes>`
        select relname as "table", pg_table_size(relid)::float8 as rows, pg_indexes_size(relid)::float8 as indexes
        from pg_statio_user_tables order by pg_total_relation_size(relid) desc`
  ).execute(db);
  return rows;
}
