import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { acknowledgeMsElsewhere } from '../servers/served-time.ts';
import type { Message } from '../servers/slack/protocol.ts';
import { type Slack, startSlack } from '../servers/slack/slack.ts';
import { textOf } from '../support/slack-bot.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

function startProgram(slack: Slack, folder: string): ChildProcess {
  const child = fork(fileURLToPath(new URL('../support/slack-child.ts', import.meta.url)), {
    env: {
      ...process.env,
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.team.botToken,
      SLACK_APP_TOKEN: slack.platform.appToken,
      DATABASE_URL: `sqlite:${join(folder, 'greenroom.db')}`,
      QUESTION_BANKS: fileURLToPath(new URL('../fixtures/bank/', import.meta.url)),
      FOLLOW_UP_DEPTH: '0',
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

it('goes on with an answer in Slack after the program was killed, and shows its card once', async () => {
  const slack = await startSlack({ acknowledgeMs: acknowledgeMsElsewhere });
  onTestFinished(() => slack.stop());
  const folder = temporaryFolder();
  const first = startProgram(slack, folder);
  await until(() => slack.socket.connections() > 0);
  const alice = slack.person('alice');
  // A program that has just started takes its time where others work beside it.
  const seen = (isIt: (message: Message) => boolean) => until(() => alice.answers('dm').find(isIt));
  await alice.message('dm', 'start cooking junior 1');
  await seen((message) => /Question 1 of 1/.test(textOf(message)));
  await alice.message('dm', 'First I boil the water.');
  // The card comes through, and the program dies before it hears so.
  slack.faults.add({
    method: 'chat.postMessage',
    what: { type: 'hang' },
    afterwards: true,
    when: ({ text }) => String(text).includes('64 of 100 ·'),
  });
  const done = await alice.message('dm', 'done');
  expect(done.deliveries[0]?.outcome?.status).toBe('acknowledged');
  await seen((message) => /64 of 100 ·/.test(textOf(message)));
  first.kill('SIGKILL');
  await once(first, 'exit');
  const before = slack.journal.of('socket').length;
  startProgram(slack, folder);
  await until(() => slack.journal.of('socket').length > before);
  await seen((message) => /How it went/.test(textOf(message)));
  const cards = alice.answers('dm').filter((message) => /64 of 100 ·/.test(textOf(message)));
  expect(cards).toHaveLength(1);
  // What Slack has to tell while no program is connected, it tells again later.
  expect(slack.journal.anomalies.filter(({ what }) => what !== 'not-acknowledged')).toEqual([]);
});
