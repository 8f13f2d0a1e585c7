/** Repeating practices, and the outcome of each occurrence. */
import { type Selectable, sql } from 'kysely';
import type { Moment, Platform, TenantId } from '../domain.ts';
import type { Tables } from './schema.ts';
import type { SessionRow } from './sessions.ts';
import type { Db, Trx } from './store.ts';

export type ScheduleRow = Selectable<Tables['schedules']>;
export type RoundRow = Selectable<Tables['schedule_rounds']>;

export async function insertSchedule(trx: Trx, schedule: ScheduleRow): Promise<void> {
  await trx.insertInto('schedules').values(schedule).execute();
}

export async function schedulesOf(db: Db | Trx, tenant: TenantId): Promise<ScheduleRow[]> {
  return await db
    .selectFrom('schedules')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export async function findSchedule(db: Db | Trx, tenant: TenantId, id: string): Promise<ScheduleRow | null> {
  const query = db.selectFrom('schedules').selectAll().where('id', '=', id).where('tenant', '=', tenant);
  return (await query.executeTakeFirst()) ?? null;
}

/** For workers, which do not act for a tenant. */
export async function scheduleById(db: Db | Trx, id: string): Promise<ScheduleRow | null> {
  return (await db.selectFrom('schedules').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function updateSchedule(
  trx: Trx,
  id: string,
  values: Partial<Pick<ScheduleRow, 'next_at' | 'snoozed_until'>>,
): Promise<void> {
  await trx.updateTable('schedules').set(values).where('id', '=', id).execute();
}

export async function removeSchedule(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('schedules').where('id', '=', id).execute();
}

/** Records the outcome of one occurrence; a later record for the same time replaces it. */
export async function saveRound(trx: Trx, round: RoundRow): Promise<void> {
  const { state, session_id } = round;
  await trx
    .insertInto('schedule_rounds')
    .values(round)
    .onConflict((conflict) => conflict.columns(['schedule_id', 'due_at']).doUpdateSet({ state, session_id }))
    .execute();
}

export async function roundAt(db: Db | Trx, scheduleId: string, dueAt: Moment): Promise<RoundRow | null> {
  const query = db
    .selectFrom('schedule_rounds')
    .selectAll()
    .where('schedule_id', '=', scheduleId)
    .where('due_at', '=', dueAt);
  return (await query.executeTakeFirst()) ?? null;
}

/** The session of the round that is open now, if there is one. */
export async function openRoundSession(db: Db | Trx, scheduleId: string): Promise<string | null> {
  const row = await db
    .selectFrom('schedule_rounds')
    .innerJoin('sessions', 'sessions.id', 'schedule_rounds.session_id')
    .select('sessions.id')
    .where('schedule_rounds.schedule_id', '=', scheduleId)
    .where('schedule_rounds.state', '=', 'open')
    .where('sessions.state', '<>', 'ended')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The latest rounds that were held, newest first, up to and including `until`. */
export async function heldRounds(
  db: Db | Trx,
  scheduleId: string,
  { until, limit }: { until: Moment; limit: number },
): Promise<{ dueAt: Moment; sessionId: string }[]> {
  const rows = await db
    .selectFrom('schedule_rounds')
    .select(['due_at as dueAt', 'session_id as sessionId'])
    .where('schedule_id', '=', scheduleId)
    .where('due_at', '<=', until)
    .where('session_id', 'is not', null)
    .orderBy('due_at', 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap(({ dueAt, sessionId }) => (sessionId === null ? [] : [{ dueAt, sessionId }]));
}

/** The session that was opened for one occurrence of a practice, found by its unique seed. */
export async function sessionWithSeed(
  db: Db | Trx,
  place: { tenant: TenantId; channelId: string },
  seed: string,
): Promise<SessionRow | null> {
  const query = db
    .selectFrom('sessions')
    .selectAll()
    .where('tenant', '=', place.tenant)
    .where('channel_id', '=', place.channelId)
    .where('state', 'in', ['active', 'paused', 'ended'])
    .where('seed', '=', seed);
  return (await query.executeTakeFirst()) ?? null;
}

export type Attendant = { personId: string; userId: string; listed: boolean };

/** Who gave an answer in a session. */
export async function attendantsOf(db: Db | Trx, sessionId: string): Promise<Attendant[]> {
  const { rows } = await sql<{ personId: string; userId: string; listed: number }>`
    select participants.person_id as "personId", participants.user_id as "userId",
      case when exists (select 1 from settings where settings.tenant = sessions.tenant
        and settings.person_id = participants.person_id
        and settings.name = 'onLeaderboard' and settings.value = '1') then 1 else 0 end as listed
    from participants
    join sessions on sessions.id = participants.session_id
    join answers on answers.session_id = participants.session_id
      and answers.person_id = participants.person_id
    where participants.session_id = ${sessionId}
      and answers.state in ('submitted', 'transcribed', 'evaluated')
    group by participants.person_id, participants.user_id, sessions.tenant
    order by min(answers.submitted_at), participants.user_id
  `.execute(db);
  return rows.map((row) => ({ ...row, listed: row.listed === 1 }));
}

/** Among the latest practices held where a person is known, how many they took part in. */
export async function attendanceOf(
  db: Db | Trx,
  personId: string,
  { tenant, limit }: { tenant: TenantId; limit: number },
): Promise<{ attended: number; held: number }> {
  const { rows } = await sql<{ attended: number | null; held: number }>`
    select count(*) as held, sum(attended) as attended from (
      select case when exists (
        select 1 from answers where answers.session_id = rounds.session_id and answers.person_id = ${personId}
          and answers.state in ('submitted', 'transcribed', 'evaluated')
      ) then 1 else 0 end as attended
      from schedules join schedule_rounds as rounds on rounds.schedule_id = schedules.id
      where schedules.tenant = ${tenant} and rounds.state = 'closed' and rounds.session_id is not null
      order by rounds.due_at desc limit ${limit}
    ) as latest
  `.execute(db);
  return { attended: rows[0]?.attended ?? 0, held: rows[0]?.held ?? 0 };
}

export async function savePracticeAnswer(
  trx: Trx,
  answer: Selectable<Tables['practice_answers']>,
): Promise<void> {
  await trx
    .insertInto('practice_answers')
    .values(answer)
    .onConflict((conflict) =>
      conflict.columns(['schedule_id', 'due_at', 'person_id']).doUpdateSet({ answer: answer.answer }),
    )
    .execute();
}

/** Who said that they come to one occurrence, as their platform calls them. */
export async function comersTo(
  db: Db | Trx,
  { id, tenant }: Pick<ScheduleRow, 'id' | 'tenant'>,
  dueAt: Moment,
): Promise<string[]> {
  const rows = await db
    .selectFrom('practice_answers')
    .innerJoin('accounts', 'accounts.person_id', 'practice_answers.person_id')
    .select((select) => select.fn.min('accounts.user_id').as('userId'))
    .where('schedule_id', '=', id)
    .where('due_at', '=', dueAt)
    .where('answer', '=', 'coming')
    .where('accounts.tenant', '=', tenant)
    .groupBy('practice_answers.person_id')
    .orderBy('practice_answers.person_id')
    .execute();
  return rows.map(({ userId }) => userId);
}

/** Forgets who came to what is long over. */
export async function dropPracticeAnswers(trx: Trx, before: Moment): Promise<void> {
  await trx.deleteFrom('practice_answers').where('due_at', '<', before).execute();
}

export const scheduleQueue = (platform: Platform): string => `schedule:${platform}`;
