/** Lets one piece of work run at a time, in the order asked for: two at once on the same cores end later, both of them. */
export type OneAtATime = <Result>(work: () => Promise<Result>, signal?: AbortSignal) => Promise<Result>;

export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return async (work, signal) => {
    const before = last;
    const done = Promise.withResolvers<void>();
    last = done.promise;
    try {
      await turn(before, signal);
      return await work();
    } finally {
      // Who gave up while waiting still keeps the order of those behind.
      void before.then(() => done.resolve());
    }
  };
}

/** Resolves when `before` has, rejects with the signal's reason as soon as it is aborted. */
async function turn(before: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
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
