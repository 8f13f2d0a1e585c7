import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot } from '../bots/bot.ts';
import { isCoachError } from '../errors.ts';
import { type Coach, openCoach } from '../open-coach.ts';
import type { Wording } from '../wording/wording.ts';
import { openSetting, printError } from './setting.ts';

/** How long a stop waits for what is under way before the process ends anyway. */
const patienceMs = 15_000;

/** Runs every bot whose token is configured until SIGTERM or Ctrl-C; without any, a practice in this terminal. */
export async function start(wording: Wording): Promise<void> {
  const { config, log } = openSetting();
  const discord = config.DISCORD_TOKEN !== undefined;
  const slack =
    config.SLACK_BOT_TOKEN !== undefined ||
    (config.SLACK_SIGNING_SECRET !== undefined && config.SLACK_CLIENT !== undefined);
  if (!discord && !slack) {
    const { practice } = await import('./practice.ts');
    return await practice({}, wording);
  }
  const stop = new AbortController();
  const interrupt = () => {
    stop.abort();
    setTimeout(() => process.exit(1), patienceMs).unref();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const coach = await openCoach({ config, log, wording });
  const bots = [
    ...(discord ? [(await import('../bots/discord/discord-bot.ts')).createDiscordBot(coach.context)] : []),
    ...(slack ? [(await import('../bots/slack/slack-bot.ts')).createSlackBot(coach.context)] : []),
  ];
  const working = coach.run(
    stop.signal,
    bots.map(({ platform }) => platform),
  );
  try {
    const ended = await Promise.all(bots.map((bot) => runBot(bot, coach, stop.signal)));
    if (ended.every((well) => !well)) process.exitCode = 1;
  } finally {
    stop.abort();
    await Promise.race([working.catch(() => undefined), sleep(patienceMs, null, { ref: false })]);
    await coach.close();
  }
}

/** A bot that its platform refuses says why in one sentence; the others go on. */
async function runBot(bot: Bot, { context }: Coach, signal: AbortSignal): Promise<boolean> {
  try {
    await bot.run(signal);
    return true;
  } catch (error) {
    if (isCoachError(error)) {
      const { code, fault } = error;
      context.log.error({ platform: bot.platform, code, fault }, 'A platform refused its bot');
      printError(context.wording.fault(error));
    } else context.log.error({ platform: bot.platform, err: error }, 'A bot ended with an unexpected error');
    return false;
  }
}
