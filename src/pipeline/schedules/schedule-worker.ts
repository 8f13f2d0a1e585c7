import type { Job, Moment, Platform } from '../../domain.ts';
import { isCoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { answersIn } from '../../store/answers.ts';
import { runJobs } from '../../store/run-jobs.ts';
import {
  comersTo,
  roundAt,
  type ScheduleRow,
  saveRound,
  scheduleById,
  scheduleQueue,
  sessionWithSeed,
} from '../../store/schedules.ts';
import { sessionById } from '../../store/sessions.ts';
import { settingsOf } from '../../store/settings.ts';
import type { Store, Trx } from '../../store/store.ts';
import type { Interview } from '../interview/interview-types.ts';
import { addLetter } from '../pairing/letter-box.ts';
import { addStep, nextOf, planNext, standInOf, step } from './plan.ts';
import { announce, closingOf } from './practice-notices.ts';

/** A practice that could not open within this time is skipped, and the group is told. */
const graceMs = 15 * 60_000;
/** How long a round-up waits for answers that are still being judged. */
const patienceMs = 60 * 60_000;
/**
 * In a practice that is open for at most this long, people sit together: it is summed up as soon as it has
 * ended.
 */
const liveMinutes = 60;

type Given = {
  store: Store;
  interview: Pick<Interview, 'start' | 'join'>;
  log: Log;
  now: () => Date;
};

export type ScheduleWorker = {
  /** Holds the planned practices of these platforms until the signal aborts. */
  run(signal: AbortSignal, platforms: readonly Platform[]): Promise<void>;
};

export function createScheduleWorker(given: Given): ScheduleWorker {
  const { store, log } = given;
  return {
    async run(signal, platforms) {
      if (platforms.length === 0) return;
      await runJobs({
        store,
        log,
        signal,
        queues: platforms.map(scheduleQueue),
        leaseMs: 30_000,
        handle: (job) => take(given, job),
        failed: (trx, job) => goOn(given, trx, job),
      });
    },
  };
}

async function take(given: Given, job: Job): Promise<void> {
  const { store, now } = given;
  const { scheduleId, dueAt, step: name } = step.parse(job.payload);
  const schedule = await scheduleById(store.db, scheduleId);
  const isOver = !schedule || (name !== 'close' && schedule.next_at !== dueAt);
  if (isOver) return await store.transaction((trx) => store.queue.finish(trx, job));
  if (name === 'close') return await close(given, job, schedule, dueAt);
  if (name === 'open') return await open(given, job, schedule, dueAt);
  await store.transaction(async (trx) => {
    await store.queue.finish(trx, job);
    if (now().toISOString() >= dueAt) return;
    await announce(store, trx, schedule, 'soon', dueAt);
    const { tenant } = schedule;
    const reminder = { tenant, kind: 'practice-soon', about: schedule.id, again: `:${dueAt}` } as const;
    for (const to of await comersTo(trx, schedule, dueAt)) await addLetter(store, trx, { ...reminder, to });
  });
}

async function open(given: Given, job: Job, schedule: ScheduleRow, dueAt: Moment): Promise<void> {
  const { store, now } = given;
  const isLate = now().getTime() - Date.parse(dueAt) > graceMs;
  const begun = await sessionWithSeed(store.db, placeOf(schedule), seedOf(schedule, dueAt));
  if (begun) return await store.transaction((trx) => opened(given, trx, job, schedule, dueAt, begun.id));
  if (isLate) {
    // A place that stayed busy all the time is not an error of the program.
    const isBusy = job.attempts > 1 || (await wasTried(given, schedule, dueAt));
    const about = isBusy ? 'was-busy' : 'was-down';
    return await leaveOut(given, job, schedule, dueAt, about);
  }
  try {
    const sessionId = await begin(given, schedule, dueAt);
    await store.transaction((trx) => opened(given, trx, job, schedule, dueAt, sessionId));
  } catch (error) {
    if (isCoachError(error, 'bad_input')) return await leaveOut(given, job, schedule, dueAt, 'no-question');
    if (!isCoachError(error, 'wrong_state')) throw error;
    await store.transaction((trx) =>
      saveRound(trx, { schedule_id: schedule.id, due_at: dueAt, state: 'left-out', session_id: null }),
    );
    await store.queue.retry(job, { delayMs: 60_000, error: error.code, counts: false });
  }
}

const placeOf = ({ tenant, platform, channel_id, thread_id }: ScheduleRow) => ({
  tenant,
  platform,
  channelId: channel_id,
  threadId: thread_id,
});

/** The seed identifies the session of a round if the program stopped before recording it. */
const seedOf = ({ id }: ScheduleRow, dueAt: Moment): string => `schedule:${id}:${dueAt}`;

const wasTried = async ({ store }: Given, { id }: ScheduleRow, dueAt: Moment): Promise<boolean> =>
  (await roundAt(store.db, id, dueAt))?.state === 'left-out';

/**
 * Asks everyone one question. Nobody in the group leads it, so nobody can close it before the others have
 * come.
 */
async function begin(
  { store, interview, now }: Given,
  schedule: ScheduleRow,
  dueAt: Moment,
): Promise<string> {
  const { tenant, domain, level } = schedule;
  const actor = standInOf(tenant);
  const isPublic = (await settingsOf(store.db, tenant)).get('publicResults') === '1';
  const following = { ...schedule, next_at: nextOf(schedule, new Date(Date.parse(dueAt))) };
  const openedAt = now().toISOString();
  const openMs = Date.parse(closingOf(following, openedAt)) - Date.parse(openedAt);
  const session = await interview.start({
    place: placeOf(schedule),
    userId: actor.userId,
    domain,
    level,
    questions: 1,
    mode: 'text',
    style: 'everyone',
    private: !isPublic,
    answerSeconds: Math.ceil(openMs / 1_000),
    seed: seedOf(schedule, dueAt),
  });
  await interview.join(actor, session.id, 'observer');
  return session.id;
}

async function opened(
  { store, now }: Given,
  trx: Trx,
  job: Job,
  schedule: ScheduleRow,
  dueAt: Moment,
  sessionId: string,
): Promise<void> {
  await store.queue.finish(trx, job);
  await saveRound(trx, { schedule_id: schedule.id, due_at: dueAt, state: 'open', session_id: sessionId });
  const nextAt = await planNext(store, trx, schedule, { after: new Date(Date.parse(dueAt)), now: now() });
  await announce(store, trx, schedule, 'opened', dueAt, sessionId);
  const closesAt = closingOf({ ...schedule, next_at: nextAt }, now().toISOString());
  const lookAt = schedule.open_minutes <= liveMinutes ? now().toISOString() : closesAt;
  await addStep(store, trx, schedule, { dueAt, step: 'close' }, new Date(Date.parse(lookAt) + 5_000));
}

async function leaveOut(
  { store, now }: Given,
  job: Job,
  schedule: ScheduleRow,
  dueAt: Moment,
  about: 'was-down' | 'was-busy' | 'no-question',
): Promise<void> {
  await store.transaction(async (trx) => {
    await store.queue.finish(trx, job);
    const state = about === 'was-down' ? 'missed' : 'left-out';
    await saveRound(trx, { schedule_id: schedule.id, due_at: dueAt, state, session_id: null });
    // However many occurrences were missed, it continues with the next one.
    await planNext(store, trx, schedule, { after: now(), now: now() });
    await announce(store, trx, schedule, about, dueAt);
  });
}

/** Says who took part, once the question is closed and all answers are judged. */
async function close({ store, now }: Given, job: Job, schedule: ScheduleRow, dueAt: Moment): Promise<void> {
  const round = await roundAt(store.db, schedule.id, dueAt);
  const session = round?.session_id ? await sessionById(store.db, round.session_id) : null;
  if (session && (await isGoingOn(store, session, now()))) {
    await store.queue.retry(job, { delayMs: 60_000, counts: false });
    return;
  }
  await store.transaction(async (trx) => {
    await store.queue.finish(trx, job);
    if (!round) return;
    await saveRound(trx, { ...round, state: 'closed' });
    await announce(store, trx, schedule, 'over', dueAt, session?.id ?? null);
  });
}

async function isGoingOn(
  store: Store,
  session: NonNullable<Awaited<ReturnType<typeof sessionById>>>,
  now: Date,
): Promise<boolean> {
  if (session.state !== 'ended') return true;
  const waitedMs = now.getTime() - Date.parse(session.ended_at ?? session.updated_at);
  if (waitedMs > patienceMs) return false;
  return (await answersIn(store.db, session.id, ['submitted', 'transcribed'])).length > 0;
}

/** A step that failed for good does not end the practice: it continues with the next occurrence. */
async function goOn({ store, now }: Given, trx: Trx, job: Job): Promise<void> {
  const { scheduleId, dueAt, step: name } = step.parse(job.payload);
  const schedule = await scheduleById(trx, scheduleId);
  if (name !== 'open' || schedule?.next_at !== dueAt) return;
  await planNext(store, trx, schedule, { after: now(), now: now() });
}
