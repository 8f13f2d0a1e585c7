import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openEspeak } from '../../src/models/speak/open-espeak.ts';
import { runningBot, textOf } from '../support/discord-bot.ts';
import { tone, wavFile } from '../support/sounds.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** A voice that hums whatever it is given, installed under the name of the real one; what it was given is kept. */
function installVoice(): string {
  const folder = temporaryFolder();
  const program = join(folder, 'espeak-ng');
  writeFileSync(join(folder, 'hum.wav'), wavFile(tone(1)));
  writeFileSync(program, `#!/bin/sh\ncat > "${folder}/said"\ncat "${folder}/hum.wav"\n`);
  chmodSync(program, 0o755);
  const before = process.env.PATH;
  process.env.PATH = `${folder}:${before}`;
  onTestFinished(() => {
    process.env.PATH = before;
  });
  return folder;
}

it('speaks a question into the voice channel when the server wants that and a voice is installed', async () => {
  installVoice();
  const bot = await runningBot({ speaker: openEspeak() });
  await bot.start();
  const { alice, carol, discord } = bot;
  expect(textOf(await carol.slash('settings', { 'speak-questions': true }).reply())).toContain(
    'spoken where',
  );
  alice.join('Interview');
  await alice
    .slash('interview start', { domain: 'cooking', level: 'junior', questions: 1, mode: 'voice' })
    .reply();
  await discord.until('the voice of the bot', () => discord.voice.packetsFromBot() > 40);
  expect(discord.violations()).toEqual([]);
});

it('says otherwise only that it listens, and speaks no question', async () => {
  const told: string[] = [];
  const hum = tone(1);
  const bot = await runningBot({
    speaker: {
      ...{ name: 'humming', voices: [] },
      async say(sentence) {
        told.push(sentence);
        return Int16Array.from(hum, (sample) => sample * 8_000);
      },
      close: async () => undefined,
    },
  });
  await bot.start();
  const { alice, discord } = bot;
  alice.join('Interview');
  await alice
    .slash('interview start', { domain: 'cooking', level: 'junior', questions: 1, mode: 'voice' })
    .reply();
  await bot.shown('Question 1 of 1');
  await discord.until('the notice to be heard', () => discord.voice.packetsFromBot() > 10);
  await alice.click('Agree').reply();
  await alice.speak('test/fixtures/audio/discord-short.ogg');
  await bot.shown('64 of 100');
  expect(told).toEqual(['I am listening now, only to people who have agreed.']);
});
