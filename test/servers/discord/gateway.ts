/** Gateway v10: identify, resume, heartbeats, events by intent, and the ways it can fail. */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { channelType, intent, privilegedIntents } from './protocol.ts';
import { botToken, type World } from './world.ts';

type Session = {
  id: string;
  ws: WebSocket | null;
  intents: number;
  sequence: number;
  sent: { sequence: number; raw: string }[];
  voiceSession: string;
  /** Its id, and how many there are. */
  shard: readonly [number, number];
};
export type Gateway = ReturnType<typeof openGateway>;

const heartbeatMs = 41_250;

export function openGateway(
  world: World,
  server: Server,
  options: {
    /** False refuses the privileged intents, as Discord does unless they are switched on. */
    privilegedIntents: boolean;
    onVoiceState(
      request: { guild_id: string; channel_id: string | null } & object,
      voiceSession: string,
    ): void;
    /** A session is over. */
    onGone(isOf: (guildId: string) => boolean): void;
  },
) {
  const sockets = new WebSocketServer({ server });
  const sessions = new Map<string, Session>();
  const open = () => [...sessions.values()].filter((session) => session.ws?.readyState === 1);

  function send(session: Session, type: string, data: unknown): void {
    const raw = JSON.stringify({ op: 0, t: type, s: ++session.sequence, d: data });
    session.sent.push({ sequence: session.sequence, raw });
    if (session.ws?.readyState === 1) session.ws.send(raw);
  }

  sockets.on('connection', (ws) => {
    let session: Session | null = null;
    const answer = (message: object) => ws.send(JSON.stringify({ s: null, t: null, ...message }));
    answer({ op: 10, d: { heartbeat_interval: heartbeatMs } });
    ws.on('error', () => {});
    ws.on('close', (code) => {
      world.note('gateway.closed', { code });
      if (session?.ws !== ws) return;
      session.ws = null;
      if (code !== 1000 && code !== 1001) return;
      sessions.delete(session.id);
      const { shard } = session;
      options.onGone((guildId) => shardOf(guildId, shard[1]) === shard[0]);
    });
    ws.on('message', (data) => {
      const { op, d } = JSON.parse(data.toString());
      if (op === 1) answer({ op: 11 });
      else if (op === 2) session = identify(ws, d);
      else if (op === 6) session = resume(ws, d);
      else if (!session) ws.close(4003, 'Not authenticated.');
      else if (op === 4) options.onVoiceState(d, session.voiceSession);
      else if (op === 43) sendChannelInfo(session, d);
      else if (op !== 3) world.note('violation', { what: `unknown gateway op ${op}` });
    });
  });

  function identify(
    ws: WebSocket,
    d: { token: string; intents: number; shard?: [number, number] },
  ): Session | null {
    if (d.token.replace(/^Bot /, '') !== botToken) {
      ws.close(4004, 'Authentication failed.');
      return null;
    }
    if (!options.privilegedIntents && (d.intents & privilegedIntents) !== 0) {
      ws.close(4014, 'Disallowed intent(s).');
      return null;
    }
    const shard = d.shard ?? [0, 1];
    if (shard[0] >= shard[1]) {
      ws.close(4010, 'Invalid shard.');
      return null;
    }
    for (const other of sessions.values()) {
      const isSame = other.shard[0] === shard[0] && other.shard[1] === shard[1];
      if (isSame && other.ws !== null) world.note('violation', { what: `shard ${shard} identified twice` });
      // Nobody will resume it: its client has died.
      if (isSame && other.ws === null) sessions.delete(other.id);
    }
    const own = [...world.guilds.values()].filter(({ id }) => shardOf(id, shard[1]) === shard[0]);
    const session: Session = {
      id: randomBytes(16).toString('hex'),
      ws,
      intents: d.intents,
      sequence: 0,
      sent: [],
      voiceSession: randomBytes(16).toString('hex'),
      shard,
    };
    sessions.set(session.id, session);
    send(session, 'READY', {
      v: 10,
      user: world.bot,
      guilds: own.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: address(),
      shard,
      application: { id: world.application.id, flags: 0 },
    });
    if ((d.intents & intent.guilds) !== 0)
      for (const guild of own) send(session, 'GUILD_CREATE', world.guildPayload(guild));
    world.note('gateway.identified', { intents: d.intents, shard });
    return session;
  }
  /** What changes too often to be part of a channel: the line under a voice channel. */
  function sendChannelInfo(session: Session, d: { guild_id: string; fields: string[] }): void {
    const own = [...world.channels.values()].filter(
      ({ guild_id: id, type }) => id === d.guild_id && type === channelType.voice,
    );
    const status = (id: string) =>
      d.fields.includes('status') ? { status: world.voiceStatuses.get(id) ?? null } : {};
    const channels = own.map(({ id }) => ({ id, ...status(id) }));
    send(session, 'CHANNEL_INFO', { guild_id: d.guild_id, channels });
  }
  function resume(ws: WebSocket, d: { session_id: string; seq: number }): Session | null {
    const session = sessions.get(d.session_id);
    if (!session) {
      ws.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
      return null;
    }
    session.ws = ws;
    for (const message of session.sent) if (message.sequence > d.seq) ws.send(message.raw);
    send(session, 'RESUMED', {});
    world.note('gateway.resumed');
    return session;
  }
  function address(): string {
    const bound = server.address();
    return `ws://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
  }

  return {
    address,
    /** Sends an event to every session of its shard that asked for it; `shape` may change or withhold it by the session's intents. */
    dispatch(type: string, data: unknown, wanted = 0, shape = (_intents: number): unknown => data): void {
      const guildId = guildIn(data);
      for (const session of sessions.values())
        if (
          shardOf(guildId, session.shard[1]) === session.shard[0] &&
          (wanted === 0 || (session.intents & wanted) !== 0)
        )
          send(session, type, shape(session.intents));
      world.changed();
    },
    voiceSession: (guildId: string) =>
      open().find(({ shard }) => shardOf(guildId, shard[1]) === shard[0])?.voiceSession ?? null,
    /** The connection breaks; the session can be resumed. */
    drop: () => {
      for (const session of open()) session.ws?.terminate();
    },
    /** The session is over; the client has to identify again. */
    invalidate: () => {
      for (const session of open()) {
        sessions.delete(session.id);
        session.ws?.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
      }
    },
    /** Closes with a code: 4004 when the token was revoked. */
    closeWith: (code: number) => {
      for (const session of open()) {
        sessions.delete(session.id);
        session.ws?.close(code);
      }
    },
    close: () => {
      for (const ws of sockets.clients) ws.terminate();
      sockets.close();
    },
  };
}

/** The shard of a server; what belongs to none goes to the first. */
const shardOf = (guildId: string | undefined, count: number): number =>
  guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));

function guildIn(data: unknown): string | undefined {
  const found = typeof data === 'object' && data !== null && 'guild_id' in data ? data.guild_id : undefined;
  return typeof found === 'string' ? found : undefined;
}
