/** Which of the two tokens is wrong, as far as their beginnings tell: nothing is asked of Slack. */
import type { Config } from '../../config.ts';

type Tokens = Pick<Config, 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'>;

const isBotToken = (token: string) => /^(xoxe\.)?xoxb-/.test(token);
const isAppToken = (token: string) => token.startsWith('xapp-');

/** One sentence that names the variable to change, or null where both begin as they should. */
export function sayWrongToken({ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app }: Tokens): string | null {
  if (bot !== undefined && app !== undefined && isAppToken(bot) && isBotToken(app))
    return 'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped; SLACK_BOT_TOKEN is the one that begins with xoxb-, SLACK_APP_TOKEN the one with xapp-.';
  if (bot !== undefined && !isBotToken(bot))
    return 'SLACK_BOT_TOKEN is not a bot token; set it to the one that begins with xoxb- (Install App).';
  if (app !== undefined && !isAppToken(app))
    return 'SLACK_APP_TOKEN is not an app-level token; set it to the one that begins with xapp- (Basic Information).';
  return null;
}
