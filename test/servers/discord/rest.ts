/** REST v10 over loopback: authorisation, bodies, uploads, faults on demand; the routes are in routes/. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterServed } from '../served-time.ts';
import type { UploadedFile } from './protocol.ts';
import { ApiError } from './validate/form.ts';
import { botToken, type World } from './world.ts';

export type RouteContext = {
  parameters: string[];
  // biome-ignore lint/suspicious/noExplicitAny: the validators look at what the body holds
  body: any;
  files: UploadedFile[];
  query: URLSearchParams;
};
export type Route = {
  method: string;
  pattern: RegExp;
  /** Gives the JSON of a 200; null stands for 204. */
  answer(context: RouteContext): unknown;
};
export type RestEntry = {
  at: number;
  method: string;
  path: string;
  status: number;
  body: unknown;
  files: UploadedFile[];
};
export type Fault = {
  /** Tested against `METHOD /path`. */
  match: RegExp;
  times?: number;
  status: number;
  retryAfterSeconds?: number;
  delayMs?: number;
  /** Lets the request do its work, then loses the answer. */
  loseAnswer?: boolean;
};

/** Makes a route from `/channels/:id/messages`. */
export const route = (method: string, path: string, answer: Route['answer']): Route => ({
  method,
  pattern: new RegExp(`^${path.replace(/:[a-z]+/g, '([^/]+)')}/?$`),
  answer,
});

export type Rest = ReturnType<typeof openRest>;

const served = (ms: number) => new Promise<void>((resolve) => void afterServed(ms, resolve));

export function openRest(world: World) {
  const routes: Route[] = [];
  const requests: RestEntry[] = [];
  const faults: (Fault & { left: number })[] = [];
  const server = createServer((request, response) => {
    void serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://x');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (url.pathname.startsWith('/attachments/')) return serveFile(url, response);
    const path = url.pathname.replace(/^\/api(\/v\d+)?/, '');
    const entry: RestEntry = {
      at: Date.now(),
      method: request.method ?? '',
      path,
      status: 0,
      body: undefined,
      files: [],
    };
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      entry.status = status;
      requests.push(entry);
      world.note('rest', { route: `${entry.method} ${path}`, status, ...(status >= 400 ? { body } : {}) });
      response.writeHead(status, {
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        'x-ratelimit-limit': '50',
        'x-ratelimit-remaining': '49',
        'x-ratelimit-reset-after': '1.000',
        'x-ratelimit-bucket': `${entry.method}${path.replace(/\d{15,}/g, 'id')}`.replace(/\W/g, ''),
        ...headers,
      });
      response.end(body === null ? undefined : JSON.stringify(body));
    };
    const fault = faults.find((one) => one.left > 0 && one.match.test(`${entry.method} ${path}`));
    if (fault) {
      fault.left--;
      if (fault.delayMs) await served(fault.delayMs);
    }
    if (fault && fault.status >= 400 && !fault.loseAnswer) {
      const seconds = fault.retryAfterSeconds ?? 1;
      return fault.status === 429
        ? send(
            429,
            { message: 'You are being rate limited.', retry_after: seconds, global: false },
            {
              'retry-after': String(Math.ceil(seconds)),
              'x-ratelimit-remaining': '0',
              'x-ratelimit-reset-after': String(seconds),
              'x-ratelimit-scope': 'user',
            },
          )
        : send(fault.status, { message: `${fault.status}: trouble`, code: 0 });
    }
    try {
      await readBody(request, Buffer.concat(chunks), entry);
      const open = /^\/(interactions\/\d+|webhooks\/\d+)\/./.test(path);
      if (!open && request.headers.authorization !== `Bot ${botToken}`)
        throw new ApiError(401, 0, '401: Unauthorized');
      const result = answer(entry, url.searchParams);
      if (fault?.loseAnswer) {
        requests.push(entry);
        response.destroy();
      } else send(result === null || result === undefined ? 204 : 200, result ?? null);
    } catch (error) {
      if (error instanceof ApiError) send(error.status, error.body());
      else {
        world.note('stand-in.error', { error: String(error instanceof Error ? error.stack : error) });
        send(500, { message: '500: Internal Server Error', code: 0 });
      }
    }
  }
  function answer(entry: RestEntry, query: URLSearchParams): unknown {
    for (const { method, pattern, answer: run } of routes) {
      const match = method === entry.method ? pattern.exec(entry.path) : null;
      if (match)
        return run({
          parameters: match.slice(1).map(decodeURIComponent),
          body: entry.body ?? {},
          files: entry.files,
          query,
        });
    }
    world.note('violation', { what: `unknown route ${entry.method} ${entry.path}` });
    throw new ApiError(404, 0, '404: Not Found');
  }
  function serveFile(url: URL, response: ServerResponse): void {
    const file = world.files.get(decodeURIComponent(url.pathname));
    world.note('download', { path: url.pathname, found: file !== undefined });
    response.writeHead(file ? 200 : 404, {
      'content-type': file?.type ?? 'text/plain',
      'content-length': file?.data.length ?? 0,
    });
    response.end(file?.data);
  }

  return {
    server,
    routes,
    requests,
    /** The next requests that match fail, wait or lose their answer. */
    fail: (fault: Fault) => {
      faults.push({ ...fault, left: fault.times ?? 1 });
    },
  };
}

async function readBody(request: IncomingMessage, raw: Buffer, entry: RestEntry): Promise<void> {
  const type = request.headers['content-type'] ?? '';
  if (raw.length === 0) return;
  if (!type.startsWith('multipart/form-data')) {
    entry.body = JSON.parse(raw.toString());
    return;
  }
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData();
  for (const [name, value] of form) {
    if (name === 'payload_json')
      entry.body = JSON.parse(typeof value === 'string' ? value : await value.text());
    else if (typeof value !== 'string')
      entry.files.push({
        index: Number(/\d+/.exec(name)?.[0] ?? 0),
        name: value.name,
        ...(value.type ? { type: value.type } : {}),
        data: Buffer.from(await value.arrayBuffer()),
      });
  }
}
