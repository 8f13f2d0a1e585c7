import { sql } from 'kysely';
import { belongings } from './merge-people.ts';
import type { Trx } from './store.ts';

/** Drops a person of whom nothing is known but their account: they were asked to take part, and did not. */
export async function forgetStranger(trx: Trx, personId: string): Promise<void> {
  const others: (readonly [string, string])[] = [
    ...belongings
      .filter(([table]) => table !== 'accounts')
      .map(([table, column]) => [table, column] as const),
    ['settings', 'person_id'],
    ['concept_cards', 'person_id'],
  ];
  for (const [table, column] of others) {
    const { rows } =
      await sql`select 1 from ${sql.table(table)} where ${sql.ref(column)} = ${personId} limit 1`.execute(
        trx,
      );
    if (rows.length > 0) return;
  }
  await trx.deleteFrom('people').where('id', '=', personId).execute();
}
