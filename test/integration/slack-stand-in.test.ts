import { App, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Slack, startSlack } from '../servers/slack/slack.ts';
import { until } from '../support/temporary.ts';

describe('the Slack that the tests talk to', () => {
  let slack: Slack;
  let app: App;

  beforeEach(async () => {
    slack = await startSlack();
    app = new App({
      token: slack.team.botToken,
      appToken: slack.platform.appToken,
      socketMode: true,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: slack.apiUrl },
    });
  });
  afterEach(async () => {
    await app.stop();
    await slack.stop();
  });

  it('lets an unmodified bolt hear a command, open a dialog and read what was filled in', async () => {
    app.command('/setup', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'setup',
          title: { type: 'plain_text', text: 'Setup' },
          submit: { type: 'plain_text', text: 'Go' },
          blocks: [
            {
              type: 'input',
              block_id: 'role',
              label: { type: 'plain_text', text: 'Role' },
              element: { type: 'plain_text_input', action_id: 'value' },
            },
          ],
        },
      });
    });
    app.view('setup', async ({ ack, view, client, body }) => {
      await ack();
      await client.chat.postMessage({
        channel: body.user.id,
        text: `Role: ${view.state.values.role?.value?.value}`,
      });
    });
    await app.start();
    const alice = slack.person('alice');
    const delivery = await alice.slash('/setup');
    expect(delivery.outcome?.status).toBe('acknowledged');
    await until(() => alice.modal);
    expect(await alice.submit({ role: '' })).toEqual({ role: 'required' });
    expect(await alice.submit({ role: 'backend' })).toBeNull();
    await until(() => alice.answers('dm').find((message) => message.text === 'Role: backend'));
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('refuses blocks that Slack refuses, and says where', async () => {
    await app.start();
    const post = (text: string) =>
      app.client.chat.postMessage({
        channel: '#general',
        text: 'x',
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
      });
    await expect(post('a'.repeat(3001))).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        errors: ['must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
      },
    });
    await expect(post('a'.repeat(3000))).resolves.toMatchObject({ ok: true });
  });

  it('sends an event again that nobody acknowledged', async () => {
    const heard: number[] = [];
    app.event('message', async ({ context }) => void heard.push(context.retryNum ?? 0));
    const alice = slack.person('alice');
    const sent = await alice.message('dm', 'hello');
    expect(sent.deliveries[0]?.outcome?.status).toBe('no-connection');
    await app.start();
    await sent.deliveries[0]?.final;
    expect(heard).toEqual([sent.deliveries[0] ? sent.deliveries[0].attempts - 1 : -1]);
  });
});
