/** Runs one piece of work at a time, in the order asked for. */
export type SerialQueue = {
  /** Resolves or rejects as `work` does. With `signal`, a piece that still waits is given up at once and never runs. */
  run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Resolves when everything that was given so far is over. */
  idle(): Promise<void>;
};

export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async run(work, signal) {
      const before = last;
      const done = Promise.withResolvers<void>();
      last = done.promise;
      try {
        await untilOver(before, signal);
        return await work();
      } finally {
        // A caller who gave up while waiting still keeps the order of those behind.
        void before.then(() => done.resolve());
      }
    },
    async idle() {
      await last;
    },
  };
}

/** Serial queues by key: what has the same key runs in order, the rest side by side. */
export type SerialQueues = {
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
  idle(): Promise<void>;
};

export function createSerialQueues(): SerialQueues {
  const queues = new Map<string, { queue: SerialQueue; pieces: number }>();
  return {
    async run(key, work) {
      const entry = queues.get(key) ?? { queue: createSerialQueue(), pieces: 0 };
      queues.set(key, entry);
      entry.pieces++;
      try {
        return await entry.queue.run(work);
      } finally {
        entry.pieces--;
        if (entry.pieces === 0) queues.delete(key);
      }
    },
    async idle() {
      await Promise.all([...queues.values()].map(({ queue }) => queue.idle()));
    },
  };
}

/** Resolves when `before` has, rejects with the signal's reason as soon as it is aborted. */
async function untilOver(before: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  if (!signal) return void (await before);
  const stopped = Promise.withResolvers<never>();
  const onAbort = () => stopped.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([before, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
