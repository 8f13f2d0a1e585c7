import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery, DeliveryBody, Job } from '../../domain.ts';
import { answerById } from '../../store/answers.ts';
import { newLeaseOwner } from '../../store/lease-owner.ts';
import { userIdOf } from '../../store/people.ts';
import { findTurn, type SessionRow, sessionById } from '../../store/sessions.ts';
import { tellPractice } from '../schedules/practice-notices.ts';
import { deliveryJob, deliveryQueue, type ShownThing } from './enqueue-delivery.ts';
import type { Interview } from './interview-types.ts';
import { defaultLeaseMs, type Parts } from './parts.ts';
import { summariseSession } from './summary.ts';
import { viewAnswer, viewResults, viewSession, viewTurn } from './views.ts';

type Deliveries = Pick<Interview, 'deliveries' | 'delivered' | 'undelivered'>;

const firstBackoffMs = 2_000;
const longestBackoffMs = 300_000;
/** How long a stop waits for what is being shown at that moment. */
const drainMs = 5_000;
const storeTroubleMs = 1_000;

export function createDeliveries(parts: Parts): Deliveries {
  const { store, log, leaseMs = defaultLeaseMs } = parts;
  const held = new Map<number, { job: Job; renewal: NodeJS.Timeout }>();

  const hold = (job: Job) => {
    const renewal = setInterval(() => {
      store.queue
        .renew(job, leaseMs)
        .catch((error: unknown) => log.warn({ err: error, job: job.id }, 'Renewing a lease failed'));
    }, leaseMs / 3);
    renewal.unref();
    held.set(job.id, { job, renewal });
  };
  const letGo = (job: Job) => {
    clearInterval(held.get(job.id)?.renewal);
    held.delete(job.id);
  };
  const finish = async (job: Job, receipt?: string) => {
    try {
      await store.transaction((trx) => store.queue.finish(trx, job, receipt));
    } catch (error) {
      log.warn({ err: error, job: job.id }, 'A receipt came too late; this may be shown twice');
    }
  };
  const fail = async (job: Job, error: string, { isHandled = false } = {}) => {
    await store.transaction((trx) => store.queue.fail(trx, job, error));
    // A bot that says that it can never be shown has dealt with it.
    log[isHandled ? 'info' : 'error']({ job: job.id, queue: job.queue }, 'Something could not be shown');
  };
  const tryAgain = async (job: Job, error: string, retryAfterMs?: number) => {
    const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (job.attempts - 1));
    await store.queue.retry(job, {
      delayMs: retryAfterMs ?? backoffMs,
      error,
      // Being asked to wait is no failure.
      counts: retryAfterMs === undefined,
    });
  };

  /** The next thing to show, or null when there was none for a while. */
  const next = async (queues: string[], owner: string, signal: AbortSignal): Promise<Delivery | null> => {
    const dead = await store.queue.claimExhausted(queues, owner, leaseMs);
    if (dead) {
      await fail(dead, 'The program died each time it showed this');
      return null;
    }
    const job = await store.queue.claim(queues, owner, leaseMs);
    if (!job) {
      await store.queue.wait(queues, 1_000, signal);
      return null;
    }
    try {
      const delivery = await compose(parts, job);
      // It was deleted in the meantime: there is nothing to show any more.
      if (!delivery) await finish(job);
      return delivery;
    } catch (error) {
      log.error({ err: error, job: job.id }, 'What is to be shown cannot be read');
      if (job.attempts >= job.maxAttempts) await fail(job, 'It cannot be read');
      else await tryAgain(job, 'It cannot be read');
      return null;
    }
  };

  return {
    async *deliveries(platform, signal) {
      const queues = [deliveryQueue(platform)];
      const owner = newLeaseOwner();
      let isAskedForMore = true;
      try {
        while (!signal.aborted) {
          const delivery = await next(queues, owner, signal).catch(async (error: unknown) => {
            log.error({ err: error, queues }, 'The queue cannot be read or written and is tried again');
            await delay(storeTroubleMs, undefined, { signal }).catch(() => undefined);
            return null;
          });
          if (!delivery) continue;
          hold(delivery.job);
          isAskedForMore = false;
          yield delivery;
          isAskedForMore = true;
        }
      } finally {
        const mine = () => [...held.values()].filter(({ job }) => job.owner === owner);
        // A bot that was stopped finishes what it is showing; one that has left the loop will not.
        const patienceMs = isAskedForMore ? drainMs : 0;
        for (let waitedMs = 0; mine().length > 0 && waitedMs < patienceMs; waitedMs += 20) await delay(20);
        for (const { job } of mine()) {
          letGo(job);
          // It may have been shown: the next try has to say so.
          await store.queue.retry(job, { delayMs: 0, error: 'stopped while it was being shown' });
        }
        await store.queue.release(owner);
      }
    },

    async delivered({ job }, receipt) {
      letGo(job);
      await finish(job, receipt);
    },

    async undelivered({ job }, error, { retryAfterMs, permanent = false } = {}) {
      letGo(job);
      if (permanent || (retryAfterMs === undefined && job.attempts >= job.maxAttempts))
        await fail(job, error, { isHandled: permanent });
      else await tryAgain(job, error, retryAfterMs);
    },
  };
}

/** Reads what a job stands for out of the store; null when it is no longer there. */
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
  const isPrivate = userId !== null && (session.private === 1 || isTogether);
  return { ...about, session: await viewSession(db, session), userId, isPrivate, body };
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
      const view = await viewTurn(db, session, turn);
      if (what.type === 'question') return { type: 'question', turn: view };
      return { ...what, turn: view, answers: await viewResults(db, session, turn.id) };
    }
    case 'feedback': {
      const answer = await answerById(db, what.answerId);
      // While it is judged again there is nothing to show: its card comes then.
      if (answer?.state !== 'evaluated') return null;
      return { ...what, answer: await viewAnswer(db, session, answer) };
    }
    case 'notice': {
      if (what.notice === 'paused' || what.notice === 'stopped') return what;
      const { type, notice, answerId } = what;
      if (notice !== 'no-transcriber') return { type, notice, answerId };
      const status = models.transcriber.status();
      const fault = 'fault' in status ? { fault: status.fault, values: status.values } : null;
      return { type, notice, answerId, fault };
    }
    case 'summary':
      return { type: 'summary', summary: await summariseSession(db, session) };
  }
}
