/** Something that holds memory and may be asked to free it. */
export type MemoryHolder = {
  memoryMb: number;
  /** Time of its last use in milliseconds, on one clock for all; null while it must not be unloaded. */
  idleSinceMs(): number | null;
  unload(): Promise<void>;
};

/** Shares the memory that models may use. Sizes are what the catalogue says, not what the system measures. */
export type MemoryBudget = {
  totalMb: number;
  usedMb(): number;
  /**
   * Makes room by unloading what has been idle longest. False when there is no room: then nothing was
   * unloaded.
   */
  reserve(holder: MemoryHolder): Promise<boolean>;
  release(holder: MemoryHolder): void;
};

export function createMemoryBudget(totalMb: number): MemoryBudget {
  const holders = new Set<MemoryHolder>();
  const usedMb = () => [...holders].reduce((sum, holder) => sum + holder.memoryMb, 0);
  return {
    totalMb,
    usedMb,
    async reserve(holder) {
      const idle = [...holders]
        .flatMap((each) => {
          const sinceMs = each.idleSinceMs();
          return sinceMs === null ? [] : [{ each, sinceMs }];
        })
        .sort((one, other) => one.sinceMs - other.sinceMs);
      const unload: MemoryHolder[] = [];
      let missingMb = usedMb() + holder.memoryMb - totalMb;
      for (const { each } of idle) {
        if (missingMb <= 0) break;
        unload.push(each);
        missingMb -= each.memoryMb;
      }
      if (missingMb > 0) return false;
      for (const each of unload) holders.delete(each);
      holders.add(holder);
      await Promise.all(unload.map((each) => each.unload()));
      return true;
    },
    release: (holder) => void holders.delete(holder),
  };
}
