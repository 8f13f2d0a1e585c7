import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { openScreen } from '../../../src/bots/terminal/client.ts';
import { readEntries } from '../../../src/bots/terminal/inbox.ts';
import { createTerminalBot } from '../../../src/bots/terminal/terminal-bot.ts';
import { readConfig } from '../../../src/config.ts';
import type { Session } from '../../../src/domain.ts';
import { silentLog } from '../../../src/log.ts';
import type { Transcriber } from '../../../src/models/ports.ts';
import { openCoach } from '../../../src/open-coach.ts';
import { scriptedModels, scriptedSlot, scriptedTranscriber } from '../scripted.ts';
import { temporaryFolder, until } from '../temporary.ts';
import { type BotPlatform, recording, rulesAlone, wrapped } from './platform.ts';

const tenant = 'terminal:local';
const userId = 'alice';

export const onTerminal: BotPlatform = {
  platform: 'terminal',
  timeZone: 'UTC',
  ends: 'by itself',
  presses: false,
  attaches: false,
  lacks: [
    ...['prepare', 'plans'],
    ...['join', 'leave', 'status', 'avoid', 'pause', 'preview', 'run', 'settings'].map(
      (name) => `pair ${name}`,
    ),
    ...['interview start', 'interview done', 'score', 'mic-test'],
    ...['practice weak', 'practice warm-up', 'practice week'],
    ...['privacy consent', 'privacy revoke', 'privacy export'],
    ...['schedule add', 'schedule list', 'schedule remove', 'schedule snooze', 'settings'],
  ],
  written: (name) => `/${name.replace(/^interview /, '')}`,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what moves a cursor
  live: /[\u0000-\u0008\u000b-\u001f\u007f]/,
  displayed: (text) => text.replace(/\s+/g, ' '),
  async open({ evaluator = rulesAlone(), hear, wording, bank, environment = {} } = {}) {
    const coach = await openCoach({
      config: readConfig({
        DATABASE_URL: `sqlite:${join(temporaryFolder(), 'greenroom.db')}`,
        QUESTION_BANKS: bank ?? fileURLToPath(new URL('../../fixtures/bank/', import.meta.url)),
        FOLLOW_UP_DEPTH: '0',
        MODELS: 'none',
        ...environment,
      }),
      log: silentLog(),
      ...(wording ? { wording } : {}),
      parts: {
        models: scriptedModels(scriptedSlot<Transcriber>('transcriber', scriptedTranscriber(hear))),
        evaluator,
      },
    });
    const stop = new AbortController();
    const working = coach.run(stop.signal);
    const shown: string[] = [];
    let session: Session | null = null;
    let input = new PassThrough();
    let ending = new AbortController();
    let running: Promise<void> = Promise.resolve();
    onTestFinished(async () => {
      stop.abort();
      await running;
      await working;
      await coach.close();
    });

    function start(on: Session): void {
      input = new PassThrough();
      ending = new AbortController();
      const screen = openScreen({ write: (text) => shown.push(text), columns: 100 }, { colours: false });
      const bot = createTerminalBot(coach.context, {
        session: on,
        userId,
        entries: readEntries(input),
        screen,
      });
      running = bot.run(AbortSignal.any([stop.signal, ending.signal]));
      running.catch(() => undefined);
    }
    return {
      tenant,
      userId,
      store: coach.store,
      async begin(given) {
        const place = { tenant, platform: 'terminal', channelId: userId } as const;
        session = await coach.context.interview.start({ place, userId, domain: 'cooking', ...given });
        start(session);
      },
      say: async (text) => input.write(`${text}\n`),
      record: async () => input.write(`${recording}\n`),
      finish: async () => input.write('\n'),
      endLine: async () => input.write('\n'),
      paste: async (text) => input.write(`"""\n${text}\n"""\n`),
      async command(words) {
        const before = shown.length;
        input.write(`/${words.replace(/^interview /, '')}\n`);
        return { text: await until(() => shown[before]), private: true };
      },
      shown: () => shown,
      card: () => wrapped(shown.findLast((text) => /confidence \w+/.test(text)) ?? ''),
      async restart() {
        ending.abort();
        await running;
        if (!session) return;
        // As `greenroom practice --resume` takes an interview up.
        await coach.context.interview.repeat({ tenant, userId }, session.id);
        start(session);
      },
    };
  },
};
