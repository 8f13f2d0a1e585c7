/** Slack over HTTP: signed requests, installation pages, and a health page. */

import type { IncomingMessage } from 'node:http';
import type { ReceiverEvent } from '@slack/bolt';
import { z } from 'zod';
import {
  createRoutes,
  type HttpContext,
  type HttpServer,
  openHttpServer,
} from '../../../http/open-http-server.ts';
import type { Log } from '../../../log.ts';
import { count } from '../../../metrics.ts';
import { loggable } from '../faults.ts';
import { readEvent } from './event-queue.ts';
import { callbackPath, type InstallPages, installPath } from './install.ts';
import type { Verifier } from './verify.ts';

/** Slack's requests stay far below this. */
const mostBytes = 1024 * 1024;
/** Slack waits three seconds; a request that nothing has answered is answered just before. */
const patienceMs = 2_800;

export async function openWebServer(parts: {
  port: number;
  log: Log;
  /** Null in Socket Mode, where requests arrive another way. */
  verifier: Verifier | null;
  pages: InstallPages | null;
  process(event: ReceiverEvent): Promise<void>;
}): Promise<HttpServer> {
  const { port, log, verifier, pages } = parts;
  const routes = createRoutes(log, loggable);
  for (const path of ['/health', '/healthz']) routes.get(path, (context) => context.json({ status: 'ok' }));
  if (pages) {
    routes.get(installPath, (context) => pages.begin(context));
    routes.get(callbackPath, (context) => pages.finish(context));
  }
  if (verifier) routes.post('/slack/events', (context) => receive(context, verifier));
  return await openHttpServer({ routes, port, door: 'slack', portTaken: 'fault.slack-port-taken' });

  async function receive(context: HttpContext, verify: Verifier): Promise<Response> {
    const { incoming } = context.env;
    const signed = {
      timestamp: context.req.header('x-slack-request-timestamp'),
      signature: context.req.header('x-slack-signature'),
    };
    // A request that cannot be Slack's is dropped: its body is not even read.
    const unlike = verify.unlike(signed);
    if (unlike) return refuse(context, 401, unlike);
    if (Number(context.req.header('content-length') ?? 0) > mostBytes)
      return refuse(context, 413, 'too large');
    const body = await readAtMost(incoming, mostBytes);
    if (body === null) return refuse(context, 413, 'too large');
    const verdict = verify.judge({ ...signed, body });
    if (verdict !== 'new' && verdict !== 'repeated') return refuse(context, 401, verdict);
    const content = parseBody(body, context.req.header('content-type') ?? '');
    if (!content) return context.body(null, 400);
    if (content.type === 'url_verification') return context.json({ challenge: content.challenge });
    // Slack may resend an event within the same second, with the same signature, and says so. It is
    // recognised by its id and handled once. Commands and clicks are never resent.
    const isRetry = context.req.header('x-slack-retry-num') !== undefined && readEvent(content) !== null;
    if (verdict === 'repeated' && !isRetry) return refuse(context, 401, verdict);
    return await take(context, content);
  }

  /** The rest of the request is not awaited. */
  function refuse(context: HttpContext, status: 401 | 413, why: string): Response {
    log.debug({ why }, 'A request that does not come from Slack was refused');
    count('greenroom_http_refused_total', { why });
    const { incoming, outgoing } = context.env;
    if (incoming.complete) return context.body(null, status);
    outgoing.once('finish', () => incoming.destroy());
    return context.body(null, status, { connection: 'close' });
  }

  /** Answers as soon as the event is acknowledged; the work may go on after that. */
  async function take(context: HttpContext, body: RequestBody): Promise<Response> {
    const { promise: response, resolve } = Promise.withResolvers<Response>();
    const timer = setTimeout(() => resolve(context.body(null, 404)), patienceMs);
    const retry = context.req.header('x-slack-retry-num');
    const work = parts.process({
      body,
      ack: async (content) => resolve(acknowledgement(context, content)),
      ...(retry === undefined ? {} : { retryNum: Number(retry) }),
    });
    work
      .then(() => resolve(context.body(null, 404)))
      .catch((error: unknown) => {
        log.error({ fault: loggable(error) }, 'A request of Slack could not be taken');
        resolve(context.body(null, 500));
      })
      .finally(() => clearTimeout(timer));
    return await response;
  }
}

function acknowledgement(context: HttpContext, content: unknown): Response {
  if (content === undefined || content === '') return context.body(null, 200);
  if (typeof content !== 'string')
    return context.body(JSON.stringify(content), 200, { 'content-type': 'application/json' });
  return context.body(content, 200, { 'content-type': 'text/plain; charset=utf-8' });
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
async function readAtMost(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
