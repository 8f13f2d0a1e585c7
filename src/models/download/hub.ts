/** Asks the Hugging Face hub, or a mirror of it, for a file. Knows its addresses and headers; keeps nothing. */
import { CoachError } from '../../errors.ts';
import type { CatalogueModel } from '../catalogue.ts';

export type Hub = { endpoint: string; token?: string | undefined };

export type HubReply = {
  response: Response;
  /** SHA-256 of the whole file, as the hub says; null when it does not. */
  sha256: string | null;
  /** SHA-1 that git gives the whole file: the hub names small files by it. */
  gitSha1: string | null;
  /** Size of the whole file, or null when it is not told. */
  bytes: number | null;
  /** Names this version of the file. */
  mark: string | null;
  /** The last server's own name of it, to be sent back as If-Range; null when it has no strong one. */
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
 * Follows redirects itself: the hub names the checksum on the first answer, and the token must not go to another host.
 * `from` asks for the rest of a file. The body of the answer is not read.
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
    // The first to name the file counts: where the hub sends us cannot take that back.
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

/** Where the bytes of an answer begin: 0 unless it is a part. */
export const beginningOf = (response: Response): number =>
  response.status === 206
    ? Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? -1)
    : 0;

const wholeOf = (text: string | null): number | null =>
  text !== null && /^\d+$/.test(text) ? Number(text) : null;
const bare = (etag: string | null): string | null => etag?.replace(/^W\//, '').replace(/^"|"$/g, '') || null;
