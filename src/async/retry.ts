import { DelegateBackoff, handleWhen, retry as retryPolicy } from 'cockatiel';

/** How long to wait between tries: the first delay doubles with each further try, up to the longest. */
export type Backoff = { firstMs: number; longestMs: number };

/** The delay after the given number of failed tries, from 1. The one rule for all retries. */
export const backoffMs = (failures: number, { firstMs, longestMs }: Backoff): number =>
  Math.min(longestMs, firstMs * 2 ** (failures - 1));

export type RetryOptions = Backoff & {
  /** How many tries there are in all. */
  tries: number;
  /** Whether another try can help; by default it always can. */
  isPassing?: (error: unknown) => boolean;
  /** The delay that the error itself asks for (`Retry-After`); `undefined` to use the backoff. */
  delayOf?: (error: unknown) => number | undefined;
  /** Ends the wait between two tries at once; the call rejects with its reason. */
  signal?: AbortSignal | undefined;
};

/** Tries `work` again after a passing failure. Rejects with its last error, or with the signal's reason. */
export async function retry<Result>(
  work: (attempt: number) => Promise<Result>,
  { tries, isPassing = () => true, delayOf = () => undefined, signal, ...backoff }: RetryOptions,
): Promise<Result> {
  signal?.throwIfAborted();
  const policy = retryPolicy(
    handleWhen((error) => !signal?.aborted && isPassing(error)),
    {
      maxAttempts: tries - 1,
      backoff: new DelegateBackoff(({ attempt, result }: { attempt: number; result: object }) => {
        const asked = 'error' in result ? delayOf(result.error) : undefined;
        return asked ?? backoffMs(attempt, backoff);
      }),
    },
  );
  const trying = policy.execute(({ attempt }) => {
    signal?.throwIfAborted();
    return work(attempt + 1);
  });
  if (!signal) return await trying;
  const stopped = Promise.withResolvers<never>();
  const onAbort = () => stopped.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([trying, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
