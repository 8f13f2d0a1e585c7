/** How workers, here and in other processes, are told that it is worth while to look at their queues again. */
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Notices } from './notices.ts';
import type { Tables } from './schema.ts';

const topic = 'queue';
/** Without queues, all of them are meant. */
const shape = z.object({ queues: z.array(z.string()).optional(), hurried: z.array(z.string()).optional() });

export function openQueueNotices(notices: Notices) {
  const waiting = new Map<() => void, readonly string[]>();
  const touched = new WeakMap<Transaction<Tables>, Set<string>>();
  const hurries = new Map<string, number>();
  const hurriesOf = (queue: string) => hurries.get(queue) ?? 0;

  notices.subscribe(topic, (payload) => {
    const read = shape.safeParse(payload);
    if (!read.success) return;
    const { queues, hurried = [] } = read.data;
    for (const queue of hurried) hurries.set(queue, hurriesOf(queue) + 1);
    for (const [resume, theirs] of [...waiting])
      if (!queues || theirs.some((queue) => queues.includes(queue))) resume();
  });

  return {
    /** A transaction has changed what may run of a queue. */
    touch(trx: Transaction<Tables>, queue: string): void {
      const queues = touched.get(trx) ?? new Set();
      touched.set(trx, queues.add(queue));
    },
    /** Wakes those who wait for the queues that a transaction has touched. */
    announce(trx: Transaction<Tables>): void {
      const queues = touched.get(trx);
      if (queues) notices.publish(topic, { queues: [...queues] });
    },
    /** Wakes those who wait for these queues, or everybody. */
    wake(queues?: readonly string[]): void {
      notices.publish(topic, queues ? { queues } : {});
    },
    /** Says that what the jobs of these queues wait for has come. */
    hurry(queues: readonly string[]): void {
      notices.publish(topic, { queues: [], hurried: queues });
    },
    /** How often a queue was told to run now. */
    hurriesOf,
    /** Resolves when woken, on abort, or after as long as `lookAgainMs` says. */
    async wait(
      queues: readonly string[],
      signal: AbortSignal,
      lookAgainMs: () => Promise<number>,
    ): Promise<void> {
      if (signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => resolve();
      // Listening starts before looking; otherwise a job added in between would be missed.
      waiting.set(look, queues);
      signal.addEventListener('abort', look, { once: true });
      let timer: NodeJS.Timeout | undefined;
      try {
        timer = setTimeout(look, await lookAgainMs());
        await promise;
      } finally {
        clearTimeout(timer);
        waiting.delete(look);
        signal.removeEventListener('abort', look);
      }
    },
  };
}
