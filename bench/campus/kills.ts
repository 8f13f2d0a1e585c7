import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment } from './deployment.ts';

/** Between two kills there is time for a process to start, on two cores. */
const leastMs = 4_000;
const mostMs = 10_000;

/** Kills one process after another, each drawn at random, and starts another in its place. */
export async function killAtRandom(
  deployment: Deployment,
  ofWorkers: Record<string, string>,
  signal: AbortSignal,
): Promise<{ bots: number; worker: number }> {
  const kills = { bots: 0, worker: 0 };
  while (!signal.aborted) {
    await sleep(leastMs + Math.random() * (mostMs - leastMs), undefined, { signal }).catch(() => undefined);
    const running = deployment.running();
    const victim = running[Math.floor(Math.random() * running.length)];
    if (signal.aborted || !victim) break;
    await victim.kill();
    kills[victim.kind.role] += 1;
    deployment.start(victim.kind, victim.kind.role === 'worker' ? ofWorkers : {});
  }
  return kills;
}
