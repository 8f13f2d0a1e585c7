import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A way to a PostgreSQL behind a socket that can be cut for a while, as if the server were away. */
export async function postgresProxy(url: string) {
  const address = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-proxy-'));
  const there = join(address.searchParams.get('host') ?? '', '.s.PGSQL.5432');
  const open = new Set<Socket>();
  let server: Server | null = null;
  const cut = async () => {
    const ending = server;
    server = null;
    if (!ending) return;
    ending.close();
    for (const socket of open) socket.destroy();
    await once(ending, 'close');
  };
  const mend = async () => {
    server = createServer((near) => {
      const far = createConnection(there);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        open.add(socket);
        socket.pipe(other);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          open.delete(socket);
          other.destroy();
        });
      }
    });
    server.listen(join(folder, '.s.PGSQL.5432'));
    await once(server, 'listening');
  };
  await mend();
  onTestFinished(async () => {
    await cut();
    rmSync(folder, { recursive: true, force: true });
  });
  address.searchParams.set('host', folder);
  return { url: address.toString(), cut, mend };
}
