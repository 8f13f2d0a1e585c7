/** HTTP mode: signed requests, and requests that only look so. */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterServed, servedTime } from '../served-time.ts';
import type { Transport } from './deliveries.ts';
import { envelopeOf } from './events.ts';
import type { Platform } from './platform.ts';
import { type Fields, isFields } from './protocol.ts';

type Headers = Record<string, string>;
export type HttpAnswer = { status: number; body: string; error?: string };

export function openSignedHttp(platform: Platform, acknowledgeMs: number) {
  let target = '';
  const sign = (body: string, given: { at?: number; secret?: string; version?: string } = {}): Headers => {
    const { at = Math.floor(Date.now() / 1000), secret = platform.signingSecret, version = 'v0' } = given;
    const digest = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
    return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `${version}=${digest}` };
  };
  const transport: Transport = async ({ kind, envelope, payload, acceptsPayload }, attempt) => {
    const [type, body] = encode(envelope, payload);
    const retried: Headers =
      attempt > 0 ? { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': 'http_error' } : {};
    const started = servedTime();
    const answer = await post(
      target,
      body,
      { 'content-type': type, ...sign(body), ...retried },
      acknowledgeMs,
    );
    if (answer.error === 'timeout') return { status: 'timeout' };
    if (answer.status === 0) return { status: 'no-connection' };
    if (answer.status < 200 || answer.status > 299) return { status: 'http-error', code: answer.status };
    const response = answer.body === '' ? undefined : readAnswer(answer.body);
    if (response && !acceptsPayload) platform.journal.complain('payload-not-accepted', { kind, response });
    return { status: 'acknowledged', response, ms: servedTime() - started };
  };

  const json = { 'content-type': 'application/json' };
  const shoot = (body: string, headers: Headers) => post(target, body, headers, 8000);
  const event = (extra: Fields = {}) => {
    const team = [...platform.teams.values()][0];
    if (!team) throw new Error('there is no workspace');
    const user = [...team.users.values()].find((candidate) => !candidate.isBot);
    return JSON.stringify(
      envelopeOf(team, { type: 'app_home_opened', user: user?.id, channel: 'D1', tab: 'home', ...extra }),
    );
  };
  return {
    transport,
    get target() {
      return target;
    },
    set target(url: string) {
      target = url;
    },
    /** Requests that no honest Slack sends, and what the app answers to each. */
    hostile: {
      urlVerification() {
        const body = JSON.stringify({ type: 'url_verification', challenge: 'to-be-echoed' });
        return shoot(body, { ...json, ...sign(body) });
      },
      unsignedUrlVerification: () =>
        shoot(JSON.stringify({ type: 'url_verification', challenge: 'x' }), json),
      wrongSecret: (body = event()) => shoot(body, { ...json, ...sign(body, { secret: 'wrong' }) }),
      noSignature: (body = event()) => shoot(body, json),
      emptySignature: (body = event()) => shoot(body, { ...json, ...sign(body), 'x-slack-signature': 'v0=' }),
      wrongVersion: (body = event()) => shoot(body, { ...json, ...sign(body, { version: 'v1' }) }),
      stale: (body = event()) =>
        shoot(body, { ...json, ...sign(body, { at: Math.floor(Date.now() / 1000) - 301 }) }),
      future: (body = event()) =>
        shoot(body, { ...json, ...sign(body, { at: Math.floor(Date.now() / 1000) + 3600 }) }),
      notATime: (body = event()) =>
        shoot(body, { ...json, ...sign(body), 'x-slack-request-timestamp': 'soon' }),
      tampered: (body = event()) => shoot(body.replace('home', 'HOME'), { ...json, ...sign(body) }),
      /** The very same request twice. */
      async replayed(body = event(), type = 'application/json') {
        const headers = { 'content-type': type, ...sign(body) };
        return [await shoot(body, headers), await shoot(body, headers)] as const;
      },
      /** As Slack delivers again what it got no answer to: at once, in the same second with the same signature, and later. */
      async retried(body: string) {
        const now = Math.floor(Date.now() / 1000);
        const retry = (attempt: number, at: number) =>
          shoot(body, {
            ...json,
            ...sign(body, { at }),
            'x-slack-retry-num': String(attempt),
            'x-slack-retry-reason': 'http_timeout',
          });
        return [await retry(1, now), await retry(2, now), await retry(3, now + 1)];
      },
      malformed(body = '{"type":"event_callback","event":{') {
        return shoot(body, { ...json, ...sign(body) });
      },
      notAnObject(body = 'null') {
        return shoot(body, { ...json, ...sign(body) });
      },
      malformedForm() {
        const body = 'payload=%7Bnot+json';
        return shoot(body, { 'content-type': 'application/x-www-form-urlencoded', ...sign(body) });
      },
      empty: () => shoot('', { ...json, ...sign('') }),
      huge(bytes: number) {
        const body = event({ filler: 'x'.repeat(bytes) });
        return shoot(body, { ...json, ...sign(body) });
      },
      /** A health check of Slack's that is not signed, with a command hidden in it. */
      smuggled: () =>
        shoot(new URLSearchParams({ ssl_check: '1', command: '/interview', text: 'start' }).toString(), {
          'content-type': 'application/x-www-form-urlencoded',
        }),
      get: () => post(target, '', {}, 3000, 'GET'),
    },
  };
}

function encode(envelope: string, payload: Fields): [string, string] {
  if (envelope === 'events_api') return ['application/json', JSON.stringify(payload)];
  const form =
    envelope === 'slash_commands'
      ? Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]))
      : { payload: JSON.stringify(payload) };
  return ['application/x-www-form-urlencoded', new URLSearchParams(form).toString()];
}

function readAnswer(body: string): Fields {
  try {
    const parsed: unknown = JSON.parse(body);
    return isFields(parsed) ? parsed : { text: String(parsed) };
  } catch {
    return { text: body };
  }
}

export function post(
  url: string,
  body: string,
  headers: Headers,
  timeoutMs: number,
  method = 'POST',
): Promise<HttpAnswer> {
  const { promise, resolve } = Promise.withResolvers<HttpAnswer>();
  const bytes = Buffer.from(body);
  const outgoing = httpRequest(
    url,
    { method, agent: false, headers: { 'content-length': String(bytes.length), ...headers } },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    },
  );
  outgoing.on('error', (error: NodeJS.ErrnoException) =>
    resolve({ status: 0, body: '', error: error.code ?? error.message }),
  );
  const callOff = afterServed(timeoutMs, () => {
    resolve({ status: 0, body: '', error: 'timeout' });
    outgoing.destroy();
  });
  outgoing.end(bytes);
  return promise.finally(callOff);
}
