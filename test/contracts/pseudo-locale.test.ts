import { describe, expect, test } from 'vitest';
import { commandSpecs, fullName } from '../../src/bots/command-specs.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { onDiscord } from '../support/bots/discord.ts';
import type { BotPlatform } from '../support/bots/platform.ts';
import { onSlack } from '../support/bots/slack.ts';
import { accent, accentedBank, pseudoWording, untranslated } from '../support/pseudo-locale.ts';
import { scriptedModels } from '../support/scripted.ts';
import { until } from '../support/temporary.ts';

const platforms: BotPlatform[] = [onSlack, onDiscord];

/** What is the same in every language: the names of commands, of the domain, of a model and of files. */
const data = [
  ...commandSpecs.map((spec) => `/${fullName(spec)}`),
  ...['cooking', 'whisper-base', 'scripted', 'cpu', 'start', 'domain:', 'goal', 'dance', 'zip', 'greenroom'],
  ...['backend', 'mid', 'weekly', 'monday', 'interview'],
];

describe.each(platforms)('the $platform bot in another language than English', (platform) => {
  test('shows no English word on any question, card, reply, notice or summary', async () => {
    const at = await platform.open({
      wording: pseudoWording,
      bank: accentedBank(),
      evaluator: createEvaluator({
        words: followUpWords(pseudoWording),
        models: scriptedModels(),
        harper: false,
      }),
    });
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
    for (const words of [...commands, ...about, 'practice weak', 'interview skip'])
      if (!platform.lacks.includes(words)) await command(words);
    await at.begin({ level: 'junior', questions: 2 });
    await shown(1);
    await at.say(
      accent('I take a big pot and plenty of water, because the starch gets thin. I stir for 2 minutes.'),
    );
    await at.finish();
    await until(() => at.shown().some((text) => text.includes('100')) || null);
    await command('interview status');
    await command('interview pause');
    await command('interview pause');
    await command('interview skip');
    await command('history');
    await command('progress');
    await command('interview stop');
    await command('privacy forget');
    const lines = [...at.shown(), ...replies].join('\n').split('\n');
    const found = lines.map((line) => ({
      line,
      words: untranslated(platform.displayed(line).replace(/link [A-Z0-9]+|:[a-z_]+:/g, ''), data),
    }));
    expect(found.filter(({ words }) => words.length > 0)).toEqual([]);
  });
});
