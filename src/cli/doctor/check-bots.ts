import { z } from 'zod';
import { discordInvite } from '../../bots/discord/permissions.ts';
import { wrongTokenIn } from '../../bots/slack/connection/tokens.ts';
import type { Config } from '../../config.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Check } from './check.ts';

export function checkBots(config: Config, { say, fault }: Wording): Check[] {
  return [checkSlack(), { name: 'terminal', status: 'ok', detail: say('doctor.terminal.fine') }];

  function checkSlack(): Check {
    const name = 'slack';
    const wrongToken = wrongTokenIn(config);
    if (wrongToken !== null)
      return { name, status: 'fail', detail: fault(wrongToken), fix: say('doctor.slack.which-token') };
    if (config.SLACK_BOT_TOKEN === undefined)
      return {
        name,
        status: 'warn',
        detail: say('doctor.not-configured'),
        fix: say('doctor.slack.configure'),
      };
    if (config.SLACK_APP_TOKEN !== undefined || config.SLACK_SIGNING_SECRET !== undefined)
      return { name, status: 'ok', detail: say('doctor.slack.fine') };
    return {
      name,
      status: 'fail',
      detail: say('doctor.slack.no-events'),
      fix: say('doctor.slack.set-events'),
    };
  }
}

/**
 * Asks Discord whose token it is. If Discord cannot be reached, the token itself says so: it begins with the
 * id in base64.
 */
export async function checkDiscord(config: Config, { say }: Wording): Promise<Check> {
  const name = 'discord';
  const token = config.DISCORD_TOKEN;
  if (token === undefined)
    return {
      name,
      status: 'warn',
      detail: say('doctor.not-configured'),
      fix: say('doctor.discord.configure'),
    };
  const again = say('doctor.discord.copy-again');
  try {
    const reply = await fetch(`${config.DISCORD_API_URL ?? 'https://discord.com/api'}/v10/applications/@me`, {
      headers: { authorization: `Bot ${token}` },
      signal: AbortSignal.timeout(3_000),
    });
    if (reply.status === 401)
      return { name, status: 'fail', detail: say('doctor.discord.refused'), fix: again };
    const application = z.object({ id: z.string().regex(/^\d+$/) }).safeParse(await reply.json());
    if (application.success) {
      const invite = discordInvite(application.data.id);
      return { name, status: 'ok', detail: say('doctor.discord.fine', { invite }) };
    }
  } catch {
    // Discord cannot be reached from here, which says nothing about the token.
  }
  const id = Buffer.from(token.split('.')[0] ?? '', 'base64').toString();
  if (/^\d{15,21}$/.test(id))
    return {
      name,
      status: 'warn',
      detail: say('doctor.discord.unchecked', { invite: discordInvite(id) }),
      fix: say('doctor.discord.check-network'),
    };
  return config.DISCORD_API_URL === undefined
    ? { name, status: 'fail', detail: say('doctor.discord.no-token'), fix: again }
    : { name, status: 'warn', detail: say('doctor.discord.no-answer'), fix: say('doctor.discord.check-url') };
}
