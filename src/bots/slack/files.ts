/** What people send in Slack: fetched with the token only from Slack's own hosts, and never more than is accepted. */
import { z } from 'zod';
import { retry } from '../../async/retry.ts';
import type { Config } from '../../config.ts';
import { CoachError, isCoachError } from '../../errors.ts';
import { takeText } from '../../given-text.ts';
import { decodeAudio } from '../audio/decode-audio.ts';
import type { SentFile } from '../happened.ts';
import { call } from './client.ts';
import type { Workspace } from './connection/workspaces.ts';

/** A file as described in a message; everything but the id may be missing, and the type may be wrong. */
export const slackFile = z.object({
  id: z.string(),
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  subtype: z.string().nullish(),
  size: z.number().nullish(),
  duration_ms: z.number().nullish(),
  file_access: z.string().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
});
export type SlackFile = z.infer<typeof slackFile>;

/** Anything that may be sound is judged by its content: clients send wrong types, or none. */
function kindOf({ mimetype, subtype }: SlackFile): SentFile['kind'] {
  if (subtype === 'slack_audio') return 'sound';
  const type = mimetype ?? '';
  if (/^text\/|^application\/(json|xml|x-yaml|javascript|typescript)/.test(type)) return 'text';
  if (/^application\/(pdf|msword|rtf|vnd\.openxmlformats-officedocument\.wordprocessingml)/.test(type))
    return 'document';
  return /^image\/|^application\/(pdf|zip|msword|vnd\.)/.test(type) ? 'other' : 'sound';
}

export type FileReader = {
  config: Pick<Config, 'ANSWER_MAX_BYTES' | 'ANSWER_MAX_SECONDS'>;
  hosts: FileHosts;
  signal: AbortSignal;
};

/** A longer text cannot be an answer. */
const mostTextBytes = 512 * 1024;
/** Of a job description or résumé. */
const mostDocumentBytes = 5 * 2 ** 20;

/** A file of a message, read when it is wanted; limits are checked before anything is fetched. */
export function sentFileOf(
  { config, hosts, signal }: FileReader,
  workspace: Workspace,
  file: SlackFile,
  owner: string,
): SentFile {
  async function fetched(wanted: SentFile['kind'], maxBytes: number): Promise<Uint8Array> {
    const known = file.url_private == null ? await lookUp(workspace, file.id) : file;
    const names = takeText(known.name ?? file.id);
    if (kindOf(known) !== wanted) throw new CoachError('bad_audio', 'fault.no-recording', { names });
    if ((known.size ?? 0) > maxBytes) throw tooLarge(maxBytes);
    const seconds = Math.round((known.duration_ms ?? 0) / 1000);
    const most = config.ANSWER_MAX_SECONDS;
    if (seconds > most) throw new CoachError('bad_audio', 'fault.recording-too-long', { seconds, most });
    const url = known.url_private_download ?? known.url_private;
    if (url == null) throw new CoachError('not_found', 'fault.slack-file-gone');
    return await download({ url, token: workspace.botToken, hosts, maxBytes, signal });
  }
  const { ANSWER_MAX_BYTES: maxBytes, ANSWER_MAX_SECONDS: maxSeconds } = config;
  return {
    key: file.id,
    name: takeText(file.name ?? 'file'),
    kind: kindOf(file),
    sound: async () =>
      await decodeAudio(() => fetched('sound', maxBytes), { maxSeconds, maxBytes, signal, owner }),
    bytes: async () => await fetched('document', mostDocumentBytes),
    text: async () => new TextDecoder().decode(await fetched('text', mostTextBytes)),
  };
}

async function lookUp({ client }: Workspace, id: string): Promise<SlackFile> {
  const { file } = await call(() => client.files.info({ file: id }));
  return slackFile.parse(file);
}

export type FileHosts = {
  /** Hosts that get the bot token. */
  mayHaveToken(url: URL): boolean;
  /** The only addresses that are fetched: where Slack serves files, or redirects us to. */
  mayBeFetched(url: URL): boolean;
};

const slackHosts = ['files.slack.com', 'slack-files.com', 'slack.com'];

/** The hosts of Slack, and the one that `SLACK_API_URL` names. */
export function fileHosts(slackApiUrl: string | undefined): FileHosts {
  const own = slackApiUrl === undefined ? null : new URL(slackApiUrl);
  const isSlack = ({ protocol, hostname }: URL) => protocol === 'https:' && slackHosts.includes(hostname);
  return {
    mayHaveToken: (url) => isSlack(url) || url.origin === own?.origin,
    // A test server or proxy without TLS may redirect to another without TLS; Slack never does.
    mayBeFetched: (url) =>
      url.protocol === 'https:' || (own?.protocol === 'http:' && url.protocol === 'http:'),
  };
}

type DownloadRequest = {
  url: string;
  token: string;
  hosts: FileHosts;
  maxBytes: number;
  signal?: AbortSignal;
};

const mostRedirects = 3;
const tries = { tries: 3, firstMs: 300, longestMs: 600 };
const timeoutMs = 60_000;

/** The bytes of a file. Throws a CoachError with the sentence for the person who sent it. */
async function download(request: DownloadRequest): Promise<Uint8Array> {
  const { signal } = request;
  try {
    return await retry(() => fetchFile(request), {
      ...tries,
      isPassing: (error) => !isCoachError(error),
      signal,
    });
  } catch (error) {
    if (isCoachError(error) || signal?.aborted) throw error;
    throw new CoachError('network', 'fault.slack-file-unreachable', {}, { cause: error });
  }
}

async function fetchFile({ url, token, hosts, maxBytes, signal }: DownloadRequest): Promise<Uint8Array> {
  let at = new URL(url);
  if (!hosts.mayHaveToken(at)) throw new CoachError('bad_input', 'fault.slack-file-elsewhere');
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
      if (!hosts.mayBeFetched(at)) throw new CoachError('bad_input', 'fault.slack-file-elsewhere');
      continue;
    }
    if (response.status === 404 || response.status === 410) {
      throw new CoachError('not_found', 'fault.slack-file-gone');
    }
    if (!response.ok) throw new Error(`The file was answered with ${response.status}`);
    // Without permission to read a file, we get the workspace's login page with a success status.
    if (/^text\/html/.test(response.headers.get('content-type') ?? '')) throw isLoginPage();
    return await readAtMost(response, maxBytes);
  }
  throw new Error('The file was redirected too often');
}

const isLoginPage = () => new CoachError('not_allowed', 'fault.slack-file-not-allowed');

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

const tooLarge = (maxBytes: number) =>
  new CoachError('bad_audio', 'fault.file-too-large', { most: sayBytes(maxBytes) });

const sayBytes = (bytes: number): string =>
  bytes >= 2 ** 20 ? `${Math.floor(bytes / 2 ** 20)} MB` : `${Math.floor(bytes / 2 ** 10)} kB`;
