/** Runs what belongs together in order, and the rest side by side. */
export function createLanes() {
  const tails = new Map<string, Promise<unknown>>();
  return {
    /** Runs `work` after everything that was given to the same lane before. */
    run<Result>(lane: string, work: () => Promise<Result>): Promise<Result> {
      const result = (tails.get(lane) ?? Promise.resolve()).then(work, work);
      const tail = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(lane, tail);
      void tail.then(() => {
        if (tails.get(lane) === tail) tails.delete(lane);
      });
      return result;
    },
    /** Resolves when everything that was given so far is over. */
    async idle(): Promise<void> {
      await Promise.all(tails.values());
    },
  };
}
export type Lanes = ReturnType<typeof createLanes>;
