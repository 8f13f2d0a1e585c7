import { describe, expect, it, type TestContext } from 'vitest';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';
import { scriptedEvaluator } from '../support/scripted.ts';

const cooking = { domain: 'cooking', level: 'junior', questions: 1 };
const shortSpeech = 'test/fixtures/audio/discord-short.ogg';

type Finished = TestContext['onTestFinished'];
async function started(
  finished: Finished,
  options: Parameters<typeof runningBot>[0] = {},
): Promise<RunningBot> {
  const bot = await runningBot({ ...options, finished });
  await bot.start();
  return bot;
}

/** A judge that asks a follow-up. */
const asksOn = () => scriptedEvaluator(() => ({ overall: 64, aimedAt: 'the water' }));

/** A private interview in which one answer was given and judged. */
async function judged(
  finished: Finished,
  options: Parameters<typeof runningBot>[0] = {},
): Promise<RunningBot> {
  const bot = await started(finished, options);
  await bot.alice.slash('interview start', cooking).reply();
  await bot.shown('Question 1 of 1');
  bot.alice.say('I salt the water and wait until it boils.', { dm: true });
  await bot.shown('64 of 100');
  await bot.shown('How it went');
  return bot;
}

describe.concurrent('a typed interview on Discord', () => {
  it('is held in direct messages when it is private: question, answer, feedback, summary', async ({
    onTestFinished,
  }) => {
    const bot = await started(onTestFinished);
    const { alice, discord } = bot;
    const start = alice.slash('interview start', cooking);
    expect((await start.acknowledgement()).ms).toBeLessThan(3000);
    expect(textOf(await start.reply())).toContain('direct messages');
    await bot.shown('Question 1 of 1');
    alice.say('I salt the water', { dm: true });
    alice.say('and I wait until it boils.', { dm: true });
    const card = await bot.shown('64 of 100');
    expect(alice.directMessages()).toContain(card);
    await bot.shown('How it went');
    await bot.shown(/Question 1 of 1(.|\n)*(Ready|This interview has ended)/);
    expect(discord.violations()).toEqual([]);
  });

  it('takes a voice message as the answer, and draws how it was spoken', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished);
    await bot.alice.slash('interview start', cooking).reply();
    await bot.shown('Question 1 of 1');
    bot.alice.sendSound('test/fixtures/audio/answer.ogg', { dm: true, voice: true });
    const card = await bot.shown('64 of 100');
    expect(card.attachments[0]).toMatchObject({
      filename: 'pace.png',
      description: expect.stringContaining('words a minute'),
    });
    expect(bot.heard).toHaveLength(1);
    expect((bot.heard[0]?.length ?? 0) / 16_000).toBeGreaterThan(14);
  });

  it('answers in a group by form, reply and mention, and shows the results of all together', async ({
    onTestFinished,
  }) => {
    const bot = await started(onTestFinished);
    const { alice, bob, discord } = bot;
    await alice.slash('interview start', { ...cooking, style: 'everyone', private: false }).reply();
    const question = await bot.shown('Question 1 of 1');
    expect(alice.messagesIn('general')).toContain(question);
    const press = bob.click('Answer');
    const { title } = await press.modalShown();
    expect(title).toBe('Your answer');
    expect(textOf(await bob.submitModal(press, { answer: 'I ask my grandmother.' }).reply())).toContain(
      'Got it',
    );
    alice.say(`<@${discord.world.bot.id}> I salt the water.`, { channel: 'general' });
    const results = textOf(await bot.shown('Results of question'));
    expect(results).toContain(`<@${alice.id}>: 64 of 100`);
    expect(results).toContain(`<@${bob.id}>: 64 of 100`);
    expect(discord.violations()).toEqual([]);
  });

  it('waits for others while its starter alone has answered, and tells how to see the results', async ({
    onTestFinished,
  }) => {
    const bot = await started(onTestFinished);
    const { alice, bob, discord } = bot;
    await alice.slash('interview start', { ...cooking, style: 'everyone', private: false }).reply();
    await bot.shown('Question 1 of 1');
    const first = alice.click('Answer');
    await first.modalShown();
    const told = textOf(await alice.submitModal(first, { answer: 'I salt the water.' }).reply());
    expect(told).toContain('Show results');
    expect(textOf(await bob.click('Take part').followup())).toContain('Press Answer');
    const second = bob.click('Answer');
    await second.modalShown();
    expect(textOf(await bob.submitModal(second, { answer: 'I ask around.' }).reply())).toContain('Got it');
    const results = textOf(await bot.shown('Results of question'));
    expect(results).toContain(`<@${alice.id}>: 64 of 100`);
    expect(results).toContain(`<@${bob.id}>: 64 of 100`);
    expect(discord.violations()).toEqual([]);
  });

  it('shows the results to a starter who is alone when they are asked for', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished);
    const { alice } = bot;
    await alice.slash('interview start', { ...cooking, style: 'everyone', private: false }).reply();
    await bot.shown('Question 1 of 1');
    alice.say(`<@${bot.discord.world.bot.id}> I salt the water.`, { channel: 'general' });
    await bot.shown('Waiting for others');
    await alice.click('Show results').acknowledgement();
    expect(textOf(await bot.shown('Results of question'))).toContain('64 of 100');
  });

  it('counts an answer as it was edited', async ({ onTestFinished }) => {
    const texts: string[] = [];
    const evaluator = scriptedEvaluator(({ text }) => {
      texts.push(text);
      return { overall: 64 };
    });
    const bot = await started(onTestFinished, { evaluator, timings: { typedPauseMs: 1_500 } });
    await bot.alice.slash('interview start', cooking).reply();
    await bot.shown('Question 1 of 1');
    const message = bot.alice.say('I sugar the water.', { dm: true });
    await bot.shown('I take this as your answer');
    bot.alice.edit(message, 'I salt the water.');
    await bot.shown('64 of 100');
    expect(texts).toEqual(['I salt the water.']);
  });

  it('tells a person once how to answer when they write where it cannot read', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished);
    await bot.alice.slash('interview start', { ...cooking, private: false }).reply();
    await bot.shown('Question 1 of 1');
    bot.bob.say('How are you?', { channel: 'general' });
    bot.alice.say('I salt the water.', { channel: 'general' });
    bot.alice.say('And I wait.', { channel: 'general' });
    await bot.shown('I cannot read this');
    bot.alice.say(`<@${bot.discord.world.bot.id}> I salt the water.`, { channel: 'general' });
    await bot.shown('64 of 100');
    expect(bot.messages().filter((message) => textOf(message).includes('I cannot read this'))).toHaveLength(
      1,
    );
  });

  it('lets only the right people lead it', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished);
    await bot.alice.slash('interview start', { ...cooking, private: false }).reply();
    await bot.shown('Question 1 of 1');
    const refused = await bot.bob.click('Stop').followup();
    expect(textOf(refused)).toContain('not part of this interview');
    expect(refused.flags & 64).toBe(64);
    await bot.alice.click('Pause').acknowledgement();
    await bot.shown('The interview is paused');
    await bot.alice.click('Pause').acknowledgement();
    await bot.shown('The interview goes on');
    await bot.alice.click('Stop').acknowledgement();
    await bot.shown('The interview was ended');
  });

  it('opens no form for somebody else’s question or answer', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished, { evaluator: asksOn() });
    const { alice, bob } = bot;
    await alice.slash('interview start', { ...cooking, private: false }).reply();
    await bot.shown('Question 1 of 1');
    const strange = bob.click('Answer');
    expect(textOf(await strange.reply())).toContain('somebody else’s');
    const press = alice.click('Answer');
    await press.modalShown();
    await alice.submitModal(press, { answer: 'I salt the water.' }).reply();
    const card = await bot.shown('64 of 100');
    const refused = [bob.click('Answer follow-up', card), bob.click('Delete', card)];
    for (const one of refused) expect(textOf(await one.reply())).toContain('somebody else');
    for (const one of [strange, ...refused]) expect([one.isEphemeral(), one.modal]).toEqual([true, null]);
  });

  it('goes on after a restart: buttons work, and the question is shown once more', async ({
    onTestFinished,
  }) => {
    const bot = await started(onTestFinished);
    await bot.alice.slash('interview start', { ...cooking, private: false }).reply();
    const first = await bot.shown('Question 1 of 1');
    bot.alice.say(`<@${bot.discord.world.bot.id}> I salt the water.`, { channel: 'general' });
    await bot.halt();
    await bot.start();
    const again = await bot.shown('I was restarted');
    expect(again.id).not.toBe(first.id);
    await bot.alice.click('Done', first).acknowledgement();
    await bot.shown('64 of 100');
  });
});

