import { describe, expect, it, onTestFinished } from 'vitest';
import { startDiscord } from '../servers/discord/discord.ts';
import { acknowledgeMsElsewhere } from '../servers/served-time.ts';
import { emitEvent } from '../servers/slack/events.ts';
import { startSlack } from '../servers/slack/slack.ts';
import { startCommand } from '../support/command-line.ts';
import { failureOf } from '../support/failure-of.ts';
import { runningSlackBot } from '../support/slack-bot.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

describe('the tokens of Slack', () => {
  it.each([
    [
      'the bot token is refused',
      { SLACK_BOT_TOKEN: 'xoxb-wrong' },
      /^Slack refuses SLACK_BOT_TOKEN \(invalid_auth\)/,
    ],
    [
      'the app token is refused',
      { SLACK_APP_TOKEN: 'xapp-wrong' },
      /^Slack refuses SLACK_APP_TOKEN \(invalid_auth\)/,
    ],
    [
      'the bot token is of another kind',
      { SLACK_BOT_TOKEN: 'xoxp-1' },
      /^SLACK_BOT_TOKEN is not a bot token/,
    ],
    [
      'the app token is of another kind',
      { SLACK_APP_TOKEN: 'xoxb-1' },
      /^SLACK_APP_TOKEN is not an app-level/,
    ],
    [
      'both are refused',
      { SLACK_BOT_TOKEN: 'xoxb-wrong', SLACK_APP_TOKEN: 'xapp-wrong' },
      /^Slack refuses SLACK_BOT_TOKEN and SLACK_APP_TOKEN/,
    ],
    [
      'both are of another kind',
      { SLACK_BOT_TOKEN: 'xoxp-1', SLACK_APP_TOKEN: 'xoxb-1' },
      /^SLACK_BOT_TOKEN is not a bot token, and SLACK_APP_TOKEN is not an app-level/,
    ],
    [
      'they are swapped',
      { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' },
      /^SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped/,
    ],
  ])('end the bot with one sentence that names the setting when %s', async (_, environment, sentence) => {
    const bot = await runningSlackBot({ environment });
    expect((await failureOf(bot.start()))?.sentence).toMatch(sentence);
  });

  it('end the bot when the app token is revoked while it runs', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    bot.slack.faults.add({
      method: 'apps.connections.open',
      what: { type: 'error', error: 'token_revoked' },
      times: 9,
    });
    bot.slack.socket.kill();
    expect((await failureOf(bot.ended()))?.sentence).toMatch(
      /^Slack refuses SLACK_APP_TOKEN \(token_revoked\)/,
    );
  });

  it.each(['socket', 'http'] as const)(
    'end the bot when the bot token is revoked while it runs, and an interview goes on with the next one (%s)',
    async (mode) => {
      const folder = temporaryFolder();
      const bot = await runningSlackBot({ mode, folder });
      await bot.start();
      const alice = bot.slack.person('alice');
      await alice.message('dm', 'start cooking junior 1');
      await bot.shown(alice.directMessages, /Question 1 of 1/);
      await alice.message('dm', 'I boil the water.');
      bot.slack.team.revoked = true;
      await alice.message('dm', 'done');
      expect((await failureOf(bot.ended()))?.sentence).toMatch(
        /^Slack refuses SLACK_BOT_TOKEN \(token_revoked\); install the app again/,
      );
      bot.slack.team.revoked = false;
      await bot.start();
      await bot.shown(alice.directMessages, /64 of 100 ·/);
    },
  );

  it.each([{ type: 'app_uninstalled' }, { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U1'] } }])(
    'end the bot when Slack says that the app was removed ($type)',
    async (event) => {
      const bot = await runningSlackBot();
      await bot.start();
      emitEvent(bot.slack.platform, bot.slack.team, event);
      expect((await failureOf(bot.ended()))?.sentence).toMatch(
        /^The app was removed from the Slack workspace; install it again/,
      );
    },
  );

  it('are not affected when a user revokes their own token', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const tokens = { oauth: ['U1'], bot: [] };
    await emitEvent(bot.slack.platform, bot.slack.team, { type: 'tokens_revoked', tokens }).final;
    const alice = bot.slack.person('alice');
    await alice.message('dm', 'help');
    await bot.shown(alice.directMessages, /How this works/);
  });

  it('end the program with one sentence when there is no other bot', async () => {
    const { slack, said, ended } = await begun();
    await revokeToken(slack);
    expect((await ended).code).toBe(1);
    expect(sentencesOf(said)).toEqual([refusal]);
  });

  it('leave the Discord bot running when Slack refuses them', async () => {
    const discord = await startDiscord({
      acknowledgeMs: acknowledgeMsElsewhere,
      users: ['alice'],
      guilds: [{ name: 'Study group', owner: 'alice' }],
    });
    onTestFinished(() => discord.stop());
    const { slack, child, said, ended } = await begun(discord.environment);
    await discord.until('the commands', () => discord.world.commands.global.size > 0);
    await revokeToken(slack);
    await until(() => sentencesOf(said).length > 0);
    const reply = await discord.person('alice').slash('help').reply();
    expect(JSON.stringify(reply)).toContain('How this works');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(sentencesOf(said)).toEqual([refusal]);
  });
});

const refusal =
  'greenroom: Slack refuses SLACK_BOT_TOKEN (token_revoked); install the app again and set it to the bot token, which begins with xoxb-.';

const sentencesOf = ({ stderr }: { stderr: string }) => stderr.match(/^greenroom: .*$/gm) ?? [];

/** The program as it is started, connected to Slack. */
async function begun(env: Record<string, string> = {}) {
  const slack = await startSlack({ acknowledgeMs: acknowledgeMsElsewhere });
  onTestFinished(() => slack.stop());
  const started = startCommand(['start'], {
    data: temporaryFolder(),
    env: {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.team.botToken,
      SLACK_APP_TOKEN: slack.platform.appToken,
      MODELS: 'none',
      ...env,
    },
  });
  await until(() => slack.socket.connections() > 0);
  return { slack, ...started };
}

async function revokeToken(slack: Awaited<ReturnType<typeof startSlack>>): Promise<void> {
  slack.team.revoked = true;
  await slack.person('alice').message('dm', 'help');
}
