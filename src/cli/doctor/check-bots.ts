import { z } from 'zod';
import { discordInvite } from '../../bots/discord/permissions.ts';
import { sayWrongToken } from '../../bots/slack/tokens.ts';
import type { Config } from '../../config.ts';
import type { Check } from './check.ts';

export function checkBots(config: Config): Check[] {
  const wrongToken = sayWrongToken(config);
  const slackWhole = config.SLACK_APP_TOKEN !== undefined || config.SLACK_SIGNING_SECRET !== undefined;
  return [
    wrongToken !== null
      ? { name: 'slack', status: 'fail', detail: wrongToken, fix: 'docs/slack.md says where each token is.' }
      : config.SLACK_BOT_TOKEN === undefined
        ? {
            name: 'slack',
            status: 'warn',
            detail: 'Not configured.',
            fix: 'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; docs/slack.md says how to get them.',
          }
        : {
            name: 'slack',
            status: slackWhole ? 'ok' : 'fail',
            detail: slackWhole
              ? 'Tokens are set.'
              : 'SLACK_BOT_TOKEN is set, but nothing to receive events with.',
            ...(slackWhole
              ? {}
              : { fix: 'Set SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET and PORT (HTTP).' }),
          },
    { name: 'terminal', status: 'ok', detail: 'Always there: greenroom practice' },
  ];
}

/** Asks Discord whose token it is; where Discord cannot be reached, the token itself tells: it begins with the id in base 64. */
export async function checkDiscord(config: Config): Promise<Check> {
  const name = 'discord';
  const token = config.DISCORD_TOKEN;
  if (token === undefined)
    return {
      name,
      status: 'warn',
      detail: 'Not configured.',
      fix: 'Set DISCORD_TOKEN; docs/discord.md says how to get one.',
    };
  const again = 'Copy the token again from the Bot page of your application.';
  try {
    const reply = await fetch(`${config.DISCORD_API_URL ?? 'https://discord.com/api'}/v10/applications/@me`, {
      headers: { authorization: `Bot ${token}` },
      signal: AbortSignal.timeout(3_000),
    });
    if (reply.status === 401)
      return { name, status: 'fail', detail: 'Discord refuses DISCORD_TOKEN.', fix: again };
    const application = z.object({ id: z.string().regex(/^\d+$/) }).safeParse(await reply.json());
    if (application.success)
      return {
        name,
        status: 'ok',
        detail: `The token works. Invite the bot with ${discordInvite(application.data.id)}`,
      };
  } catch {
    // Discord cannot be reached from here now, which says nothing about the token.
  }
  const id = Buffer.from(token.split('.')[0] ?? '', 'base64').toString();
  if (/^\d{15,21}$/.test(id))
    return {
      name,
      status: 'ok',
      detail: `A token is set; Discord was not reached. Invite the bot with ${discordInvite(id)}`,
    };
  return config.DISCORD_API_URL === undefined
    ? { name, status: 'fail', detail: 'DISCORD_TOKEN does not look like a bot token.', fix: again }
    : {
        name,
        status: 'warn',
        detail: 'A token is set, but DISCORD_API_URL does not answer.',
        fix: 'Check DISCORD_API_URL.',
      };
}
