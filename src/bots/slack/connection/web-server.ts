/** Slack over HTTP: signed requests, pages for installing, and a page for whoever watches over the program. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ReceiverEvent } from '@slack/bolt';
import { CoachError } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import { loggable } from '../faults.ts';
import { readEvent } from '../inbox.ts';
import type { InstallPages } from './install.ts';
import { parseBody, type RequestBody, readAtMost } from './read-request.ts';
import type { Verifier } from './verify.ts';

export type WebServer = { port: number; close(): Promise<void> };

/** Slack's requests stay far below this. */
const mostBytes = 1024 * 1024;
/** Slack waits three seconds; whatever nobody answers is answered just before. */
const patienceMs = 2_800;

export async function openWebServer(parts: {
  port: number;
  log: Log;
  /** Null in Socket Mode, where requests come another way. */
  verifier: Verifier | null;
  pages: InstallPages | null;
  process(event: ReceiverEvent): Promise<void>;
}): Promise<WebServer> {
  const { port, log, verifier, pages } = parts;
  const server = createServer({ connectionsCheckingInterval: 5_000 }, (request, response) => {
    route(request, response).catch((error: unknown) => {
      log.error({ fault: loggable(error) }, 'A request of Slack could not be answered');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.requestTimeout = 10_000;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = request.url ?? '/';
    if (!URL.canParse(address, 'http://here')) {
      log.debug('A request with an address that is none was refused');
      response.writeHead(400).end();
      return;
    }
    const { pathname } = new URL(address, 'http://here');
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
    const body = await readAtMost(request, mostBytes);
    if (body === null) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    const verdict = verify.judge({
      timestamp: header(request, 'x-slack-request-timestamp'),
      signature: header(request, 'x-slack-signature'),
      body,
    });
    const refuse = () => {
      log.debug({ verdict }, 'A request that does not come from Slack was refused');
      response.writeHead(401).end();
    };
    if (verdict !== 'new' && verdict !== 'repeated') return refuse();
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
    // Slack may try an event again within the second, signature and all, and says so: it is known by its id and handled once.
    // It never repeats commands and clicks.
    const isRetry = header(request, 'x-slack-retry-num') !== undefined && readEvent(content) !== null;
    if (verdict === 'repeated' && !isRetry) return refuse();
    await process(request, response, content);
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
