/** Lets a few pieces of work run at once; the rest wait their turn. */
export type Gate = {
  /**
   * Resolves or rejects as `work` does. Owners do not hold each other up: the next piece to run is one whose
   * owner has the fewest running. Throws what `full` returns when the owner, or everybody, has too many; with
   * `signal`, a piece that still waits is given up at once and never runs.
   */
  run<Result>(owner: string, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
};

export type GateLimits = {
  atOnce: number;
  /** How many pieces of one owner run at once. */
  atOnceOfOne: number;
  /** How many pieces one owner may have, running and waiting together. */
  mostOfOne: number;
  /** How many pieces there may be in all, running and waiting together. */
  most: number;
  full: () => Error;
};

export function createGate({ atOnce, atOnceOfOne, mostOfOne, most, full }: GateLimits): Gate {
  const waiting = new Set<{ owner: string; open: () => void }>();
  const running: string[] = [];
  const runningOf = (owner: string) => running.filter((one) => one === owner).length;
  const waitingOf = (owner: string) => [...waiting].filter((one) => one.owner === owner).length;

  function openNext(): void {
    if (running.length >= atOnce) return;
    const ready = [...waiting].filter(({ owner }) => runningOf(owner) < atOnceOfOne);
    const [next] = ready.toSorted((a, b) => runningOf(a.owner) - runningOf(b.owner));
    if (!next) return;
    waiting.delete(next);
    running.push(next.owner);
    next.open();
  }

  async function enter(owner: string, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const piece = { owner, open: resolve };
    const onAbort = () => {
      if (waiting.delete(piece)) reject(signal?.reason);
    };
    waiting.add(piece);
    signal?.addEventListener('abort', onAbort, { once: true });
    openNext();
    try {
      await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  return {
    async run(owner, work, signal) {
      signal?.throwIfAborted();
      if (waiting.size + running.length >= most || runningOf(owner) + waitingOf(owner) >= mostOfOne)
        throw full();
      await enter(owner, signal);
      try {
        return await work();
      } finally {
        running.splice(running.indexOf(owner), 1);
        openNext();
      }
    },
  };
}
