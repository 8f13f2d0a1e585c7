/** Socket Mode, connected anew by us: bolt waits five seconds after each loss, and lets a failure then end the program. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import { CoachError } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import { boltLogger, type ClientOptions, clientOptions } from '../client.ts';
import { explanationOf, faultOf, isTokenFault, loggable } from '../faults.ts';

const firstPauseMs = 200;
const longestPauseMs = 30_000;
const farewellMs = 2_000;

export const createSocketReceiver = (appToken: string, options: ClientOptions): SocketModeReceiver =>
  new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: boltLogger(options.log),
    // The receiver keeps these for itself: they must not be the ones of the other clients.
    installerOptions: { clientOptions: clientOptions(options) },
  });

/** Keeps a connection until the signal aborts. Throws one sentence when Slack refuses the app itself. */
export async function keepConnected(
  receiver: SocketModeReceiver,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  const { client } = receiver;
  let failures = 0;
  const stop = () => void client.disconnect();
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      try {
        await client.start();
        failures = 0;
        log.debug('Connected to Slack');
        await disconnected(client, signal);
      } catch (error) {
        if (isFinal(error)) throw refused(error);
        failures++;
        log.warn({ fault: loggable(error), failures }, 'The connection to Slack failed; it is tried again');
        const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function disconnected(client: SocketModeReceiver['client'], signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  // After a goodbye of ours the line closes by itself, as a rule.
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
