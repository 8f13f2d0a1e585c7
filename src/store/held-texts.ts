/** What people sent just after submitting an answer, kept until they say where it belongs: one text, and recordings. */

import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Moment } from '../domain.ts';
import { takeText } from '../given-text.ts';
import type { Tables } from './schema.ts';
import type { Trx } from './store.ts';

export type HeldText = Selectable<Tables['held_texts']>;

export async function holdText(trx: Trx, held: Omit<HeldText, 'id'>): Promise<string> {
  const id = randomUUID();
  await trx
    .insertInto('held_texts')
    .values({ ...held, text: takeText(held.text), id })
    .execute();
  return id;
}

export type HeldRecording = Omit<Selectable<Tables['held_audio']>, 'held_id' | 'position'>;

/** Recordings of the same message as a held text, which may be empty. */
export async function holdRecordings(
  trx: Trx,
  heldId: string,
  recordings: readonly HeldRecording[],
): Promise<void> {
  if (recordings.length === 0) return;
  await trx
    .insertInto('held_audio')
    .values(recordings.map((recording, position) => ({ ...recording, held_id: heldId, position })))
    .execute();
}

export async function heldRecordings(trx: Trx, heldId: string): Promise<HeldRecording[]> {
  return await trx
    .selectFrom('held_audio')
    .select(['key', 'start_ms', 'end_ms', 'pcm'])
    .where('held_id', '=', heldId)
    .orderBy('position')
    .execute();
}

export async function findHeldText(trx: Trx, id: string, now: Moment): Promise<HeldText | null> {
  const query = trx.selectFrom('held_texts').selectAll().where('id', '=', id).where('expires_at', '>', now);
  return (await query.executeTakeFirst()) ?? null;
}

/** Held texts of an answer's author that are not settled yet, in order of arrival. */
export async function heldTextsAfter(trx: Trx, answerId: string, now: Moment): Promise<HeldText[]> {
  return await trx
    .selectFrom('held_texts')
    .selectAll()
    .where('answer_id', '=', answerId)
    .where('expires_at', '>', now)
    .orderBy('expires_at')
    .execute();
}

export async function heldTextByKey(trx: Trx, key: string): Promise<HeldText | null> {
  return (await trx.selectFrom('held_texts').selectAll().where('key', '=', key).executeTakeFirst()) ?? null;
}

export async function dropHeldText(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('held_texts').where('id', '=', id).execute();
}
