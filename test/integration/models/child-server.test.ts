import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startChildServer } from '../../../src/models/transcribe/child-server.ts';
import { until } from '../../support/temporary.ts';
import { childrenOf, isAlive } from './processes.ts';

const posix = process.platform !== 'win32';

describe.skipIf(!posix)('a server that this program starts', () => {
  it('ends when it is closed', async () => {
    const server = startChildServer('sleep', ['600']);
    const [pid] = await until(() => serversUnder(server.pid));
    await server.close();
    await until(() => !isAlive(pid));
    await server.close();
  });

  it('says its last words when it ends by itself', async () => {
    const server = startChildServer('sh', ['-c', 'echo no such model >&2; exit 3']);
    expect(await server.ended).toContain('no such model');
  });

  it('is reported when it cannot be started at all', async () => {
    const server = startChildServer('/nonexistent/whisper-server', []);
    expect(await server.ended).toContain('/nonexistent/whisper-server');
  });

  it('ends when this program is killed with SIGKILL', async () => {
    const parent = spawn(process.execPath, [new URL('child-server-parent.ts', import.meta.url).pathname], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = await once(parent.stdout, 'data');
    const [pid] = await until(() => serversUnder(Number(String(line).trim())));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });
});

/** The `sleep` among the children of the watching shell. */
function serversUnder(shell: number | undefined): [number] | undefined {
  const found = childrenOf(shell).find((child) => child.command === 'sleep');
  return found && [found.pid];
}
