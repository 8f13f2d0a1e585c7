import { setTimeout as delay } from 'node:timers/promises';
import { answerById } from '../../store/answers.ts';
import type { Job } from '../../store/jobs.ts';
import { newLeaseOwner } from '../../store/lease-owner.ts';
import { userIdOf } from '../../store/people.ts';
import { findTurn, sessionById } from '../../store/sessions.ts';
import { tellPractice } from '../schedules/notices.ts';
import { deliveryJob, deliveryQueue } from './enqueue-delivery.ts';
import type { Delivery, DeliveryBody, Interview } from './interview-types.ts';
import { wordNotice } from './notices.ts';
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
  if (what.type === 'notice' && what.practice) {
    const news = await tellPractice(db, { sessionId, ...what.practice }, parts.now());
    return (
      news && {
        id: job.id,
        attempt: job.attempts,
        session: news.session,
        userId: null,
        body: { type: 'notice', notice: what.notice, answerId: null, text: news.text },
        job,
      }
    );
  }
  const session = await sessionById(db, sessionId);
  if (!session) return null;
  const body = await composeBody();
  return (
    body && {
      id: job.id,
      attempt: job.attempts,
      session: await viewSession(db, session),
      userId: personId === null ? null : await userIdOf(db, session.tenant, personId),
      body,
      job,
    }
  );

  async function composeBody(): Promise<DeliveryBody | null> {
    if (!session) return null;
    switch (what.type) {
      case 'question':
      case 'results': {
        const turn = await findTurn(db, what.turnId);
        if (!turn) return null;
        const view = await viewTurn(db, session, turn);
        return what.type === 'question'
          ? { type: 'question', turn: view }
          : { type: 'results', turn: view, answers: await viewResults(db, session, turn.id) };
      }
      case 'feedback': {
        const answer = await answerById(db, what.answerId);
        return answer && { type: 'feedback', answer: await viewAnswer(db, session, answer) };
      }
      case 'notice': {
        const { notice, answerId } = what;
        return { type: 'notice', notice, answerId, text: wordNotice(what, parts.models) };
      }
      case 'summary':
        return { type: 'summary', summary: await summariseSession(db, session) };
    }
  }
}
