/** Slack over HTTP: signed requests, installation pages, and a health page. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ReceiverEvent } from '@slack/bolt';
import { z } from 'zod';
import { CoachError } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import { loggable } from '../faults.ts';
import { readEvent } from './event-queue.ts';
import type { InstallPages } from './install.ts';
import type { Verifier } from './verify.ts';

export type WebServer = { port: number; close(): Promise<void> };

/** Slack's requests stay far below this. */
const mostBytes = 1024 * 1024;
/** Slack keeps only a few open at a time; a body in transit takes memory. */
const mostConnections = 200;
/** Slow senders are cut off: Node looks for them at each interval. */
const slowSenders = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 };
/** Slack waits three seconds; a request that nothing has answered is answered just before. */
const patienceMs = 2_800;

export async function openWebServer(parts: {
  port: number;
  log: Log;
  /** Null in Socket Mode, where requests arrive another way. */
  verifier: Verifier | null;
  pages: InstallPages | null;
  process(event: ReceiverEvent): Promise<void>;
}): Promise<WebServer> {
  const { port, log, verifier, pages } = parts;
  const server = createServer(slowSenders, (request, response) => {
    route(request, response).catch((error: unknown) => {
      log.error({ fault: loggable(error) }, 'A request of Slack could not be answered');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.maxConnections = mostConnections;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pathname = URL.parse(request.url ?? '/', 'http://here')?.pathname;
    if (pathname === undefined) return refuse(request, response, 400, 'address');
    if (request.method === 'GET' && pathname === '/health') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
      return;
    }
    if (request.method === 'GET' && pages && (await pages.serve(pathname, request, response))) return;
    if (request.method !== 'POST' || pathname !== '/slack/events' || !verifier) {
      response.writeHead(404).end();
      return;
    }
    await receive(request, response, verifier);
  }

  async function receive(
    request: IncomingMessage,
    response: ServerResponse,
    verify: Verifier,
  ): Promise<void> {
    const signed = {
      timestamp: header(request, 'x-slack-request-timestamp'),
      signature: header(request, 'x-slack-signature'),
    };
    // A request that cannot be Slack's is dropped: its body is not even read.
    const unlike = verify.unlike(signed);
    if (unlike) return refuse(request, response, 401, unlike);
    if (Number(header(request, 'content-length') ?? 0) > mostBytes)
      return refuse(request, response, 413, 'too large');
    const body = await readAtMost(request, mostBytes);
    if (body === null) return refuse(request, response, 413, 'too large');
    const verdict = verify.judge({ ...signed, body });
    if (verdict !== 'new' && verdict !== 'repeated') return refuse(request, response, 401, verdict);
    const content = parseBody(body, header(request, 'content-type') ?? '');
    if (!content) {
      response.writeHead(400).end();
      return;
    }
    if (content.type === 'url_verification') {
      const challenge = JSON.stringify({ challenge: content.challenge });
      response.writeHead(200, { 'content-type': 'application/json' }).end(challenge);
      return;
    }
    // Slack may resend an event within the same second, with the same signature, and says so. It is
    // recognised by its id and handled once. Commands and clicks are never resent.
    const isRetry = header(request, 'x-slack-retry-num') !== undefined && readEvent(content) !== null;
    if (verdict === 'repeated' && !isRetry) return refuse(request, response, 401, verdict);
    await process(request, response, content);
  }

  /** The rest of the request is not awaited. */
  function refuse(request: IncomingMessage, response: ServerResponse, status: number, why: string): void {
    log.debug({ why }, 'A request that does not come from Slack was refused');
    if (request.complete) response.writeHead(status).end();
    else response.writeHead(status, { connection: 'close' }).end(() => request.destroy());
  }

  async function process(
    request: IncomingMessage,
    response: ServerResponse,
    body: RequestBody,
  ): Promise<void> {
    const timer = setTimeout(() => answer(response, 404, undefined), patienceMs);
    try {
      const retry = header(request, 'x-slack-retry-num');
      await parts.process({
        body,
        ack: async (content) => answer(response, 200, content),
        ...(retry === undefined ? {} : { retryNum: Number(retry) }),
      });
      answer(response, 404, undefined);
    } catch (error) {
      log.error({ fault: loggable(error) }, 'A request of Slack could not be taken');
      answer(response, 500, undefined);
    } finally {
      clearTimeout(timer);
    }
  }

  await listen(server, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close() {
      server.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1_000).unref();
      await once(server, 'close');
    },
  };
}

function answer(response: ServerResponse, status: number, content: unknown): void {
  if (response.headersSent) return;
  if (content === undefined || content === '') response.writeHead(status).end();
  else if (typeof content === 'string')
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(content);
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port);
    await once(server, 'listening');
  } catch (error) {
    throw new CoachError('bad_config', 'fault.slack-port-taken', { port }, { cause: error });
  }
}

const object = z.record(z.string(), z.unknown());
type RequestBody = z.infer<typeof object>;

/** Null for anything that is not an object. */
function parseBody(body: string, contentType: string): RequestBody | null {
  try {
    if (!contentType.startsWith('application/x-www-form-urlencoded')) return object.parse(JSON.parse(body));
    const form = Object.fromEntries(new URLSearchParams(body));
    if (typeof form.payload === 'string') return object.parse(JSON.parse(form.payload));
    return Object.keys(form).length === 0 ? null : form;
  } catch {
    return null;
  }
}

/** The body of a request, or null as soon as it is longer than `maxBytes`. */
async function readAtMost(request: AsyncIterable<Buffer>, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
