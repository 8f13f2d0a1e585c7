/** Runs one piece of work at a time, in the order of the calls. */
export type SerialQueue = {
  /** Resolves or rejects as `work` does. With `signal`, a piece that still waits is given up at once and never runs. */
  run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Resolves when everything queued so far has finished. */
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
        // A caller that gave up while waiting keeps its place, so the order behind it stays the same.
        void before.then(() => done.resolve());
      }
    },
    async idle() {
      await last;
    },
  };
}

/** Serial queues by key: work with the same key runs in order, other work runs in parallel. */
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

/** Resolves when `before` does; rejects with the signal's reason as soon as it aborts. */
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
