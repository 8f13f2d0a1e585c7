import { expect, it } from 'vitest';
import { decodeAudio } from '../../src/bots/audio/decode-audio.ts';
import type { Speaker } from '../../src/models/ports.ts';
import { elementsOf } from '../servers/slack/protocol.ts';
import { runningSlackBot, type SlackBotOptions, textOf } from '../support/slack-bot.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

/** A voice that hums a second for each sentence, and notes what it was told, and how. */
function hummingSpeaker() {
  const told: { sentence: string; voice: string | null; rate: number }[] = [];
  const speaker: Speaker = {
    ...{ name: 'humming', voices: ['deep', 'high'] },
    async say(sentence, { voice = null, rate = 1 } = {}) {
      told.push({ sentence, voice, rate });
      return Int16Array.from({ length: 48_000 }, (_, index) => 6_000 * Math.sin(index / 20));
    },
    close: async () => undefined,
  };
  return { speaker, told };
}

/** Alice is asked a question, in her direct messages. */
async function asked(options: SlackBotOptions = {}) {
  const environment = { GREENROOM_DATA: temporaryFolder() };
  const bot = await runningSlackBot({ ...options, environment });
  await bot.start();
  const { slack } = bot;
  const alice = slack.person('alice');
  await alice.message('dm', 'start cooking junior 1');
  const question = await bot.shown(alice.directMessages, /Question 1 of 1/);
  const clips = () =>
    alice
      .answers('dm')
      .flatMap(({ files = [] }) => files)
      .filter(({ name }) => String(name).endsWith('.m4a'));
  const told = (what: RegExp) => until(() => alice.ephemerals.find((one) => what.test(textOf(one))));
  const listen = () => alice.click('greenroom:listen', question);
  return { bot, slack, alice, question, clips, told, listen };
}

it('speaks a question on Slack for whoever asks, once, in a format that every client plays', async () => {
  const { speaker, told: spoken } = hummingSpeaker();
  const { bot, slack, alice, clips, listen } = await asked({ speaker });
  await Promise.all([listen(), listen()]);
  await until(() => clips().length > 0);
  await bot.shown(alice.directMessages, /has been posted here already/);
  await listen();
  const [clip, ...others] = clips();
  expect(others).toEqual([]);
  const bytes = slack.platform.files.known.get(String(clip?.id))?.bytes ?? Buffer.alloc(0);
  expect(bytes.subarray(4, 8).toString('latin1')).toBe('ftyp');
  const { durationMs } = await decodeAudio(bytes, { maxSeconds: 60, maxBytes: 1e7 });
  expect(durationMs / 1_000).toBeCloseTo(spoken.length, 0);
  expect(slack.journal.anomalies).toEqual([]);
});

it('posts it once although the answer to the upload is lost and the program starts anew', async () => {
  const { speaker } = hummingSpeaker();
  const { bot, slack, clips, listen } = await asked({ speaker });
  slack.faults.add({ method: 'files.completeUploadExternal', what: { type: 'drop' }, afterwards: true });
  await listen();
  await until(() => clips().length > 0);
  await bot.halt();
  await bot.start();
  const before = slack.journal.calls('conversations.history').length;
  await listen();
  await until(() => slack.journal.calls('conversations.history').length > before);
  await bot.halt();
  expect(clips()).toHaveLength(1);
});

it('speaks to one person alone as they chose, and erases the clip with everything about them', async () => {
  const { speaker, told: spoken } = hummingSpeaker();
  const { slack, alice, clips, told, listen } = await asked({ speaker });
  await alice.slash('/preferences', 'voice=deep speech-rate=120');
  await told(/voice: deep/);
  await listen();
  await until(() => clips().length > 0);
  expect(spoken.at(-1)).toMatchObject({ voice: 'deep', rate: 1.2 });
  await alice.slash('/preferences', 'voice=default speech-rate=100');
  await told(/voice: as set for the place/);
  await alice.slash('/privacy', 'forget');
  await alice.click('greenroom:forget-all', await told(/Erase everything about/));
  await until(() => clips().length === 0 && slack.platform.files.known.size === 0);
});

it('offers nothing to hear where there is no voice', async () => {
  const { question } = await asked();
  const actions = elementsOf(question.blocks).map(({ element }) => element.action_id);
  expect(actions).toContain('greenroom:repeat');
  expect(actions).not.toContain('greenroom:listen');
});
