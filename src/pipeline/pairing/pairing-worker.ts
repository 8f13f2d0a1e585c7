import type { Job, Moment, Platform } from '../../domain.ts';
import type { Log } from '../../log.ts';
import { lockName } from '../../store/locks.ts';
import { type PairGroupRow, pairGroup } from '../../store/pair-members.ts';
import { ensurePairRound, pairMatchById, pairPartnersOf, setPairRound } from '../../store/pair-rounds.ts';
import { userIdOf } from '../../store/people.ts';
import { runJobs } from '../../store/run-jobs.ts';
import type { Store, Trx } from '../../store/store.ts';
import { localDay } from '../progress/local-time.ts';
import { isDayOff, storedDaysOff } from './days-off.ts';
import { addLetter } from './letter-box.ts';
import { makeRound } from './make-round.ts';
import { type PairStep, pairingQueue, pairStepJob, planRound } from './pair-steps.ts';
import { sendRound } from './send-round.ts';

/** A round that could not go out within this time is left out: the next one comes at its time. */
const graceMs = 48 * 3_600_000;

type Given = { store: Store; log: Log; now: () => Date };

export type PairingWorker = {
  /** Makes rounds and sends them out on these platforms until the signal aborts. */
  run(signal: AbortSignal, platforms: readonly Platform[]): Promise<void>;
};

export function createPairingWorker(given: Given): PairingWorker {
  const { store, log } = given;
  return {
    async run(signal, platforms) {
      if (platforms.length === 0) return;
      await runJobs({
        store,
        log,
        signal,
        queues: platforms.map(pairingQueue),
        leaseMs: 30_000,
        handle: async (job) => {
          const { at, what } = pairStepJob.parse(job.payload);
          // A queue may run what waits sooner, after the clock was put back for example.
          const earlyMs = Date.parse(at) - given.now().getTime();
          if (earlyMs > 0) return await store.queue.retry(job, { delayMs: earlyMs, counts: false });
          await store.transaction(async (trx) => {
            if ('tenant' in what) await lockName(trx, `pairs:${what.tenant}`);
            await store.queue.finish(trx, job);
            await take(given, trx, what);
          });
        },
        failed: (trx, job) => goOn(given, trx, job),
      });
    },
  };
}

async function take(given: Given, trx: Trx, what: PairStep): Promise<void> {
  switch (what.step) {
    case 'preview':
    case 'send': {
      const group = await pairGroup(trx, what.tenant);
      if (group?.next_at === what.dueAt) await takeRound(given, trx, group, { ...what, step: what.step });
      return;
    }
    case 'nudge':
      return await ask(given, trx, what.matchId, 'nudge');
    case 'soon':
      // One that comes late is none.
      if (what.startsAt > given.now().toISOString())
        await ask(given, trx, what.matchId, 'soon', what.startsAt);
      return;
    case 'did-you-meet':
      return await ask(given, trx, what.matchId, 'did-you-meet', what.startsAt);
  }
}

async function takeRound(
  { store, now }: Given,
  trx: Trx,
  group: PairGroupRow,
  { step, dueAt }: { step: 'preview' | 'send'; dueAt: Moment },
): Promise<void> {
  const { tenant } = group;
  const goOnToNext = () => planRound(store, trx, group, { after: laterOf(dueAt, now()), now: now() });
  const isOff = isDayOff(storedDaysOff(group.days_off), localDay(dueAt, group.time_zone));
  if (step === 'preview') {
    const organiser = group.organiser_id && (await userIdOf(trx, tenant, group.organiser_id));
    if (isOff || !organiser) return;
    const round = await ensurePairRound(trx, { tenant, dueAt, now: now().toISOString() });
    if (round.state !== 'shown') return;
    await makeRound(trx, group, round, { now: now() });
    await addLetter(store, trx, { tenant, kind: 'preview', to: organiser, about: round.id });
    return;
  }
  if (now().getTime() - Date.parse(dueAt) <= graceMs) {
    const round = await ensurePairRound(trx, { tenant, dueAt, now: now().toISOString() });
    if (isOff) await setPairRound(trx, round.id, 'off');
    else if (round.state === 'shown') await sendRound(store, trx, group, round, now());
  }
  await goOnToNext();
}

/** However long the program was down, it goes on with the next round. */
const laterOf = (dueAt: Moment, now: Date): Date => new Date(Math.max(Date.parse(dueAt), now.getTime()));

/** Asks people who have not answered, reminds everybody shortly before the hour, or asks afterwards whether they met. */
async function ask(
  { store }: Given,
  trx: Trx,
  matchId: string,
  kind: 'nudge' | 'soon' | 'did-you-meet',
  startsAt?: Moment | null,
): Promise<void> {
  const match = await pairMatchById(trx, matchId);
  const isMoved = startsAt !== undefined && match?.starts_at !== startsAt;
  if (match?.state !== 'sent' || isMoved) return;
  const partners = (await pairPartnersOf(trx, match)).filter(({ answer }) => answer !== 'cannot');
  if (partners.length < 2) return;
  // An hour that was moved, and moved back, has a reminder of its own.
  const again = kind === 'soon' ? `:${startsAt}` : '';
  for (const { userId, answer, met } of partners)
    if (kind === 'soon' || (kind === 'nudge' ? answer : met) === null)
      await addLetter(store, trx, { tenant: match.tenant, kind, to: userId, about: matchId, again });
}

/** A round that failed for good does not end the rounds: they go on with the next one. */
async function goOn({ store, now }: Given, trx: Trx, job: Job): Promise<void> {
  const { what } = pairStepJob.parse(job.payload);
  if (what.step !== 'send') return;
  const group = await pairGroup(trx, what.tenant);
  if (group?.next_at === what.dueAt)
    await planRound(store, trx, group, { after: laterOf(what.dueAt, now()), now: now() });
}
