import { runningBot, textOf } from '../discord-bot.ts';
import { until } from '../temporary.ts';
import { type BotPlatform, recording, rulesAlone } from './platform.ts';

export const onDiscord: BotPlatform = {
  platform: 'discord',
  timeZone: 'UTC',
  ends: 'by itself',
  presses: true,
  attaches: false,
  lacks: [],
  live: /@(?:everyone|here)|(?<!\\)<[@#!]/,
  displayed: (text) =>
    text
      .replaceAll('\u200B', '')
      .replace(/<\/([^:>]+):\d+>/g, '/$1')
      .replace(/\\([^A-Za-z0-9\s])/g, '$1'),
  async open({ evaluator = rulesAlone(), hear, lateTextMs, wording, bank } = {}) {
    const bot = await runningBot({
      evaluator,
      ...(hear ? { hear } : {}),
      ...(wording ? { wording } : {}),
      ...(lateTextMs === undefined ? {} : { lateTextMs }),
      environment: { MODELS: 'none', ...(bank ? { QUESTION_BANKS: bank } : {}) },
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
      press: async (label) => {
        await until(() => alice.sees(label));
        await alice.click(label).reply();
      },
      replies: () => bot.messages().map(textOf),
      async restart() {
        await bot.halt();
        await bot.start();
      },
    };
  },
};
