/** Socket Mode: single-use tickets, hello, envelopes and their acknowledgements, pings, disconnects. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { afterServed, servedTime } from '../served-time.ts';
import type { Outcome, Transport } from './deliveries.ts';
import type { Platform } from './platform.ts';
import { type Fields, isFields } from './protocol.ts';

type Waiting = {
  kind: string;
  acceptsPayload: boolean;
  /** By `servedTime`. */
  sentAt: number;
  acknowledged: boolean;
  settle(outcome: Outcome): void;
};

export function openSocket(platform: Platform, server: Server, acknowledgeMs: number) {
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, Waiting>();
  const upgrades = new WebSocketServer({ noServer: true });
  /** `endsAtOnce`: each connection is closed as soon as it is open. */
  const state = { acceptsConnections: true, endsAtOnce: false };
  let wasConnected = false;

  server.on('upgrade', (request, raw, head) => {
    const ticket = new URL(request.url ?? '/', 'http://x').searchParams.get('ticket') ?? '';
    if (!state.acceptsConnections) {
      raw.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    if (!platform.tickets.delete(ticket)) {
      platform.journal.complain('bad-ticket', ticket);
      raw.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    upgrades.handleUpgrade(request, raw, head, welcome);
  });

  function welcome(socket: WebSocket) {
    socket.on('message', (data) => acknowledged(String(data)));
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    platform.journal.note({ kind: 'socket', args: {} });
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A' } }));
    sockets.add(socket);
    wasConnected = true;
    if (state.endsAtOnce) socket.close();
  }

  function acknowledged(text: string) {
    let message: unknown = null;
    try {
      message = JSON.parse(text);
    } catch {
      // Complained about below.
    }
    const id = isFields(message) ? message.envelope_id : undefined;
    if (!isFields(message) || typeof id !== 'string') {
      return platform.journal.complain('socket-garbage', text.slice(0, 200));
    }
    const entry = waiting.get(id);
    if (!entry) return platform.journal.complain('unknown-envelope', message);
    if (entry.acknowledged) return platform.journal.complain('double-acknowledgement', entry.kind);
    entry.acknowledged = true;
    const ms = servedTime() - entry.sentAt;
    platform.journal.note({ kind: 'acknowledgement', method: entry.kind, args: { ms } });
    if (ms > acknowledgeMs)
      return platform.journal.complain('late-acknowledgement', { kind: entry.kind, ms });
    const payload =
      isFields(message.payload) && Object.keys(message.payload).length > 0 ? message.payload : undefined;
    if (payload && !entry.acceptsPayload) {
      platform.journal.complain('payload-not-accepted', { kind: entry.kind, payload });
    }
    entry.settle({ status: 'acknowledged', response: payload, ms });
  }

  const openSocketNow = () => [...sockets].find(({ readyState, OPEN }) => readyState === OPEN);
  /** An app that has just lost its line, as on a busy machine, is given the time of an acknowledgement to come back. */
  async function reachable(): Promise<WebSocket | undefined> {
    const giveUpAt = servedTime() + acknowledgeMs;
    while (!openSocketNow() && wasConnected && state.acceptsConnections && servedTime() < giveUpAt)
      await wait(5);
    return openSocketNow();
  }

  const transport: Transport = async ({ kind, envelope, payload, acceptsPayload }, attempt) => {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const socket = await reachable();
    if (!socket) return { status: 'no-connection' };
    const id = randomUUID();
    const callOff = afterServed(acknowledgeMs, () => resolve({ status: 'timeout' }));
    waiting.set(id, {
      kind,
      acceptsPayload,
      sentAt: servedTime(),
      acknowledged: false,
      settle(outcome) {
        callOff();
        resolve(outcome);
      },
    });
    const message: Fields = {
      envelope_id: id,
      payload,
      type: envelope,
      accepts_response_payload: acceptsPayload,
    };
    if (envelope === 'events_api') {
      Object.assign(message, { retry_attempt: attempt, retry_reason: attempt > 0 ? 'timeout' : '' });
    }
    socket.send(JSON.stringify(message));
    return await promise;
  };

  const sendAll = (text: string) => {
    for (const socket of sockets) socket.send(text);
  };
  return {
    transport,
    state,
    connections: () => sockets.size,
    /** Slack asks to reconnect, as it does every few hours; the socket stays open until the app leaves. */
    disconnect: (reason: 'warning' | 'refresh_requested') =>
      sendAll(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sim' } })),
    /** The line is cut. */
    kill() {
      for (const socket of sockets) socket.terminate();
    },
    sendRaw: sendAll,
    close() {
      for (const socket of sockets) socket.terminate();
      upgrades.close();
    },
  };
}
