import type { Moment } from '../domain.ts';
import type { Db, Trx } from './store.ts';

/** Stores somebody's rating of an answer; a new one replaces it. */
export async function saveRating(
  trx: Trx,
  rating: { answerId: string; personId: string; kind: 'peer' | 'fair'; value: number },
  now: Moment,
): Promise<void> {
  const { answerId, personId, kind, value } = rating;
  await trx
    .insertInto('ratings')
    .values({ answer_id: answerId, person_id: personId, kind, value, created_at: now })
    .onConflict((conflict) =>
      conflict.columns(['answer_id', 'person_id', 'kind']).doUpdateSet({ value, created_at: now }),
    )
    .execute();
}

/** The median of the peers' ratings and how many people rated; null if nobody did. */
export async function peerMedian(
  db: Db | Trx,
  answerId: string,
): Promise<{ median: number; count: number } | null> {
  const rows = await db
    .selectFrom('ratings')
    .select('value')
    .where('answer_id', '=', answerId)
    .where('kind', '=', 'peer')
    .orderBy('value')
    .execute();
  const values = rows.map((row) => row.value);
  if (values.length === 0) return null;
  const middle = (values.length - 1) / 2;
  const median = ((values[Math.floor(middle)] ?? 0) + (values[Math.ceil(middle)] ?? 0)) / 2;
  return { median, count: values.length };
}

/** The answers of others that a person has rated. */
export async function answersRatedBy(db: Db, personId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('ratings')
    .select('answer_id')
    .where('person_id', '=', personId)
    .where('kind', '=', 'peer')
    .execute();
  return rows.map(({ answer_id }) => answer_id);
}

/** How many people found the judgement of their answer fair, and how many unfair. */
export type FairCounts = { fair: number; unfair: number };

export async function fairCounts(db: Db): Promise<FairCounts> {
  const count = async (comparison: '>=' | '<') => {
    const row = await db
      .selectFrom('ratings')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('kind', '=', 'fair')
      .where('value', comparison, 1)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  };
  return { fair: await count('>='), unfair: await count('<') };
}
