/** Fetches what people send: with the token only from Slack's own hosts, and never more than is accepted. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CoachError } from '../../../errors.ts';

export type FileHosts = {
  /** Hosts that get the bot token. */
  mayHaveToken(url: URL): boolean;
  /** Addresses that are fetched at all: where Slack sends files from, or sends us on to. */
  mayBeFetched(url: URL): boolean;
};

const slackHosts = ['files.slack.com', 'slack-files.com', 'slack.com'];

/** The hosts of Slack, and the one that `SLACK_API_URL` names. */
export function fileHosts(slackApiUrl: string | undefined): FileHosts {
  const own = slackApiUrl === undefined ? null : new URL(slackApiUrl);
  const isSlack = ({ protocol, hostname }: URL) => protocol === 'https:' && slackHosts.includes(hostname);
  return {
    mayHaveToken: (url) => isSlack(url) || url.origin === own?.origin,
    // A stand-in or proxy without TLS may send us on without TLS too; Slack never does.
    mayBeFetched: (url) =>
      url.protocol === 'https:' || (own?.protocol === 'http:' && url.protocol === 'http:'),
  };
}

export type DownloadRequest = {
  url: string;
  token: string;
  hosts: FileHosts;
  maxBytes: number;
  signal?: AbortSignal;
};

const mostRedirects = 3;
const mostTries = 3;
const timeoutMs = 60_000;

/** The bytes of a file. Throws a CoachError with the sentence for the person who sent it. */
export async function download(request: DownloadRequest): Promise<Uint8Array> {
  for (let tries = 1; ; tries++) {
    try {
      return await fetchFile(request);
    } catch (error) {
      if (error instanceof CoachError || request.signal?.aborted) throw error;
      if (tries === mostTries)
        throw new CoachError('network', 'Slack did not hand over that file; send it again.', {
          cause: error,
        });
      await sleep(300 * tries);
    }
  }
}

async function fetchFile({ url, token, hosts, maxBytes, signal }: DownloadRequest): Promise<Uint8Array> {
  let at = new URL(url);
  if (!hosts.mayHaveToken(at))
    throw new CoachError('bad_input', 'That file lies outside of Slack; upload it to Slack itself.');
  const timeout = AbortSignal.timeout(timeoutMs);
  const limited = signal ? AbortSignal.any([signal, timeout]) : timeout;
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const response = await fetch(at, {
      redirect: 'manual',
      headers: hosts.mayHaveToken(at) ? { authorization: `Bearer ${token}` } : {},
      signal: limited,
    });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      at = new URL(location, at);
      if (at.searchParams.has('redir')) throw isLoginPage();
      if (!hosts.mayBeFetched(at)) throw new CoachError('bad_input', 'That file cannot be fetched safely.');
      continue;
    }
    if (response.status === 404 || response.status === 410) {
      throw new CoachError('not_found', 'That file is no longer there; send it again.');
    }
    if (!response.ok) throw new Error(`The file was answered with ${response.status}`);
    // Whoever may not read a file gets the login page of the workspace, with the status of success.
    if (/^text\/html/.test(response.headers.get('content-type') ?? '')) throw isLoginPage();
    return await readAtMost(response, maxBytes);
  }
  throw new Error('The file was sent on too often');
}

const isLoginPage = () =>
  new CoachError(
    'not_allowed',
    'Slack does not let me read that file: the app lacks the permission files:read, or is not in this conversation. Whoever manages the app can update it from slack/manifest.yaml.',
  );

async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(response.headers.get('content-length') ?? 0);
  if (declared > maxBytes) {
    await response.body?.cancel();
    throw tooLarge(maxBytes);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export const tooLarge = (maxBytes: number) =>
  new CoachError(
    'bad_audio',
    `This file is too large; send one of at most ${Math.floor(maxBytes / 2 ** 20)} MB.`,
  );
