/** The bot's end of one call: what it was sent, so that a RESUME can repeat it, and where its UDP socket is. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:dgram';
import type { WebSocket } from 'ws';
import type { DaveClient } from '../dave/delivery-service.ts';
import { sealRtp } from './transport.ts';

export type VoiceTicket = {
  guildId: string;
  channelId: string;
  userId: string;
  sessionId: string;
  token: string;
};
export type BotSocket = ReturnType<typeof openBotSocket>;

export function openBotSocket(ticket: VoiceTicket, ssrc: number, udp: Socket) {
  const key = randomBytes(32);
  const sent: { sequence: number; raw: string | Buffer }[] = [];
  const announced = new Map<number, Promise<unknown>>();
  let sequence = 0;
  let counter = 0;

  function keep(raw: string | Buffer): void {
    sent.push({ sequence, raw });
    if (sent.length > 500) sent.shift();
    if (bot.ws?.readyState === 1) bot.ws.send(raw);
  }
  function json(op: number, d: object): void {
    sequence++;
    keep(JSON.stringify({ op, d, seq: sequence }));
  }
  /** Resolves once the client has handled everything sent so far: its library answers pings in order. */
  async function flush(): Promise<void> {
    const ws = bot.ws;
    if (ws?.readyState !== 1) return;
    const id = randomBytes(6).toString('hex');
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        ws.off('pong', onPong);
        ws.off('close', done);
        resolve();
      };
      const onPong = (data: Buffer) => {
        if (data.toString() === id) done();
      };
      const timer = setTimeout(done, 60_000);
      ws.on('pong', onPong);
      ws.on('close', done);
      ws.ping(id);
    });
  }

  const daveClient: DaveClient = {
    kind: 'bot',
    userId: ticket.userId,
    sendJson: json,
    flush,
    sendBinary(op, payload) {
      sequence++;
      keep(Buffer.concat([Buffer.from([sequence >> 8, sequence & 255, op]), payload]));
    },
  };
  const state: { ws: WebSocket | null; peer: { address: string; port: number } | null; gone: boolean } = {
    ws: null,
    peer: null,
    gone: false,
  };
  const bot = Object.assign(state, {
    ticket,
    userId: ticket.userId,
    ssrc,
    key,
    dave: daveClient,
    json,
    flush,
    replay(after: number): void {
      for (const message of sent) if (message.sequence > after) bot.ws?.send(message.raw);
    },
    tellOfPerson(userId: string): void {
      json(11, { user_ids: [userId] });
      json(18, { user_id: userId, flags: 2 });
      json(20, { user_id: userId, platform: 0 });
    },
    tellOfLeaving(userId: string, theirSsrc: number): void {
      announced.delete(theirSsrc);
      json(13, { user_id: userId });
    },
    /** UDP could overtake the SPEAKING message that says whose packets these are; here the client hears of it first. */
    async announce(userId: string, theirSsrc: number): Promise<void> {
      let told = announced.get(theirSsrc);
      if (!told) {
        json(5, { user_id: userId, ssrc: theirSsrc, speaking: 1 });
        told = flush();
        announced.set(theirSsrc, told);
      }
      await told;
    },
    sendRtp(rtp: { ssrc: number; sequence: number; timestamp: number }, payload: Buffer): boolean {
      if (!bot.peer || bot.gone) return false;
      udp.send(sealRtp(key, ++counter, rtp, payload), bot.peer.port, bot.peer.address);
      return true;
    },
  });
  return bot;
}
