/** The one HTTP server: routes of Hono behind limits that no client can get around. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { CoachError, type FaultKey } from '../errors.ts';
import type { Log } from '../log.ts';
import { count } from '../metrics.ts';

export type HttpServer = { port: number; close(): Promise<void> };
export type Routes = Hono<{ Bindings: HttpBindings }>;
export type HttpContext = Context<{ Bindings: HttpBindings }>;

/** A body in transit takes memory. */
const mostConnections = 200;
/** Slow senders are cut off: Node looks for them at each interval. */
const slowSenders = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 };

/** Which side of the program a server shows: what Slack calls, or what the owner watches. */
export type Door = 'slack' | 'operator';

/** Routes that answer 500 to what nothing has handled, and say so in the log with `facts` of the error. */
export function createRoutes(log: Log, facts: (error: unknown) => unknown): Routes {
  const routes: Routes = new Hono();
  routes.onError((error, context) => {
    // Whoever sends half a request is cut off, which is nobody's fault here.
    if (context.env.incoming.destroyed)
      log.debug({ fault: facts(error) }, 'A client left before its request was whole');
    else log.error({ fault: facts(error) }, 'A request could not be answered');
    return context.body(null, 500);
  });
  routes.notFound((context) => context.body(null, 404));
  return routes;
}

/** Listens on all addresses unless `host` names one. Throws `bad_config` when the port is taken. */
export async function openHttpServer(given: {
  routes: Routes;
  port: number;
  host?: string;
  door: Door;
  portTaken: Extract<FaultKey, 'fault.slack-port-taken' | 'fault.metrics-port-taken'>;
}): Promise<HttpServer> {
  const { routes, port, host, door, portTaken } = given;
  const listener = getRequestListener(routes.fetch, {
    // Hono would replace Request and Response for the whole program, and read on after it has refused a body.
    overrideGlobalObjects: false,
    autoCleanupIncoming: false,
  });
  const server = createServer(slowSenders, (request, response) => {
    response.once('finish', () =>
      count('greenroom_http_requests_total', { door, status: `${Math.floor(response.statusCode / 100)}xx` }),
    );
    // Not every path that HTTP lets through is one: `//` names a host and leaves it out.
    if (URL.canParse(request.url ?? '', 'http://localhost')) void listener(request, response);
    else response.writeHead(400).end();
  });
  server.maxConnections = mostConnections;
  try {
    server.listen({ port, ...(host !== undefined && { host }) });
    await once(server, 'listening');
  } catch (error) {
    throw new CoachError('bad_config', portTaken, { port }, { cause: error });
  }
  return { port: portOf(server) ?? port, close: () => closeServer(server) };
}

function portOf(server: Server): number | null {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? null) : null;
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 1_000).unref();
  await once(server, 'close');
}
