/** Who the app is, its socket, its installation in a workspace, and the surface for assistants. */
import { randomUUID } from 'node:crypto';
import { ApiError, badArguments, isFields, needed } from '../protocol.ts';
import type { Methods } from '../web-api.ts';

export const appMethods: Methods = {
  'auth.test': {
    run: ({ team }) => ({
      url: 'https://simspace.slack.com/',
      team: team.name,
      user: 'greenroom',
      team_id: team.byOrganisation ? team.organisation?.id : team.id,
      ...(team.organisation && { enterprise_id: team.organisation.id }),
      user_id: team.botUser,
      bot_id: team.botId,
      is_enterprise_install: team.byOrganisation,
    }),
  },
  'apps.connections.open': {
    token: 'app',
    run({ platform }) {
      const ticket = randomUUID();
      platform.tickets.add(ticket);
      return { url: `${platform.base.replace('http:', 'ws:')}/link/?ticket=${ticket}` };
    },
  },
  'oauth.v2.access': {
    token: 'none',
    run({ platform, args, authorization }) {
      const [id, secret] = platform.client.split(':');
      const basic = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
      if ((args.client_id !== id || args.client_secret !== secret) && basic !== platform.client) {
        throw new ApiError('bad_client_secret');
      }
      const code = needed(args, 'code');
      const team = platform.installCodes.get(code);
      if (!team) throw new ApiError('invalid_code');
      platform.installCodes.delete(code);
      team.revoked = false;
      return {
        app_id: team.appId,
        access_token: team.botToken,
        token_type: 'bot',
        scope: [...team.scopes].join(','),
        bot_user_id: team.botUser,
        team: team.byOrganisation ? null : { id: team.id, name: team.name },
        enterprise: team.organisation && { id: team.organisation.id, name: team.organisation.name },
        authed_user: { id: [...team.users.keys()][1] },
        is_enterprise_install: team.byOrganisation,
      };
    },
  },
  'assistant.threads.setStatus': {
    scopes: ['assistant:write', 'chat:write'],
    run({ args }) {
      for (const name of ['channel_id', 'thread_ts']) needed(args, name);
      if (args.status === undefined) throw badArguments('missing required field: status');
      return {};
    },
  },
  'assistant.threads.setTitle': {
    scopes: ['assistant:write'],
    run({ args }) {
      for (const name of ['channel_id', 'thread_ts', 'title']) needed(args, name);
      return {};
    },
  },
  'assistant.threads.setSuggestedPrompts': {
    scopes: ['assistant:write'],
    run({ args }) {
      needed(args, 'channel_id');
      const prompts = args.prompts;
      const fits =
        Array.isArray(prompts) &&
        prompts.length > 0 &&
        prompts.length <= 4 &&
        prompts.every((prompt) => isFields(prompt) && prompt.title && prompt.message);
      if (!fits) throw badArguments('invalid prompts [json-pointer:/prompts]');
      return {};
    },
  },
};
