import { describe, expect, it, type TestContext } from 'vitest';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';
import { until } from '../support/temporary.ts';

const shortSpeech = 'test/fixtures/audio/discord-short.ogg';
const spoken = { domain: 'cooking', level: 'junior', mode: 'voice' };

/** Alice and Bob in a voice channel, where she has asked him to interview each other and he has accepted; Carol listens. */
async function begun(finished: TestContext['onTestFinished'], { questions = 1 } = {}): Promise<RunningBot> {
  const bot = await runningBot({ finished });
  await bot.start();
  const { alice, bob, carol } = bot;
  for (const person of [alice, bob, carol]) person.join('Interview');
  await alice.slash('interview start', { ...spoken, questions, with: bob.id }).reply();
  await bot.shown('asks you to interview each other');
  await bob.click('Take part').reply();
  await bot.shown(`Question 1 of ${questions}`);
  return bot;
}
const speakers = async (bot: RunningBot) =>
  (
    await bot.coach.store.db
      .selectFrom('utterances')
      .innerJoin('answers', 'answers.id', 'utterances.answer_id')
      .innerJoin('accounts', 'accounts.person_id', 'answers.person_id')
      .select('accounts.user_id')
      .execute()
  ).map((row) => row.user_id);
const evaluated = async (bot: RunningBot) =>
  (await bot.coach.store.db.selectFrom('evaluations').select('id').execute()).length;

describe.concurrent('two people who interview each other by voice on Discord', () => {
  it('are each heard and asked for consent only while they answer, and nobody who listens ever is', async ({
    onTestFinished,
  }) => {
    const bot = await begun(onTestFinished);
    const { alice, bob, carol } = bot;
    expect(textOf(await bob.click('Agree').reply())).toContain('when it is your turn to answer');
    await alice.click('Agree').reply();
    await bob.speak(shortSpeech);
    await carol.speak(shortSpeech);
    await alice.speak(shortSpeech);
    await until(async () => (await evaluated(bot)) === 1 || null);
    expect(await speakers(bot)).toEqual([alice.id]);
    expect(bot.heard).toHaveLength(1);
    await until(() => bob.sees('No more questions') || null);
    await bob.click('No more questions').acknowledgement();
    await bot.shown('You change roles');
    await alice.speak(shortSpeech);
    await bob.speak(shortSpeech);
    await until(async () => (await evaluated(bot)) === 2 || null);
    expect((await speakers(bot)).sort()).toEqual([alice.id, bob.id].sort());
    expect(bot.heard).toHaveLength(2);
    await until(() => alice.sees('No more questions') || null);
    await alice.click('No more questions').acknowledgement();
    await bot.shown('Who practised');
    expect(bot.messages().map(textOf).join('\n')).not.toContain(`<@${carol.id}>`);
    const consents = await bot.coach.store.db.selectFrom('consents').select('person_id').execute();
    expect(consents).toHaveLength(2);
  });

  it('ask somebody for consent when their turn comes, who may refuse and write', async ({
    onTestFinished,
  }) => {
    const bot = await begun(onTestFinished);
    const { alice, bob } = bot;
    await alice.click('Agree').reply();
    await alice.speak(shortSpeech);
    await until(async () => (await evaluated(bot)) === 1 || null);
    expect(bot.messages().map(textOf).join('\n')).not.toContain(`<@${bob.id}>, an interview is running here`);
    await bob.click('No more questions').acknowledgement();
    await bot.shown(`<@${bob.id}>, an interview is running here`);
    await bob.click('Take my consent back').reply();
    await bob.speak(shortSpeech);
    await bot.shown(`For <@${bob.id}>`);
    const dialog = bob.click('Answer');
    await until(() => dialog.modal ?? null);
    await bob.submitModal(dialog, { answer: 'Because it slips less.' }).reply();
    await until(async () => (await evaluated(bot)) === 2 || null);
    expect(bot.heard).toHaveLength(1);
  });

  it('go on when the interviewer leaves the call for good', async ({ onTestFinished }) => {
    const bot = await begun(onTestFinished, { questions: 2 });
    const { alice, bob } = bot;
    await alice.click('Agree').reply();
    bob.leave();
    await alice.speak(shortSpeech);
    await bot.shown('Question 2 of 2');
  });
});
