/** The pieces that answers are made of: what was typed, and what was spoken and transcribed. */

import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Moment, Transcript } from '../domain.ts';
import { takeText, takeTexts } from '../given-text.ts';
import { packJson, unpackJson } from './packed-json.ts';
import type { Tables } from './schema.ts';
import type { Db, Trx } from './store.ts';

export type UtteranceRow = Omit<Selectable<Tables['utterances']>, 'transcript'> & {
  transcript: Transcript | null;
};

const span = { startMs: z.number(), endMs: z.number() };
const transcriptColumn = z.object({
  text: z.string(),
  language: z.string(),
  model: z.string(),
  segments: z.array(
    z.object({
      ...span,
      text: z.string(),
      words: z.array(
        z.object({
          ...span,
          text: z.string(),
          probability: z.number().optional(),
          heard: z.string().optional(),
          maybe: z.object({ text: z.string(), words: z.number() }).optional(),
        }),
      ),
      averageLogProbability: z.number().optional(),
      noSpeechProbability: z.number().optional(),
    }),
  ),
  speech: z.array(z.object(span)),
  durationMs: z.number(),
});

export type NewUtterance = {
  answerId: string;
  /** The platform's own id of the message or stretch of speech: the same one is not stored twice. */
  key?: string;
  text?: string;
  pcm?: Buffer;
  startMs?: number;
  endMs?: number;
  receivedShare?: number;
};

/** It was no part of the answer: its words and its sound are erased. */
export async function dropUtterance(trx: Trx, id: string): Promise<void> {
  await dropAudio(trx, id);
  await trx
    .updateTable('utterances')
    .set({ state: 'silent', text: null, transcript: null })
    .where('id', '=', id)
    .execute();
}

/** Stores a piece of an answer; returns null when one with the same key already exists. */
export async function insertUtterance(
  trx: Trx,
  utterance: NewUtterance,
  now: Moment,
): Promise<string | null> {
  const last = await trx
    .selectFrom('utterances')
    .select((select) => select.fn.max('position').as('position'))
    .where('answer_id', '=', utterance.answerId)
    .executeTakeFirst();
  const id = randomUUID();
  const inserted = await trx
    .insertInto('utterances')
    .values({
      id,
      answer_id: utterance.answerId,
      position: (last?.position ?? 0) + 1,
      key: utterance.key ?? null,
      source: utterance.pcm ? 'spoken' : 'typed',
      state: utterance.pcm ? 'pending' : 'ready',
      text: utterance.text === undefined ? null : takeText(utterance.text),
      start_ms: utterance.startMs ?? null,
      end_ms: utterance.endMs ?? null,
      received_share: utterance.receivedShare ?? null,
      transcript: null,
      failure: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return null;
  if (utterance.pcm) {
    await trx
      .insertInto('utterance_audio')
      .values({ utterance_id: id, pcm: utterance.pcm, created_at: now })
      .execute();
  }
  return id;
}

/** The only piece of an answer leaves its text to the answer (`updateAnswer`). */
const saidIn = sql<
  string | null
>`coalesce(utterances.text, case utterances.state when 'ready' then answers.text end)`;

const whole = (db: Db | Trx) =>
  db
    .selectFrom('utterances')
    .innerJoin('answers', 'answers.id', 'utterances.answer_id')
    .selectAll('utterances')
    .select(saidIn.as('said'));

export async function utterancesOf(db: Db | Trx, answerId: string): Promise<UtteranceRow[]> {
  const rows = await whole(db).where('answer_id', '=', answerId).orderBy('position').execute();
  return rows.map(toUtterance);
}

export async function utteranceById(db: Db | Trx, id: string): Promise<UtteranceRow | null> {
  const row = await whole(db).where('utterances.id', '=', id).executeTakeFirst();
  return row ? toUtterance(row) : null;
}

export async function utteranceByKey(db: Db | Trx, key: string): Promise<UtteranceRow | null> {
  const row = await whole(db).where('key', '=', key).executeTakeFirst();
  return row ? toUtterance(row) : null;
}

/** True once an answer has content that may count. */
export const isBegun = async (trx: Trx, answerId: string): Promise<boolean> =>
  await hasUtterance(trx, answerId, ['pending', 'ready']);

/** True when a piece of an answer is in one of these states; does not read its content. */
export async function hasUtterance(
  db: Db | Trx,
  answerId: string,
  states: UtteranceRow['state'][],
): Promise<boolean> {
  const query = db
    .selectFrom('utterances')
    .select('id')
    .where('answer_id', '=', answerId)
    .where('state', 'in', states);
  return (await query.limit(1).executeTakeFirst()) !== undefined;
}

/**
 * How much of an answer may count: characters, and milliseconds of speech. The sum is made in the database.
 */
export async function sizeOfAnswer(
  db: Db | Trx,
  answerId: string,
): Promise<{ characters: number; durationMs: number }> {
  const found = await db
    .selectFrom('utterances')
    .innerJoin('answers', 'answers.id', 'utterances.answer_id')
    .select(({ fn, eb, ref }) => [
      fn.coalesce(fn.sum<number>(fn<number>('length', [saidIn])), eb.lit(0)).as('characters'),
      fn.coalesce(fn.sum<number>(eb('end_ms', '-', ref('start_ms'))), eb.lit(0)).as('durationMs'),
    ])
    .where('answer_id', '=', answerId)
    .where('utterances.state', 'in', ['pending', 'ready'])
    .executeTakeFirstOrThrow();
  return { characters: found.characters, durationMs: found.durationMs };
}

export async function updateUtterance(
  trx: Trx,
  id: string,
  values: { state?: UtteranceRow['state']; text?: string; transcript?: Transcript; failure?: string },
): Promise<void> {
  const { transcript, text, ...plain } = values;
  await trx
    .updateTable('utterances')
    .set({
      ...plain,
      ...(text === undefined ? {} : { text: takeText(text) }),
      ...(transcript ? { transcript: packJson(takeTexts(transcript)) } : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** The sound of an utterance as samples in [-1, 1] at 16 kHz, or null once it has been dropped. */
export async function audioOf(db: Db | Trx, utteranceId: string): Promise<Float32Array | null> {
  const row = await db
    .selectFrom('utterance_audio')
    .select('pcm')
    .where('utterance_id', '=', utteranceId)
    .executeTakeFirst();
  return row ? fromSigned16(row.pcm) : null;
}

export async function dropAudio(trx: Trx, utteranceId: string): Promise<void> {
  await trx.deleteFrom('utterance_audio').where('utterance_id', '=', utteranceId).execute();
}

/**
 * Samples in [-1, 1] as signed 16-bit little-endian: half the space, and more precise than any recogniser
 * needs.
 */
export function toSigned16(pcm: Float32Array): Buffer {
  const bytes = Buffer.allocUnsafe(pcm.length * 2);
  for (let index = 0; index < pcm.length; index += 1) {
    const sample = Math.max(-1, Math.min(1, pcm[index] ?? 0));
    bytes.writeInt16LE(Math.round(sample * 32_767), index * 2);
  }
  return bytes;
}

function fromSigned16(bytes: Buffer): Float32Array {
  const pcm = new Float32Array(Math.floor(bytes.length / 2));
  for (let index = 0; index < pcm.length; index += 1) pcm[index] = bytes.readInt16LE(index * 2) / 32_767;
  return pcm;
}

function toUtterance({
  said,
  ...row
}: Selectable<Tables['utterances']> & { said: string | null }): UtteranceRow {
  return {
    ...row,
    text: said,
    transcript: row.transcript === null ? null : transcriptColumn.parse(unpackJson(row.transcript)),
  };
}
