import { pino } from 'pino';
import { describe, expect, it, type TestContext } from 'vitest';
import type { CoachError } from '../../src/errors.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { tokenLifeMs } from '../servers/discord/interaction.ts';
import { permission } from '../servers/discord/protocol.ts';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { until } from '../support/temporary.ts';

const cooking = { domain: 'cooking', level: 'junior', questions: 1 };

type Finished = TestContext['onTestFinished'];
async function started(
  finished: Finished,
  options: Parameters<typeof runningBot>[0] = {},
): Promise<RunningBot> {
  const bot = await runningBot({ ...options, finished });
  await bot.start();
  return bot;
}
const closedDms = {
  discord: { users: [{ username: 'alice', dms: false }, 'bob', 'carol'] },
};

/** How the bot ended, with the sentence that its owner reads. */
const refusalOf = async (bot: RunningBot) =>
  await bot.ended().then(
    () => null,
    (error: CoachError) => ({ code: error.code, sentence: englishWording.fault(error) }),
  );

describe.concurrent('trouble with Discord', () => {
  it('says in one sentence that the token is wrong', async ({ onTestFinished }) => {
    const bot = await runningBot({
      finished: onTestFinished,
      environment: { DISCORD_TOKEN: 'not-the-token' },
    });
    await bot.start().catch(() => undefined);
    expect(await refusalOf(bot)).toMatchObject({
      code: 'bad_config',
      sentence: expect.stringContaining('DISCORD_TOKEN'),
    });
  });

  it('says in one sentence that Discord cannot be reached', async ({ onTestFinished }) => {
    const bot = await runningBot({
      finished: onTestFinished,
      environment: { DISCORD_API_URL: 'http://127.0.0.1:9/api' },
    });
    await bot.start().catch(() => undefined);
    expect(await refusalOf(bot)).toMatchObject({
      code: 'network',
      sentence: 'Discord cannot be reached at http://127.0.0.1:9/api; check the network and DISCORD_API_URL.',
    });
  });

  it('ends with that sentence when the token is revoked while it runs', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished);
    bot.discord.gateway.closeWith(4004);
    expect(await refusalOf(bot)).toMatchObject({
      code: 'bad_config',
      sentence: expect.stringContaining('DISCORD_TOKEN'),
    });
  });

  it.for([
    [4014, /refuses an intent/],
    [4013, /does not know an intent/],
  ] as const)(
    'says so in one sentence when an intent is refused with %i',
    async ([code, sentence], { onTestFinished }) => {
      const bot = await started(onTestFinished);
      bot.discord.gateway.closeWith(code);
      expect(await refusalOf(bot)).toMatchObject({
        code: 'bad_config',
        sentence: expect.stringMatching(sentence),
      });
    },
  );

  it('registers its commands only when they differ', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished);
    await bot.halt();
    await bot.start();
    await bot.alice.slash('help').reply();
    const puts = bot.discord.rest.requests.filter(
      ({ method, path }) => method === 'PUT' && path.endsWith('/commands'),
    );
    expect(puts).toHaveLength(1);
    const commands = [...bot.discord.world.commands.global.values()];
    const interview = commands.find((command) => command.name === 'interview');
    expect(Object.keys(interview?.name_localizations ?? {}).sort()).toEqual(['de', 'es-419', 'es-ES', 'fr']);
  });

  it('registers them in one server when that is asked for, and takes back what was registered everywhere', async ({
    onTestFinished,
  }) => {
    const bot = await runningBot({ finished: onTestFinished, inOneServer: true });
    const { commands } = bot.discord.world;
    commands.global.set('1', {
      id: '1',
      application_id: '1',
      name: 'help',
      description: 'Old',
      version: '1',
    });
    await bot.start();
    await bot.discord.until('the old command to go', () => commands.global.size === 0);
    expect(commands.guild.get(bot.discord.world.guild().id)?.size).toBeGreaterThan(10);
    await bot.alice.slash('help').reply();
  });

  it('says that it is not in the server that its commands belong to', async ({ onTestFinished }) => {
    const bot = await runningBot({
      finished: onTestFinished,
      environment: { DISCORD_GUILD_ID: '123456789012345678' },
    });
    await bot.start().catch(() => undefined);
    expect(await refusalOf(bot)).toMatchObject({ sentence: expect.stringContaining('DISCORD_GUILD_ID') });
  });

  it('goes on when its commands cannot be registered yet', async ({ onTestFinished }) => {
    const bot = await runningBot({ finished: onTestFinished });
    bot.discord.rest.fail({ match: /GET .*commands/, status: 503, times: 4 });
    await bot.start();
    await bot.alice.slash('help').reply();
  });

  it('logs a command that it answered too late, and sends the result by direct message', async ({
    onTestFinished,
  }) => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const bot = await started(onTestFinished, { log });
    bot.discord.rest.fail({ match: /callback/, status: 200, delayMs: 3100 });
    bot.alice.slash('help');
    await bot.discord.until('the help', () => bot.alice.directMessages().length > 0);
    expect(lines.join()).toContain('acknowledged too late');
  });

  it('stays in the channel when direct messages are closed, and shows the feedback to its author alone', async ({
    onTestFinished,
  }) => {
    const bot = await started(onTestFinished, closedDms);
    const { alice, discord } = bot;
    const reply = await alice.slash('interview start', cooking).reply();
    expect(textOf(reply)).toContain('direct messages are closed');
    await bot.shown('Question 1 of 1');
    const press = alice.click('Answer');
    await press.modalShown();
    alice.submitModal(press, { answer: 'I salt the water.' });
    const card = await bot.shown('64 of 100');
    expect(card.flags & 64).toBe(64);
    expect(bot.bob.messagesIn('general').some((message) => textOf(message).includes('64 of 100'))).toBe(
      false,
    );
    expect(discord.violations()).toEqual([]);
  });

  it('says what to do when direct messages are closed and somebody else practises in the channel', async ({
    onTestFinished,
  }) => {
    const bot = await started(onTestFinished, closedDms);
    const { alice, bob, carol } = bot;
    await bob.slash('interview start', { ...cooking, private: false }).reply();
    await bot.shown('Question 1 of 1');
    expect(textOf(await alice.slash('interview start', cooking).reply())).toContain(
      'Your direct messages are closed to me, and in #general somebody else’s interview is running; open them',
    );
    expect(textOf(await carol.slash('interview start', { ...cooking, private: false }).reply())).toContain(
      'Somebody else’s interview is running in #general; wait until it ends',
    );
    expect(textOf(await bob.slash('interview start', { ...cooking, private: false }).reply())).toContain(
      'An interview is already running here. Stop it',
    );
  });

  it('offers a button when direct messages are closed and the interaction is too old to be used', async ({
    onTestFinished,
  }) => {
    let release = () => {};
    const judged = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bot = await started(onTestFinished, {
      ...closedDms,
      evaluator: scriptedEvaluator(async () => {
        await judged;
        return { overall: 64 };
      }),
    });
    const { alice, discord } = bot;
    await alice.slash('interview start', cooking).reply();
    await bot.shown('Question 1 of 1');
    const press = alice.click('Answer');
    await press.modalShown();
    await alice.submitModal(press, { answer: 'I salt the water.' }).reply();
    discord.world.skewMs = tokenLifeMs + 1000;
    release();
    const pointer = await bot.shown('Your feedback is ready');
    expect(textOf(pointer)).not.toContain('64 of 100');
    discord.world.skewMs = 0;
    expect(textOf(await alice.click('Show').reply())).toContain('64 of 100');
  });

  it('posts a question once, whatever goes wrong on the way', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished);
    const { alice, discord } = bot;
    discord.rest.fail({ match: /POST .channels.\d+.messages/, status: 429, retryAfterSeconds: 0.2 });
    discord.rest.fail({ match: /POST .channels.\d+.messages/, status: 503, times: 2 });
    await alice.slash('interview start', { ...cooking, private: false }).reply();
    await bot.shown('Question 1 of 1');
    discord.rest.fail({ match: /POST .channels.\d+.messages/, status: 200, loseAnswer: true });
    await alice.click('Repeat').acknowledgement();
    await discord.until('the question again', () => questions(bot).length === 2);
    await alice.click('Stop').acknowledgement();
    await bot.shown('How it went');
    expect(questions(bot)).toHaveLength(2);
    expect(discord.violations()).toEqual([]);
  });

  it('ends the interview when its channel is deleted, and tells the person who started it', async ({
    onTestFinished,
  }) => {
    const trouble: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void trouble.push(line) });
    const bot = await started(onTestFinished, { log });
    await bot.alice.slash('interview start', { ...cooking, private: false }).reply();
    await bot.shown('Question 1 of 1');
    bot.discord.deleteChannel('general');
    await bot.discord.until('the message', () =>
      bot.alice.directMessages().some((one) => textOf(one).includes('its channel is gone or closed to me')),
    );
    expect(await bot.coach.context.interview.openSessions('discord')).toEqual([]);
    const { db } = bot.coach.store;
    await until(async () => {
      const jobs = await db.selectFrom('jobs').select(['queue', 'state']).execute();
      return jobs.every(({ queue, state }) => queue !== 'deliver:discord' || state !== 'waiting');
    });
    await bot.halt();
    // It is handled: the reader of the log has nothing to do.
    expect(trouble).toEqual([]);
  });

  it.for([
    ['viewChannel', 'View Channel'],
    ['sendMessages', 'Send Messages'],
    ['attachFiles', 'Attach Files'],
    ['readMessageHistory', 'Read Message History'],
  ] as const)(
    'names the permission that is missing for posting: %s',
    async ([name, shown], { onTestFinished }) => {
      const bot = await started(onTestFinished);
      bot.discord.overwrite('general', 'bot', { deny: permission[name] });
      await bot.discord.until('the change', () => true);
      const reply = await bot.alice.slash('interview start', { ...cooking, private: false }).reply();
      expect(textOf(reply)).toContain(`“${shown}”`);
    },
  );

  it('names what is missing in channels that were closed to it before it came', async ({
    onTestFinished,
  }) => {
    const bot = await runningBot({ finished: onTestFinished });
    bot.discord.overwrite('general', 'bot', { deny: permission.viewChannel });
    bot.discord.overwrite('Interview', 'bot', { deny: permission.viewChannel });
    await bot.start();
    const typed = await bot.alice.slash('interview start', { ...cooking, private: false }).reply();
    expect(textOf(typed)).toContain('“View Channel”');
    bot.alice.join('Interview');
    const spoken = await bot.alice.slash('interview start', { ...cooking, mode: 'voice' }).reply();
    expect(textOf(spoken)).toContain('“View Channel”');
  });

  it('shows what people write as they wrote it, and pings nobody', async ({ onTestFinished }) => {
    const nasty =
      '@everyone <@123> **bold** `code` [link](https://example.com) # title\n> quote </help:1> ||spoiler||';
    const bot = await started(onTestFinished, {
      evaluator: scriptedEvaluator((answer) => ({ overall: answer.text.length })),
    });
    const { alice, discord } = bot;
    const open = alice.slash('score');
    await open.modalShown();
    const given = alice.submitModal(open, { question: nasty, answer: nasty });
    await discord.until(
      'the feedback',
      () => given.original !== null && textOf(given.original).includes('of 100'),
    );
    const text = given.original ? textOf(given.original) : '';
    expect(text).toContain('\\*\\*bold\\*\\*');
    expect(text).not.toMatch(/(?<!\\)<@123>|@everyone|(?<!\\)\*\*bold|(?<!\\)`code|(?<!\\)\[link/);
    for (const { body } of discord.rest.requests)
      for (const one of [body, Object(body).data])
        if (one?.components && !one.title) expect(one.allowed_mentions).toEqual({ parse: [] });
  });

  it('writes nothing that people said, and no token, into its log', async ({ onTestFinished }) => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const bot = await started(onTestFinished, { log });
    await bot.alice.slash('interview start', cooking).reply();
    await bot.shown('Question 1 of 1');
    bot.discord.rest.fail({ match: /POST .channels.\d+.messages/, status: 503, times: 4 });
    bot.alice.say('My secret ingredient is zanzibar.', { dm: true });
    await bot.shown('64 of 100');
    await bot.halt();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toMatch(/zanzibar|test-bot-token|token-\d+/);
  });
});

describe('a rush on the Discord bot', () => {
  it('acknowledges every one of many commands at once in time', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished);
    const many = Array.from({ length: 60 }, (_, index) =>
      (index % 2 ? bot.alice : bot.bob).slash(index % 3 ? 'help' : 'interview status'),
    );
    await Promise.all(many.map((one) => one.reply()));
    expect(bot.discord.violations()).toEqual([]);
  });
});

const questions = (bot: RunningBot) =>
  bot.messages().filter((message) => textOf(message).includes('Question 1 of 1'));
