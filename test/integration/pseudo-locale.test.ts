import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commandSpecs, fullName } from '../../src/bots/command-specs.ts';
import { openScreen } from '../../src/bots/terminal/client.ts';
import type { Entry } from '../../src/bots/terminal/inbox.ts';
import { createTerminalBot } from '../../src/bots/terminal/terminal-bot.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openCoach } from '../../src/open-coach.ts';
import { createEvaluator } from '../../src/pipeline/evaluate.ts';
import { followUpWords } from '../../src/wording/follow-up.ts';
import { accent, accentedBank, pseudoWording, untranslated } from '../support/pseudo-locale.ts';
import { scriptedModels } from '../support/scripted.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Everything that a terminal shows while somebody enters these one after the other. */
async function shownFor(given: readonly Entry[]): Promise<string> {
  const models = scriptedModels();
  const coach = await openCoach({
    config: readConfig({
      DATABASE_URL: `sqlite:${join(temporaryFolder(), 'greenroom.db')}`,
      QUESTION_BANKS: accentedBank(),
      MODELS: 'none',
    }),
    log: silentLog(),
    wording: pseudoWording,
    parts: {
      models,
      evaluator: createEvaluator({ words: followUpWords(pseudoWording), models, harper: false }),
    },
  });
  const stop = new AbortController();
  const working = coach.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await working;
    await coach.close();
  });
  const session = await coach.context.interview.start({
    place: { tenant: 'terminal:local', platform: 'terminal', channelId: '7' },
    userId: '7',
    domain: 'cooking',
    level: 'junior',
    questions: 2,
    private: true,
  });
  const shown: string[] = [];
  const left = [...given];
  await createTerminalBot(coach.context, {
    session,
    userId: '7',
    entries: {
      next: async () => left.shift() ?? null,
      line: async () => null,
      close: () => undefined,
    },
    screen: openScreen({ write: (text) => shown.push(text), columns: 400 }, { colours: false }),
  }).run(stop.signal);
  return shown.join('');
}

const answer = (text: string): Entry => ({ type: 'answer', text: accent(text), isEarly: false });
const command = (words: string): Entry => ({ type: 'command', words });

describe('a terminal in another language than English', () => {
  test('shows no English word on any question, card, reply, notice or summary', async () => {
    const text = await shownFor([
      ...['help', 'status', 'pause', 'resume', 'repeat', 'history', 'progress', 'leaderboard', 'models'].map(
        command,
      ),
      ...['privacy show', 'preferences', 'preferences goal=4', 'link', 'link ABCD-EF', 'undo', 'dance'].map(
        command,
      ),
      ...['preferences goal=many', 'progress 8', 'interview start', 'settings'].map(command),
      answer(
        'I would roast the meat first, because the oven is the slowest step. For example, it took 2 hours.',
      ),
      ...['outline', 'details', 'transcript', 'fair', 'unfair', 'history', 'progress', 'delete'].map(command),
      command('again'),
      answer('Hm.'),
      command('skip'),
      answer('We did it, I think, maybe. It was good and stuff and so on, and then, and then we had fun.'),
      command('privacy forget'),
      command('quit'),
    ]);
    const commands = commandSpecs.map((spec) => `/${fullName(spec)}`);
    const data = [
      'cooking',
      'whisper-base',
      'scripted',
      'on cpu',
      'cpu',
      'dance',
      'details',
      'goal',
      'practice',
      ...commands,
    ];
    const lines = text
      .split('\n')
      .map((line) => ({ line, words: untranslated(line.replace(/\/link [A-Z0-9]+/, ''), data) }));
    expect(lines.filter(({ words }) => words.length > 0)).toEqual([]);
  });
});
