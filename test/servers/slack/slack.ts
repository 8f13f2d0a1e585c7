/**
 * A loopback stand-in for Slack: unmodified bolt connects to it, in Socket Mode and over HTTP, with several workspaces.
 * Error names are Slack's as far as its public documentation and reports tell them; wordings are the closest guess.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { until } from '../../support/temporary.ts';
import { openDeliveries } from './deliveries.ts';
import { openFaults } from './faults.ts';
import { openFileRoom, serveElsewhere, serveFile, takeUpload } from './files.ts';
import { openJournal } from './journal.ts';
import { openPerson } from './person.ts';
import { openClock, openTriggers, type Platform } from './platform.ts';
import type { Message } from './protocol.ts';
import { takeResponse } from './response-urls.ts';
import { openSignedHttp } from './signed-http.ts';
import { openSocket } from './socket.ts';
import { type Organisation, openOrganisation, openTeam, type Team, type TeamOptions } from './team.ts';
import { answerCall } from './web-api.ts';

export type SlackOptions = TeamOptions & {
  /** Slack waits a second, a minute and five minutes; tests wait less. */
  retryDelaysMs?: readonly number[];
  acknowledgeMs?: number;
};
export type Slack = Awaited<ReturnType<typeof startSlack>>;

const loginPage =
  '<!DOCTYPE html><html lang="en-US"><head><title>Sign in | Slack</title></head><body>Sign in</body></html>';

export async function startSlack(options: SlackOptions = {}) {
  const { retryDelaysMs = [50, 200, 400], acknowledgeMs = 3000 } = options;
  const closed = new AbortController();
  const clock = openClock();
  const journal = openJournal();
  let mode: 'socket' | 'http' = 'socket';
  const platform: Platform = {
    appToken: `xapp-1-${randomBytes(8).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
    client: '111.222:client-secret',
    teams: new Map(),
    journal,
    faults: openFaults(),
    files: openFileRoom(() => platform.base),
    deliveries: openDeliveries(journal, () => (mode === 'socket' ? socket : http).transport, {
      retryDelaysMs,
      closed: closed.signal,
    }),
    triggers: openTriggers(clock, journal, acknowledgeMs),
    responseUrls: new Map(),
    installCodes: new Map(),
    tickets: new Set(),
    clock,
    base: '',
  };
  const server = createServer((request, response) => {
    route(platform, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  const socket = openSocket(platform, server, acknowledgeMs);
  const http = openSignedHttp(platform, acknowledgeMs);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  platform.base = `http://127.0.0.1:${address.port}`;

  const addTeam = (given: TeamOptions): Team => {
    const team = openTeam(given, journal);
    platform.teams.set(team.id, team);
    return team;
  };
  const team = addTeam(options);

  return {
    platform,
    team,
    addTeam,
    addOrganisation: (name: string): Organisation => openOrganisation(name),
    apiUrl: `${platform.base}/api/`,
    journal,
    clock,
    faults: platform.faults,
    files: platform.files,
    deliveries: platform.deliveries.all,
    socket,
    http,
    hostile: http.hostile,
    /** From now on events come over HTTP to this address. */
    useHttp(url: string) {
      mode = 'http';
      http.target = url;
    },
    useSocket() {
      mode = 'socket';
    },
    person(name: string, where: Team = team) {
      const user = [...where.users.values()].find((candidate) => candidate.name === name);
      if (!user) throw new Error(`nobody is called ${name}`);
      return openPerson(platform, where, user.id);
    },
    /** Waits for a message of the app in a conversation. */
    message: (channel: string, fits: (message: Message) => boolean, where: Team = team) =>
      until(() =>
        where.channel(channel)?.messages.find((message) => message.user === where.botUser && fits(message)),
      ),
    async stop() {
      closed.abort();
      socket.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function route(platform: Platform, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://x');
  if (pathname.startsWith('/api/')) return await answerCall(platform, pathname.slice(5), request, response);
  if (pathname.startsWith('/upload/')) return await takeUpload(platform, request, response, pathname);
  if (pathname.startsWith('/actions/')) return await takeResponse(platform, request, response, pathname);
  if (pathname.startsWith('/files-pri/')) return serveFile(platform, request, response, pathname);
  if (pathname.startsWith('/cdn/')) return serveElsewhere(platform, request, response, pathname.slice(5));
  if (pathname === '/') {
    platform.journal.note({ kind: 'login-page', args: {} });
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(loginPage);
    return;
  }
  response.writeHead(404).end();
}
