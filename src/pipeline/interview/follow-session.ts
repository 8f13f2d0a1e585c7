import { setTimeout as delay } from 'node:timers/promises';
import type { Actor, Session } from '../../domain.ts';
import type { Store } from '../../store/store.ts';
import { requireSession } from './access.ts';
import { deliveryQueueOf } from './enqueue-delivery.ts';
import { readSession } from './read-session.ts';

/** A change by another process is seen after this time at the latest; a change by this process at once. */
const lookEveryMs = 1_000;
/** Changes this close together count as one. */
const leastGapMs = 50;

/**
 * The session as it is now, then each time that it has changed, until it has ended or the signal aborts. It
 * comes from the store, not from what was shown, so a message that cannot be posted blocks nothing. Throws
 * `not_found` when the session is erased.
 */
export async function* followSession(
  { db, queue }: Pick<Store, 'db' | 'queue'>,
  actor: Actor,
  sessionId: string,
  signal: AbortSignal,
): AsyncGenerator<Session> {
  let last = '';
  while (!signal.aborted) {
    const row = await requireSession(db, actor, sessionId);
    const session = await readSession(db, row);
    const seen = JSON.stringify(session);
    if (seen !== last) yield session;
    last = seen;
    if (session.state === 'ended') return;
    // Every change of a session adds or ends a job in one of these queues in the same transaction.
    const queues = [await deliveryQueueOf(db, row), 'transcribe', 'evaluate', 'timer'];
    await queue.wait(queues, lookEveryMs, signal);
    await delay(leastGapMs, undefined, { signal }).catch(() => undefined);
  }
}
