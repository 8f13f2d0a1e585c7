import { expect, it, onTestFinished } from 'vitest';
import { startSlack } from '../servers/slack/slack.ts';
import { startCommand } from '../support/command-line.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const nowhere = 'http://someone:hunter2@127.0.0.1:9/api';

it('keeps trying where neither platform can be reached, says so without passwords, and stops with code 0', async () => {
  const { child, said, ended } = startCommand(['start'], {
    data: temporaryFolder(),
    env: {
      MODELS: 'none',
      LOG_LEVEL: 'debug',
      DISCORD_TOKEN: 'a.b.c',
      DISCORD_API_URL: nowhere,
      SLACK_API_URL: `${nowhere}/`,
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
    },
  });
  await until(() => /greenroom: Slack cannot be reached.* I keep trying/.test(said.stderr));
  await until(() => /greenroom: Discord cannot be reached.* I keep trying/.test(said.stderr));
  await until(() => (said.stderr.match(/it begins again/g)?.length ?? 0) >= 3);
  expect(child.exitCode).toBeNull();
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, signal: null });
  expect(said.stderr).not.toContain('hunter2');
});

it('connects as soon as Slack can be reached', async () => {
  const slack = await startSlack();
  onTestFinished(() => slack.stop());
  slack.faults.add({ method: 'auth.test', what: { type: 'drop' }, times: 5 });
  const { child, said, ended } = startCommand(['start'], {
    data: temporaryFolder(),
    env: {
      MODELS: 'none',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.team.botToken,
      SLACK_APP_TOKEN: slack.platform.appToken,
    },
  });
  await until(() => slack.socket.connections() > 0);
  await until(() => said.stderr.includes('greenroom: Slack cannot be reached'));
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

it('stops with code 0 while a platform takes calls and never answers', async () => {
  const slack = await startSlack();
  onTestFinished(() => slack.stop());
  slack.faults.add({ method: 'auth.test', what: { type: 'hang' }, times: 9 });
  const { child, ended } = startCommand(['start'], {
    data: temporaryFolder(),
    env: {
      MODELS: 'none',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.team.botToken,
      SLACK_APP_TOKEN: slack.platform.appToken,
    },
  });
  await until(() => slack.journal.calls('auth.test').length > 0);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});
