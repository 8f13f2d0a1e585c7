/** Clients of the Web API that leave every decision about trying again to us. */
import { LogLevel, webApi } from '@slack/bolt';
import type { Log } from '../../log.ts';
import { isTokenFault } from './faults.ts';

export type WebClient = webApi.WebClient;
/** What bolt and its clients log to. */
export type BoltLogger = webApi.Logger;

/** Longest that one call may take; without it a call may hang for minutes. */
const callTimeoutMs = 15_000;

export type ClientOptions = {
  slackApiUrl?: string | undefined;
  log: Log;
  /** Told when Slack takes the token no longer, before whoever made the call hears of it. */
  refused?: ((error: unknown) => void) | undefined;
};

/**
 * Options of a client that never repeats a call by itself: bolt's own would repeat a message whose answer was lost, up
 * to 100 times. No headers are given: bolt would put the token into them and send it along with every other call.
 */
export const clientOptions = ({ slackApiUrl, log, refused }: ClientOptions): webApi.WebClientOptions => ({
  ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: callTimeoutMs,
  logger: boltLogger(log),
  ...(refused === undefined ? {} : { fetch: watching(refused) }),
});

/** Fetches, and looks into each answer for the token having been refused. */
const watching =
  (refused: (error: unknown) => void): typeof fetch =>
  async (address, init) => {
    const response = await fetch(address, init);
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const error = isJson
      ? {
          data: await response
            .clone()
            .json()
            .catch(() => null),
        }
      : null;
    if (isTokenFault(error)) refused(error);
    return response;
  };

export const createWebClient = (token: string | undefined, options: ClientOptions): WebClient =>
  new webApi.WebClient(token, clientOptions(options));

/** Passes bolt's warnings on without what was said and without tokens; its debug lines hold whole messages. */
export function boltLogger(log: Log): BoltLogger {
  const say = (parts: unknown[]) => ({ detail: cleaned(parts.map(String).join(' ')) });
  return {
    debug() {},
    info() {},
    warn: (...parts) => log.debug(say(parts), 'The Slack library warns'),
    error: (...parts) => log.warn(say(parts), 'The Slack library reports a problem'),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}

const cleaned = (text: string) => text.replace(/xox[a-z]-[\w-]+|xapp-[\w-]+/g, '[token]').slice(0, 200);
