/**
 * Sessions, their people and their questions. Every look-up names the tenant: data of another tenant is not
 * found.
 */

import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import {
  conceptWeights,
  levels,
  type Moment,
  type Place,
  type Platform,
  type Question,
  questionKinds,
  type TenantId,
} from '../domain.ts';
import { takeTexts } from '../given-text.ts';
import type { Db, Trx } from './open-store.ts';
import type { Tables } from './schema.ts';

export type SessionRow = Selectable<Tables['sessions']>;
export type ParticipantRow = Selectable<Tables['participants']>;
export type TurnRow = Omit<Selectable<Tables['turns']>, 'question'> & { question: Question };

/** A question as it is stored: a snapshot in JSON. */
export const questionColumn = z.object({
  id: z.string(),
  domain: z.string(),
  level: z.enum(levels),
  kind: z.enum(questionKinds),
  text: z.string(),
  concepts: z.array(
    z.object({
      id: z.string(),
      statement: z.string(),
      weight: z.enum(conceptWeights),
      aliases: z.array(z.string()),
      misconceptions: z.array(z.string()),
      followUps: z.array(z.string()),
    }),
  ),
  modelAnswer: z.string().nullable(),
  tags: z.array(z.string()),
  source: z.enum(['bank', 'model', 'template', 'own']),
});

