import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../async/retry.ts';
import type { Bot } from '../bots/bot.ts';
import { misspeltSettings } from '../config.ts';
import { CoachError, isCoachError } from '../errors.ts';
import { type Coach, openCoach } from '../open-coach.ts';
import { openWatch } from '../open-watch.ts';
import { type Role, talks } from '../role.ts';
import type { Wording } from '../wording/wording.ts';
import { openSetting, printError } from './setting.ts';
import { stopInOrder } from './stop-in-order.ts';

const whileAway = { firstMs: 1_000, longestMs: 30_000 };
/** How long to wait for a platform that does not answer a goodbye. */
const farewellMs = 1_500;

/**
 * Runs every configured bot, the work behind them, or both, until SIGTERM or Ctrl-C; without any bot, a practice
 * interview in this terminal.
 */
export async function start({ role = 'all' }: { role?: Role }, wording: Wording): Promise<void> {
  const { config, log } = openSetting();
  for (const { name, meant } of misspeltSettings())
    printError(wording.say('cli.misspelt-setting', { name, meant }));
  const discord = talks(role) && config.DISCORD_TOKEN !== undefined;
  const slack =
    talks(role) &&
    (config.SLACK_BOT_TOKEN !== undefined ||
      (config.SLACK_SIGNING_SECRET !== undefined && config.SLACK_CLIENT !== undefined));
  if (!discord && !slack && talks(role)) {
    if (role === 'bots') throw new CoachError('bad_config', 'fault.role-needs-bot');
    if (!process.stdin.isTTY) throw new CoachError('bad_config', 'fault.nothing-configured');
    const { practice } = await import('./practice.ts');
    return await practice({}, wording);
  }
  const stop = stopInOrder(log);
  const coach = await openCoach({ config, log, wording, role });
  const bots = [
    ...(discord ? [(await import('../bots/discord/discord-bot.ts')).createDiscordBot(coach.context)] : []),
    ...(slack ? [(await import('../bots/slack/slack-bot.ts')).createSlackBot(coach.context)] : []),
  ];
  const watch = await openWatch(coach, role).catch(async (error: unknown) => {
    await coach.close();
    throw error;
  });
  const working = coach.run(
    stop.signal,
    bots.map(({ platform }) => platform),
  );
  working.catch(stop.fail);
  try {
    const running = talks(role) ? Promise.all(bots.map((bot) => runBot(bot, coach, stop.signal))) : working;
    const ended = await Promise.race([running, farewell(stop.signal)]);
    if (ended?.every((well) => !well)) process.exitCode = 1;
  } finally {
    stop.now();
    await Promise.race([working.catch(() => undefined), sleep(farewellMs / 2)]);
    await watch.close();
    await coach.close();
  }
  // Unanswered calls to a platform, and other remains of a bot, would keep the process alive.
  process.exit(process.exitCode ?? 0);
}

async function farewell(signal: AbortSignal): Promise<null> {
  if (!signal.aborted) await once(signal, 'abort');
  return await sleep(farewellMs, null);
}

/**
 * A bot that is refused by its platform says why in one sentence; the others go on. One that cannot reach its
 * platform (as at boot, before the network is up) says so and starts again, and so does one that failed
 * because of the store.
 */
async function runBot(bot: Bot, { context }: Coach, signal: AbortSignal): Promise<boolean> {
  const { log } = context;
  for (let failures = 1; ; failures += 1)
    try {
      context.connections.report(bot.platform, 'connecting');
      await bot.run(signal);
      return true;
    } catch (error) {
      if (!isCoachError(error)) {
        context.connections.report(bot.platform, 'refused');
        log.error({ platform: bot.platform, err: error }, 'A bot ended with an unexpected error');
        return signal.aborted;
      }
      if (signal.aborted) return true;
      const { code, fault } = error;
      const isAway = code === 'store_unavailable' || code === 'network';
      if (!isAway) {
        context.connections.report(bot.platform, 'refused');
        log.error({ platform: bot.platform, code, fault }, 'A platform refused its bot');
        printError(context.wording.fault(error));
        return false;
      }
      const pauseMs = backoffMs(failures, whileAway);
      log.error({ platform: bot.platform, err: error, pauseMs }, 'A bot could not go on; it begins again');
      const seconds = pauseMs / 1_000;
      // Once is enough for a person: the log has each try.
      if (failures === 1)
        printError(`${context.wording.fault(error)} ${context.wording.say('cli.start.again', { seconds })}`);
      await sleep(pauseMs, null, { signal }).catch(() => null);
      if (signal.aborted) return true;
    }
}
