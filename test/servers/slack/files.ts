/**
 * Files behind a token: a request without it is redirected to a login page that answers 200, as Slack does.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Platform } from './platform.ts';
import type { Fields } from './protocol.ts';
import { makeId, type Team } from './team.ts';
import { readBody } from './web-api.ts';

export type StoredFile = {
  id: string;
  team: Team;
  user: string;
  /** Null until the app has uploaded it. */
  bytes: Buffer | null;
  /** Type in the answer that serves it; it may differ from what the file object says. */
  servedAs: string;
  expectedBytes?: number;
  uploadPath: string;
  path: string;
  channels: Set<string>;
  shown: Fields;
};
export type FileRoom = ReturnType<typeof openFileRoom>;

export function openFileRoom(base: () => string) {
  const known = new Map<string, StoredFile>();
  return {
    known,
    /** Downloads go on to another origin with a signed address that needs no token. */
    redirects: false,
    add(
      team: Team,
      given: { name: string; user: string; bytes: Buffer | null; servedAs?: string; shown?: Fields },
    ): StoredFile {
      const id = makeId('F');
      const path = `/files-pri/${team.id}-${id}/${encodeURIComponent(given.name)}`;
      const file: StoredFile = {
        id,
        team,
        user: given.user,
        bytes: given.bytes,
        servedAs: given.servedAs ?? 'application/octet-stream',
        uploadPath: `/upload/${randomBytes(16).toString('hex')}`,
        path,
        channels: new Set(),
        shown: {
          id,
          name: given.name,
          mimetype: '',
          filetype: '',
          mode: 'hosted',
          user: given.user,
          size: given.bytes?.length ?? 0,
          url_private: base() + path,
          url_private_download: base() + path,
          ...given.shown,
        },
      };
      known.set(id, file);
      return file;
    },
    shown: (file: StoredFile): Fields => structuredClone(file.shown),
    /** Whether the app is in a conversation that the file was shared in. */
    visible: (file: StoredFile) =>
      file.user === file.team.botUser ||
      [...file.channels].some((id) => file.team.channels.get(id)?.members.has(file.team.botUser)),
  };
}

export function serveFile(
  platform: Platform,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): void {
  const file = [...platform.files.known.values()].find((candidate) => candidate.path === path);
  const token = request.headers.authorization?.match(/^Bearer (\S+)$/)?.[1];
  const entry = platform.journal.note({ kind: 'download', args: { path, token: token !== undefined } });
  const mayRead =
    file !== undefined &&
    token === file.team.botToken &&
    file.team.scopes.has('files:read') &&
    !file.team.revoked &&
    platform.files.visible(file);
  if (!mayRead) {
    platform.journal.complain('download-without-access', { path });
    entry.status = 302;
    response.writeHead(302, { location: `${platform.base}/?redir=${encodeURIComponent(path)}` }).end();
    return;
  }
  if (platform.files.redirects) {
    entry.status = 302;
    const elsewhere = platform.base.replace('127.0.0.1', 'localhost');
    response.writeHead(302, { location: `${elsewhere}/cdn/${file.id}` }).end();
    return;
  }
  entry.status = 200;
  send(file, response);
}

export function serveElsewhere(
  platform: Platform,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
): void {
  const file = platform.files.known.get(id);
  platform.journal.note({ kind: 'cdn', args: { id } });
  if (request.headers.authorization) platform.journal.complain('token-sent-elsewhere', { id });
  if (file) send(file, response);
  else response.writeHead(403).end();
}

function send(file: StoredFile, response: ServerResponse): void {
  const bytes = file.bytes ?? Buffer.alloc(0);
  response.writeHead(200, { 'content-type': file.servedAs, 'content-length': bytes.length }).end(bytes);
}

export async function takeUpload(
  platform: Platform,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const file = [...platform.files.known.values()].find((candidate) => candidate.uploadPath === path);
  const body = await readBody(request);
  platform.journal.note({ kind: 'upload', args: { file: file?.id, bytes: body.length } });
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  const type = request.headers['content-type'] ?? '';
  file.bytes = type.startsWith('multipart/form-data') ? await partOf(body, type) : body;
  response.writeHead(200).end(`OK - ${file.bytes.length}`);
}

async function partOf(body: Buffer, type: string): Promise<Buffer> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return Buffer.alloc(0);
}
