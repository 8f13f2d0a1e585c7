import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createVerifier } from '../../src/bots/slack/connection/verify.ts';
import { openWebServer } from '../../src/bots/slack/connection/web-server.ts';
import { silentLog } from '../../src/log.ts';
import { until } from '../support/temporary.ts';

const secret = 'the-secret';

async function opened() {
  const server = await openWebServer({
    port: 0,
    log: silentLog(),
    verifier: createVerifier(secret, () => new Date()),
    pages: null,
    process: async ({ ack }) => await ack(),
  });
  onTestFinished(() => server.close());
  return server;
}

/** A connection on which something was sent, and what came back until it was closed. */
function sending(port: number, text: string) {
  const socket: Socket = connect(port, '127.0.0.1');
  const got = { text: '', isClosed: false };
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    got.text += data.toString();
  });
  socket.on('close', () => {
    got.isClosed = true;
  });
  socket.write(text);
  onTestFinished(() => void socket.destroy());
  return { socket, got };
}

const head = (headers: Record<string, string>) =>
  `${[
    'POST /slack/events HTTP/1.1',
    'Host: here',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ].join('\r\n')}\r\n\r\n`;
const now = () => String(Math.floor(Date.now() / 1000));
const signed = (timestamp: string, body: string) =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

describe('the web server for Slack', () => {
  it.each([
    ['no signature', {}, 401],
    ['an old timestamp', { 'X-Slack-Request-Timestamp': '1', 'X-Slack-Signature': signed('1', '') }, 401],
    ['a signature of another form', { 'X-Slack-Request-Timestamp': now(), 'X-Slack-Signature': 'v0=1' }, 401],
    [
      'too long a body',
      {
        'X-Slack-Request-Timestamp': now(),
        'X-Slack-Signature': signed('1', ''),
        'Content-Length': '1048577',
      },
      413,
    ],
  ])(
    'refuses a request with %s before its body has come, and closes the line',
    async (_, headers, status) => {
      const { port } = await opened();
      const { got } = sending(port, head({ 'Content-Length': '1000000', ...headers }));
      await until(() => got.isClosed);
      expect(got.text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    },
  );

  it('cuts off a client that sends a signed request and never ends it', async () => {
    const { port } = await opened();
    const headers = { 'X-Slack-Request-Timestamp': now(), 'X-Slack-Signature': signed(now(), 'x') };
    const { got } = sending(port, `${head({ ...headers, 'Content-Length': '1000' })}half`);
    await until(() => got.isClosed);
    expect(got.text).toMatch(/^HTTP\/1.1 408 /);
  });

  it('takes no more than 200 connections at once, and answers again once some are gone', async () => {
    const { port } = await opened();
    const many = Array.from({ length: 230 }, () => sending(port, 'GET /health HTTP/1.1\r\nHost: here\r\n'));
    await until(() => many.filter(({ got }) => got.isClosed).length >= 30);
    for (const { socket } of many) socket.destroy();
    await until(async () => (await fetch(`http://127.0.0.1:${port}/health`).catch(() => null))?.ok);
  });

  it.each(['//', 'http://[', '/health/../..//'])(
    'answers the address %j without an error',
    async (address) => {
      const { port } = await opened();
      const { socket, got } = sending(
        port,
        `GET ${address} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n`,
      );
      await once(socket, 'close');
      expect(got.text).toMatch(/^HTTP\/1.1 40[04] /);
    },
  );
});
