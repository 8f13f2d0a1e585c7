import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery, DeliveryBody, Job } from '../../domain.ts';
import { answerOfJob } from '../../store/answer-of-job.ts';
import { answerById } from '../../store/answers.ts';
import { userIdOf } from '../../store/people.ts';
import { type Leases, openLeases } from '../../store/run-jobs.ts';
import { type SessionRow, sessionById } from '../../store/sessions.ts';
import { findTurn } from '../../store/turns.ts';
import { tellPractice } from '../schedules/practice-notices.ts';
import { wayEnds } from './at-stage.ts';
import { deliveryJob, deliveryQueues, type ShownThing } from './enqueue-delivery.ts';
import type { Interview } from './interview-types.ts';
import { moveDeliveries } from './move-deliveries.ts';
import { defaultLeaseMs, type Parts } from './parts.ts';
import { readGuide, readSlot } from './read-guide.ts';
import { readAnswer, readResults, readSession, readTurn } from './read-session.ts';
import { summariseSession } from './summary.ts';

type Outbox = Pick<Interview, 'deliveries' | 'delivered' | 'undelivered'>;

/** How long a stop waits for deliveries that are being shown. */
const drainMs = 5_000;

/** The outbox: each delivery is leased like any job, and the bot that shows it acknowledges it. */
export function createOutbox(parts: Parts): Outbox {
  const { store, log, leaseMs = defaultLeaseMs } = parts;
  const leasesOf = new Map<string, Leases>();

  const finish = async (leases: Leases | undefined, job: Job, receipt?: string) => {
    const work = () => store.transaction((trx) => store.queue.finish(trx, job, receipt));
    try {
      await (leases ? leases.settle(job, work) : work());
    } catch (error) {
      log.warn(
        { err: error, job: job.id, ...answerOfJob(job) },
        'A receipt came too late; this may be shown twice',
      );
    }
  };
  /** Null if it has been deleted in the meantime, or cannot be read now. */
  const read = async (leases: Leases, job: Job): Promise<Delivery | null> => {
    try {
      const delivery = await compose(parts, job);
      if (delivery) return delivery;
      await finish(leases, job);
    } catch (error) {
      await leases.tryAgain(job, error).catch((failure: unknown) => {
        log.error(
          { err: failure, job: job.id, ...answerOfJob(job) },
          'A delivery could not be returned to the queue',
        );
      });
    }
    return null;
  };

  /** The first card of an answer ends its way. */
  const follow = async ({ body, session }: Delivery) => {
    if ((body.type !== 'feedback' && body.type !== 'results') || body.isUpdate) return;
    const { platform } = session.place;
    for (const { id } of body.type === 'feedback' ? [body.answer] : body.answers)
      try {
        const submittedAt = (await answerById(store.db, id))?.submitted_at;
        if (submittedAt) wayEnds(log, { answerId: id, submittedAt, now: parts.now(), platform });
      } catch (error) {
        log.debug({ err: error, answerId: id }, 'How long a card took is not known');
      }
  };

  return {
    async *deliveries(platform, signal, shards) {
      const failed = async () => undefined;
      const leases = openLeases({
        store,
        log,
        signal,
        leaseMs,
        queues: deliveryQueues(platform, shards),
        failed,
      });
      if (shards?.ids.includes(0))
        void moveDeliveries(parts, signal).catch((error: unknown) =>
          log.error(
            { err: error },
            'What waits for a former number of shards stays there until the next start',
          ),
        );
      let isAskedForMore = true;
      try {
        for await (const job of leases.jobs()) {
          leasesOf.set(job.owner, leases);
          const delivery = await read(leases, job);
          if (!delivery) continue;
          isAskedForMore = false;
          yield delivery;
          isAskedForMore = true;
        }
      } finally {
        // A bot that was stopped finishes what it is showing; one that has left the loop will not.
        const patienceMs = isAskedForMore ? drainMs : 0;
        for (let waitedMs = 0; leases.held().length > 0 && waitedMs < patienceMs; waitedMs += 20)
          await delay(20);
        for (const job of leases.held()) {
          leasesOf.delete(job.owner);
          // It may have been shown: the next try must say so.
          await store.queue
            .retry(job, { delayMs: 0, error: 'stopped while it was being shown' })
            .catch((error: unknown) =>
              log.warn({ err: error, job: job.id, ...answerOfJob(job) }, 'A delivery keeps its lease'),
            );
          leases.letGo(job);
        }
        await leases.close();
      }
    },

    async delivered(delivery, receipt) {
      const { job } = delivery;
      await finish(leasesOf.get(job.owner), job, receipt);
      await follow(delivery);
    },

    async undelivered({ job }, error, { retryAfterMs, permanent = false, isOutage } = {}) {
      const leases = leasesOf.get(job.owner);
      if (!permanent) return await leases?.tryAgain(job, named(error), { delayMs: retryAfterMs, isOutage });
      // The bot said that it can never be shown, so it is done.
      const work = () => store.transaction((trx) => store.queue.fail(trx, job, error));
      await (leases ? leases.settle(job, work) : work());
      log.info({ job: job.id, queue: job.queue, ...answerOfJob(job) }, 'A delivery can never be shown');
    },
  };
}

