import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createSocketReceiver, keepConnected } from '../../src/bots/slack/connection/socket-mode.ts';
import { startSlack } from '../servers/slack/slack.ts';
import { until } from '../support/temporary.ts';

const line = z.object({ msg: z.string(), failures: z.number().optional() });

/** A connection to a Slack of its own; `failuresAtOpening`: how many lines had failed each time that one was open. */
async function connected(options: { heldMs?: number } = {}, endsAtOnce = false) {
  const slack = await startSlack();
  onTestFinished(() => slack.stop());
  slack.socket.state.endsAtOnce = endsAtOnce;
  const lines: z.infer<typeof line>[] = [];
  const log = pino(
    { level: 'debug' },
    { write: (text: string) => void lines.push(line.parse(JSON.parse(text))) },
  );
  const receiver = createSocketReceiver(slack.platform.appToken, { slackApiUrl: slack.apiUrl, log });
  const stop = new AbortController();
  const connection = keepConnected(receiver, stop.signal, log, options);
  onTestFinished(async () => {
    stop.abort();
    await connection;
  });
  const failuresAtOpening = () =>
    lines.filter(({ msg }) => msg === 'Connected to Slack').map(({ failures }) => failures);
  return { slack, failuresAtOpening };
}

describe('the connection to Slack', () => {
  it('is opened more and more seldom where each one ends as soon as it is open', async () => {
    const { failuresAtOpening } = await connected({}, true);
    await until(() => failuresAtOpening().length === 3);
    expect(failuresAtOpening()).toEqual([0, 1, 2]);
  });

  it('is opened again at once after one that held', async () => {
    const { slack, failuresAtOpening } = await connected({ heldMs: 0 });
    for (const times of [1, 2, 3]) {
      await until(() => failuresAtOpening().length === times);
      await until(() => slack.socket.connections() === 1);
      slack.socket.kill();
    }
    await until(() => failuresAtOpening().length === 4);
    expect(failuresAtOpening()).toEqual([0, 0, 0, 0]);
  });
});
