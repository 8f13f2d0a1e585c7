/** Which of the two tokens is wrong, as far as their beginnings tell: nothing is asked of Slack. */
import type { Config } from '../../../config.ts';
import { CoachError, type FaultKey } from '../../../errors.ts';

type Tokens = Pick<Config, 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'>;

const isBotToken = (token: string) => /^(xoxe\.)?xoxb-/.test(token);
const isAppToken = (token: string) => token.startsWith('xapp-');

/** Names the variable to change; null where both begin as they should. */
export function wrongTokenIn({ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app }: Tokens): CoachError | null {
  const wrong = (fault: FaultKey) => new CoachError('bad_config', fault);
  if (bot !== undefined && app !== undefined && isAppToken(bot) && isBotToken(app))
    return wrong('fault.slack-tokens-swapped');
  if (bot !== undefined && !isBotToken(bot)) return wrong('fault.slack-bot-token-wrong');
  if (app !== undefined && !isAppToken(app)) return wrong('fault.slack-app-token-wrong');
  return null;
}
