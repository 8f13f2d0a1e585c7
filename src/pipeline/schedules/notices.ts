/** What a group is told of its planned practices. */
import type { Moment } from '../../domain.ts';
import type { Db, Store, Trx } from '../../store/open-store.ts';
import { attendantsOf, heldRounds, roundAt, type ScheduleRow, scheduleById } from '../../store/schedules.ts';
import { sessionById } from '../../store/sessions.ts';
import { topStandings } from '../../store/standings.ts';
import { enqueueDelivery, type PracticeNews } from '../interview/enqueue-delivery.ts';
import type { NoticeKind, SessionView } from '../interview/interview-types.ts';
import { viewSession } from '../interview/views.ts';
import { spanAt } from '../progress/leaderboard.ts';
import { localTime } from '../progress/local-time.ts';
import { timesBetween } from './when.ts';

const kinds: Record<PracticeNews, NoticeKind> = {
  snoozed: 'announcement',
  opened: 'announcement',
  soon: 'reminder',
  'was-down': 'missed',
  'was-busy': 'missed',
  'no-question': 'missed',
  over: 'round-up',
};

/** Has a practice spoken of in its channel, once for each time; what is said is worded when it is shown. */
export async function announce(
  store: Pick<Store, 'queue'>,
  trx: Trx,
  { id, platform }: Pick<ScheduleRow, 'id' | 'platform'>,
  about: PracticeNews,
  dueAt: Moment,
  sessionId: string | null = null,
): Promise<void> {
  // Without a session of its own, what is said of a practice keeps its order among itself.
  const session = { id: sessionId ?? `schedule:${id}`, platform };
  const practice = { scheduleId: id, dueAt, about };
  const what = { type: 'notice', notice: kinds[about], answerId: null, practice } as const;
  await enqueueDelivery({ store }, trx, session, null, what, `practice:${id}:${about}:${dueAt}`);
}

/** The words of a notice, and the session it belongs to; null when there is nothing to say any more. */
export async function tellPractice(
  db: Db,
  {
    sessionId,
    scheduleId,
    dueAt,
    about,
  }: { sessionId: string; scheduleId: string; dueAt: Moment; about: PracticeNews },
  now: Date,
): Promise<{ session: SessionView; text: string } | null> {
  const schedule = await scheduleById(db, scheduleId);
  if (!schedule) return null;
  const text = await word(db, schedule, about, dueAt, now);
  if (text === null) return null;
  const row = await sessionById(db, sessionId);
  return { session: row ? await viewSession(db, row) : placeholder(schedule, sessionId), text };
}

async function word(
  db: Db,
  schedule: ScheduleRow,
  about: PracticeNews,
  dueAt: Moment,
  now: Date,
): Promise<string | null> {
  const what = `${schedule.domain}, ${schedule.level}`;
  const at = sayTime(dueAt, schedule.time_zone);
  switch (about) {
    case 'snoozed':
      return `The practice about ${what} pauses. ${sayNext(schedule)}`;
    case 'opened':
      return `The practice of ${at} is open: answer the question by ${sayTime(closingOf(schedule, dueAt), schedule.time_zone)}. Everyone's answers are shown together then.`;
    case 'soon': {
      const minutes = Math.ceil((Date.parse(dueAt) - now.getTime()) / 60_000);
      if (minutes <= 0) return null;
      const length = minutes >= 120 ? `${Math.round(minutes / 60)} hours` : `${minutes} minutes`;
      return `In ${length}: practice about ${what}, at ${at}.${await lastTime(db, schedule, dueAt)}`;
    }
    case 'was-down':
      return `${await sayMissed(schedule, dueAt, now)} because I was not running then. ${sayNext(schedule)}`;
    case 'was-busy':
      return `The practice of ${at} was left out, because another interview was running here. ${sayNext(schedule)}`;
    case 'no-question':
      return `The practice of ${at} was left out: I have no question about ${what} any more. ${sayNext(schedule)}`;
    case 'over':
      return await sumUp(db, schedule, dueAt, now);
  }
}

/** When the round that was due then is closed: what is open does not reach into the next one. */
export function closingOf(schedule: ScheduleRow, openedAt: Moment): Moment {
  const wanted = Date.parse(openedAt) + schedule.open_minutes * 60_000;
  const next =
    schedule.next_at !== null && schedule.next_at > openedAt ? Date.parse(schedule.next_at) : Infinity;
  return new Date(Math.min(wanted, Math.max(next - gapMs, Date.parse(openedAt) + gapMs))).toISOString();
}

