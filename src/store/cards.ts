/** Spaced-repetition cards, one per person and concept; the pipeline decides their content. */
import type { Moment } from '../domain.ts';
import type { Db, Trx } from './store.ts';

export type ConceptCard = { questionId: string; conceptId: string; card: string; dueAt: Moment };

export async function cardsOf(db: Db | Trx, personId: string, questionId: string): Promise<ConceptCard[]> {
  const rows = await db
    .selectFrom('concept_cards')
    .selectAll()
    .where('person_id', '=', personId)
    .where('question_id', '=', questionId)
    .execute();
  return rows.map((row) => ({
    questionId: row.question_id,
    conceptId: row.concept_id,
    card: row.card,
    dueAt: row.due_at,
  }));
}

/** Concepts that a person should practise by `before`, most overdue first. */
export async function dueCards(
  db: Db | Trx,
  personId: string,
  before: Moment,
  limit = 50,
): Promise<ConceptCard[]> {
  const rows = await db
    .selectFrom('concept_cards')
    .selectAll()
    .where('person_id', '=', personId)
    .where('due_at', '<=', before)
    .orderBy('due_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    questionId: row.question_id,
    conceptId: row.concept_id,
    card: row.card,
    dueAt: row.due_at,
  }));
}

export async function saveCard(trx: Trx, personId: string, card: ConceptCard): Promise<void> {
  const values = { card: card.card, due_at: card.dueAt };
  await trx
    .insertInto('concept_cards')
    .values({ person_id: personId, question_id: card.questionId, concept_id: card.conceptId, ...values })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'question_id', 'concept_id']).doUpdateSet(values),
    )
    .execute();
}
