export type PullProgress = {
  model: string;
  doneBytes: number;
  /** Approximate until the hub has stated the size of every file. */
  totalBytes: number;
  /** Over the last few seconds. */
  bytesPerSecond: number;
  /** Null until the speed is known. */
  secondsLeft: number | null;
};

const windowMs = 5_000;
const tellEveryMs = 100;

/**
 * Adds up the files of one model and measures the download speed. Bytes that were already there do not count
 * as speed.
 */
export function createProgressMeter(
  model: string,
  files: readonly { key: string; done: number; total: number }[],
  tell: (progress: PullProgress) => void,
  now: () => number = () => performance.now(),
) {
  const sizes = new Map(files.map(({ key, done, total }) => [key, { done, total }]));
  const sum = (part: 'done' | 'total') => [...sizes.values()].reduce((all, size) => all + size[part], 0);
  let seen = [{ at: now(), done: sum('done') }];
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    moved(key: string, done: number, total: number): void {
      sizes.set(key, { done, total });
      const at = now();
      if (at - toldAt < tellEveryMs) return;
      toldAt = at;
      const doneBytes = sum('done');
      seen = [...seen.filter((each) => at - each.at <= windowMs), { at, done: doneBytes }];
      const first = seen[0];
      const seconds = first ? (at - first.at) / 1_000 : 0;
      const bytesPerSecond = seconds > 0 && first ? Math.max(0, (doneBytes - first.done) / seconds) : 0;
      const totalBytes = sum('total');
      tell({
        ...{ model, doneBytes, totalBytes, bytesPerSecond },
        secondsLeft: bytesPerSecond > 0 ? (totalBytes - doneBytes) / bytesPerSecond : null,
      });
    },
  };
}
