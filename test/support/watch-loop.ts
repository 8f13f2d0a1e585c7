import { createHistogram, monitorEventLoopDelay, type RecordableHistogram } from 'node:perf_hooks';

/** How late the event loop was, in milliseconds: `own` is what the program itself did meanwhile, whatever else the machine had to do. */
export type LoopDelay = { p99Ms: number; maxMs: number; ownP99Ms: number; ownMaxMs: number };

const everyMs = 5;

/** Watches the event loop of this process; returns what it saw since the last call. */
export function watchLoop(): () => LoopDelay {
  const delay = monitorEventLoopDelay({ resolution: everyMs });
  delay.enable();
  const own: RecordableHistogram = createHistogram();
  let before = process.threadCpuUsage();
  setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    own.record(Math.max(1, user + system));
  }, everyMs).unref();
  return () => {
    const seen = {
      p99Ms: delay.percentile(99) / 1e6,
      maxMs: delay.max / 1e6,
      ownP99Ms: own.percentile(99) / 1e3,
      ownMaxMs: own.max / 1e3,
    };
    delay.reset();
    own.reset();
    return seen;
  };
}

export const sayDelay = ({ p99Ms, maxMs, ownP99Ms, ownMaxMs }: LoopDelay): string =>
  `${p99Ms.toFixed(0)}/${maxMs.toFixed(0)}, own ${ownP99Ms.toFixed(0)}/${ownMaxMs.toFixed(0)}`;
