import type { IncomingMessage, ServerResponse } from 'node:http';
import { botMessage, putEphemeral, readContent } from './methods/chat.ts';
import type { Platform, ResponseUrl } from './platform.ts';
import { ApiError, type Fields, isFields, isTrue } from './protocol.ts';
import { readBody } from './web-api.ts';

/** An answer through a `response_url`. */
export async function takeResponse(
  platform: Platform,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const url = platform.responseUrls.get(path);
  let body: unknown = null;
  try {
    body = JSON.parse((await readBody(request)).toString());
  } catch {
    // Answered below.
  }
  const entry = platform.journal.note({ kind: 'response-url', args: isFields(body) ? body : {} });
  const end = (status: number, answer: Fields) => {
    entry.status = status;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
  const fault = platform.faults.take('response_url', isFields(body) ? body : {});
  if (fault?.what.type === 'status') return end(fault.what.status, { ok: false });
  if (!url || !isFields(body)) return end(404, { ok: false, error: 'no_such_url' });
  if (url.expiresAt < platform.clock.now()) {
    platform.journal.complain('response-url-expired', path);
    return end(404, { ok: false, error: 'expired_url' });
  }
  if (url.uses >= 5) {
    platform.journal.complain('response-url-overused', path);
    return end(404, { ok: false, error: 'used_url' });
  }
  try {
    applyResponse(platform, url, body);
    url.uses++;
    end(200, { ok: true });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    end(400, { ok: false, error: error.message, ...error.extra });
  }
}

/** What comes through a `response_url` or in the body of an acknowledgement. */
export function applyResponse(platform: Platform, url: ResponseUrl, body: Fields): void {
  const { team, target } = url;
  const list: unknown[] =
    target && 'is_ephemeral' in target ? team.ephemerals : (team.channels.get(url.channel)?.messages ?? []);
  if (isTrue(body.delete_original) && target) {
    list.splice(list.indexOf(target), 1);
    return;
  }
  const content = readContent(platform, body);
  if (isTrue(body.replace_original) && target) {
    delete target.blocks;
    Object.assign(target, content);
    return;
  }
  if (body.response_type === 'in_channel') botMessage(platform, team, url.channel, content);
  else putEphemeral(team, url.channel, url.user, content);
}
