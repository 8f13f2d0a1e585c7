import { readFileSync } from 'node:fs';
import type { Person } from '../../servers/slack/person.ts';
import { elementsOf, type Message } from '../../servers/slack/protocol.ts';
import { runningSlackBot, textOf } from '../slack-bot.ts';
import { until } from '../temporary.ts';
import { type BotPlatform, forGroup, type InGroup, recording, rulesAlone, wrapped } from './platform.ts';

/** As a client sends what is typed into it. */
const typed = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const onSlack: BotPlatform = {
  platform: 'slack',
  timeZone: 'Europe/Berlin',
  ends: 'by word',
  presses: true,
  attaches: true,
  lacks: ['mic-test'],
  live: /<[@#!]|<http/,
  displayed: (text) =>
    text.replaceAll('\u2060', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  async open({ evaluator = rulesAlone(), hear, lateTextMs, wording, bank, environment = {} } = {}) {
    const bot = await runningSlackBot({
      evaluator,
      ...(hear ? { hear } : {}),
      ...(wording ? { wording } : {}),
      ...(lateTextMs === undefined ? {} : { lateTextMs }),
      environment: { MODELS: 'none', ...(bank ? { QUESTION_BANKS: bank } : {}), ...environment },
    });
    await bot.start();
    const { slack } = bot;
    const alice = slack.person('alice');
    return {
      tenant: `slack:${slack.team.id}`,
      userId: alice.id,
      store: bot.coach.store,
      begin: ({ level, questions }) => alice.slash('/interview', `start cooking ${level} ${questions}`),
      say: (text) => alice.message('dm', typed(text)),
      record: () =>
        alice.file('dm', readFileSync(recording), { name: 'answer.ogg', mimetype: 'audio/ogg', clip: false }),
      finish: () => alice.message('dm', 'done'),
      async command(words) {
        const [name = '', ...rest] = words.split(' ');
        const before = alice.ephemerals.length;
        const inChannel = () => alice.answers('#general');
        const posted = inChannel().length;
        await alice.slash(`/${name}`, rest.join(' '));
        const reply = await until(() => alice.ephemerals[before] ?? inChannel()[posted]);
        return { text: textOf(reply), private: 'is_ephemeral' in reply };
      },
      shown: () => alice.answers('dm').map(textOf),
      card() {
        const card = alice.answers('dm').findLast((message) => /confidence \w+/.test(textOf(message)));
        return (card?.blocks ?? []).flatMap((block) => {
          // Fields stand two in a row.
          const fields = (block.fields ?? []).map(({ text }) => wrapped(text));
          const rows = fields.flatMap((field, at) => (at % 2 === 0 ? field : []));
          const texts = [block.text, ...(block.elements ?? [])].map((part) => part?.text);
          return [...texts.flatMap((text) => (typeof text === 'string' ? wrapped(text) : [])), ...rows];
        });
      },
      async restart() {
        await bot.halt();
        await bot.start();
      },
      replies: () => alice.ephemerals.map(textOf),
      // A question that is over has no buttons: an older one is pressed as it stood.
      press: (label, older = 0) =>
        pressIn(alice, label, () => (older === 0 ? alice.answers('dm') : slack.team.asPosted), older),
      async opens(by) {
        if ('press' in by) await pressIn(alice, by.press, () => alice.answers('dm'));
        else await alice.slash(`/${by.command}`);
        const view = await until(() => alice.modal);
        alice.closeModal();
        const texts: string[] = [];
        JSON.stringify(view, (key, value: unknown) => {
          if (key === 'text' && typeof value === 'string') texts.push(value);
          return value;
        });
        return texts.join('\n');
      },
      async fill(by, values) {
        if ('press' in by) await pressIn(alice, by.press, () => alice.answers('dm'));
        else await alice.slash(`/${by.command}`);
        await until(() => alice.modal);
        const errors = await alice.submit(values);
        if (errors) throw new Error(JSON.stringify(errors));
      },
      async attach(files, text = '') {
        const [first, ...more] = files;
        if (!first) return;
        const shape = ({ name, type }: { name: string; type: string }) => ({
          name,
          mimetype: type,
          clip: false,
        });
        await alice.file('dm', Buffer.from(first.bytes), {
          ...shape(first),
          text: typed(text),
          more: more.map((file) => ({ bytes: Buffer.from(file.bytes), ...shape(file) })),
        });
      },
    };
  },
  async openGroup(options) {
    const { style, questions = 1, closed = false } = options;
    const bot = await runningSlackBot({ ...forGroup(options), slack: { people: names } });
    await bot.start();
    const { slack } = bot;
    const [alice, bob, boss] = names.map((name) => slack.person(name));
    if (!alice || !bob || !boss) throw new Error('somebody is missing');
    const isAdmin = slack.team.users.get(boss.id);
    if (isAdmin) isAdmin.isAdmin = true;
    if (closed)
      slack.faults.add({
        method: 'conversations.open',
        what: { type: 'error', error: 'cannot_dm_bot' },
        times: Number.POSITIVE_INFINITY,
        when: ({ users }) => users === alice.id,
      });
    const how = style === 'peer' ? `with <@${bob.id}|bob>` : style;
    const more = Object.entries(options.more ?? {}).map(([name, value]) => `${name}=${value}`);
    const about = ['cooking', questions === 1 ? 'senior' : 'junior', questions, how, ...more].join(' ');
    await alice.slash('/interview', `start ${about} ${options.private ? 'private' : 'public'}`);
    const question = await bot.shown(
      '#general',
      style === 'peer' ? /to interview each other/ : /Question 1 of \d/,
    );
    const inThread = () => alice.answers('#general');
    const inGroup = (person: Person): InGroup => ({
      userId: person.id,
      say: (text) => person.message('#general', typed(text), question.thread_ts),
      finish: () => person.message('#general', 'done', question.thread_ts),
      press: (label) => pressIn(person, label, () => [...inThread(), ...person.answers('dm')]),
      privately: () => [...person.answers('dm'), ...person.ephemerals].map(textOf),
      async forget() {
        await person.slash('/privacy', 'forget');
        await pressIn(person, 'Erase everything', () => []);
      },
    });
    return {
      store: bot.coach.store,
      people: [inGroup(alice), inGroup(bob)],
      shown: () => inThread().map(textOf),
      moderator: { press: (label) => pressIn(boss, label, inThread) },
      muteBot: () =>
        slack.faults.add({
          method: 'chat.postMessage',
          what: { type: 'error', error: 'restricted_action' },
          times: Number.POSITIVE_INFINITY,
          when: ({ channel }) => channel === slack.team.channel('#general')?.id,
        }),
      async restart() {
        await bot.halt();
        await bot.start();
      },
    };
  },
};

const names = ['alice', 'bob', 'boss'];

async function pressIn(
  person: Person,
  label: string,
  shown: () => readonly Message[],
  older = 0,
): Promise<void> {
  const found = await until(() => {
    const hits = [...shown(), ...person.ephemerals].flatMap((message) =>
      elementsOf(message.blocks).flatMap(({ element }) =>
        element.text?.text === label && typeof element.action_id === 'string'
          ? [{ message, actionId: element.action_id }]
          : [],
      ),
    );
    return hits.toSorted((a, b) => Number(a.message.ts) - Number(b.message.ts)).at(-1 - older);
  });
  await person.click(found.actionId, found.message);
}
