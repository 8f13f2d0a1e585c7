import { describe, expect, test } from 'vitest';
import { commandSpecs, fullName } from '../../src/bots/command-specs.ts';
import { commandDefinitions } from '../../src/bots/discord/commands/definitions.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import type { MessageKey } from '../../src/wording/wording.ts';
import { onDiscord } from '../support/bots/discord.ts';
import type { AtBot, BotPlatform } from '../support/bots/platform.ts';
import { onSlack } from '../support/bots/slack.ts';
import { runningBot, textOf } from '../support/discord-bot.ts';
import { accent, accentedBank, pseudoWording, untranslated } from '../support/pseudo-locale.ts';
import { scriptedModels } from '../support/scripted.ts';
import { until } from '../support/temporary.ts';

const platforms: BotPlatform[] = [onSlack, onDiscord];

/** What is the same in every language: the names of commands, of the domain, of a model and of files. */
const data = [
  ...commandSpecs.map((spec) => `/${fullName(spec)}`),
  ...['cooking', 'whisper-base', 'scripted', 'cpu', 'start', 'domain:', 'goal', 'dance', 'zip', 'greenroom'],
  ...['backend', 'mid', 'weekly', 'monday', 'interview', 'pace.png', 'transcript.md', 'answer.ogg'],
  ...['discord-short.ogg', 'Interview', '#general', 'practice'],
  ...openBank()
    .domains()
    .map(({ title }) => title),
];

const inEnglish = (texts: readonly string[], displayed: (text: string) => string) =>
  texts
    .join('\n')
    .split('\n')
    .map((line) => ({
      line,
      words: untranslated(displayed(line).replace(/link [A-Z0-9]+|:[a-z_]+:/g, ''), data),
    }))
    .filter(({ words }) => words.length > 0);

const label = (key: Extract<MessageKey, `button.${string}`>): string => pseudoWording.say(key);
const evaluator = () =>
  createEvaluator({ words: followUpWords(pseudoWording), models: scriptedModels(), harper: false });
const said = accent(
  'I take a big pot and plenty of water, because the starch gets thin. I stir for 2 minutes.',
);

describe.each(platforms)('the $platform bot in another language than English', (platform) => {
  const opened = (): Promise<AtBot> =>
    platform.open({ wording: pseudoWording, bank: accentedBank(), evaluator: evaluator(), hear: () => said });
  const expectNoEnglish = (at: AtBot, ...more: string[]) =>
    expect(inEnglish([...at.shown(), ...(at.replies?.() ?? []), ...more], platform.displayed)).toEqual([]);

  test('shows no English word on any question, card, reply, notice or summary', async () => {
    const at = await opened();
    const replies: string[] = [];
    const command = async (words: string) => replies.push((await at.command(words)).text);
    const shown = (count: number) => until(() => at.shown().length >= count || null);
    const commands = ['help', 'interview status', 'progress', 'history', 'leaderboard', 'models'];
    const about = [
      'privacy show',
      'privacy consent',
      'privacy revoke',
      'preferences',
      'link',
      'schedule list',
    ];
    // On Discord only those who manage the server can even ask for its settings.
    const others = [
      'practice weak',
      'interview skip',
      'mic-test',
      ...(platform.platform === 'slack' ? ['settings'] : []),
    ];
    for (const words of [...commands, ...about, ...others])
      if (!platform.lacks.includes(words)) await command(words);
    await at.begin({ level: 'junior', questions: 2 });
    await shown(1);
    await at.say(said);
    await at.finish();
    await until(() => at.shown().some((text) => text.includes(label('button.details'))) || null);
    await command('interview status');
    await command('interview pause');
    await command('interview pause');
    await command('interview skip');
    await command('history');
    await command('progress');
    await command('interview stop');
    await command('privacy forget');
    expectNoEnglish(at, ...replies);
  });

  test('shows none on what the buttons of a card lead to, on a recording’s chart, and in any dialog', async () => {
    const at = await opened();
    await at.say(accent('hello'));
    const dialogs = [await at.opens?.({ press: label('button.setup') })];
    await at.begin({ level: 'junior', questions: 2 });
    await until(() => at.shown().some((text) => text.includes(label('button.done'))) || null);
    await at.record();
    await until(() => at.shown().some((text) => text.includes(label('button.details'))) || null);
    // On Discord a card is shared where the interview was; Slack asks where.
    if (platform.platform === 'slack') dialogs.push(await at.opens?.({ press: label('button.share') }));
    const countAll = () => at.shown().length + (at.replies?.().length ?? 0);
    for (const key of ['button.details', 'button.transcript', 'button.outline', 'button.delete'] as const) {
      const count = countAll();
      await at.press?.(label(key));
      await until(() => countAll() > count || key === 'button.delete' || null);
    }
    dialogs.push(await at.opens?.({ command: 'score' }));
    const followUp = platform.platform === 'slack' ? 'slack.button.follow-up' : 'button.follow-up';
    const isAsked = at.shown().some((text) => text.includes(pseudoWording.say(followUp)));
    if (isAsked) dialogs.push(await at.opens?.({ press: pseudoWording.say(followUp) }));
    if (platform.platform === 'discord') {
      // The next question comes after the card. Until then the button stands under the one that was answered.
      const next = pseudoWording.say('question.title', { number: 2, of: 2 });
      await until(() => at.shown().some((text) => text.includes(next)) || null);
      dialogs.push(await at.opens?.({ press: label('button.answer') }));
    }
    expectNoEnglish(at, ...dialogs.map((dialog) => dialog ?? ''));
  });
});

