/** What a group is told about its planned practices. */
import type { Moment, NoticeKind, PracticeFacts, PracticeNotice, Session } from '../../domain.ts';
import {
  attendantsOf,
  comersTo,
  heldRounds,
  roundAt,
  type ScheduleRow,
  scheduleById,
} from '../../store/schedules.ts';
import { sessionById } from '../../store/sessions.ts';
import { topStandings } from '../../store/standings.ts';
import type { Db, Store, Trx } from '../../store/store.ts';
import { enqueueDelivery, type PracticeNews } from '../interview/enqueue-delivery.ts';
import { readSession } from '../interview/read-session.ts';
import { spanAt } from '../progress/leaderboard.ts';
import { timesBetween } from './when.ts';

const kinds = {
  snoozed: 'announcement',
  opened: 'announcement',
  soon: 'reminder',
  'was-down': 'missed',
  'was-busy': 'missed',
  'no-question': 'missed',
  over: 'round-up',
} as const satisfies Record<PracticeNews, NoticeKind>;

/** Queues one announcement for each occurrence; its facts are looked up when it is delivered. */
export async function announce(
  store: Pick<Store, 'queue'>,
  trx: Trx,
  { id, platform, tenant }: Pick<ScheduleRow, 'id' | 'platform' | 'tenant'>,
  about: PracticeNews,
  dueAt: Moment,
  sessionId: string | null = null,
): Promise<void> {
  // Notices of a practice without a session are shown in their own order.
  const session = { id: sessionId ?? `schedule:${id}`, platform, tenant, direct: 0 as const };
  const practice = { scheduleId: id, dueAt, about };
  const what = { type: 'notice', notice: kinds[about], answerId: null, practice } as const;
  await enqueueDelivery({ store }, trx, session, null, what, `practice:${id}:${about}:${dueAt}`);
}

/** The facts of a notice, and its session; null when there is nothing left to say. */
export async function tellPractice(
  db: Db,
  {
    sessionId,
    scheduleId,
    dueAt,
    about,
  }: { sessionId: string; scheduleId: string; dueAt: Moment; about: PracticeNews },
  now: Date,
): Promise<{ session: Session; practice: PracticeNotice } | null> {
  const schedule = await scheduleById(db, scheduleId);
  const facts = schedule && (await factsOf(db, schedule, about, dueAt, now));
  if (!schedule || !facts) return null;
  const row = await sessionById(db, sessionId);
  const session = row ? await readSession(db, row) : placeholder(schedule, sessionId);
  const { domain, level, next_at: next } = schedule;
  return { session, practice: { scheduleId, domain, level, next, ...facts } };
}

async function factsOf(
  db: Db,
  schedule: ScheduleRow,
  about: PracticeNews,
  at: Moment,
  now: Date,
): Promise<PracticeFacts | null> {
  switch (about) {
    case 'snoozed':
      return { about };
    case 'opened':
      return { about, at, until: closingOf(schedule, at) };
    case 'soon': {
      const minutes = Math.ceil((Date.parse(at) - now.getTime()) / 60_000);
      if (minutes <= 0) return null;
      const coming = (await comersTo(db, schedule, at)).length;
      return { about, at, minutes, lastTime: await lastTime(db, schedule, at), coming };
    }
    case 'was-down': {
      const { cron, time_zone: timeZone } = schedule;
      return { about, at, count: timesBetween({ cron, timeZone }, at, now) };
    }
    case 'was-busy':
    case 'no-question':
      return { about, at };
    case 'over':
      return await sumUp(db, schedule, at, now);
  }
}

/** When the round that was due then is closed: it must not overlap with the next one. */
export function closingOf(schedule: ScheduleRow, openedAt: Moment): Moment {
  const wanted = Date.parse(openedAt) + schedule.open_minutes * 60_000;
  const next =
    schedule.next_at !== null && schedule.next_at > openedAt ? Date.parse(schedule.next_at) : Infinity;
  return new Date(Math.min(wanted, Math.max(next - gapMs, Date.parse(openedAt) + gapMs))).toISOString();
}

/** Between two rounds, so that one round's results are shown before the next one opens. */
const gapMs = 5 * 60_000;

async function lastTime(db: Db, { id }: ScheduleRow, before: Moment): Promise<number> {
  const [last] = await heldRounds(db, id, { until: before, limit: 1 });
  return last ? (await attendantsOf(db, last.sessionId)).length : 0;
}

/** Who took part: the full number, but only the names of people who chose to appear. */
async function sumUp(db: Db, schedule: ScheduleRow, dueAt: Moment, now: Date): Promise<PracticeFacts> {
  const sessionId = (await roundAt(db, schedule.id, dueAt))?.session_id ?? null;
  const attendants = sessionId === null ? [] : await attendantsOf(db, sessionId);
  const listed = attendants.filter((one) => one.listed);
  const named = listed.map(({ userId }) => userId);
  return {
    about: 'over',
    people: attendants.length,
    named,
    regulars: await regularsOf(db, schedule, dueAt, listed),
    mostImproved: await mostImproved(db, schedule, named, now),
  };
}

async function mostImproved(
  db: Db,
  { tenant, time_zone }: ScheduleRow,
  present: readonly string[],
  now: Date,
): Promise<{ userId: string; points: number } | null> {
  const board = await topStandings(db, tenant, spanAt(now, time_zone, 'week'), 'gain', 50);
  const best = board.find(({ userId, gain }) => (gain ?? 0) >= 1 && present.includes(userId));
  return best ? { userId: best.userId, points: Math.round(best.gain ?? 0) } : null;
}

const regularRounds = 5;

/** People who chose to appear and attended each of the last practices. */
async function regularsOf(
  db: Db,
  schedule: ScheduleRow,
  dueAt: Moment,
  listed: readonly { personId: string; userId: string }[],
): Promise<{ userIds: string[]; times: number } | null> {
  const rounds = await heldRounds(db, schedule.id, { until: dueAt, limit: regularRounds });
  if (rounds.length < 3) return null;
  const present = await Promise.all(
    rounds.map(async ({ sessionId }) => (await attendantsOf(db, sessionId)).map(({ personId }) => personId)),
  );
  const regulars = listed.filter(({ personId }) => present.every((people) => people.includes(personId)));
  if (regulars.length === 0) return null;
  return { userIds: regulars.map(({ userId }) => userId), times: rounds.length };
}

/**
 * A notice between two sessions of a practice is posted in its channel, like one for a session that has
 * ended.
 */
const placeholder = (schedule: ScheduleRow, sessionId: string): Session => ({
  id: sessionId,
  place: {
    tenant: schedule.tenant,
    platform: schedule.platform,
    channelId: schedule.channel_id,
    threadId: schedule.thread_id,
  },
  ownerUserId: '',
  purpose: 'practice',
  domain: schedule.domain,
  level: schedule.level,
  mode: 'text',
  style: 'everyone',
  private: false,
  language: null,
  state: 'ended',
  pause: null,
  endReason: 'completed',
  questions: 1,
  createdAt: schedule.created_at,
  turn: null,
  participants: [],
  answered: [],
  roles: null,
  waitingFor: [],
  aim: null,
  manner: null,
});
