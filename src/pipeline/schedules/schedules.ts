import { randomInt } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { addAuditEntry } from '../../store/audit-entries.ts';
import { lockName } from '../../store/locks.ts';
import { ensurePerson, userIdOf } from '../../store/people.ts';
import { ownSettings } from '../../store/preferences.ts';
import {
  findSchedule,
  insertSchedule,
  openRoundSession,
  removeSchedule,
  type ScheduleRow,
  savePracticeAnswer,
  scheduleById,
  schedulesOf,
  updateSchedule,
} from '../../store/schedules.ts';
import { settingsOf } from '../../store/settings.ts';
import type { Store, Trx } from '../../store/store.ts';
import type { Interview } from '../interview/interview-types.ts';
import { isTimeZone } from '../progress/local-time.ts';
import { planNext, standInOf } from './plan.ts';
import { announce } from './practice-notices.ts';
import type { NewSchedule, Schedule, Schedules } from './schedule-types.ts';
import { readWhen } from './when.ts';

const usualOpenMinutes = 24 * 60;
const usualRemindMinutes = 30;
const longestOpenMinutes = 14 * 24 * 60;
const mostSchedules = 20;
const longestSnoozeMs = 366 * 86_400_000;

/** How a group manages its planned practices; the schedule worker holds them. */
export function createSchedules({
  store,
  interview,
  config,
  now,
}: {
  store: Store;
  interview: Pick<Interview, 'stop'>;
  config: Pick<Config, 'TIME_ZONE'>;
  now: () => Date;
}): Schedules {
  return {
    async add(actor, given) {
      const { openMinutes = usualOpenMinutes, remindMinutes = usualRemindMinutes } = given;
      checkMinutes(openMinutes, remindMinutes);
      return await store.transaction(async (trx) => {
        await lockName(trx, `schedules:${actor.tenant}`);
        if ((await schedulesOf(trx, actor.tenant)).length >= mostSchedules)
          throw new CoachError('bad_input', 'fault.too-many-schedules', { most: mostSchedules });
        const personId = await ensurePerson(trx, actor, now());
        const timeZone = (await zoneFor(trx, actor, personId, given)) ?? config.TIME_ZONE;
        if (!isTimeZone(timeZone))
          throw new CoachError('bad_input', 'fault.time-zone', { given: timeZone.slice(0, 40) });
        const { place } = given;
        const row: ScheduleRow = {
          id: await freeId(trx),
          tenant: actor.tenant,
          platform: place.platform,
          channel_id: place.channelId,
          thread_id: place.threadId ?? null,
          said: given.when.trim(),
          cron: readWhen(given.when, timeZone, now()),
          time_zone: timeZone,
          domain: given.domain,
          level: given.level,
          open_minutes: openMinutes,
          remind_minutes: remindMinutes,
          created_by: personId,
          next_at: null,
          snoozed_until: null,
          created_at: now().toISOString(),
        };
        await insertSchedule(trx, row);
        await addAuditEntry(trx, actor, { action: 'practice-planned', subject: row.id }, now());
        const nextAt = await planNext(store, trx, row, { after: now(), now: now() });
        return await view(trx, { ...row, next_at: nextAt });
      });
    },

    async list(tenant) {
      return await Promise.all((await schedulesOf(store.db, tenant)).map((row) => view(store.db, row)));
    },

    async remove(actor, id) {
      const open = await store.transaction(async (trx) => {
        const row = await theSchedule(trx, actor, id);
        const sessionId = await openRoundSession(trx, row.id);
        await removeSchedule(trx, row.id);
        await addAuditEntry(trx, actor, { action: 'practice-removed', subject: row.id }, now());
        return sessionId;
      });
      if (open !== null) await interview.stop(standInOf(actor.tenant), open, { reason: 'practice-removed' });
    },

    async answer(actor, id, dueAt, answer) {
      return await store.transaction(async (trx) => {
        const row = await theSchedule(trx, actor, id);
        if (row.next_at !== dueAt) throw new CoachError('wrong_state', 'fault.practice-over');
        const personId = await ensurePerson(trx, actor, now());
        const { tenant } = actor;
        await savePracticeAnswer(trx, {
          schedule_id: row.id,
          due_at: dueAt,
          person_id: personId,
          tenant,
          answer,
        });
        return await view(trx, row);
      });
    },

    async snooze(actor, id, until) {
      return await store.transaction(async (trx) => {
        const row = await theSchedule(trx, actor, id);
        const untilMs = Date.parse(until);
        if (!(untilMs > now().getTime() && untilMs < now().getTime() + longestSnoozeMs))
          throw new CoachError('bad_input', 'fault.snooze-too-long');
        const snoozed = { ...row, snoozed_until: new Date(untilMs).toISOString() };
        await updateSchedule(trx, row.id, { snoozed_until: snoozed.snoozed_until });
        await addAuditEntry(trx, actor, { action: 'practice-put-off', subject: row.id }, now());
        const nextAt = await planNext(store, trx, snoozed, { after: now(), now: now() });
        if (nextAt !== row.next_at) await announce(store, trx, snoozed, 'snoozed', now().toISOString());
        return await view(trx, { ...snoozed, next_at: nextAt });
      });
    },
  };
}

/** A practice of the actor's tenant. Throws `not_found`. */
async function theSchedule(trx: Trx, { tenant }: Actor, id: string): Promise<ScheduleRow> {
  await lockName(trx, `schedules:${tenant}`);
  const row = await findSchedule(trx, tenant, id.trim().toLowerCase());
  if (row) return row;
  throw new CoachError('not_found', 'fault.no-such-schedule', { id: id.slice(0, 20) });
}

/** The requested time zone, or that of the group, or that of the person who plans it. */
async function zoneFor(
  trx: Trx,
  actor: Actor,
  personId: string,
  { timeZone }: NewSchedule,
): Promise<string | null> {
  const asked = timeZone ?? (await settingsOf(trx, actor.tenant)).get('timeZone');
  return asked ?? (await ownSettings(trx, personId)).timeZone;
}

function checkMinutes(openMinutes: number, remindMinutes: number): void {
  if (!Number.isInteger(openMinutes) || openMinutes < 5 || openMinutes > longestOpenMinutes)
    throw new CoachError('bad_input', 'fault.open-minutes');
  if (!Number.isInteger(remindMinutes) || remindMinutes < 0 || remindMinutes > 24 * 60)
    throw new CoachError('bad_input', 'fault.remind-minutes');
}

/** Short enough to type, without letters that look alike. */
async function freeId(trx: Trx): Promise<string> {
  const letters = 'bcdfghjkmnpqrstvwxz23456789';
  for (;;) {
    const id = Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
    if (!(await scheduleById(trx, id))) return id;
  }
}

async function view(db: Trx | Store['db'], row: ScheduleRow): Promise<Schedule> {
  const creator = row.created_by === null ? null : await userIdOf(db, row.tenant, row.created_by);
  return {
    id: row.id,
    place: {
      tenant: row.tenant,
      platform: row.platform,
      channelId: row.channel_id,
      threadId: row.thread_id,
    },
    when: row.said,
    timeZone: row.time_zone,
    domain: row.domain,
    level: row.level,
    openMinutes: row.open_minutes,
    remindMinutes: row.remind_minutes,
    createdByUserId: creator ?? '',
    nextAt: row.next_at,
    snoozedUntil: row.snoozed_until,
  };
}
