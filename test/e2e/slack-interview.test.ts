import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runningSlackBot, textOf } from '../support/slack-bot.ts';
import { until } from '../support/temporary.ts';

const sound = (name: string) => readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url));

describe.each(['socket', 'http'] as const)('an interview in Slack over %s', (mode) => {
  it('asks, takes several messages as one answer, scores it and sums up', async () => {
    const judged: string[] = [];
    const bot = await runningSlackBot({ mode });
    const { slack } = bot;
    await bot.start();
    const alice = slack.person('alice');
    const command = await alice.slash('/interview', 'start cooking junior 2');
    expect(command.outcome).toMatchObject({ status: 'acknowledged' });
    await until(() => alice.ephemerals.find((one) => /direct messages/.test(textOf(one))));

    await bot.shown(alice.directMessages, /Question 1 of 2/);
    await alice.message('dm', 'First I boil the water.');
    await alice.message('dm', 'Then I put the pasta in.');
    await alice.click('greenroom:done');
    const card = await bot.shown(alice.directMessages, /64 of 100/);
    expect(textOf(card)).toContain('Add a reason in one sentence.');

    await bot.shown(alice.directMessages, /Question 2 of 2/);
    await alice.message('dm', 'A pinch of salt.');
    await alice.message('dm', 'done');
    await bot.shown(alice.directMessages, /How it went/);
    const rows = await bot.coach.store.db
      .selectFrom('answers')
      .select('text')
      .orderBy('created_at')
      .execute();
    judged.push(...rows.map((row) => row.text ?? ''));
    expect(judged).toEqual(['First I boil the water.\nThen I put the pasta in.', 'A pinch of salt.']);
    expect(slack.journal.anomalies).toEqual([]);
    expect(slack.journal.notices).toEqual([]);
  });

  it.each([
    ['an MP4', 'short.m4a', { name: 'audio_message.m4a', mimetype: 'audio/mp4' }],
    ['a WebM', 'short.webm', { name: 'audio_message.webm', mimetype: 'audio/webm' }],
    [
      'an MP4 that calls itself WebM',
      'short.m4a',
      { name: 'audio_message.webm', mimetype: 'audio/webm', servedAs: 'video/mp4' },
    ],
    ['a clip of no type', 'short.webm', { name: 'clip', mimetype: '', servedAs: 'application/octet-stream' }],
    ['an uploaded MP3', 'short.mp3', { name: 'answer.mp3', mimetype: 'audio/mpeg', clip: false }],
    ['a file that is only named', 'short.m4a', { stub: true }],
  ])('takes %s as a whole answer', async (_, file, shape) => {
    const bot = await runningSlackBot({ mode });
    await bot.start();
    const alice = bot.slack.person('alice');
    await alice.message('dm', 'start cooking junior 1');
    await bot.shown(alice.directMessages, /Question 1 of 1/);
    await alice.file('dm', sound(file), shape);
    await bot.shown(alice.directMessages, /64 of 100/);
    expect(bot.heard.map((pcm) => pcm.length > 8_000)).toEqual([true]);
    expect(bot.slack.journal.anomalies).toEqual([]);
  });
});