describe('the Discord bot in another language than English', () => {
  test('describes its commands in that language', () => {
    const definitions: unknown[] = [];
    JSON.stringify(commandDefinitions(pseudoWording), (key, value: unknown) => {
      if (key === 'description') definitions.push(value);
      return key.endsWith('_localizations') ? undefined : value;
    });
    expect(definitions.length).toBeGreaterThan(30);
    expect(inEnglish(definitions.map(String), (text) => text)).toEqual([]);
  });

  test('matches partners and tells them everything without an English word', async () => {
    const bot = await runningBot({
      wording: pseudoWording,
      environment: { MODELS: 'none', QUESTION_BANKS: accentedBank() },
    });
    await bot.start();
    const { alice, bob, carol } = bot;
    const replies: string[] = [];
    const ask = async (asked: ReturnType<typeof alice.slash>) => replies.push(textOf(await asked.reply()));
    await ask(alice.slash('pair status'));
    for (const person of [alice, bob])
      await ask(person.slash('pair join', { domain: 'cooking', level: 'mid', hours: 'mon-sun 0-24' }));
    await ask(alice.slash('pair pause', { days: 3 }));
    await ask(alice.slash('pair pause', { days: 0 }));
    await ask(carol.slash('pair settings', { digest: true, off: '2099-12-24..2099-12-26' }));
    await ask(carol.slash('pair preview'));
    await ask(carol.click(label('button.pair-send')));
    const hasMatch = () => bob.sees(label('button.pair-coming')) && alice.sees(label('button.pair-coming'));
    await until(() => hasMatch() || null);
    await ask(alice.click(label('button.pair-other-time')));
    for (const person of [alice, bob]) await ask(person.click(label('button.pair-coming')));
    await ask(bob.click(label('button.pair-cannot')));
    const calledOff = pseudoWording.say('pair.called-off.title');
    await until(
      () =>
        bot
          .messages()
          .map(textOf)
          .some((text) => text.includes(calledOff)) || null,
    );
    await ask(alice.slash('pair leave'));
    const texts = [...bot.messages().map(textOf), ...replies].map((text) =>
      text.replace(/(?:mon|sun|weekly monday|2099)[-\d:. ]*|practice[-\w]*\.ics|alice|bob|UTC/g, ''),
    );
    expect(inEnglish(texts, onDiscord.displayed)).toEqual([]);
  });

  test('says in a voice channel on what terms people are heard, without an English word', async () => {
    const bot = await runningBot({
      wording: pseudoWording,
      evaluator: evaluator(),
      hear: () => said,
      environment: { MODELS: 'none', QUESTION_BANKS: accentedBank() },
    });
    await bot.start();
    const { alice, bob } = bot;
    for (const person of [alice, bob]) person.join('Interview');
    await alice
      .slash('interview start', { domain: 'cooking', level: 'junior', mode: 'voice', style: 'everyone' })
      .reply();
    const texts = () => bot.messages().map(textOf);
    await until(() => texts().some((text) => text.includes(label('button.agree'))));
    for (const person of [alice, bob]) await person.click(label('button.agree')).reply();
    await alice.speak('test/fixtures/audio/discord-short.ogg');
    await alice.click(label('button.done')).acknowledgement();
    bob.leave();
    await until(() => texts().some((text) => /100/.test(text)));
    await alice.slash('mic-test').reply();
    await alice.slash('interview stop').reply();
    expect(inEnglish(texts(), onDiscord.displayed)).toEqual([]);
  });
});
