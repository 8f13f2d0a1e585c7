import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../../..');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

describe('the image', () => {
  it('is made of files that exist and that the builder may read', () => {
    const allowed = readFileSync(join(root, '.dockerignore'), 'utf8')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) =>
      sources.split(' '),
    );
    expect(copied.length).toBeGreaterThan(5);
    for (const source of copied.filter((each) => each !== '.')) {
      expect(existsSync(join(root, source)), source).toBe(true);
      expect(
        allowed.some((each) => source === each || source.startsWith(`${each}/`)),
        source,
      ).toBe(true);
    }
  });

  it('leaves out of the packages only what is there', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(root, 'deploy/image/slim-packages.mjs'), '--list'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('runs under an account of its own, on whatever processor it is built for', () => {
    expect(dockerfile).toMatch(/^USER 10001:10001$/m);
    expect(dockerfile).not.toMatch(/amd64-|x86_64|aarch64|--platform/);
  });

  it('is alive while the program answers, and is not otherwise', async () => {
    let status = 200;
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/healthz' ? status : 404;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = z.object({ port: z.number() }).parse(server.address());
    expect(await exitCode(port)).toBe(0);
    status = 500;
    expect(await exitCode(port)).toBe(1);
    server.closeAllConnections();
    server.close();
    expect(await exitCode(port)).toBe(1);
  });
});

async function exitCode(port: number): Promise<unknown> {
  const child = spawn(process.execPath, [join(root, 'deploy/image/is-alive.mjs')], {
    env: { METRICS_PORT: String(port) },
  });
  const [code] = await once(child, 'exit');
  return code;
}
