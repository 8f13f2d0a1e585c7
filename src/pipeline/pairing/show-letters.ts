/** The outbox of letters: each is leased like any job, shown by the bot, and is then done. */
import type { Job } from '../../domain.ts';
import type { Log } from '../../log.ts';
import { pairGroup } from '../../store/pair-members.ts';
import {
  pairMatchById,
  pairMatchesOf,
  pairPartnersOf,
  pairRoundById,
  updatePairMatch,
} from '../../store/pair-rounds.ts';
import { runJobs } from '../../store/run-jobs.ts';
import { scheduleById } from '../../store/schedules.ts';
import type { Store } from '../../store/store.ts';
import { addLetter, type LetterJob, letterJob, letterQueue, platformOf } from './letter-box.ts';
import { readPreview } from './make-round.ts';
import type { Letter, LetterOutcome, Pairing } from './pairing-types.ts';
import { readMatch } from './read-match.ts';

type Given = { store: Store; log: Log; now: () => Date };

export const createShowLetters =
  (given: Given): Pairing['showLetters'] =>
  async (platform, signal, show) => {
    const { store, log } = given;
    await runJobs({
      store,
      log,
      signal,
      queues: [letterQueue(platform)],
      leaseMs: 60_000,
      handle: async (job) => await showOne(given, job, show),
      // Whoever could not be told that they are matched can still ask for it.
      failed: (trx, job) => afterRoom(given, trx, letterJob.parse(job.payload), null),
    });
  };

async function showOne(
  given: Given,
  job: Job,
  show: (letter: Letter) => Promise<LetterOutcome>,
): Promise<void> {
  const { store, log } = given;
  const what = letterJob.parse(job.payload);
  const letter = await compose(given, job, what);
  const outcome: LetterOutcome = letter ? await show(letter) : { state: 'shown' };
  if (outcome.state === 'later')
    return await store.queue.retry(job, { delayMs: outcome.retryAfterMs, counts: false });
  if (outcome.state === 'never')
    log.info({ job: job.id, queue: job.queue, why: outcome.why }, 'A letter can never be shown');
  await store.transaction(async (trx) => {
    await store.queue.finish(trx, job);
    await afterRoom(given, trx, what, outcome.state === 'shown' ? (outcome.room ?? null) : null);
  });
}

/** Once there is a room, or it is clear that there will be none, the people are told. */
async function afterRoom(
  { store }: Given,
  trx: Parameters<Parameters<Store['transaction']>[0]>[0],
  { kind, tenant, about }: LetterJob,
  room: { channelId: string; threadId?: string | null } | null,
): Promise<void> {
  if (kind !== 'room') return;
  const match = await pairMatchById(trx, about);
  if (!match) return;
  if (room)
    await updatePairMatch(trx, about, { channel_id: room.channelId, thread_id: room.threadId ?? null });
  for (const { userId } of await pairPartnersOf(trx, match))
    await addLetter({ queue: store.queue }, trx, { tenant, kind: 'match', to: userId, about });
}

/** Null when there is nothing left to say. */
async function compose(given: Given, job: Job, what: LetterJob): Promise<Letter | null> {
  const { db } = given.store;
  const { tenant, kind, to, about } = what;
  const letter = { id: job.id, mayExist: job.attempts > 1, tenant };
  const group = await pairGroup(db, tenant);
  switch (kind) {
    case 'digest': {
      const round = await pairRoundById(db, about);
      if (!group || !round || group.channel_id === null) return null;
      const matches = await pairMatchesOf(db, about);
      const sizes = await Promise.all(matches.map(async (one) => (await pairPartnersOf(db, one)).length));
      const place = { tenant, platform: platformOf(tenant), channelId: group.channel_id };
      const people = sizes.reduce((sum, size) => sum + size, 0);
      return { ...letter, kind, place, groups: matches.length, people, nextAt: group.next_at };
    }
    case 'preview': {
      const round = await pairRoundById(db, about);
      if (!group || !to || round?.state !== 'shown') return null;
      return { ...letter, kind, to: { tenant, userId: to }, round: await readPreview(db, group, round) };
    }
    case 'practice-soon': {
      const schedule = await scheduleById(db, about);
      if (!to || !schedule?.next_at || schedule.next_at <= given.now().toISOString()) return null;
      const { platform, channel_id: channelId, thread_id: threadId, next_at: at, domain, level } = schedule;
      const where = { tenant, platform, channelId, threadId };
      return { ...letter, kind, to: { tenant, userId: to }, place: where, at, domain, level };
    }
    case 'left-out':
      return to ? { ...letter, kind, to: { tenant, userId: to }, nextAt: group?.next_at ?? null } : null;
    default: {
      const row = await pairMatchById(db, about);
      if (!row || (row.state === 'off') !== (kind === 'called-off')) return null;
      const match = await readMatch(db, row);
      if (kind === 'room') return { ...letter, kind, match, channelId: group?.channel_id ?? null };
      if (!to) return null;
      const isAlone = match.partners.length < 2;
      if (isAlone && kind !== 'called-off') return null;
      const isLate = match.startsAt === null || match.startsAt <= given.now().toISOString();
      if (kind === 'soon' && isLate) return null;
      return { ...letter, kind, to: { tenant, userId: to }, match };
    }
  }
}
