const stops = new WeakSet<object>();

/**
 * Runs work that a caller may stop. If it does, its reason is thrown, and `isStop` recognises it from then
 * on.
 */
export async function stoppable<Result>(
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    signal?.throwIfAborted();
    return await work();
  } catch (error) {
    if (!signal?.aborted) throw error;
    if (typeof signal.reason === 'object' && signal.reason !== null) stops.add(signal.reason);
    throw signal.reason;
  }
}

/** True for the reason with which a caller stopped a model: the model did nothing wrong. */
export const isStop = (error: unknown): boolean =>
  error instanceof DOMException
    ? error.name === 'AbortError' || error.name === 'TimeoutError'
    : typeof error === 'object' && error !== null && stops.has(error);
