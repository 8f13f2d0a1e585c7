/** The pages with which a workspace installs the app by itself (OAuth). */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { HttpContext } from '../../../http/open-http-server.ts';
import type { Log } from '../../../log.ts';
import type { Wording } from '../../../wording/wording.ts';
import { type ClientOptions, call, createWebClient } from '../client.ts';
import { loggable } from '../faults.ts';
import type { Workspaces } from './workspaces.ts';

export type InstallPages = {
  /** Sends somebody to Slack to choose a workspace. */
  begin(context: HttpContext): Response;
  /** Slack sends them back: the app is installed, or a page says why not. */
  finish(context: HttpContext): Promise<Response>;
};

export const installPath = '/slack/install';
/** Slack sends people back here; the app must list it as a redirect URL. */
export const callbackPath = '/slack/oauth_redirect';
const cookie = 'greenroom-install';
const stateLifeMs = 10 * 60_000;

export function createInstallPages(parts: {
  /** `client-id:client-secret`. */
  client: string;
  secretKey: string;
  options: ClientOptions;
  workspaces: Workspaces;
  log: Log;
  wording: Wording;
  now: () => Date;
}): InstallPages {
  const { client, secretKey, options, workspaces, log, now } = parts;
  const { say, locale } = parts.wording;
  const [clientId = '', clientSecret = ''] = client.split(':');
  const sign = (text: string) =>
    createHmac('sha256', secretKey).update(`install:${text}`).digest('base64url');

  /**
   * Valid for one browser and ten minutes: nobody can make somebody else finish an installation that they
   * started.
   */
  const makeState = () => {
    const text = `${now().getTime()}.${randomBytes(12).toString('base64url')}`;
    return `${text}.${sign(text)}`;
  };
  /** Each is valid for one installation. An expired one is refused anyway, so it is forgotten here. */
  const used = new Map<string, number>();
  const isValid = (state: string) => {
    const [at = '', nonce = '', signature = '', ...more] = state.split('.');
    if (more.length > 0 || used.has(state)) return false;
    const [given, expected] = [Buffer.from(signature), Buffer.from(sign(`${at}.${nonce}`))];
    const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
    return isSigned && now().getTime() - Number(at) < stateLifeMs;
  };

  function begin(context: HttpContext): Response {
    const state = makeState();
    const address = new URL('oauth/v2/authorize', siteOf(options.slackApiUrl));
    address.search = new URLSearchParams({
      client_id: clientId,
      scope: botScopes.join(','),
      state,
    }).toString();
    context.header(
      'set-cookie',
      `${cookie}=${state}; HttpOnly; Secure; SameSite=Lax; Path=/slack; Max-Age=600`,
    );
    return context.redirect(address.toString(), 302);
  }

  async function finish(context: HttpContext): Promise<Response> {
    const { searchParams } = new URL(context.req.url);
    const state = searchParams.get('state') ?? '';
    const code = searchParams.get('code') ?? '';
    const cookies = (context.req.header('cookie') ?? '').split(/;\s*/);
    if (!cookies.includes(`${cookie}=${state}`) || !isValid(state))
      return page(context, 400, say('slack.install.expired'));
    for (const [earlier, at] of used) if (now().getTime() - at > stateLifeMs) used.delete(earlier);
    used.set(state, now().getTime());
    if (code === '')
      return page(
        context,
        400,
        say(searchParams.has('error') ? 'slack.install.cancelled' : 'slack.install.expired'),
      );
    try {
      await workspaces.add(await exchange(code));
      return page(context, 200, say('slack.install.done'));
    } catch (error) {
      log.warn({ fault: loggable(error) }, 'A workspace could not install the app');
      return page(context, 502, say('slack.install.refused'));
    }
  }

  async function exchange(code: string) {
    const anonymous = createWebClient(undefined, options);
    const answer = await call(() =>
      anonymous.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, code }),
    );
    const { id, name, botToken, botUserId } = installed.parse(answer);
    const known = await call(() => createWebClient(botToken, options).auth.test());
    return { teamId: id, teamName: name, botUserId, botId: known.bot_id ?? '', botToken };
  }

  function page(context: HttpContext, status: 200 | 400 | 502, text: string): Response {
    const html = `<!doctype html><html lang="${locale}"><title>Greenroom</title><p>${text}</p></html>`;
    return context.body(html, status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'",
    });
  }

  return { begin, finish };
}

const named = z.object({ id: z.string(), name: z.string().default('') });
/** What was installed where: in a workspace or, on Enterprise Grid, in all of an organisation. */
const installed = z
  .object({
    access_token: z.string(),
    bot_user_id: z.string(),
    team: named.nullish(),
    enterprise: named.nullish(),
    is_enterprise_install: z.boolean().default(false),
  })
  .transform((answer, context) => {
    const place = answer.is_enterprise_install ? answer.enterprise : answer.team;
    if (!place) return context.addIssue('nothing was installed anywhere') ?? z.NEVER;
    return { ...place, botToken: answer.access_token, botUserId: answer.bot_user_id };
  });

/** `https://slack.com/` from `https://slack.com/api/`. */
const siteOf = (apiUrl = 'https://slack.com/api/') => apiUrl.replace(/api\/?$/, '');

/** The app's permissions in a workspace: the minimum for its calls and events, as in slack/manifest.yaml. */
export const botScopes = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'mpim:history',
  'mpim:read',
  'mpim:write',
  'users:read',
] as const;
