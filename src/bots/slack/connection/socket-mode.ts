/**
 * Socket Mode with our own reconnection: bolt waits five seconds after each loss, and a failure then ends the
 * program.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import { z } from 'zod';
import { backoffMs } from '../../../async/retry.ts';
import { CoachError } from '../../../errors.ts';
import type { ConnectionState } from '../../../http/connections.ts';
import type { Log } from '../../../log.ts';
import { boltLogger, type ClientOptions, clientOptions } from '../client.ts';
import { explanationOf, faultOf, isTokenFault, loggable } from '../faults.ts';

const whileAway = { firstMs: 400, longestMs: 30_000 };
/** A connection that lasted this long held: the next one is opened at once. */
const usuallyHeldMs = 30_000;
const farewellMs = 2_000;

export function createSocketReceiver(appToken: string, options: ClientOptions): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: boltLogger(options.log),
    // The receiver modifies these options, so it must not share them with the other clients.
    installerOptions: { clientOptions: clientOptions(options) },
  });
  dropMalformed(receiver.client, options.log);
  return receiver;
}

/**
 * The client assumes fields in every frame, and a frame without them would end the program, so it is dropped.
 */
function dropMalformed(client: SocketModeReceiver['client'], log: Log): void {
  const event = 'ws_message';
  const takers = client.listeners(event);
  client.removeAllListeners(event);
  client.on(event, (data: string | ArrayBuffer, isBinary: boolean) => {
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    if (!isBinary && !isFrame(text)) return log.warn('Slack sent a malformed frame; it is dropped');
    for (const take of takers) take.call(client, data, isBinary);
  });
}

const frame = z.union([
  z.looseObject({
    type: z.literal('events_api'),
    payload: z.looseObject({ event: z.looseObject({ type: z.string() }) }),
  }),
  z.looseObject({ type: z.string().refine((type) => type !== 'events_api') }),
]);

function isFrame(text: string): boolean {
  try {
    return frame.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/**
 * Keeps a connection until the signal aborts. After one that failed, or that ended soon, it waits by the backoff. Throws
 * one sentence when Slack refuses the app itself.
 */
export async function keepConnected(
  receiver: SocketModeReceiver,
  signal: AbortSignal,
  log: Log,
  {
    heldMs = usuallyHeldMs,
    report = () => undefined,
  }: { heldMs?: number; report?: (state: ConnectionState) => void } = {},
): Promise<void> {
  const { client } = receiver;
  let failures = 0;
  const stop = () => void client.disconnect();
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      try {
        await client.start();
        report('connected');
        const openedAt = performance.now();
        log.debug({ failures }, 'Connected to Slack');
        await disconnected(client, signal);
        report('connecting');
        failures = performance.now() - openedAt >= heldMs ? 0 : failures + 1;
      } catch (error) {
        if (isFinal(error)) throw refused(error);
        failures++;
        log.warn({ fault: loggable(error), failures }, 'The connection to Slack failed; it is tried again');
      }
      if (failures > 0)
        await sleep(backoffMs(failures, whileAway), undefined, { signal }).catch(() => undefined);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function disconnected(client: SocketModeReceiver['client'], signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  // After we say goodbye, the line usually closes by itself.
  const leave = () => setTimeout(end, farewellMs).unref();
  client.once('disconnected', end);
  signal.addEventListener('abort', leave, { once: true });
  await promise;
  client.off('disconnected', end);
  signal.removeEventListener('abort', leave);
}

const isFinal = (error: unknown) => isTokenFault(error) || isRefusal(error);
const isRefusal = (error: unknown) => faultOf(error)?.type === 'refused';

const refused = (error: unknown) =>
  explanationOf(error, 'SLACK_APP_TOKEN') ??
  new CoachError('bad_config', 'fault.slack-app-refused', {}, { cause: error });
