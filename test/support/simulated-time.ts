import type { Store } from '../../src/store/store.ts';
import { sqliteOf, until } from './temporary.ts';

type Running = { store: Store };

/** A clock that goes from one planned job to the next, and waits at each until nothing is left to do. */
export function simulatedTime(start: string) {
  let at = Date.parse(start);
  const now = () => new Date(at);

  /** Waits until no job is running or due. */
  const settle = async ({ store }: Running): Promise<void> => {
    store.queue.wake();
    await until(() => {
      const { count } = sqliteOf(store)
        .sqlite.prepare<[string], { count: number }>(
          "select count(*) as count from jobs where state = 'leased' or (state = 'waiting' and run_at <= ?)",
        )
        .get(now().toISOString()) ?? { count: 0 };
      return count === 0;
    });
  };

  const goTo = async (running: Running, moment: string): Promise<void> => {
    const target = Date.parse(moment);
    for (;;) {
      await settle(running);
      const next = sqliteOf(running.store)
        .sqlite.prepare<[], { at: string | null }>(
          "select min(run_at) as at from jobs where state = 'waiting'",
        )
        .get()?.at;
      if (next === null || next === undefined || Date.parse(next) > target) break;
      at = Date.parse(next);
    }
    at = target;
    await settle(running);
  };

  /** As if the program had not been running in between. */
  const jumpTo = (moment: string): void => {
    at = Date.parse(moment);
  };

  return { now, settle, goTo, jumpTo };
}
