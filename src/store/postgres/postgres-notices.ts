/**
 * Notices between processes, by LISTEN and NOTIFY over one connection that does nothing else. They are sent once what
 * they are about is committed, many at a time, so that no transaction waits for another's notice (a NOTIFY inside
 * transactions makes them commit one after the other). While the connection is away, what is published reaches this
 * process only, and what the others publish is missed: whoever waits looks again now and then.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Backoff, backoffMs } from '../../async/retry.ts';
import { createNotices, type Json, type Notices } from '../notices.ts';

/** The part of a client of `pg` that is needed. */
export type NoticeClient = {
  connect(): Promise<unknown>;
  query(text: string, values?: unknown[]): Promise<unknown>;
  end(): Promise<void>;
  on(event: 'notification', listener: (message: { payload?: string | undefined }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
};

const channel = 'greenroom';
/** PostgreSQL takes less than 8,000 bytes. */
const mostBytes = 7_900;
const mostAtOnce = 200;
const reconnecting: Backoff = { firstMs: 200, longestMs: 5_000 };
const farewellMs = 1_000;
/** How often the connection shows that it is alive, and how long an answer may take. */
const probeEveryMs = 15_000;

const message = z.object({ from: z.string(), topic: z.string(), payload: z.json() });

export type PostgresNotices = Notices & { connected(): boolean };

/** `open` makes a client that is not connected yet; `onError` is told why the connection was lost. */
export function createPostgresNotices(
  open: () => NoticeClient,
  onError: (error: unknown) => void = () => {},
): PostgresNotices {
  const here = createNotices();
  const self = randomUUID();
  const stop = new AbortController();
  let outbox = new Set<string>();
  let client: NoticeClient | null = null;
  let sending = false;

  const hear = (payload: string | undefined) => {
    const read = message.safeParse(parseJson(payload));
    if (read.success && read.data.from !== self) here.publish(read.data.topic, read.data.payload);
  };
  /** Resolves when the connection is lost, or closed. */
  const listen = async (fresh: NoticeClient, heard: () => void) => {
    const lost = Promise.withResolvers<void>();
    const { signal } = stop;
    const end = () => lost.resolve();
    fresh.on('notification', ({ payload }) => hear(payload));
    fresh.on('error', (error) => {
      onError(error);
      end();
    });
    fresh.on('end', end);
    signal.addEventListener('abort', end, { once: true });
    const probe = setInterval(() => void answers(fresh).catch(end), probeEveryMs).unref();
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      heard();
      client = fresh;
      void send();
      await lost.promise;
    } finally {
      client = null;
      clearInterval(probe);
      signal.removeEventListener('abort', end);
      // An end that nobody answers must not hold up anything for long.
      await Promise.race([fresh.end().catch(() => undefined), sleep(farewellMs, undefined, { ref: false })]);
    }
  };
  const stayConnected = async () => {
    for (let failures = 0; !stop.signal.aborted; ) {
      await listen(open(), () => {
        failures = 0;
      }).catch(onError);
      failures += 1;
      await sleep(backoffMs(failures, reconnecting), undefined, { signal: stop.signal, ref: false }).catch(
        () => undefined,
      );
    }
  };
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      while (client && outbox.size > 0) {
        const batch = [...outbox];
        outbox = new Set();
        await client.query('select pg_notify($1, one) from unnest($2::text[]) as one', [channel, batch]);
      }
    } catch (error) {
      onError(error);
    } finally {
      sending = false;
    }
  };

  const running = stayConnected();
  return {
    publish(topic, payload) {
      here.publish(topic, payload);
      const text = JSON.stringify({ from: self, topic, payload });
      if (Buffer.byteLength(text) > mostBytes || outbox.size >= mostAtOnce) return;
      outbox.add(text);
      void send();
    },
    subscribe: here.subscribe,
    connected: () => client !== null,
    async close() {
      stop.abort();
      await running;
      await here.close();
    },
  };
}

/** Rejects when a connection gives no answer in time. */
async function answers(client: NoticeClient): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('The connection gives no answer')), probeEveryMs / 2);
  try {
    await Promise.race([client.query('select 1'), promise]);
  } finally {
    clearTimeout(timer);
  }
}

function parseJson(text: string | undefined): Json {
  try {
    return JSON.parse(text ?? 'null') as Json;
  } catch {
    return null;
  }
}
