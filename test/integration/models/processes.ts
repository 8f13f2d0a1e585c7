import { execFileSync } from 'node:child_process';

export function isAlive(pid: number): boolean {
  return processes().some((each) => each.pid === pid && each.state !== 'Z');
}

export function childrenOf(parent: number | undefined): { pid: number; command: string }[] {
  return processes().filter((each) => each.parent === parent && each.state !== 'Z');
}

function processes() {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,state=,comm='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [pid, parent, state, command] = line.trim().split(/\s+/);
    return pid && state && command
      ? [{ pid: Number(pid), parent: Number(parent), state: state[0], command }]
      : [];
  });
}
