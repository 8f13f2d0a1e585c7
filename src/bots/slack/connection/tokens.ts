/**
 * Says which of the two tokens is wrong; if both are, it says so at once, so that nobody has to fix them one
 * by one.
 */
import type { Config } from '../../../config.ts';
import { CoachError, type FaultKey } from '../../../errors.ts';
import { type ClientOptions, createWebClient } from '../client.ts';
import { isTokenFault } from '../faults.ts';

type Tokens = Pick<Config, 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'>;

const isBotToken = (token: string) => /^(xoxe\.)?xoxb-/.test(token);
const isAppToken = (token: string) => token.startsWith('xapp-');

/**
 * Names the variable to change, judging only by how the tokens begin, without asking Slack; null if both look
 * right.
 */
export function wrongTokenIn({ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app }: Tokens): CoachError | null {
  const wrong = (fault: FaultKey) => new CoachError('bad_config', fault);
  if (bot !== undefined && app !== undefined && isAppToken(bot) && isBotToken(app))
    return wrong('fault.slack-tokens-swapped');
  const [isBotWrong, isAppWrong] = [
    bot !== undefined && !isBotToken(bot),
    app !== undefined && !isAppToken(app),
  ];
  if (isBotWrong && isAppWrong) return wrong('fault.slack-both-tokens-wrong');
  if (isBotWrong) return wrong('fault.slack-bot-token-wrong');
  if (isAppWrong) return wrong('fault.slack-app-token-wrong');
  return null;
}

/** What to say when Slack refuses the bot token: the app token is tried too, once. */
export async function bothRefused(
  error: unknown,
  appToken: string | undefined,
  options: ClientOptions,
): Promise<unknown> {
  const isRefused = error instanceof CoachError && error.fault === 'fault.slack-token-refused';
  if (!isRefused || appToken === undefined) return error;
  const tried = await createWebClient(appToken, options)
    .apps.connections.open({})
    .catch((cause: unknown) => cause);
  return isTokenFault(tried)
    ? new CoachError('bad_config', 'fault.slack-both-tokens-refused', {}, { cause: error })
    : error;
}