/** Between two rounds, so that the results of the one are shown before the next one opens. */
const gapMs = 5 * 60_000;

const sayNext = ({ next_at, time_zone }: ScheduleRow): string =>
  next_at === null ? 'It will not come again.' : `Next: ${sayTime(next_at, time_zone)}.`;

async function sayMissed(schedule: ScheduleRow, dueAt: Moment, now: Date): Promise<string> {
  const { cron, time_zone: timeZone } = schedule;
  const count = timesBetween({ cron, timeZone }, dueAt, now);
  const at = sayTime(dueAt, timeZone);
  return count > 1 ? `${count} practices were left out since ${at},` : `The practice of ${at} was left out,`;
}

async function lastTime(db: Db, { id }: ScheduleRow, before: Moment): Promise<string> {
  const [last] = await heldRounds(db, id, { until: before, limit: 1 });
  const count = last ? (await attendantsOf(db, last.sessionId)).length : 0;
  return count === 0 ? '' : ` Last time ${sayPeople(count)} took part.`;
}

/** Who took part, in full only by number: names are of those who chose to appear. */
async function sumUp(db: Db, schedule: ScheduleRow, dueAt: Moment, now: Date): Promise<string> {
  const round = await roundAt(db, schedule.id, dueAt);
  const attendants =
    round?.session_id === undefined || round.session_id === null
      ? []
      : await attendantsOf(db, round.session_id);
  if (attendants.length === 0) return `Nobody took part this time. ${sayNext(schedule)}`;
  const named = attendants.filter(({ listed }) => listed);
  const others = attendants.length - named.length;
  const names = named.map(({ userId }) => personMark(userId));
  const who =
    names.length === 0
      ? `${sayPeople(others)} took part.`
      : `${joinWords([...names, ...(others === 0 ? [] : [`${others} more`])])} took part.`;
  const improved = await mostImproved(
    db,
    schedule,
    named.map(({ userId }) => userId),
    now,
  );
  return [who, await sayRegulars(db, schedule, dueAt, named), improved, sayNext(schedule)]
    .filter((part) => part !== '')
    .join(' ');
}

async function mostImproved(
  db: Db,
  { tenant, time_zone }: ScheduleRow,
  present: readonly string[],
  now: Date,
): Promise<string> {
  const board = await topStandings(db, tenant, spanAt(now, time_zone, 'week'), 'gain', 50);
  const best = board.find(({ userId, gain }) => (gain ?? 0) >= 1 && present.includes(userId));
  return best
    ? `Most improved this week: ${personMark(best.userId)}, ${Math.round(best.gain ?? 0)} points above their ten answers before.`
    : '';
}

const regularRounds = 5;

/** Those who chose to appear and were there each of the last times. */
async function sayRegulars(
  db: Db,
  schedule: ScheduleRow,
  dueAt: Moment,
  named: readonly { personId: string; userId: string }[],
): Promise<string> {
  const rounds = await heldRounds(db, schedule.id, { until: dueAt, limit: regularRounds });
  if (rounds.length < 3) return '';
  const present = await Promise.all(
    rounds.map(async ({ sessionId }) => (await attendantsOf(db, sessionId)).map(({ personId }) => personId)),
  );
  const regulars = named.filter(({ personId }) => present.every((people) => people.includes(personId)));
  return regulars.length === 0
    ? ''
    : `There all of the last ${rounds.length} times: ${joinWords(regulars.map(({ userId }) => personMark(userId)))}.`;
}

/** How a person is named in plain text; each platform shows their name in its place. */
const personMark = (userId: string): string => `\uE000${userId}\uE001`;

const sayPeople = (count: number): string => `${count} ${count === 1 ? 'person' : 'people'}`;

const joinWords = (words: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(words);

const sayTime = (at: Moment, timeZone: string): string => `${localTime(at, timeZone)} (${timeZone})`;

/** What is said of a practice between two of its sessions stands in its channel like a session that has ended. */
const placeholder = (schedule: ScheduleRow, sessionId: string): SessionView => ({
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
  questions: 1,
  createdAt: schedule.created_at,
  turn: null,
  participants: [],
  answered: [],
});
