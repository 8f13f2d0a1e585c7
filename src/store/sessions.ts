/** Sessions and their people. Every look-up names the tenant: data of another tenant is not found. */

import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Moment, Place, Platform, TenantId } from '../domain.ts';
import type { Tables } from './schema.ts';
import type { Db, Trx } from './store.ts';

export type SessionRow = Selectable<Tables['sessions']>;
export type ParticipantRow = Selectable<Tables['participants']>;

export async function insertSession(
  trx: Trx,
  session: Omit<
    SessionRow,
    | 'id'
    | 'focus'
    | 'aim'
    | 'manner'
    | 'uncounted'
    | 'state'
    | 'end_reason'
    | 'pause_reason'
    | 'pause_ends_at'
    | 'created_at'
    | 'updated_at'
    | 'ended_at'
  > &
    Partial<Pick<SessionRow, 'focus' | 'aim' | 'manner' | 'uncounted'>>,
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
  if (threadId !== undefined) query = query.where('thread_id', 'is not distinct from', threadId);
  if (voiceChannelId !== undefined)
    query = query.where('voice_channel_id', 'is not distinct from', voiceChannelId);
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

type PlaceColumns = Pick<
  SessionRow,
  'tenant' | 'platform' | 'channel_id' | 'thread_id' | 'voice_channel_id' | 'origin_channel_id' | 'direct'
>;

/** The columns of `sessions` that say where it happens. */
export const placeColumns = (place: Place): PlaceColumns => ({
  tenant: place.tenant,
  platform: place.platform,
  channel_id: place.channelId,
  thread_id: place.threadId ?? null,
  voice_channel_id: place.voiceChannelId ?? null,
  origin_channel_id: place.originChannelId ?? null,
  direct: place.direct === true ? 1 : 0,
});

export const placeOfSession = (
  session: PlaceColumns,
): Required<Omit<Place, 'direct'>> & Pick<Place, 'direct'> => ({
  tenant: session.tenant,
  platform: session.platform,
  channelId: session.channel_id,
  threadId: session.thread_id,
  voiceChannelId: session.voice_channel_id,
  originChannelId: session.origin_channel_id,
  ...(session.direct === 1 && { direct: true }),
});
