import { readFileSync } from 'node:fs';
import { runningSlackBot, textOf } from '../slack-bot.ts';
import { until } from '../temporary.ts';
import { type BotPlatform, recording, rulesAlone } from './platform.ts';

/** As a client sends what is typed into it. */
const typed = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const onSlack: BotPlatform = {
  platform: 'slack',
  timeZone: 'Europe/Berlin',
  lacks: ['mic-test'],
  live: /<[@#!]|<http/,
  displayed: (text) =>
    text.replaceAll('\u2060', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  async open({ evaluator = rulesAlone(), hear, wording, bank } = {}) {
    const bot = await runningSlackBot({
      evaluator,
      ...(hear ? { hear } : {}),
      ...(wording ? { wording } : {}),
      environment: { MODELS: 'none', ...(bank ? { QUESTION_BANKS: bank } : {}) },
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
      async restart() {
        await bot.halt();
        await bot.start();
      },
    };
  },
};