/** A failure that a bot reported, as an error with that name. */
const named = (name: string): Error => Object.assign(new Error(name), { name });

/** Reads the content of a delivery from the store; null when it is no longer there. */
async function compose(parts: Parts, job: Job): Promise<Delivery | null> {
  const { db } = parts.store;
  const { sessionId, personId, what } = deliveryJob.parse(job.payload);
  const about = { id: job.id, attempt: job.attempts, job };
  if ('practice' in what) {
    const told = await tellPractice(db, { sessionId, ...what.practice }, parts.now());
    const { type, notice, answerId } = what;
    return (
      told && {
        ...about,
        session: told.session,
        userId: null,
        isPrivate: false,
        body: { type, notice, answerId, practice: told.practice },
      }
    );
  }
  const session = await sessionById(db, sessionId);
  const body = session && (await composeBody(parts, session, what));
  if (!session || !body) return null;
  const userId = personId === null ? null : await userIdOf(db, session.tenant, personId);
  const isTogether = session.style === 'everyone' && body.type === 'feedback';
  const isPrivate = userId !== null && (session.private === 1 || isTogether || body.type === 'guide');
  return { ...about, session: await readSession(db, session), userId, isPrivate, body };
}

async function composeBody(
  { store: { db }, models }: Parts,
  session: SessionRow,
  what: Exclude<ShownThing, { practice: unknown }>,
): Promise<DeliveryBody | null> {
  switch (what.type) {
    case 'question':
    case 'results': {
      const turn = await findTurn(db, what.turnId);
      if (!turn) return null;
      const view = await readTurn(db, session, turn);
      if (what.type === 'question') return { type: 'question', turn: view };
      return { ...what, turn: view, answers: await readResults(db, session, turn.id) };
    }
    case 'feedback': {
      const answer = await answerById(db, what.answerId);
      // While it is being judged again there is nothing to show: its card comes afterwards.
      if (answer?.state !== 'evaluated') return null;
      return { ...what, answer: await readAnswer(db, session, answer) };
    }
    case 'notice': {
      if (what.notice === 'paused' || what.notice === 'stopped') return what;
      if ('slot' in what) {
        const slot = what.slot === null ? null : await readSlot(db, session, what.slot);
        return what.slot !== null && slot === null ? null : { ...what, slot };
      }
      const { type, notice, answerId } = what;
      if (notice === 'quota') {
        const { fault, values } = what;
        return { type, notice, answerId, fault: { fault, values } };
      }
      if (notice !== 'no-transcriber') return { type, notice, answerId };
      const status = models.transcriber.status();
      const fault = 'fault' in status ? { fault: status.fault, values: status.values } : null;
      return { type, notice, answerId, fault };
    }
    case 'guide': {
      const guide = await readGuide(db, session);
      // By now another question is open, or nobody interviews any more.
      return guide?.turn.id === what.turnId ? { type: 'guide', guide } : null;
    }
    case 'summary':
      return { type: 'summary', summary: await summariseSession(db, session) };
  }
}
