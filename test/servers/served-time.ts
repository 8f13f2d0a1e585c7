/** How long a bot in a process of its own may take: this process cannot tell whether a busy machine let it wait. */
export const acknowledgeMsElsewhere = 20_000;

const everyMs = 10;
/** A tick may be late by this without anybody having kept the process waiting. */
const usuallyLateMs = 5;

let servedMs = 0;
let lastMs = performance.now();
let used = process.threadCpuUsage();
setInterval(advance, everyMs).unref();

function advance(): void {
  const { user, system } = process.threadCpuUsage(used);
  used = process.threadCpuUsage();
  const nowMs = performance.now();
  servedMs += Math.min(nowMs - lastMs, everyMs + usuallyLateMs + (user + system) / 1000);
  lastMs = nowMs;
}

/**
 * Milliseconds since the start of this process in which it computed or had nothing to do. Those in which a busy machine let
 * it wait do not count, so that limits of the real platforms say something about the program only.
 */
export function servedTime(): number {
  advance();
  return servedMs;
}

/** Does something once that much of `servedTime` is over; what it returns calls it off. */
export function afterServed(ms: number, action: () => void): () => void {
  const end = servedTime() + ms;
  const timer = setInterval(() => {
    if (servedTime() < end) return;
    clearInterval(timer);
    action();
  }, 25);
  timer.unref();
  return () => clearInterval(timer);
}
