import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { type Discord, startDiscord } from '../servers/discord/discord.ts';
import { acknowledgeMsElsewhere } from '../servers/served-time.ts';
import { textOf } from '../support/discord-bot.ts';
import { temporaryFolder } from '../support/temporary.ts';

const shortSpeech = 'test/fixtures/audio/discord-short.ogg';

/** The program in a process of its own, ready when its commands are. */
async function program(
  discord: Discord,
  folder: string,
): Promise<{ child: ChildProcess; heard: () => number }> {
  const child = fork(fileURLToPath(new URL('../support/discord-child.ts', import.meta.url)), {
    env: {
      ...process.env,
      ...discord.environment,
      DATABASE_URL: `sqlite:${folder}/greenroom.db`,
      FOLLOW_UP_DEPTH: '0',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let heard = 0;
  child.on('message', () => {
    heard++;
    discord.world.changed();
  });
  return { child, heard: () => heard };
}
const shows = (discord: Discord, what: string) => () =>
  discord.world.sent.some(({ message }) => message && textOf(message).includes(what));

it('continues after kill -9 in the middle of a spoken answer: speech before and after it counts', async () => {
  const discord = await startDiscord({
    acknowledgeMs: acknowledgeMsElsewhere,
    users: ['alice'],
    guilds: [{ name: 'Study group' }],
  });
  onTestFinished(() => discord.stop());
  const folder = temporaryFolder();
  const alice = discord.person('alice');
  const first = await program(discord, folder);
  await discord.until('the commands', () => discord.world.commands.global.size > 0);
  alice.join('Interview');
  await alice
    .slash('interview start', {
      domain: 'backend',
      level: 'junior',
      questions: 1,
      mode: 'voice',
      private: false,
    })
    .reply();
  await discord.until('the question', shows(discord, 'Question 1 of 1'));
  await alice.click('Agree').reply();
  await alice.speak(shortSpeech);
  await discord.until('the first half', () => first.heard() === 1);
  const cutOff = new AbortController();
  const saying = alice.speak(shortSpeech, { signal: cutOff.signal });
  first.child.kill('SIGKILL');
  cutOff.abort();
  await Promise.all([once(first.child, 'exit'), saying]);

  const second = await program(discord, folder);
  await discord.until('the return', shows(discord, 'say your last sentence again'));
  await discord.until('the connection', () => discord.voice.connected(discord.world.channel('Interview').id));
  await discord.until('to be heard', shows(discord, 'Listening to'));
  await alice.speak(shortSpeech);
  await discord.until('the second half', () => second.heard() >= 1);
  await alice.click('Done').acknowledgement();
  await discord.until('the feedback', shows(discord, '64 of 100'));
  const transcript = await alice.click('Transcript').reply();
  const file = transcript.attachments[0];
  const text = String(discord.world.files.get(new URL(file?.url ?? '').pathname)?.data);
  expect(text.match(/I said something/g)).toHaveLength(2);
  expect(discord.violations()).toEqual([]);
});
