/**
 * Asks the Hugging Face hub, or a mirror of it, for a file. Knows its addresses and headers; stores nothing.
 */
import { CoachError } from '../../errors.ts';
import type { CatalogueModel } from '../catalogue.ts';

export type Hub = { endpoint: string; token?: string | undefined };

export type HubReply = {
  response: Response;
  /** SHA-256 of the whole file as the hub states it; null if it does not. */
  sha256: string | null;
  /** The SHA-1 that git gives the whole file: the hub's ETag for small files. */
  gitSha1: string | null;
  /** Size of the whole file; null if it is not stated. */
  bytes: number | null;
  /** Names this version of the file. */
  mark: string | null;
  /** The last server's own ETag, sent back as If-Range; null if it has no strong one. */
  etag: string | null;
};

const defaultEndpoint = 'https://huggingface.co';
const redirects = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;

export const hubOf = (settings: {
  HF_ENDPOINT?: string | undefined;
  HF_TOKEN?: string | undefined;
}): Hub => ({
  endpoint: (settings.HF_ENDPOINT ?? defaultEndpoint).replace(/\/+$/, ''),
  token: settings.HF_TOKEN,
});

/**
 * Follows redirects itself: the first response has the checksum, and the token must not go to another host.
 * `from` asks for the rest of a file. The body of the response is not read here.
 */
export async function askHub(
  hub: Hub,
  model: CatalogueModel,
  path: string,
  { from, etag, signal }: { from: number; etag: string | null; signal: AbortSignal },
): Promise<HubReply> {
  const origin = new URL(hub.endpoint).origin;
  let url = `${hub.endpoint}/${model.repository}/resolve/${model.revision}/${path.split('/').map(encodeURIComponent).join('/')}`;
  let linked: { etag: string | null; bytes: number | null } = { etag: null, bytes: null };
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const own = new URL(url).origin === origin;
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: {
        'accept-encoding': 'identity',
        'user-agent': 'greenroom',
        ...(own && hub.token !== undefined && { authorization: `Bearer ${hub.token}` }),
        ...(from > 0 && { range: `bytes=${from}-` }),
        ...(from > 0 && etag !== null && { 'if-range': etag }),
      },
    });
    // The first checksum counts: the host that the hub redirects to cannot change it.
    if (response.ok || redirects.has(response.status)) {
      linked = {
        etag: linked.etag ?? response.headers.get('x-linked-etag'),
        bytes: linked.bytes ?? wholeOf(response.headers.get('x-linked-size')),
      };
    }
    if (!redirects.has(response.status)) return replyOf(response, linked, own);
    await response.body?.cancel();
    const next = response.headers.get('location');
    if (next === null || !URL.canParse(next, url)) break;
    url = new URL(next, url).href;
    if (!/^https?:/.test(url)) break;
  }
  throw new CoachError('network', 'fault.hub-circles', { path });
}

function replyOf(
  response: Response,
  linked: { etag: string | null; bytes: number | null },
  own: boolean,
): HubReply {
  const given = response.headers.get('etag');
  const name = bare(linked.etag ?? (own ? given : null));
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  const length = response.status === 200 ? wholeOf(response.headers.get('content-length')) : null;
  return {
    response,
    sha256: name !== null && /^[0-9a-f]{64}$/.test(name) ? name : null,
    gitSha1: name !== null && /^[0-9a-f]{40}$/.test(name) ? name : null,
    bytes: linked.bytes ?? (range ? Number(range[2]) : length),
    mark: name ?? bare(given),
    etag: given?.startsWith('"') ? given : null,
  };
}

/** Where the bytes of a response begin: 0 unless it is partial. */
export const beginningOf = (response: Response): number =>
  response.status === 206
    ? Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? -1)
    : 0;

const wholeOf = (text: string | null): number | null =>
  text !== null && /^\d+$/.test(text) ? Number(text) : null;
const bare = (etag: string | null): string | null => etag?.replace(/^W\//, '').replace(/^"|"$/g, '') || null;