describe.concurrent('the feedback card on Discord', () => {
  it('gives the transcript as a file, takes a vote, and is shared only when its author says so', async ({
    onTestFinished,
  }) => {
    const bot = await judged(onTestFinished);
    const { alice, discord } = bot;
    expect(
      bot
        .messages()
        .filter(
          (message) =>
            discord.world.channel('general').id === message.channel_id && (message.flags & 64) === 0,
        ),
    ).toEqual([]);
    const transcript = await alice.click('Transcript').reply();
    expect(transcript.attachments[0]?.filename).toBe('transcript.md');
    expect(textOf(await alice.click('Fair').reply())).toContain('Thank you');
    await alice.click('Share').reply();
    const shared = await bot.shown(`shared by <@${alice.id}>`);
    expect(shared.channel_id).toBe(discord.world.channel('general').id);
    expect(discord.violations()).toEqual([]);
  });

  it('asks the same question again, and says how the second answer compares', async ({ onTestFinished }) => {
    const bot = await judged(onTestFinished);
    await bot.alice.click('Re-answer').reply();
    await bot.shown('Once more');
    await bot.discord.until('the question again', () => bot.alice.sees('Done'));
    bot.alice.say('I salt the water, wait until it boils, and stir.', { dm: true });
    await bot.shown('against your first try');
  });

  it('takes an answer to the follow-up, and shows its feedback in the same reply', async ({
    onTestFinished,
  }) => {
    const bot = await judged(onTestFinished, { evaluator: asksOn() });
    const press = bot.alice.click('Answer follow-up');
    await press.modalShown();
    const answer = bot.alice.submitModal(press, { answer: 'Because salt tastes good.' });
    await bot.discord.until(
      'the feedback',
      () => answer.original !== null && textOf(answer.original).includes('64 of 100'),
    );
  });

  it('loses what it says when its author has everything erased, which is asked once more', async ({
    onTestFinished,
  }) => {
    const bot = await judged(onTestFinished);
    const { alice, discord } = bot;
    await bot.alice.click('Share').reply();
    await bot.shown('shared by');
    expect(textOf(await alice.slash('privacy show').reply())).toContain('1 answer, ');
    const asked = alice.slash('privacy forget');
    expect(textOf(await asked.reply())).toContain('Erase everything about you?');
    expect(asked.isEphemeral()).toBe(true);
    const { db } = bot.coach.store;
    expect(await db.selectFrom('answers').selectAll().execute()).toHaveLength(1);
    // What was posted before a restart is found, too.
    await bot.halt();
    await bot.start();
    expect(textOf(await alice.click('Erase everything').reply())).toContain('all that belongs to');
    expect(await db.selectFrom('answers').selectAll().execute()).toEqual([]);
    expect(bot.messages().filter((message) => textOf(message).includes('64 of 100'))).toEqual([]);
    expect(discord.violations()).toEqual([]);
  });

  it('deletes an answer for good after asking once', async ({ onTestFinished }) => {
    const bot = await judged(onTestFinished);
    const card = await bot.shown('64 of 100');
    await bot.alice.click('Delete', card).reply();
    expect(textOf(await bot.alice.click('Delete for good').reply())).toContain('Deleted');
    expect(nowIn(bot, card)).toMatch(/Erased(?![\s\S]*64 of 100)/);
    expect(await bot.coach.store.db.selectFrom('answers').selectAll().execute()).toEqual([]);
  });

  it('also deletes its shared copies and the follow-up that quotes it, and nothing of other answers', async ({
    onTestFinished,
  }) => {
    const { bot, card, followUp } = await followedUp(onTestFinished);
    const { alice } = bot;
    await alice.click('Share', card).reply();
    const shared = await bot.shown('shared by');
    alice.say('Because it tastes good.', { dm: true });
    await bot.shown('How it went');
    await bot.halt();
    await bot.start();
    await alice.click('Delete', card).reply();
    expect(textOf(await alice.click('Delete for good').reply())).toContain('Deleted');
    expect(nowIn(bot, card)).toContain('Erased');
    expect(nowIn(bot, shared)).toContain('Erased');
    expect(nowIn(bot, followUp)).toMatch(/Erased(?![\s\S]*the water)/);
    expect(bot.messages().filter((message) => textOf(message).includes('64 of 100 · '))).toHaveLength(1);
    expect(bot.discord.violations()).toEqual([]);
  });

  it('does not restore a follow-up that quoted it when that is answered', async ({ onTestFinished }) => {
    const { bot, card, followUp } = await followedUp(onTestFinished);
    const { alice } = bot;
    await alice.click('Delete', card).reply();
    expect(textOf(await alice.click('Delete for good').reply())).toContain('Deleted');
    alice.say('Because it tastes good.', { dm: true });
    await bot.shown('How it went');
    // A stop waits for every edit that is on its way.
    await bot.halt();
    expect(nowIn(bot, followUp)).toMatch(/Erased(?![\s\S]*the water)/);
  });
});

