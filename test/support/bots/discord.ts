import type { Person } from '../../servers/discord/person.ts';
import { type Component, type Message, permission } from '../../servers/discord/protocol.ts';
import { runningBot, textOf } from '../discord-bot.ts';
import { until } from '../temporary.ts';
import {
  type Attached,
  type BotPlatform,
  forGroup,
  type InGroup,
  recording,
  rulesAlone,
  wrapped,
} from './platform.ts';

export const onDiscord: BotPlatform = {
  platform: 'discord',
  timeZone: 'UTC',
  ends: 'by itself',
  presses: true,
  attaches: true,
  lacks: [],
  live: /@(?:everyone|here)|(?<!\\)<[@#!]/,
  displayed: (text) =>
    text
      .replaceAll('\u200B', '')
      .replace(/<\/([^:>]+):\d+>/g, '/$1')
      .replace(/\\([^A-Za-z0-9\s])/g, '$1'),
  async open({ evaluator = rulesAlone(), hear, lateTextMs, wording, bank, environment = {} } = {}) {
    const bot = await runningBot({
      evaluator,
      ...(hear ? { hear } : {}),
      ...(wording ? { wording } : {}),
      ...(lateTextMs === undefined ? {} : { lateTextMs }),
      environment: { MODELS: 'none', ...(bank ? { QUESTION_BANKS: bank } : {}), ...environment },
    });
    await bot.start();
    const { alice, discord } = bot;
    return {
      tenant: `discord:${discord.world.guild().id}`,
      userId: alice.id,
      store: bot.coach.store,
      begin: (start) => alice.slash('interview start', { domain: 'cooking', ...start }).reply(),
      say: async (text) => alice.say(text, { dm: true }),
      record: async () => alice.sendSound(recording, { dm: true, voice: true }),
      // On Discord it is enough to write no more.
      finish: async () => undefined,
      async command(words) {
        const [path, ...options] = words.split(/ (?=\S+=)/);
        const given = alice.slash(path ?? '', Object.fromEntries(options.map((one) => one.split('='))));
        const text = textOf(await given.reply());
        return { text, private: given.isEphemeral() };
      },
      shown: () =>
        alice
          .directMessages()
          .filter(({ author }) => author.id === discord.world.bot.id)
          .map(textOf),
      card() {
        const card = alice.directMessages().findLast((message) => /confidence \w+/.test(textOf(message)));
        const texts = (card?.components ?? []).flatMap(({ components = [] }) => components);
        return texts.flatMap(({ content = '' }) => wrapped(content.replaceAll('```', '')));
      },
      press: (label, older) => pressed(alice, label, older),
      async opens(by) {
        if ('press' in by) await until(() => alice.sees(by.press));
        const asked = 'press' in by ? alice.click(by.press) : alice.slash(by.command);
        const shown = await until(() => asked.modal ?? asked.original);
        if (!('components' in shown && 'title' in shown))
          throw new Error(`no dialog was opened, but it was said: ${textOf(await asked.reply())}`);
        return [shown.title, ...shown.components.flatMap(textsIn)].join('\n');
      },
      async fill(by, values) {
        if ('press' in by) await until(() => alice.sees(by.press));
        const asked = 'press' in by ? alice.click(by.press) : alice.slash(by.command);
        await until(() => asked.modal);
        await alice.submitModal(asked, values).reply();
      },
      async attach([first, ...more], content = '') {
        const shape = ({ name, type, bytes }: Attached) => ({ name, type, data: Buffer.from(bytes) });
        if (first) alice.sendFile(shape(first), { dm: true, content, more: more.map(shape) });
      },
      replies: () => bot.messages().map(textOf),
      async restart() {
        await bot.halt();
        await bot.start();
      },
    };
  },
  async openGroup(options) {
    const { style, questions = 1, closed = false } = options;
    const bot = await runningBot({
      ...forGroup(options),
      discord: { users: [{ username: 'alice', dms: !closed }, 'bob', 'carol'] },
    });
    await bot.start();
    const { alice, bob, carol, discord } = bot;
    const level = questions === 1 ? 'senior' : 'junior';
    const about = {
      ...{ domain: 'cooking', level, questions, private: options.private, ...options.more },
      ...(style === 'peer' ? { with: bob.id } : { style }),
    };
    await alice.slash('interview start', about).reply();
    await bot.shown(style === 'peer' ? 'to interview each other' : `Question 1 of ${questions}`);
    const isOwn = ({ author }: Message) => author.id === discord.world.bot.id;
    const isEphemeral = ({ flags }: Message) => (flags & 64) === 64;
    const inGroup = (person: Person): InGroup => ({
      userId: person.id,
      say: async (text) => person.say(`<@${discord.world.bot.id}> ${text}`, { channel: 'general' }),
      finish: async () => undefined,
      press: (label) => pressed(person, label),
      privately: () =>
        [...person.directMessages(), ...person.messagesIn('general').filter(isEphemeral)]
          .filter(isOwn)
          .map(textOf),
      async forget() {
        await person.slash('privacy forget').reply();
        await person.click('Erase everything').reply();
      },
    });
    return {
      store: bot.coach.store,
      people: [inGroup(alice), inGroup(bob)],
      shown: () =>
        carol
          .messagesIn('general')
          .filter((message) => isOwn(message) && !isEphemeral(message))
          .map(textOf),
      moderator: { press: (label) => pressed(carol, label) },
      muteBot: () => discord.overwrite('general', 'bot', { deny: permission.sendMessages }),
      async restart() {
        await bot.halt();
        await bot.start();
      },
    };
  },
};

const textsIn = ({
  label,
  description,
  content,
  value,
  placeholder,
  options = [],
  ...more
}: Component): string[] => [
  ...[label, description, content, value, placeholder, ...options.map((option) => option.label)].filter(
    (text) => text !== undefined,
  ),
  ...[...(more.components ?? []), more.component].flatMap((child) => (child ? textsIn(child) : [])),
];

async function pressed(person: Person, label: string, older = 0): Promise<void> {
  if (older > 0) await person.clickOld(label, older).acknowledgement();
  else {
    await until(() => person.sees(label));
    await person.click(label).acknowledgement();
  }
}
