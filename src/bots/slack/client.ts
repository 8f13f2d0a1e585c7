/**
 * The Web API of Slack: clients that leave every decision about retries to us, and calls that make those
 * decisions.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { LogLevel, webApi } from '@slack/bolt';
import type { Log } from '../../log.ts';
import type { MessageFile, Posted } from '../message.ts';
import type { PostOnce } from '../platform.ts';
import type { Content } from './cards.ts';
import { explained, faultOf, isTokenFault } from './faults.ts';
import { cut, fallback } from './text.ts';

export type WebClient = webApi.WebClient;
/** What bolt and its clients log to. */
export type BoltLogger = webApi.Logger;

/** How long one call may take; without a limit it may hang for minutes. */
const callTimeoutMs = 15_000;

export type ClientOptions = {
  slackApiUrl?: string | undefined;
  log: Log;
  /** The workspace that calls with the token of an organisation are about. */
  teamId?: string | undefined;
  /** Called when Slack no longer accepts the token, before the caller is told. */
  refused?: ((error: unknown) => void) | undefined;
};

/**
 * Options of a client that never repeats a call by itself: bolt's own clients would repeat a message whose
 * response was lost, up to 100 times. No headers are given: bolt would put the token into them and send it
 * along with every other call.
 */
export const clientOptions = ({
  slackApiUrl,
  log,
  teamId,
  refused,
}: ClientOptions): webApi.WebClientOptions => ({
  ...(teamId === undefined ? {} : { teamId }),
  ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: callTimeoutMs,
  logger: boltLogger(log),
  ...(refused === undefined ? {} : { fetch: watching(refused) }),
});

/** Fetches, and checks each response for a refused token. */
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

/** Passes on bolt's warnings without tokens or what was said; its debug lines contain whole messages. */
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

const rounds = 4;
const firstPauseMs = 250;
/** A longer pause than this is left to the caller. */
const longestPauseMs = 30_000;

/**
 * Repeats a call after an outage or a rate limit. Before each repetition, `settle` says whether the call took
 * effect although its response was lost. Throws an error whose sentence says what to do when Slack refuses.
 */
export async function call<Result>(
  make: () => Promise<Result>,
  options: { signal?: AbortSignal | undefined; settle?: () => Promise<Result | null> } = {},
): Promise<Result> {
  for (let round = 1; ; round++) {
    try {
      return await make();
    } catch (error) {
      const fault = faultOf(error);
      if (fault === null || fault.type === 'refused') throw explained(error);
      const pauseMs = fault.type === 'rate-limit' ? fault.retryAfterMs : firstPauseMs * 2 ** (round - 1);
      if (round === rounds || pauseMs > longestPauseMs) throw error;
      await sleep(pauseMs, undefined, options.signal ? { signal: options.signal } : {});
      const settled = fault.type === 'unsure' ? await options.settle?.() : null;
      if (settled) return settled;
    }
  }
}

/** A conversation, or a thread in it. */
export type Spot = { channel: string; threadTs?: string | null | undefined };
/** The app's direct messages have their own kind of id. */
export const isDirect = (channelId: string): boolean => channelId.startsWith('D');

/**
 * Posts a message once. When a response is lost, or when `mayExist` says that an earlier try may have
 * succeeded, the conversation is searched for the receipt, the id of the message's first block, before it is
 * posted again.
 */
export async function post(
  client: WebClient,
  { channel, threadTs }: Spot,
  content: Content,
  options: PostOnce = {},
): Promise<Posted> {
  const { receipt, mayExist = false, signal } = options;
  const find = () =>
    receipt === undefined ? Promise.resolve(null) : findPosted(client, { channel, threadTs }, receipt);
  const known = mayExist ? await find() : null;
  if (known) return known;
  return await call(
    async () => {
      const { ts } = await client.chat.postMessage({
        channel,
        ...content,
        ...(threadTs ? { thread_ts: threadTs } : {}),
        unfurl_links: false,
        unfurl_media: false,
      });
      return { channelId: channel, messageId: ts ?? '' };
    },
    { signal, settle: find },
  );
}

async function newestIn(client: WebClient, { channel, threadTs }: Spot) {
  const { messages = [] } = await call(() =>
    threadTs
      ? client.conversations.replies({ channel, ts: threadTs, limit: 200 })
      : client.conversations.history({ channel, limit: 100 }),
  );
  return messages;
}

/** The id of a file of this name that is shared there; null if there is none. */
async function findShared(client: WebClient, spot: Spot, name: string): Promise<string | null> {
  const messages = await newestIn(client, spot);
  const files = messages.flatMap((message) => message.files ?? []);
  return files.findLast((file) => file.name === name)?.id ?? null;
}

async function findPosted(
  client: WebClient,
  { channel, threadTs }: Spot,
  receipt: string,
): Promise<Posted | null> {
  const messages = await newestIn(client, { channel, threadTs });
  const found = messages.find(({ blocks }) => blocks?.some((block) => block.block_id === receipt));
  return found?.ts === undefined ? null : { channelId: channel, messageId: found.ts };
}

/**
 * Shares a file in a conversation: asks for an address, sends the bytes there, says where it belongs. The
 * content of the file is also described in the text above it, because screen readers get a file's description
 * only for pictures. Returns the id of the file.
 */
export async function upload(
  client: WebClient,
  { channel, threadTs }: Spot,
  file: MessageFile,
  { mayExist = false }: Pick<PostOnce, 'mayExist'> = {},
): Promise<string> {
  const find = () => findShared(client, { channel, threadTs }, file.name);
  const known = mayExist ? await find() : null;
  if (known !== null) return known;
  const { upload_url: address, file_id: id } = await call(() =>
    client.files.getUploadURLExternal({
      filename: file.name,
      length: file.bytes.byteLength,
      alt_text: file.alt.slice(0, 1000),
    }),
  );
  if (address === undefined || id === undefined) throw new Error('Slack gave no address to upload to');
  const sent = await fetch(address, { method: 'POST', body: new Uint8Array(file.bytes) });
  if (!sent.ok) throw new Error(`Slack did not take the upload (${sent.status})`);
  return await call(
    async () => {
      await client.files.completeUploadExternal({
        files: [{ id, title: file.alt.slice(0, 200) }],
        channel_id: channel,
        initial_comment: cut(fallback(file.alt), longestComment),
        ...(threadTs ? { thread_ts: threadTs } : {}),
      });
      return id;
    },
    mayExist ? { settle: find } : {},
  );
}

const longestComment = 300;
