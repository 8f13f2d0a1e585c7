/**
 * A model hub on this machine, with the addresses and headers of the real one:
 * `/{repository}/resolve/{revision}/{path}` answers small files itself, named by their git checksum, and
 * redirects requests for large ones to another server, announcing size and SHA-256. It has faults on demand.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type Fault = {
  path: RegExp;
  /** How many requests it strikes; all of them by default. */
  times?: number;
} & (
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  /** The connection ends after so many bytes of what was to be sent. */
  | { kind: 'drop'; after: number }
  /** Nothing comes after so many bytes, and the connection stays open. */
  | { kind: 'silence'; after: number }
  | { kind: 'slow'; chunkBytes: number; everyMs: number }
  /** Whole as far as the sender says, but not what the hub promised. */
  | { kind: 'truncate'; bytes: number }
  | { kind: 'flip' }
  /** More comes than the file has, and no length is told. */
  | { kind: 'grow'; by: number }
  | { kind: 'html' }
  | { kind: 'loop' }
);

export type HubOptions = {
  /** Where the files are: `{repository}/{path}`, and whisper.cpp's files at the top. */
  folder: string;
  ranges?: boolean;
  /** Whether checksums are sent. */
  checksums?: boolean;
  /** Paths that it has under another name. */
  renamed?: Record<string, string>;
  /** Requests without this token are refused. */
  token?: string;
};

export type HubRequest = {
  server: 'hub' | 'store';
  path: string;
  range: string | undefined;
  authorization: string | undefined;
};

const large = /\.(onnx|bin)$/;

export async function startHub({ folder, ranges = true, checksums = true, renamed = {}, token }: HubOptions) {
  const requests: HubRequest[] = [];
  const faults: Fault[] = [];
  /** Content that takes the place of the file's. */
  const replaced = new Map<string, Buffer>();
  const closing = new AbortController();

  const contentOf = (path: string): Buffer | undefined => {
    const [, repository, file] = /^\/(.+)\/resolve\/[^/]+\/(.+)$/.exec(path) ?? [];
    if (repository === undefined || file === undefined) return undefined;
    const known = Object.entries(renamed).find(([, name]) => name === file)?.[0] ?? file;
    if (renamed[file] !== undefined) return undefined;
    const place =
      repository === 'ggerganov/whisper.cpp' ? join(folder, known) : join(folder, repository, known);
    return replaced.get(file) ?? (existsSync(place) ? readFileSync(place) : undefined);
  };

  const strike = (path: string, kinds: readonly Fault['kind'][]): Fault | undefined => {
    const fault = faults.find(
      (each) => each.path.test(path) && kinds.includes(each.kind) && each.times !== 0,
    );
    if (fault?.times !== undefined) fault.times--;
    return fault;
  };

  const note = (server: HubRequest['server'], path: string, request: IncomingMessage) => {
    const { range, authorization } = request.headers;
    requests.push({ server, path, range, authorization });
  };

  async function send(path: string, content: Buffer, request: IncomingMessage, response: ServerResponse) {
    const fault = strike(path, ['drop', 'silence', 'slow', 'truncate', 'flip', 'grow', 'html']);
    if (fault?.kind === 'html') {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<html>Please log in to the network.</html>');
      return;
    }
    let whole = content;
    if (fault?.kind === 'truncate') whole = content.subarray(0, fault.bytes);
    if (fault?.kind === 'flip') {
      whole = Buffer.from(content);
      const middle = Math.floor(whole.length / 2);
      whole.writeUInt8(whole.readUInt8(middle) ^ 1, middle);
    }
    if (fault?.kind === 'grow') {
      response.writeHead(200).end(Buffer.concat([content, Buffer.alloc(fault.by, ' ')]));
      return;
    }
    const etag = `"${large.test(path) ? sha256(content).slice(0, 32) : gitSha1(content)}"`;
    const asked = ranges ? /^bytes=(\d+)-$/.exec(request.headers.range ?? '') : null;
    const same = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
    const from = asked && same ? Number(asked[1]) : 0;
    if (asked && same && from >= whole.length) {
      response.writeHead(416, { 'content-range': `bytes */${whole.length}`, etag }).end();
      return;
    }
    const body = whole.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'content-length': String(body.length),
      ...(checksums && { etag }),
      ...(from > 0 && { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` }),
    });
    if (fault?.kind === 'drop' || fault?.kind === 'silence') {
      response.write(body.subarray(0, fault.after), () => {
        if (fault.kind === 'drop') response.socket?.end();
      });
    } else if (fault?.kind === 'slow') {
      for (let at = 0; at < body.length && !response.destroyed; at += fault.chunkBytes) {
        response.write(body.subarray(at, at + fault.chunkBytes));
        await sleep(fault.everyMs, undefined, { signal: closing.signal }).catch(() => undefined);
      }
      response.end();
    } else response.end(body);
  }

  const store = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    note('store', path, request);
    const content = contentOf(path);
    if (content) void send(path, content, request, response);
    else response.writeHead(404).end();
  });
  const hub = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    note('hub', path, request);
    const refused = strike(path, ['status', 'loop']);
    if (refused?.kind === 'status') {
      response.writeHead(refused.status, refused.headers).end('No.');
      return;
    }
    if (refused) {
      response.writeHead(302, { location: path }).end();
      return;
    }
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(request.headers.authorization === undefined ? 401 : 403).end();
      return;
    }
    const content = contentOf(path);
    if (!content) {
      response.writeHead(404).end('Entry not found');
      return;
    }
    if (!large.test(path)) return void send(path, content, request, response);
    response
      .writeHead(302, {
        location: `${addressOf(store)}${path}`,
        ...(checksums && { 'x-linked-etag': `"${sha256(content)}"` }),
        'x-linked-size': String(content.length),
      })
      .end();
  });
  for (const server of [hub, store]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  return {
    address: addressOf(hub),
    requests,
    faults,
    replaced,
    async close() {
      closing.abort();
      for (const server of [hub, store]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

export type HubStandIn = Awaited<ReturnType<typeof startHub>>;

const addressOf = (server: ReturnType<typeof createServer>): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const gitSha1 = (content: Buffer) =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
