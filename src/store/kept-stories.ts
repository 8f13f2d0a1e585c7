/** Stories that people chose to keep for their interviews. */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Moment } from '../domain.ts';
import type { Tables } from './schema.ts';
import type { Db, Trx } from './store.ts';

export type KeptStoryRow = Selectable<Tables['kept_stories']>;

/** Keeps a story, or its newer wording in place of the one that was kept of the same answer. */
export async function saveKeptStory(
  trx: Trx,
  story: Omit<KeptStoryRow, 'id' | 'created_at'>,
  now: Moment,
): Promise<void> {
  await trx
    .insertInto('kept_stories')
    .values({ ...story, id: randomUUID(), created_at: now })
    .onConflict((conflict) => conflict.column('answer_id').doUpdateSet({ told: story.told }))
    .execute();
}

/** Newest first. */
export async function keptStoriesOf(db: Db | Trx, personId: string): Promise<KeptStoryRow[]> {
  return await db
    .selectFrom('kept_stories')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
}

/** False when there is none with this id. */
export async function deleteKeptStory(db: Db | Trx, personId: string, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('kept_stories')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

const mostTold = 60;

/** What a person told in answer to behavioural questions since a moment, newest first; no second tries and no follow-ups. */
export async function toldSince(db: Db, personId: string, since: Moment): Promise<string[]> {
  const rows = await db
    .selectFrom('evaluations')
    .innerJoin('answers', 'answers.id', 'evaluations.answer_id')
    .innerJoin('turns', 'turns.id', 'answers.turn_id')
    .select('answers.text')
    .where('evaluations.person_id', '=', personId)
    .where('evaluations.created_at', '>=', since)
    .where('evaluations.kind', '=', 'behavioural')
    .where('turns.kind', '=', 'question')
    .where('answers.text', 'is not', null)
    .orderBy('evaluations.created_at', 'desc')
    .limit(mostTold)
    .execute();
  return rows.flatMap(({ text }) => text ?? []);
}
