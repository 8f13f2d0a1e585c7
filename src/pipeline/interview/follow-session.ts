import { setTimeout as delay } from 'node:timers/promises';
import type { Actor } from '../../domain.ts';
import type { Store } from '../../store/open-store.ts';
import { requireSession } from './access.ts';
import { deliveryQueue } from './enqueue-delivery.ts';
import type { SessionView } from './interview-types.ts';
import { readSession } from './read-session.ts';

/** A change by another process is seen after this at the latest; one by this process wakes at once. */
const lookEveryMs = 1_000;
/** Many changes at once are one. */
const leastGapMs = 50;

/**
 * The session as it is now, then each time that it has changed, until it has ended or the signal aborts. It comes from the
 * store, not from what was shown: a message that cannot be posted holds nothing up. Throws `not_found` when it is erased.
 */
export async function* followSession(
  { db, queue }: Pick<Store, 'db' | 'queue'>,
  actor: Actor,
  sessionId: string,
  signal: AbortSignal,
): AsyncGenerator<SessionView> {
  let last = '';
  while (!signal.aborted) {
    const row = await requireSession(db, actor, sessionId);
    const session = await readSession(db, row);
    const seen = JSON.stringify(session);
    if (seen !== last) yield session;
    last = seen;
    if (session.state === 'ended') return;
    // Whatever changes a session adds or ends a job of one of these in the same transaction.
    const queues = [deliveryQueue(row.platform), 'transcribe', 'evaluate', 'timer'];
    await queue.wait(queues, lookEveryMs, signal);
    await delay(leastGapMs, undefined, { signal }).catch(() => undefined);
  }
}
