/** The Web API: tokens, scopes, ordered faults, and the answers of the methods. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { appMethods } from './methods/app.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import { fileMethods } from './methods/files.ts';
import { viewMethods } from './methods/views.ts';
import type { Platform } from './platform.ts';
import { ApiError, type Fields, isFields } from './protocol.ts';
import type { Team } from './team.ts';

export type Call = { platform: Platform; team: Team; args: Fields; authorization: string };
export type Methods = Record<
  string,
  {
    /** Any one of them is enough; none for methods that every bot may call. */
    scopes?: readonly string[];
    /** Default a bot token. */
    token?: 'bot' | 'app' | 'none';
    run(call: Call): Fields;
  }
>;

const methods: Methods = {
  ...appMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...viewMethods,
};

export async function answerCall(
  platform: Platform,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const args = readArguments(await readBody(request), request.headers['content-type'] ?? '');
  const authorization = request.headers.authorization ?? '';
  const token = authorization.match(/^Bearer (\S+)$/)?.[1];
  const teams = [...platform.teams.values()].filter((candidate) => candidate.botToken === token);
  // The token of an organisation is one for all its workspaces: each call says which of them it is about.
  const meant = teams.find(({ id }) => id === args.team_id);
  if (!meant && teams[0]?.byOrganisation && method !== 'auth.test')
    platform.journal.complain('no-workspace-named', method);
  const team = meant ?? teams[0];
  const entry = platform.journal.note({
    kind: 'api',
    method,
    args,
    token: team ? team.id : token === platform.appToken ? 'app' : token === undefined ? 'none' : 'unknown',
  });
  const reply = (status: number, body: Fields, headers: Record<string, string> = {}) => {
    entry.status = status;
    if (typeof body.error === 'string') entry.error = body.error;
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  };
  const answer = () => {
    try {
      return { ok: true, ...run(platform, method, { args, authorization, token, team }) };
    } catch (error) {
      if (error instanceof ApiError) return { ok: false, error: error.message, ...error.extra };
      throw error;
    }
  };
  const fault = platform.faults.take(method, args);
  if (!fault) return reply(200, answer());
  entry.fault = fault.what.type;
  if (fault.afterwards) answer();
  switch (fault.what.type) {
    case 'rate-limit':
      return reply(
        429,
        { ok: false, error: 'ratelimited' },
        { 'retry-after': String(fault.what.retryAfterSeconds) },
      );
    case 'error':
      return reply(200, { ok: false, error: fault.what.error });
    case 'status':
      return reply(fault.what.status, { ok: false, error: 'internal_error' });
    case 'drop':
      request.socket.destroy();
      return;
    case 'hang':
      return;
  }
}

function run(
  platform: Platform,
  name: string,
  call: { args: Fields; authorization: string; token: string | undefined; team: Team | undefined },
): Fields {
  const method = methods[name];
  if (!method) {
    platform.journal.complain('unknown-method', name);
    throw new ApiError('unknown_method', { req_method: name });
  }
  const { args, authorization, token, team } = call;
  const anyTeam = [...platform.teams.values()][0];
  if (method.token === 'none' && anyTeam) return method.run({ platform, team: anyTeam, args, authorization });
  if (token === undefined) throw new ApiError('not_authed');
  if (method.token === 'app') {
    if (team) throw new ApiError('not_allowed_token_type');
    if (token !== platform.appToken || !anyTeam) throw new ApiError('invalid_auth');
    return method.run({ platform, team: anyTeam, args, authorization });
  }
  if (token === platform.appToken) throw new ApiError('not_allowed_token_type');
  if (!team) throw new ApiError('invalid_auth');
  if (team.revoked) throw new ApiError('token_revoked');
  if (method.scopes && !method.scopes.some((scope) => team.scopes.has(scope))) {
    throw new ApiError('missing_scope', {
      needed: method.scopes.join(','),
      provided: [...team.scopes].join(','),
    });
  }
  return method.run({ platform, team, args, authorization });
}

export async function readBody(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const jsonArguments = ['blocks', 'view', 'files', 'metadata', 'prompts'];

function readArguments(body: Buffer, type: string): Fields {
  if (type.startsWith('application/json')) {
    const parsed: unknown = JSON.parse(body.toString() || '{}');
    return isFields(parsed) ? parsed : {};
  }
  const args: Fields = Object.fromEntries(new URLSearchParams(body.toString()));
  for (const name of jsonArguments) {
    if (typeof args[name] === 'string') args[name] = JSON.parse(args[name]) as unknown;
  }
  return args;
}
