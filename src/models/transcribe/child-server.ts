import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';

export type ChildServer = {
  pid: number | undefined;
  /** Resolves once it has ended, with the last lines it wrote to standard error. */
  ended: Promise<string>;
  close(): Promise<void>;
};

/**
 * Ends the server when its standard input ends, which happens however this process ends, even by SIGKILL; and
 * ends itself when the server does.
 */
const watchedCommand = `
"$@" </dev/null 3<&- &
server=$!
(while read -r _ <&3; do :; done; kill -KILL "$server" 2>/dev/null) &
watcher=$!
wait "$server"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"`;

/** Starts a server that never outlives this process. It does not keep this process alive. */
export function startChildServer(command: string, args: readonly string[]): ChildServer {
  const child =
    process.platform === 'win32'
      ? spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'], windowsHide: true })
      : spawn('/bin/sh', ['-c', `exec 3<&0;${watchedCommand}`, 'greenroom-server', command, ...args], {
          stdio: ['pipe', 'ignore', 'pipe'],
        });
  letProcessEnd(child);
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-2_000);
  });
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => {
      child.stdin?.destroy();
      resolve(tail);
    });
  });
  return {
    pid: child.pid,
    ended,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      child.ref();
      const gone = once(child, 'exit');
      child.stdin?.end();
      if (process.platform === 'win32') child.kill();
      await gone;
    },
  };
}

function letProcessEnd(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stderr]) (stream as Socket | null)?.unref();
}
