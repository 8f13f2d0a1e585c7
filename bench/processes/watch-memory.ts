import { readdirSync, readFileSync } from 'node:fs';

export type MemoryWatch = {
  nowMb(): number;
  /** The most since the last call, or since the beginning. */
  mostMb(): number;
  stop(): void;
};

/**
 * Watches the resident memory of a process and all its descendants, on Linux. Pages that two of them share
 * count twice.
 */
export function watchMemory(pid: number, everyMs = 100): MemoryWatch {
  let most = 0;
  const look = () => {
    const now = residentMb(pid);
    most = Math.max(most, now);
    return now;
  };
  const timer = setInterval(look, everyMs).unref();
  return {
    nowMb: look,
    mostMb() {
      const since = Math.max(most, look());
      most = 0;
      return since;
    },
    stop: () => clearInterval(timer),
  };
}

function residentMb(pid: number): number {
  const own = Number(/VmRSS:\s+(\d+)/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) / 1_024;
  return own + childrenOf(pid).reduce((sum, child) => sum + residentMb(child), 0);
}

/** Each thread has the children that it started. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      textOf(`/proc/${pid}/task/${thread}/children`).trim().split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** Empty for a process that has ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
