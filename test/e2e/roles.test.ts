import { expect, it, onTestFinished } from 'vitest';
import { startDiscord } from '../servers/discord/discord.ts';
import { acknowledgeMsElsewhere } from '../servers/served-time.ts';
import { textOf } from '../support/discord-bot.ts';
import { roleOf } from '../support/role-process.ts';
import { temporaryFolder } from '../support/temporary.ts';

async function studyGroup() {
  const discord = await startDiscord({
    acknowledgeMs: acknowledgeMsElsewhere,
    users: ['alice'],
    guilds: [{ name: 'Study group' }],
  });
  onTestFinished(() => discord.stop());
  const showing = (what: string) =>
    discord.world.sent.filter(
      ({ kind, message }) => kind === 'message' && message && textOf(message).includes(what),
    );
  const alice = discord.person('alice');
  return {
    discord,
    alice,
    folder: temporaryFolder(),
    showing,
    ready: () => discord.until('the commands', () => discord.world.commands.global.size > 0),
    shown: (what: string) => discord.until(what, () => showing(what).length > 0),
    async begin(): Promise<void> {
      await alice
        .slash('interview start', { domain: 'backend', level: 'junior', questions: 1, private: false })
        .reply();
      await discord.until('the question', () => showing('Question 1 of 1').length > 0);
    },
    async answer(): Promise<void> {
      const press = alice.click('Answer');
      await press.modalShown();
      await alice.submitModal(press, { answer: 'I would measure first.' }).reply();
    },
  };
}

it('a process for the platforms and one for the work hold an interview between them', async () => {
  const { discord, alice, folder, begin, answer, shown, showing, ready } = await studyGroup();
  roleOf(discord, 'bots', folder);
  await ready();
  const without = await alice.slash('models').reply();
  expect(textOf(without)).toContain('No worker is running');
  const worker = roleOf(discord, 'worker', folder);
  await begin();
  await answer();
  await shown('How it went');
  expect(worker.told('judging')).toBe(1);
  expect(showing('64 of 100 ·')).toHaveLength(1);
  expect(discord.violations()).toEqual([]);
});

it('an answer whose worker is killed while it is judged is judged by another one, and shown once', async () => {
  const { discord, folder, begin, answer, shown, showing, ready } = await studyGroup();
  roleOf(discord, 'bots', folder);
  const worker = roleOf(discord, 'worker', folder, { WORK_MS: '60000' });
  await ready();
  await begin();
  await answer();
  await discord.until('the judge', () => worker.told('judging') === 1);
  await worker.kill();
  roleOf(discord, 'worker', folder);
  await shown('How it went');
  expect(showing('64 of 100 ·')).toHaveLength(1);
});

it('a card that is due while no process talks to the platform is shown once by the next that does', async () => {
  const { discord, folder, begin, answer, shown, showing, ready } = await studyGroup();
  const bots = roleOf(discord, 'bots', folder);
  await ready();
  await begin();
  await answer();
  await bots.kill();
  const worker = roleOf(discord, 'worker', folder);
  await discord.until('the judge', () => worker.told('judging') === 1);
  roleOf(discord, 'bots', folder);
  await shown('How it went');
  expect(showing('64 of 100 ·')).toHaveLength(1);
});
