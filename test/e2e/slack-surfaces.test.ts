import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { practiseShortcut, scoreShortcut } from '../../src/bots/slack/interactions.ts';
import type { Person } from '../servers/slack/person.ts';
import { elementsOf, type Message } from '../servers/slack/protocol.ts';
import { insertPractised } from '../support/practised.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { runningSlackBot, type SlackBotOptions, textOf } from '../support/slack-bot.ts';
import { until } from '../support/temporary.ts';

const sound = (name: string) => readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url));

async function started(options: SlackBotOptions = {}) {
  const bot = await runningSlackBot(options);
  await bot.start();
  const alice = bot.slack.person('alice');
  return { bot, alice, slack: bot.slack };
}

/** An interview with one answer that was scored. */
async function scored() {
  const given = await started();
  await given.alice.message('dm', 'start cooking junior 1');
  await given.bot.shown(given.alice.directMessages, /Question 1 of 1/);
  await given.alice.message('dm', 'I boil the water.');
  await given.alice.message('dm', 'done');
  await given.bot.shown(given.alice.directMessages, /How it went/);
  return given;
}

describe('ways into Slack', () => {
  it('starts an interview from the global shortcut, with a dialog', async () => {
    const { bot, alice, slack } = await started();
    await alice.shortcut(practiseShortcut);
    await until(() => alice.modal);
    expect(
      await alice.submit({ domain: 'cooking', level: 'senior', questions: '1', style: 'solo' }),
    ).toBeNull();
    const question = await bot.shown(alice.directMessages, /Question 1 of 1/);
    expect(textOf(question)).toContain('senior');
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('scores a question and an answer from /score', async () => {
    const { bot, alice, slack } = await started();
    await alice.slash('/score');
    await until(() => alice.modal);
    expect(await alice.submit({ question: 'Why salt?', answer: '' })).toEqual({ answer: 'required' });
    expect(await alice.submit({ question: 'Why salt?', answer: 'For the taste.' })).toBeNull();
    const card = await bot.shown(alice.directMessages, /64 of 100/);
    expect(textOf(card)).toContain('Why salt?');
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('scores a message, written or recorded, from its menu', async () => {
    const { bot, alice } = await started();
    const written = await alice.message('#general', 'For the taste &amp; the boiling point.');
    await alice.messageShortcut(scoreShortcut, written);
    await until(() => alice.modal);
    expect(await alice.submit({ question: 'Why salt?' })).toBeNull();
    await bot.shown(alice.directMessages, /Why salt\?/);
    const recorded = await alice.file('#general', sound('short.m4a'));
    await alice.messageShortcut(scoreShortcut, recorded);
    await until(() => alice.modal);
    expect(await alice.submit({ question: 'Why oil?' })).toBeNull();
    await bot.shown(alice.directMessages, /Why oil\?/);
    const rows = await bot.coach.store.db
      .selectFrom('answers')
      .select('text')
      .orderBy('created_at')
      .execute();
    expect(rows.map(({ text }) => text)).toEqual([
      'For the taste & the boiling point.',
      'A hash map gives constant time lookups.',
    ]);
  });

  it('keeps nothing of what somebody else wrote once its card was shown', async () => {
    const { bot, alice, slack } = await started();
    const written = await slack.person('bob').message('#general', 'For the taste, says Bob.');
    await alice.messageShortcut(scoreShortcut, written);
    await until(() => alice.modal);
    expect(await alice.submit({ question: 'Why salt?' })).toBeNull();
    const card = await bot.shown(alice.directMessages, /64 of 100/);
    expect(buttonOf(card, 'greenroom:share')).toBeUndefined();
    const { db } = bot.coach.store;
    await until(async () => (await db.selectFrom('answers').select('id').execute()).length === 0);
    for (const table of ['utterances', 'evaluations', 'jobs', 'posts'] as const)
      expect(JSON.stringify(await db.selectFrom(table).selectAll().execute())).not.toContain('says Bob');
    await alice.message('dm', 'help');
    await bot.shown(alice.directMessages, /How this works/);
  });

  it("does not listen to somebody else's recording before that person agreed", async () => {
    const { bot, alice, slack } = await started();
    const bob = slack.person('bob');
    const recorded = await alice.file('#general', sound('short.m4a'));
    await bob.messageShortcut(scoreShortcut, recorded);
    await until(() => bob.modal);
    await bob.submit({ question: 'Why oil?' });
    await bot.shown(bob.directMessages, /have not agreed to be heard/);
    expect(bot.heard).toEqual([]);
  });

  it('greets in the assistant, suggests how to begin, and holds the interview in its thread', async () => {
    const { bot, alice, slack } = await started();
    const thread = await alice.openAssistant();
    await bot.shown(alice.directMessages, /Shall we practise/);
    const [prompts] = await until(() => {
      const calls = slack.journal.calls('assistant.threads.setSuggestedPrompts');
      return calls.length > 0 ? calls : null;
    });
    expect(JSON.stringify(prompts?.args)).toContain('How am I getting on?');
    await alice.message('dm', 'start cooking junior 1', thread);
    const question = await bot.shown(alice.directMessages, /Question 1 of 1/);
    expect(question.thread_ts).toBe(thread);
    await alice.message('dm', 'I boil the water.', thread);
    await alice.message('dm', 'done', thread);
    const card = await bot.shown(alice.directMessages, /64 of 100/);
    expect(card.thread_ts).toBe(thread);
    expect(slack.journal.calls('assistant.threads.setStatus')).toHaveLength(1);
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('answers a message out of the blue with a way to begin', async () => {
    const { bot, alice } = await started();
    await alice.message('dm', 'hello?');
    const hello = await bot.shown(alice.directMessages, /Shall we practise/);
    await alice.click('greenroom:setup', hello);
    expect((await until(() => alice.modal)).callback_id).toBe('greenroom:setup');
  });

  it('says what would fit when words do not', async () => {
    const { alice } = await started();
    await alice.slash('/interview', 'start gardening mid');
    expect(textOf(await until(() => alice.ephemerals.at(-1)))).toMatch(/I do not know “gardening”/);
  });

  it('controls an interview by its buttons and by commands from elsewhere', async () => {
    const { bot, alice } = await started();
    await alice.slash('/interview', 'start cooking junior 2');
    await bot.shown(alice.directMessages, /Question 1 of 2/);
    await alice.slash('/interview', 'pause');
    await bot.shown(alice.directMessages, /^Paused/);
    await alice.slash('/interview', 'pause');
    await bot.shown(alice.directMessages, /^Resumed/);
    await alice.click('greenroom:skip');
    await bot.shown(alice.directMessages, /Question 2 of 2/);
    await alice.slash('/interview', 'stop');
    await bot.shown(alice.directMessages, /The interview ends here/);
  });
});

describe('a feedback card in Slack', () => {
  it('gives the transcript as a file, the model answer, and another try', async () => {
    const { bot, alice, slack } = await scored();
    await alice.click('greenroom:transcript');
    const file = await slack.message(
      alice.directMessages,
      ({ files }) => files?.[0]?.name === 'transcript.md',
    );
    const stored = slack.files.known.get(String(file.files?.[0]?.id));
    expect(String(stored?.bytes)).toContain('I boil the water.');
    expect(String(stored?.shown.alt_txt)).toMatch(/Transcript/);
    await alice.click('greenroom:outline');
    await bot.shown(alice.directMessages, /What a strong answer contains/);
    await alice.click('greenroom:retry');
    await bot.shown(alice.directMessages, /Once more/);
    await alice.message('dm', 'I boil much water.');
    await slack.message(alice.directMessages, ({ blocks }) =>
      JSON.stringify(blocks ?? []).includes('greenroom:done'),
    );
    await alice.click('greenroom:done');
    await bot.shown(alice.directMessages, /against your first try/);
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('is shared only by its author, in a channel of their choice', async () => {
    const { bot, alice, slack } = await scored();
    await alice.click('greenroom:share');
    await until(() => alice.modal);
    const general = slack.team.channel('#general')?.id ?? '';
    expect(await alice.submit({ channel: general })).toBeNull();
    const card = await bot.shown('#general', /64 of 100/);
    expect(textOf(card)).toContain(`shared by <@${alice.id}>`);
    expect(textOf(card)).not.toContain('Delete');
    const bob = slack.person('bob');
    const own = alice.answers('dm').find((message) => /64 of 100 ·/.test(textOf(message)));
    await bob.click('greenroom:delete', own);
    await until(() =>
      /belongs|Only the person/.test(bob.answers('dm').concat(alice.answers('dm')).map(textOf).join()),
    );
  });

  it('takes what its author thinks of the score, and erases what they want erased', async () => {
    const { bot, alice, slack } = await scored();
    await alice.click('greenroom:unfair');
    await bot.shown(alice.directMessages, /Thank you/);
    const { db } = bot.coach.store;
    expect(await db.selectFrom('ratings').select(['kind', 'value']).execute()).toEqual([
      { kind: 'fair', value: 0 },
    ]);
    await alice.click('greenroom:transcript');
    await slack.message(alice.directMessages, ({ files }) => files?.[0]?.name === 'transcript.md');
    const cards = () => alice.answers('dm').filter((message) => /64 of 100 ·/.test(textOf(message)));
    expect(cards()).toHaveLength(1);
    await alice.click('greenroom:delete', cards()[0]);
    await bot.shown(alice.directMessages, /^Deleted/);
    expect(await db.selectFrom('evaluations').selectAll().execute()).toEqual([]);
    expect(cards()).toEqual([]);
    await bot.shown(alice.directMessages, /^Erased/);
    expect([...slack.files.known.values()]).toEqual([]);
    expect(slack.journal.anomalies).toEqual([]);
  });
});

/** The button of a message, with what Slack asks before it tells the app of the click. */
const buttonOf = ({ blocks }: Pick<Message, 'blocks'>, actionId: string) =>
  elementsOf(blocks).find(({ element }) => element.action_id === actionId)?.element;

describe('a file in Slack', () => {
  it('says in words what it shows, beside it and to those who cannot see it', async () => {
    const { bot, alice, slack } = await started();
    for (const [day, overall] of [41, 58, 83].entries())
      await insertPractised(bot.coach.store, {
        tenant: `slack:${slack.team.id}`,
        userId: alice.id,
        at: new Date(Date.now() - (3 - day) * 86_400_000).toISOString(),
        overall,
        dimensions: { technical: overall, structure: overall, clarity: overall },
      });
    await alice.message('dm', 'progress');
    const posts = await until(() => {
      const found = alice.answers('dm').filter(({ files }) => files !== undefined);
      return found.length === 3 ? found : null;
    });
    expect(posts.map(({ text }) => text).join('\n')).toMatch(/[Ss]treak:? \d days/);
    for (const { text, files } of posts) {
      expect(text).toMatch(/\d/);
      expect(String(files?.[0]?.alt_txt).slice(0, 100)).toBe(text.slice(0, 100));
    }
    expect(slack.journal.anomalies).toEqual([]);
  });
});

describe('erasing in Slack', () => {
  it('asks before it deletes an answer, then empties its card, where it was shared, and its transcript', async () => {
    const { bot, alice, slack } = await scored();
    const card = await bot.shown(alice.directMessages, /64 of 100 ·/);
    await alice.click('greenroom:transcript', card);
    const transcript = await slack.message(alice.directMessages, ({ files }) => files !== undefined);
    await alice.click('greenroom:share', card);
    await until(() => alice.modal);
    await alice.submit({ channel: slack.team.channel('#general')?.id ?? '' });
    const shared = await bot.shown('#general', /64 of 100/);
    expect(JSON.stringify(buttonOf(card, 'greenroom:delete')?.confirm)).toContain('erased for good');
    await alice.click('greenroom:delete', card);
    await bot.shown(alice.directMessages, /its card is empty/);
    expect(textOf(card)).not.toMatch(/64 of 100|boil/);
    expect(textOf(shared)).not.toMatch(/64 of 100|boil/);
    expect(alice.answers('dm')).not.toContain(transcript);
    expect([...slack.files.known.values()].filter(({ shown }) => shown.name === 'transcript.md')).toEqual([]);
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('finds what it had posted about an answer even after a restart', async () => {
    const { bot, alice, slack } = await scored();
    const card = await bot.shown(alice.directMessages, /64 of 100 ·/);
    await alice.click('greenroom:transcript', card);
    const transcript = await slack.message(alice.directMessages, ({ files }) => files !== undefined);
    await alice.click('greenroom:share', card);
    await until(() => alice.modal);
    await alice.submit({ channel: slack.team.channel('#general')?.id ?? '' });
    const shared = await bot.shown('#general', /64 of 100/);
    await bot.shown(alice.directMessages, /^Shared/);
    await bot.halt();
    await bot.start();
    await alice.click('greenroom:delete', card);
    await bot.shown(alice.directMessages, /its card is empty/);
    expect(textOf(card)).not.toMatch(/64 of 100|boil/);
    expect(textOf(shared)).not.toMatch(/64 of 100|boil/);
    expect(alice.answers('dm')).not.toContain(transcript);
    expect(
      await bot.coach.store.db.selectFrom('posts').selectAll().where('answer_id', 'is not', null).execute(),
    ).toEqual([]);
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('empties with an answer the follow-up that quotes it, and nothing of other answers', async () => {
    const { bot, alice, slack } = await started({
      environment: { FOLLOW_UP_DEPTH: '1' },
      evaluator: scriptedEvaluator(() => ({ overall: 64, aimedAt: 'the water' })),
    });
    await alice.message('dm', 'start cooking junior 1');
    await bot.shown(alice.directMessages, /Question 1 of 1/);
    await alice.message('dm', 'I boil the water.');
    await alice.message('dm', 'done');
    const card = await bot.shown(alice.directMessages, /64 of 100 ·/);
    const followUp = await bot.shown(alice.directMessages, /^Follow-up\n[\s\S]*What about the water/);
    await alice.message('dm', 'I salt it too.');
    await alice.message('dm', 'done');
    await bot.shown(alice.directMessages, /How it went/);
    await alice.click('greenroom:delete', card);
    await bot.shown(alice.directMessages, /its card is empty/);
    expect(textOf(card)).toContain('Erased');
    expect(textOf(followUp)).toContain('Erased');
    expect(textOf(followUp)).not.toContain('the water');
    expect(alice.answers('dm').filter((message) => /64 of 100 ·/.test(textOf(message)))).toHaveLength(1);
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('says so where Slack does not let it change a card any more', async () => {
    const { bot, alice, slack } = await scored();
    const card = await bot.shown(alice.directMessages, /64 of 100 ·/);
    slack.faults.add({ method: 'chat.update', what: { type: 'error', error: 'cant_update_message' } });
    await alice.click('greenroom:delete', card);
    await bot.shown(alice.directMessages, /I can no longer change 1 post: delete it there/);
  });

  it('shares nothing into a channel for somebody who has left it', async () => {
    const { bot, alice, slack } = await scored();
    const channel = slack.team.channel('#general');
    await alice.click('greenroom:share');
    await until(() => alice.modal);
    channel?.members.delete(alice.id);
    await alice.submit({ channel: channel?.id ?? '' });
    await bot.shown(alice.directMessages, /You are not in that channel now/);
    expect(channel?.messages.map(textOf).join()).not.toMatch(/64 of 100/);
  });

  it('asks before it forgets a person, then leaves nothing about them in their direct messages or in a channel', async () => {
    const { bot, alice, slack } = await scored();
    const bob = slack.person('bob');
    await bob.message('dm', 'help');
    await bot.shown(bob.directMessages, /How this works/);
    await alice.click('greenroom:transcript');
    await slack.message(alice.directMessages, ({ files }) => files !== undefined);
    await alice.click('greenroom:share');
    await until(() => alice.modal);
    await alice.submit({ channel: slack.team.channel('#general')?.id ?? '' });
    await bot.shown('#general', /64 of 100/);
    await bot.shown(alice.directMessages, /^Shared/);
    // What was posted before is found also by a program that has just started.
    await bot.halt();
    await bot.start();

    const { db } = bot.coach.store;
    const held = () => db.selectFrom('answers').selectAll().execute();
    await alice.slash('/privacy', 'forget');
    const asked = await until(() =>
      alice.ephemerals.find((one) => /Erase everything about you/.test(textOf(one))),
    );
    expect(await held()).toHaveLength(1);
    await alice.click('greenroom:forget-all', asked);
    await until(() => (/are gone/.test(textOf(asked)) ? true : null));
    expect(await held()).toEqual([]);
    expect(elementsOf(asked.blocks)).toEqual([]);
    const left = [...alice.answers('dm'), ...alice.answers('#general')].map(textOf).join('\n');
    expect(left).not.toMatch(/64 of 100|boil|Say why/);
    expect(left).toContain('Erased');
    expect([...slack.files.known.values()].filter(({ user }) => user === slack.team.botUser)).toEqual([]);
    expect(bob.answers('dm').map(textOf).join()).toMatch(/How this works/);
    expect(slack.journal.anomalies).toEqual([]);
  });
});

async function forget(person: Person): Promise<void> {
  await person.slash('/privacy', 'forget');
  const sure = await until(() => person.ephemerals.find((one) => /Erase everything about/.test(textOf(one))));
  await person.click('greenroom:forget-all', sure);
  await until(() => (/are gone/.test(textOf(sure)) ? true : null));
}

describe('a practice for everyone in a Slack thread', () => {
  it('asks all, takes writing and clips, and shows the results together; scores go to each one alone', async () => {
    const { bot, alice, slack } = await started();
    const bob = slack.person('bob');
    await alice.slash('/interview', 'start cooking junior 1 everyone');
    const question = await bot.shown('#general', /Question 1 of 1/);
    const thread = question.thread_ts ?? '';
    expect(textOf(question)).toMatch(/open until/);
    await bob.click('greenroom:join', question);
    await alice.message('#general', 'I boil the water.', thread);
    await alice.click('greenroom:done', question);
    await bob.file('#general', sound('short.m4a'), { threadTs: thread });
    const results = await bot.shown('#general', /Results of question 1/);
    expect(results.thread_ts).toBe(thread);
    expect(textOf(results)).toContain(`<@${alice.id}>: answered`);
    expect(textOf(results)).toContain(`<@${bob.id}>: answered`);
    await bot.shown(alice.directMessages, /64 of 100/);
    await bot.shown(bob.directMessages, /64 of 100/);
    await bot.shown('#general', /Who practised/);
    // What is spoken gets a chart, in a post of its own: a bot that is halted before would miss Slack's word of it.
    await slack.message(bob.directMessages, ({ files }) => files !== undefined);
    const inThread = alice.answers('#general').map(textOf).join('\n');
    expect(inThread).not.toContain('64 of 100');
    expect(slack.journal.anomalies).toEqual([]);

    await bot.halt();
    await bot.start();
    await forget(bob);
    expect(textOf(results)).toContain(`<@${alice.id}>: answered`);
    expect(alice.answers('#general').map(textOf).join()).not.toContain(bob.id);
    expect(bob.answers('dm').map(textOf).join()).not.toContain('64 of 100');
    expect(alice.answers('dm').map(textOf).join()).toContain('64 of 100');
    // Whoever started it is named above the thread, too.
    await forget(alice);
    const left = alice.answers('#general').map(textOf).join();
    expect(left).not.toMatch(new RegExp(`${alice.id}|${bob.id}|answered`));
    expect(left).toContain('Erased');
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('leaves the others their scores when some in a public one are forgotten, also at once', async () => {
    const { bot, alice, slack } = await started({ slack: { people: ['alice', 'bob', 'carol'] } });
    const [bob, carol] = [slack.person('bob'), slack.person('carol')];
    await alice.slash('/interview', 'start cooking junior 1 everyone public');
    const question = await bot.shown('#general', /Question 1 of 1/);
    const thread = question.thread_ts ?? '';
    for (const person of [alice, bob, carol]) await person.message('#general', 'I boil the water.', thread);
    for (const person of [alice, bob, carol]) await person.message('#general', 'done', thread);
    const summary = await bot.shown('#general', /How it went/);
    const results = await bot.shown('#general', /Results of question 1/);
    const bars = () => (summary.blocks ?? []).filter((block) => 'fields' in block);
    expect(bars()).toHaveLength(3);
    expect(textOf(results)).toContain(`<@${carol.id}>: 64 of 100`);
    await bot.halt();
    await bot.start();
    // Whoever comes first has to wait with what they have read: the other one must not be brought back with it.
    slack.faults.add({
      method: 'chat.update',
      what: { type: 'rate-limit', retryAfterSeconds: 1 },
      when: ({ ts }) => ts === results.ts,
    });
    await Promise.all([forget(bob), forget(carol)]);
    expect(bars()).toHaveLength(1);
    expect(textOf(summary)).toContain(`<@${alice.id}>: 1 answer, 64 of 100 on average`);
    expect(textOf(results)).toContain(`<@${alice.id}>: 64 of 100`);
    const left = alice.answers('#general').map(textOf).join();
    expect(left).not.toMatch(new RegExp(`${bob.id}|${carol.id}`));
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('tells a person who is alone in it that it waits for others, and how to see the results now', async () => {
    const { bot, alice, slack } = await started();
    const bob = slack.person('bob');
    await alice.slash('/interview', 'start cooking junior 2 everyone');
    const question = await bot.shown('#general', /Question 1 of 2/);
    const thread = question.thread_ts ?? '';
    await alice.message('#general', 'I boil the water.', thread);
    await alice.click('greenroom:done', question);
    const told = await until(() => alice.ephemerals.find((one) => /Waiting for others/.test(textOf(one))));
    expect(textOf(told)).toMatch(
      /only one taking part so far.*press Take part.*press Close and show results/,
    );
    await alice.click('greenroom:close', told);
    await bot.shown('#general', /Results of question 1/);

    await bot.shown('#general', /Question 2 of 2/);
    const before = alice.ephemerals.length;
    await bob.message('#general', 'I salt the water.', thread);
    await alice.file('#general', sound('short.m4a'), { threadTs: thread });
    await bob.message('#general', 'done', thread);
    await bot.shown('#general', /Results of question 2/);
    expect(alice.ephemerals.slice(before).map(textOf)).toEqual([]);
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('tells a person who is alone in it the same after a clip', async () => {
    const { bot, alice } = await started();
    await alice.slash('/interview', 'start cooking junior 1 everyone');
    const question = await bot.shown('#general', /Question 1 of 1/);
    await alice.file('#general', sound('short.m4a'), { threadTs: question.thread_ts ?? '' });
    await until(() => alice.ephemerals.find((one) => /Waiting for others/.test(textOf(one))));
  });

  it('listens to no other conversation', async () => {
    const { bot, alice, slack } = await started();
    const root = await alice.message('#general', 'How do I boil water?');
    await alice.message('#general', 'done', root.ts);
    await alice.message('dm', 'help');
    await bot.shown(alice.directMessages, /How this works/);
    expect(alice.answers('#general')).toEqual([]);
    await until(async () => {
      const rows = await bot.coach.store.db.selectFrom('slack_events').select('body').execute();
      return rows.every(({ body }) => body === null);
    });
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('starts in a thread where it is mentioned', async () => {
    const { bot, alice, slack } = await started();
    const called = await alice.message(
      '#general',
      `<@${slack.team.botUser}> interview start cooking junior 1 everyone`,
    );
    const question = await bot.shown('#general', /Question 1 of 1/);
    expect(question.thread_ts).toBe(called.ts);
    await alice.message('#general', `<@${slack.team.botUser}> I boil the water.`, called.ts);
    await alice.message('#general', 'done', called.ts);
    await until(async () => {
      const answers = await bot.coach.store.db.selectFrom('answers').select('state').execute();
      return answers.some(({ state }) => state === 'evaluated');
    });
    await alice.click('greenroom:close', question);
    await bot.shown('#general', /Results of question 1/);
    const [answer] = await bot.coach.store.db.selectFrom('answers').select('text').execute();
    expect(answer?.text).toBe('I boil the water.');
  });
});