const nowIn = (bot: RunningBot, { id }: { id: string }): string =>
  bot
    .messages()
    .filter((message) => message.id === id)
    .map(textOf)
    .join();

/** An interview in which a follow-up is asked that quotes the first answer. */
async function followedUp(finished: Finished) {
  const bot = await started(finished, {
    environment: { FOLLOW_UP_DEPTH: '1' },
    evaluator: scriptedEvaluator(() => ({ overall: 64, aimedAt: 'the water' })),
  });
  await bot.alice.slash('interview start', cooking).reply();
  await bot.shown('Question 1 of 1');
  bot.alice.say('I salt the water.', { dm: true });
  const card = await bot.shown('64 of 100');
  const followUp = await bot.shown(/Follow-up\n[\s\S]*What about the water/);
  return { bot, card, followUp };
}

describe.concurrent('scoring on Discord', () => {
  it('scores a question and answer from a form, in the reply to it', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished);
    const open = bot.alice.slash('score');
    await open.modalShown();
    const given = bot.alice.submitModal(open, { question: 'Why salt?', answer: 'For the taste.' });
    await bot.discord.until(
      'the feedback',
      () => given.original !== null && textOf(given.original).includes('64 of 100'),
    );
    expect(given.isEphemeral()).toBe(true);
  });

  it('scores a message, written or spoken, from its menu', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished);
    const { alice, bob, discord } = bot;
    const written = alice.say('I salt the water.', { channel: 'general' });
    const menu = alice.messageMenu('Score this answer', written);
    await menu.modalShown();
    const first = alice.submitModal(menu, { question: 'How do you cook pasta?' });
    await discord.until(
      'the feedback',
      () => first.original !== null && textOf(first.original).includes('64 of 100'),
    );
    const spoken = bob.sendSound(shortSpeech, { channel: 'general', voice: true });
    const refused = alice.messageMenu('Score this answer', spoken);
    await refused.modalShown();
    expect(textOf(await alice.submitModal(refused, { question: 'Why?' }).reply())).toContain(
      'have not agreed to be heard',
    );
    expect(bot.heard).toEqual([]);
    const own = bob.messageMenu('Score this answer', spoken);
    await own.modalShown();
    const second = bob.submitModal(own, { question: 'What is a hash map?' });
    await discord.until(
      'the feedback',
      () => second.original !== null && textOf(second.original).includes('64 of 100'),
    );
    expect(bot.heard).toHaveLength(1);
    expect(discord.violations()).toEqual([]);
  });

  it('shows the card of a scored message anew once its author says what a doubtful word was', async ({
    onTestFinished,
  }) => {
    const hear = () => ({ text: 'A bash map finds values by their keys.', maybe: { bash: 'hash' } });
    const { bob, discord } = await started(onTestFinished, { hear });
    const spoken = bob.sendSound(shortSpeech, { channel: 'general', voice: true });
    const menu = bob.messageMenu('Score this answer', spoken);
    await menu.modalShown();
    const given = bob.submitModal(menu, { question: 'What is a hash map?' });
    const card = () => (given.original === null ? '' : textOf(given.original));
    await discord.until('the doubt', () => card().includes('Did you say “hash”'));
    await bob.click('I said “hash”').reply();
    await discord.until('the new card', () => /64 of 100/.test(card()) && !card().includes('Did you say'));
  });

  it('loads files from Discord only, and none that are too large', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished, { environment: { ANSWER_MAX_BYTES: '4096' } });
    const { bob } = bot;
    const menu = bob.messageMenu(
      'Score this answer',
      bob.sendSound(shortSpeech, { channel: 'general', voice: true }),
    );
    await menu.modalShown();
    expect(textOf(await bob.submitModal(menu, { question: 'Why?' }).reply())).toContain(
      'send one of at most 4 KB',
    );
    const elsewhere = bob.sendSound('test/fixtures/audio/short.mp3', {
      channel: 'general',
      type: 'audio/mpeg',
    });
    for (const file of elsewhere.attachments) {
      file.url = 'http://198.51.100.7/short.mp3';
      file.size = 100;
    }
    const other = bob.messageMenu('Score this answer', elsewhere);
    await other.modalShown();
    expect(textOf(await bob.submitModal(other, { question: 'Why?' }).reply())).toContain('from Discord only');
    expect(bot.discord.world.log.filter((entry) => entry.kind === 'download')).toEqual([]);
  });
});
