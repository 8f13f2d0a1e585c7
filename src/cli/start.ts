import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../async/retry.ts';
import type { Bot } from '../bots/bot.ts';
import { misspeltSettings } from '../config.ts';
import { CoachError, isCoachError } from '../errors.ts';
import { type Coach, openCoach } from '../open-coach.ts';
import type { Wording } from '../wording/wording.ts';
import { openSetting, printError } from './setting.ts';
import { stopInOrder, stopPatienceMs } from './stop-in-order.ts';

const whileStoreIsAway = { firstMs: 1_000, longestMs: 30_000 };

/** Runs every bot whose token is configured until SIGTERM or Ctrl-C; without any, a practice in this terminal. */
export async function start(wording: Wording): Promise<void> {
  const { config, log } = openSetting();
  for (const { name, meant } of misspeltSettings())
    printError(wording.say('cli.misspelt-setting', { name, meant }));
  const discord = config.DISCORD_TOKEN !== undefined;
  const slack =
    config.SLACK_BOT_TOKEN !== undefined ||
    (config.SLACK_SIGNING_SECRET !== undefined && config.SLACK_CLIENT !== undefined);
  if (!discord && !slack) {
    if (!process.stdin.isTTY) throw new CoachError('bad_config', 'fault.nothing-configured');
    const { practice } = await import('./practice.ts');
    return await practice({}, wording);
  }
  const stop = stopInOrder(log);
  const coach = await openCoach({ config, log, wording });
  const bots = [
    ...(discord ? [(await import('../bots/discord/discord-bot.ts')).createDiscordBot(coach.context)] : []),
    ...(slack ? [(await import('../bots/slack/slack-bot.ts')).createSlackBot(coach.context)] : []),
  ];
  const working = coach.run(
    stop.signal,
    bots.map(({ platform }) => platform),
  );
  working.catch(stop.fail);
  try {
    const ended = await Promise.all(bots.map((bot) => runBot(bot, coach, stop.signal)));
    if (ended.every((well) => !well)) process.exitCode = 1;
  } finally {
    stop.now();
    await Promise.race([working.catch(() => undefined), sleep(stopPatienceMs, null, { ref: false })]);
    await coach.close();
    stop.dispose();
  }
}

/** A bot that its platform refuses says why in one sentence; the others go on. One that the store failed begins again. */
async function runBot(bot: Bot, { context }: Coach, signal: AbortSignal): Promise<boolean> {
  const { log } = context;
  for (let failures = 1; ; failures += 1)
    try {
      await bot.run(signal);
      return true;
    } catch (error) {
      if (!isCoachError(error)) {
        log.error({ platform: bot.platform, err: error }, 'A bot ended with an unexpected error');
        return false;
      }
      const { code, fault } = error;
      if (code !== 'store_unavailable' || signal.aborted) {
        log.error({ platform: bot.platform, code, fault }, 'A platform refused its bot');
        printError(context.wording.fault(error));
        return false;
      }
      log.error({ platform: bot.platform, err: error }, 'The store is away; the bot begins again');
      await sleep(backoffMs(failures, whileStoreIsAway), null, { signal }).catch(() => null);
    }
}
