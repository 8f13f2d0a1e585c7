import type { Store } from '../../src/store/store.ts';
import { until } from './temporary.ts';

type Running = { store: Store };

/** A clock that goes from one planned job to the next, and waits at each until nothing is left to do. */
export function simulatedTime(start: string) {
  let at = Date.parse(start);
  const now = () => new Date(at);

  /** Waits until no job is running or due. */
  const settle = async ({ store }: Running): Promise<void> => {
    store.queue.wake();
    await until(async () => {
      const busy = await store.db
        .selectFrom('jobs')
        .select('id')
        .where((where) =>
          where.or([
            where('state', '=', 'leased'),
            where.and([where('state', '=', 'waiting'), where('run_at', '<=', now().toISOString())]),
          ]),
        )
        .limit(1)
        .executeTakeFirst();
      return busy === undefined;
    });
  };

  const goTo = async (running: Running, moment: string): Promise<void> => {
    const target = Date.parse(moment);
    for (;;) {
      await settle(running);
      const next = await running.store.db
        .selectFrom('jobs')
        .select((select) => select.fn.min('run_at').as('at'))
        .where('state', '=', 'waiting')
        .executeTakeFirst()
        .then((row) => row?.at);
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
