/** Voice gateway v8 over TLS, and the UDP socket that carries the sound. */
import { randomBytes, randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type BotSocket, openBotSocket, type VoiceTicket } from './bot-socket.ts';
import { enterRoom, leaveRoom, openRoom, type Room } from './room.ts';
import type { Speaker } from './speaker.ts';
import { encryptionMode, openRtp } from './transport.ts';

const host = '127.0.0.1';
const heartbeatMs = 13_750;
const resumeWindowMs = 60_000;
const certificateFolder = new URL('../../../fixtures/discord/', import.meta.url);
export const certificatePath = new URL('certificate.pem', certificateFolder).pathname;

export type VoiceServer = Awaited<ReturnType<typeof openVoiceServer>>;

/** `note` is told what happened, `violation` what the real server would not have taken. */
export async function openVoiceServer(options: {
  encrypted: boolean;
  note: (kind: string, data?: object) => void;
}) {
  const { encrypted, note } = options;
  const violation = (what: string) => note('violation', { what });
  const https = createServer({
    key: readFileSync(new URL('key.pem', certificateFolder)),
    cert: readFileSync(certificatePath),
  });
  const sockets = new WebSocketServer({ server: https });
  const udp = createSocket('udp4');
  const rooms = new Map<string, Room>();
  const tickets = new Map<string, VoiceTicket>();
  const sessions = new Map<string, BotSocket>();
  let lastSsrc = 1000 + randomInt(1_000_000);
  let packetsFromBot = 0;
  const newSsrc = () => ++lastSsrc;

  function room(guildId: string, channelId: string): Room {
    let found = rooms.get(channelId);
    if (!found) {
      found = openRoom(guildId, channelId, encrypted);
      rooms.set(channelId, found);
    }
    return found;
  }
  function detach(bot: BotSocket): void {
    bot.gone = true;
    sessions.delete(bot.ticket.sessionId);
    const place = room(bot.ticket.guildId, bot.ticket.channelId);
    if (place.bot !== bot) return;
    place.bot = null;
    place.service?.disconnect(bot.userId);
  }
  const botsOf = (guildId: string) =>
    [...rooms.values()].flatMap((place) => (place.guildId === guildId && place.bot ? [place.bot] : []));

  sockets.on('connection', (ws, request) => {
    if (new URL(request.url ?? '', 'http://x').searchParams.get('v') !== '8')
      violation('voice gateway version is not 8');
    serve(ws);
  });

  function serve(ws: WebSocket): void {
    let bot: BotSocket | null = null;
    ws.send(JSON.stringify({ op: 8, d: { v: 8, heartbeat_interval: heartbeatMs } }));
    ws.on('error', () => {});
    ws.on('close', (code) => {
      note('voice.closed', { code });
      if (!bot || bot.ws !== ws || bot.gone) return;
      const left = bot;
      left.ws = null;
      setTimeout(
        () => {
          if (!left.ws && !left.gone) detach(left);
        },
        code === 1000 ? 0 : resumeWindowMs,
      ).unref();
    });
    ws.on('message', (data, isBinary) => {
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
      if (isBinary) return onBinary(bot, bytes);
      const message: { op: number; d: Record<string, unknown> } = JSON.parse(bytes.toString());
      bot = onJson(ws, bot, message) ?? bot;
    });
  }

  function onBinary(bot: BotSocket | null, bytes: Buffer): void {
    const service = bot && room(bot.ticket.guildId, bot.ticket.channelId).service;
    if (!bot || !service) return;
    if (bytes[0] === 26) service.takeKeyPackage(bot.dave, bytes.subarray(1));
    else if (bytes[0] === 28) service.takeCommit(bot.dave, bytes.subarray(1));
    else violation('unknown binary voice op');
  }

  function onJson(
    ws: WebSocket,
    bot: BotSocket | null,
    { op, d }: { op: number; d: Record<string, unknown> },
  ): BotSocket | undefined {
    if (op === 0) return identify(ws, d);
    if (op === 7) return resume(ws, d);
    if (op === 3) ws.send(JSON.stringify({ op: 6, d: { t: d.t } }));
    else if (!bot) ws.close(4003, 'Not authenticated');
    else if (op === 1) selectProtocol(ws, bot, d);
    else if (op === 23)
      room(bot.ticket.guildId, bot.ticket.channelId).service?.ready(bot.dave, Number(d.transition_id));
    else if (op === 31)
      room(bot.ticket.guildId, bot.ticket.channelId).service?.invalid(bot.dave, Number(d.transition_id));
    else if (![5, 12, 14, 15, 16].includes(op)) violation(`unknown voice op ${op}`);
    return undefined;
  }

  function identify(ws: WebSocket, d: Record<string, unknown>): BotSocket | undefined {
    const ticket = tickets.get(String(d.server_id));
    if (!ticket) ws.close(4011, 'Server not found');
    else if (ticket.token !== d.token || ticket.userId !== d.user_id) ws.close(4004, 'Authentication failed');
    else if (ticket.sessionId !== d.session_id) ws.close(4006, 'Session is no longer valid');
    else if (encrypted && Number(d.max_dave_protocol_version ?? 0) < 1)
      ws.close(4017, 'E2EE/DAVE protocol required');
    else {
      const place = room(ticket.guildId, ticket.channelId);
      if (place.bot) {
        const old = place.bot;
        detach(old);
        old.ws?.close(4006, 'Session is no longer valid');
      }
      const bot = openBotSocket(ticket, newSsrc(), udp);
      bot.ws = ws;
      place.bot = bot;
      sessions.set(ticket.sessionId, bot);
      const { port } = udp.address();
      ws.send(
        JSON.stringify({
          op: 2,
          d: { streams: [], ssrc: bot.ssrc, ip: host, port, modes: [encryptionMode], experiments: [] },
        }),
      );
      for (const userId of place.people.keys()) bot.tellOfPerson(userId);
      return bot;
    }
    return undefined;
  }
  function resume(ws: WebSocket, d: Record<string, unknown>): BotSocket | undefined {
    const bot = sessions.get(String(d.session_id));
    if (!bot || bot.gone || bot.ticket.token !== d.token) {
      ws.close(4006, 'Session is no longer valid');
      return undefined;
    }
    bot.ws = ws;
    bot.replay(Number(d.seq_ack ?? -1));
    ws.send(JSON.stringify({ op: 9, d: null }));
    note('voice.resumed');
    return bot;
  }
  function selectProtocol(ws: WebSocket, bot: BotSocket, d: Record<string, unknown>): void {
    const chosen: { address?: string; port?: number; mode?: string } = Object(d.data);
    if (d.protocol !== 'udp') {
      ws.close(4012, 'Unknown protocol');
      return;
    }
    if (chosen.mode !== encryptionMode) {
      ws.close(4016, 'Unknown encryption mode');
      return;
    }
    bot.peer ??= { address: chosen.address ?? host, port: chosen.port ?? 0 };
    const place = room(bot.ticket.guildId, bot.ticket.channelId);
    ws.send(
      JSON.stringify({
        op: 4,
        d: {
          video_codec: 'H264',
          audio_codec: 'opus',
          secret_key: [...bot.key],
          mode: encryptionMode,
          media_session_id: randomBytes(16).toString('hex'),
          dave_protocol_version: encrypted ? 1 : 0,
        },
      }),
    );
    place.service?.connect(bot.dave);
    note('voice.ready', { channelId: bot.ticket.channelId });
  }

  udp.on('message', (message, peer) => {
    const bots = [...rooms.values()].flatMap((place) => place.bot ?? []);
    if (message.length === 74 && message.readUInt16BE(0) === 1) {
      const ssrc = message.readUInt32BE(4);
      const answer = Buffer.alloc(74);
      answer.writeUInt16BE(2, 0);
      answer.writeUInt16BE(70, 2);
      answer.writeUInt32BE(ssrc, 4);
      answer.write(peer.address, 8);
      answer.writeUInt16BE(peer.port, 72);
      const bot = bots.find((one) => one.ssrc === ssrc);
      if (bot) bot.peer = { address: peer.address, port: peer.port };
      udp.send(answer, peer.port, peer.address);
    } else if (message.length === 8) udp.send(message, peer.port, peer.address);
    else {
      const bot = bots.find((one) => one.ssrc === message.readUInt32BE(8));
      if (!bot) return violation('RTP with an unknown ssrc');
      openRtp(bot.key, message);
      packetsFromBot++;
    }
  });

  https.listen(0, host);
  udp.bind(0, host);
  await Promise.all([once(https, 'listening'), once(udp, 'listening')]);
  udp.setSendBufferSize(4 << 20);
  const address: AddressInfo | string | null = https.address();
  const endpoint = `${host}:${typeof address === 'object' ? address?.port : ''}`;

  return {
    endpoint,
    packetsFromBot: () => packetsFromBot,
    room,
    expect(ticket: VoiceTicket): void {
      tickets.set(ticket.guildId, ticket);
    },
    enter: (guildId: string, channelId: string, userId: string): Speaker =>
      enterRoom(room(guildId, channelId), userId, newSsrc()),
    leave: (speaker: Speaker, guildId: string, channelId: string) =>
      leaveRoom(room(guildId, channelId), speaker),
    /** The bot's connection in this channel works: its UDP socket is known and it may hear. */
    connected: (channelId: string) => rooms.get(channelId)?.bot?.ws?.readyState === 1,
    /** The bot left, was moved or was kicked. */
    drop(guildId: string, code = 4014): void {
      tickets.delete(guildId);
      for (const bot of botsOf(guildId)) {
        detach(bot);
        bot.ws?.close(code, 'Disconnected');
      }
    },
    /** Breaks the bot's voice sockets: 4015 can be resumed, 4006 cannot. */
    breakSockets(guildId: string, code: number): void {
      for (const bot of botsOf(guildId)) {
        if (code === 4006) detach(bot);
        bot.ws?.close(code);
      }
    },
    async close(): Promise<void> {
      for (const place of rooms.values()) for (const speaker of place.people.values()) speaker.leave();
      for (const ws of sockets.clients) ws.terminate();
      sockets.close();
      https.closeAllConnections();
      await new Promise((resolve) => https.close(resolve));
      udp.close();
    },
  };
}