export async function insertSession(
  trx: Trx,
  session: Omit<
    SessionRow,
    | 'id'
    | 'focus'
    | 'state'
    | 'end_reason'
    | 'pause_reason'
    | 'pause_ends_at'
    | 'created_at'
    | 'updated_at'
    | 'ended_at'
  > &
    Partial<Pick<SessionRow, 'focus'>>,
  now: Moment,
): Promise<SessionRow> {
  return await trx
    .insertInto('sessions')
    .values({
      ...session,
      id: randomUUID(),
      state: 'active',
      end_reason: null,
      created_at: now,
      updated_at: now,
      ended_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findSession(db: Db | Trx, tenant: TenantId, id: string): Promise<SessionRow | null> {
  const query = db.selectFrom('sessions').selectAll().where('id', '=', id).where('tenant', '=', tenant);
  return (await query.executeTakeFirst()) ?? null;
}

/** For workers, which do not act for a tenant. */
export async function sessionById(db: Db | Trx, id: string): Promise<SessionRow | null> {
  return (await db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The newest session in a channel that has not ended: in that thread or voice channel, or in any if none is given. */
export async function findSessionAt(
  db: Db | Trx,
  { tenant, channelId, threadId, voiceChannelId }: Omit<Place, 'platform'>,
): Promise<SessionRow | null> {
  let query = db
    .selectFrom('sessions')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('channel_id', '=', channelId)
    .where('state', 'in', ['active', 'paused'])
    .where('purpose', '=', 'practice');
  if (threadId !== undefined) query = query.where('thread_id', 'is', threadId);
  if (voiceChannelId !== undefined) query = query.where('voice_channel_id', 'is', voiceChannelId);
  return (await query.orderBy('created_at', 'desc').limit(1).executeTakeFirst()) ?? null;
}

/** Every session that a person started and that has not ended, oldest first. */
export async function openSessionsOf(db: Db | Trx, ownerId: string): Promise<SessionRow[]> {
  return await db
    .selectFrom('sessions')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('state', 'in', ['active', 'paused'])
    .where('purpose', '=', 'practice')
    .orderBy('created_at')
    .execute();
}

/** Every session of a platform that has not ended, oldest first. */
export async function unendedSessions(db: Db | Trx, platform: Platform): Promise<SessionRow[]> {
  return await db
    .selectFrom('sessions')
    .selectAll()
    .where('platform', '=', platform)
    .where('state', 'in', ['active', 'paused'])
    .orderBy('created_at')
    .execute();
}

/** The sessions in which a person is taking part now, with their user id there. */
export async function runningSessionsOf(
  db: Db,
  personId: string,
): Promise<{ id: string; tenant: TenantId; userId: string }[]> {
  return await db
    .selectFrom('participants')
    .innerJoin('sessions', 'sessions.id', 'participants.session_id')
    .select(['sessions.id', 'sessions.tenant', 'participants.user_id as userId'])
    .where('participants.person_id', '=', personId)
    .where('participants.left_at', 'is', null)
    .where('sessions.state', 'in', ['active', 'paused'])
    .execute();
}

export async function updateSession(
  trx: Trx,
  id: string,
  values: Partial<SessionRow>,
  now: Moment,
): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ ...values, updated_at: now })
    .where('id', '=', id)
    .execute();
}

export async function addParticipant(
  trx: Trx,
  participant: Pick<ParticipantRow, 'session_id' | 'person_id' | 'user_id' | 'role'>,
  now: Moment,
): Promise<void> {
  await trx
    .insertInto('participants')
    .values({ ...participant, joined_at: now, left_at: null })
    .onConflict((conflict) =>
      conflict.columns(['session_id', 'person_id']).doUpdateSet({ role: participant.role, left_at: null }),
    )
    .execute();
}

export async function endParticipation(
  trx: Trx,
  sessionId: string,
  personId: string,
  now: Moment,
): Promise<void> {
  await trx
    .updateTable('participants')
    .set({ left_at: now })
    .where('session_id', '=', sessionId)
    .where('person_id', '=', personId)
    .execute();
}

export async function participantsOf(db: Db | Trx, sessionId: string): Promise<ParticipantRow[]> {
  return await db
    .selectFrom('participants')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('joined_at')
    .execute();
}

/** The columns of `sessions` that say where it happens. */
export const placeColumns = (place: Place) => ({
  tenant: place.tenant,
  platform: place.platform,
  channel_id: place.channelId,
  thread_id: place.threadId ?? null,
  voice_channel_id: place.voiceChannelId ?? null,
  origin_channel_id: place.originChannelId ?? null,
});

export const placeOfSession = (session: ReturnType<typeof placeColumns>): Required<Place> => ({
  tenant: session.tenant,
  platform: session.platform,
  channelId: session.channel_id,
  threadId: session.thread_id,
  voiceChannelId: session.voice_channel_id,
  originChannelId: session.origin_channel_id,
});

/** Withdraws a question that nobody has answered. */
export async function deleteTurn(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('turns').where('id', '=', id).execute();
}

export async function insertTurn(
  trx: Trx,
  turn: Pick<
    TurnRow,
    'session_id' | 'number' | 'kind' | 'person_id' | 'after_answer_id' | 'question' | 'closes_at'
  >,
  now: Moment,
): Promise<TurnRow> {
  const last = await trx
    .selectFrom('turns')
    .select((select) => select.fn.max('position').as('position'))
    .where('session_id', '=', turn.session_id)
    .executeTakeFirst();
  const row = {
    ...turn,
    id: randomUUID(),
    position: (last?.position ?? 0) + 1,
    question_id: turn.question.id,
    asked_at: now,
    closed_at: null,
    close_reason: null,
  };
  await trx
    .insertInto('turns')
    .values({ ...row, question: JSON.stringify(takeTexts(turn.question)) })
    .execute();
  return row;
}

export async function findTurn(db: Db | Trx, id: string): Promise<TurnRow | null> {
  const row = await db.selectFrom('turns').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toTurn(row) : null;
}

export async function turnsOf(db: Db | Trx, sessionId: string): Promise<TurnRow[]> {
  const rows = await db
    .selectFrom('turns')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('position')
    .execute();
  return rows.map(toTurn);
}

/** The newest turn that a person may answer now: one of their own before one for everybody. */
export async function openTurnFor(
  db: Db | Trx,
  sessionId: string,
  personId: string,
): Promise<TurnRow | null> {
  const row = await db
    .selectFrom('turns')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('closed_at', 'is', null)
    .where((where) => where.or([where('person_id', 'is', null), where('person_id', '=', personId)]))
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toTurn(row) : null;
}

export async function closeTurn(trx: Trx, id: string, reason: string, now: Moment): Promise<boolean> {
  const result = await trx
    .updateTable('turns')
    .set({ closed_at: now, close_reason: reason })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Reopens a closed question. */
export async function reopenTurn(trx: Trx, id: string): Promise<void> {
  await trx.updateTable('turns').set({ closed_at: null, close_reason: null }).where('id', '=', id).execute();
}

export async function moveClosing(trx: Trx, id: string, closesAt: Moment): Promise<void> {
  await trx.updateTable('turns').set({ closes_at: closesAt }).where('id', '=', id).execute();
}

/** Replaces the text of questions that quoted an answer. */
export async function rewordTurnsAfter(trx: Trx, answerId: string, text: string): Promise<void> {
  const sessionId = trx.selectFrom('answers').select('session_id').where('id', '=', answerId);
  const turns = await trx
    .selectFrom('turns')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('after_answer_id', '=', answerId)
    .where('kind', '=', 'follow-up')
    .execute();
  for (const turn of turns.map(toTurn)) {
    const question = JSON.stringify({ ...turn.question, text });
    await trx.updateTable('turns').set({ question }).where('id', '=', turn.id).execute();
  }
}

/** Which questions a person was asked, oldest first, and when. */
export async function askedQuestions(
  db: Db | Trx,
  personId: string,
): Promise<{ questionId: string; at: Moment }[]> {
  const rows = await db
    .selectFrom('turns')
    .innerJoin('participants', 'participants.session_id', 'turns.session_id')
    .select(['turns.question_id as questionId', 'turns.asked_at as at'])
    .where('participants.person_id', '=', personId)
    .where('turns.kind', '=', 'question')
    .orderBy('turns.asked_at', 'desc')
    .limit(2_000)
    .execute();
  return rows.reverse();
}

function toTurn(row: Selectable<Tables['turns']>): TurnRow {
  return { ...row, question: questionColumn.parse(JSON.parse(row.question)) };
}
