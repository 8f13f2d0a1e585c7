import { expect, it, onTestFinished } from 'vitest';
import { permission } from '../servers/discord/protocol.ts';
import { type BotOptions, type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { until } from '../support/temporary.ts';

const cooking = { domain: 'cooking', level: 'junior', questions: 1 };
const paste = Array.from({ length: 120 }, (_, line) => `Line ${line + 1}: I salt the water.`).join('\n\n');
const closedDms = { discord: { users: [{ username: 'alice', dms: false }, 'bob', 'carol'] } };

async function started(options: BotOptions = {}): Promise<RunningBot> {
  const bot = await runningBot(options);
  await bot.start();
  return bot;
}

/** A bot whose judge keeps what it is given to judge. */
async function judging(options: BotOptions = {}): Promise<{ bot: RunningBot; judged: string[] }> {
  const judged: string[] = [];
  const evaluator = scriptedEvaluator(({ text }) => {
    judged.push(text);
    return { overall: 64 };
  });
  return { bot: await started({ evaluator, ...options }), judged };
}

const nowIn = (bot: RunningBot, { id }: { id: string }): string =>
  bot
    .messages()
    .filter((message) => message.id === id)
    .map(textOf)
    .join();

it('takes the whole file that Discord makes of a long paste as the answer', async () => {
  const { bot, judged } = await judging();
  await bot.alice.slash('interview start', cooking).reply();
  await bot.shown('Question 1 of 1');
  bot.alice.sendFile({ name: 'message.txt', type: 'text/plain; charset=utf-8', data: paste }, { dm: true });
  await bot.shown('64 of 100');
  expect(judged).toEqual([paste]);
  expect(bot.discord.violations()).toEqual([]);
});

it('keeps the words sent with a picture, and says that it cannot use the picture', async () => {
  const { bot, judged } = await judging();
  await bot.alice.slash('interview start', cooking).reply();
  await bot.shown('Question 1 of 1');
  const picture = { name: 'pan.png', type: 'image/png', data: Buffer.from([137, 80, 78, 71]) };
  bot.alice.sendFile(picture, { dm: true, content: 'I salt the water.' });
  await bot.shown('pan.png');
  await bot.shown('64 of 100');
  expect(judged).toEqual(['I salt the water.']);
});

it('tells the owner in private and pauses when it may no longer write in the channel', async () => {
  const bot = await started();
  await bot.alice.slash('interview start', { ...cooking, questions: 2, private: false }).reply();
  await bot.shown('Question 1 of 2');
  bot.discord.overwrite('general', 'bot', { deny: permission.sendMessages });
  await bot.alice.slash('interview skip').reply();
  await bot.discord.until('a word to the owner', () =>
    bot.alice.directMessages().some((message) => textOf(message).includes('#general')),
  );
  await until(async () => {
    const [session] = await bot.coach.context.interview.openSessions('discord');
    return session?.state === 'paused';
  });
});

it('never quotes a private answer in the channel when direct messages are closed', async () => {
  const usual = scriptedEvaluator(() => ({ overall: 64, aimedAt: 'the spice' }));
  const bot = await started({
    ...closedDms,
    environment: { FOLLOW_UP_DEPTH: '1' },
    evaluator: {
      ...usual,
      evaluate: async (answer) => {
        const judged = await usual.evaluate(answer);
        const followUp = {
          text: 'You said “I add saffron.” Why is that?',
          source: 'template' as const,
          aimedAt: 'vague' as const,
          ask: 'Why is that?',
          lead: 0,
          quote: 'I add saffron.',
        };
        return { ...judged, evaluation: { ...judged.evaluation, followUp } };
      },
    },
  });
  const { alice, bob } = bot;
  await alice.slash('interview start', cooking).reply();
  await bot.shown('Question 1 of 1');
  const press = alice.click('Answer');
  await press.modalShown();
  alice.submitModal(press, { answer: 'I add saffron.' });
  await bot.discord.until('the follow-up', () =>
    bob.messagesIn('general').some((message) => textOf(message).includes('Why is that?')),
  );
  expect(bob.messagesIn('general').map(textOf).join()).not.toContain('saffron');
});

it('redraws public results without a person who had everything erased', async () => {
  const bot = await started();
  const { alice, bob, discord } = bot;
  await alice.slash('interview start', { ...cooking, style: 'everyone', private: false }).reply();
  await bot.shown('Question 1 of 1');
  for (const person of [bob, alice])
    person.say(`<@${discord.world.bot.id}> I salt the water.`, { channel: 'general' });
  const results = await bot.shown(/Results of question 1(.|\n)*64 of 100(.|\n)*64 of 100/);
  // One for everyone in the channel, besides the one that each person gets.
  await bot.shown(/How it went\n<@/);
  await alice.slash('privacy forget').reply();
  await alice.click('Erase everything').reply();
  await until(() => !nowIn(bot, results).includes(`<@${alice.id}>`));
  expect(nowIn(bot, results)).toContain(`<@${bob.id}>: 64 of 100`);
  expect(bot.messages().map(textOf).join()).not.toMatch(new RegExp(`<@${alice.id}>: .*64`));
  expect(bot.messages().map(textOf).join()).not.toContain('[object');
  expect(discord.violations()).toEqual([]);
});

it('offers no follow-up on a card that closes, and judges one from a card as the interview would', async () => {
  const questions: string[] = [];
  const evaluator = scriptedEvaluator(({ question }) => {
    questions.push(question.text);
    return questions.length === 1 ? { overall: 64, aimedAt: 'the water' } : { overall: 91 };
  });
  const bot = await started({ evaluator });
  const { alice } = bot;
  await alice.slash('interview start', cooking).reply();
  await bot.shown('Question 1 of 1');
  alice.say('I salt the water.', { dm: true });
  const press = alice.click('Answer follow-up', await bot.shown('64 of 100'));
  await press.modalShown();
  alice.submitModal(press, { answer: 'Because it tastes good.' });
  const closing = await bot.shown('91 of 100');
  expect(questions[1]).toContain('What about the water?');
  expect(textOf(closing)).not.toContain('Answer follow-up');
});

it('lets the last answer of a hot seat be rated, and shows the median beside its score', async () => {
  const bot = await started();
  const { alice, bob, discord } = bot;
  await alice.slash('interview start', { ...cooking, style: 'hot-seat', private: false }).reply();
  const question = await bot.shown('Question 1 of 1');
  const press = alice.click('Answer', question);
  await press.modalShown();
  alice.submitModal(press, { answer: 'I salt the water.' });
  await bot.shown('How it went');
  await bot.shown('I gave 64.');
  await bob.click('Good').acknowledgement();
  const review = await bot.shown('their median is 70');
  expect(textOf(review)).toContain('I gave 64.');
  expect(discord.violations()).toEqual([]);
});

it('prints commands that can be clicked and typed', async () => {
  const bot = await started();
  const id = [...bot.discord.world.commands.global.values()].find(({ name }) => name === 'interview')?.id;
  const reply = await bot.alice.slash('interview status').reply();
  expect(textOf(reply)).toContain(`</interview start:${id}> domain:backend level:mid`);
});

it('lets somebody who manages the server pause and stop an interview of others', async () => {
  const bot = await started();
  await bot.alice.slash('interview start', { ...cooking, private: false }).reply();
  await bot.shown('Question 1 of 1');
  await bot.carol.click('Pause').acknowledgement();
  await bot.shown('Somebody who manages this place paused the interview.');
  await bot.carol.click('Stop').acknowledgement();
  await bot.shown('How it went');
  onTestFinished(() => expect(bot.discord.violations()).toEqual([]));
});

it('lets banned people share nothing into the server from old direct messages until they are back', async () => {
  const bot = await started();
  const { alice, discord } = bot;
  await alice.slash('interview start', cooking).reply();
  await bot.shown('Question 1 of 1');
  alice.say('I salt the water, because it is tasteless otherwise.', { dm: true });
  await bot.shown(/How it went/);
  const { members } = discord.world.guild();
  const member = members.get(alice.id);
  members.delete(alice.id);
  expect(textOf(await alice.click('Share').reply())).toContain('You are not in that channel now');
  expect(bot.messages().map(textOf).join()).not.toContain('shared by');
  if (member) members.set(alice.id, member);
  await alice.click('Share').reply();
  await bot.shown('shared by');
});
