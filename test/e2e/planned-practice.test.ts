import { expect, it, onTestFinished } from 'vitest';
import type { Platform } from '../../src/domain.ts';
import { silentLog } from '../../src/log.ts';
import type { Coach } from '../../src/open-coach.ts';
import { createScheduleWorker } from '../../src/pipeline/schedules/schedule-worker.ts';
import { runningBot, textOf as textInDiscord } from '../support/discord-bot.ts';
import { runningSlackBot, textOf as textInSlack } from '../support/slack-bot.ts';
import { sqliteOf, until } from '../support/temporary.ts';

/** Makes the one practice that is planned due now, and holds what is planned from here on. */
function holdNow({ store, context }: Coach, platform: Platform): void {
  const dueAt = new Date().toISOString();
  sqliteOf(store).sqlite.prepare('update schedules set next_at = ?').run(dueAt);
  sqliteOf(store)
    .sqlite.prepare("update jobs set run_at = ?, payload = json_set(payload, '$.dueAt', ?) where queue = ?")
    .run(dueAt, dueAt, `schedule:${platform}`);
  const stop = new AbortController();
  const { interview, now } = context;
  const holding = createScheduleWorker({ store, interview, log: silentLog(), now }).run(stop.signal, [
    platform,
  ]);
  onTestFinished(async () => {
    stop.abort();
    await holding;
  });
}

/** Lets the time of the open question be over. */
function close({ store }: Coach): void {
  const at = new Date().toISOString();
  sqliteOf(store).sqlite.prepare('update turns set closes_at = ?').run(at);
  sqliteOf(store)
    .sqlite.prepare(
      "update jobs set run_at = ? where queue in ('timer', 'schedule:discord', 'schedule:slack') and state = 'waiting'",
    )
    .run(at);
  store.queue.wake();
}

it('is planned, held and summed up in a channel of Discord', async () => {
  const bot = await runningBot();
  await bot.start();
  const schedule = { when: 'weekly monday 18:00', domain: 'cooking', level: 'junior', zone: 'Europe/Berlin' };
  expect(textInDiscord(await bot.carol.slash('schedule add', schedule).reply())).toMatch(
    /weekly monday 18:00 \(Europe\/Berlin\); next <t:\d+:f>/,
  );
  await bot.alice.slash('preferences', { leaderboard: true }).reply();
  holdNow(bot.coach, 'discord');
  const question = await bot.shown('Question 1 of 1');
  expect(textInDiscord(question)).toContain('For everyone.');
  // Nobody leads it: there is no button that would be refused to everyone.
  expect(textInDiscord(question)).not.toMatch(/Pause|Skip|Stop|Show results/);
  await bot.shown('is open: answer the question by');
  for (const person of [bot.alice, bot.bob]) {
    const press = person.click('Answer', question);
    await press.modalShown();
    await person.submitModal(press, { answer: 'Plenty of water.' }).reply();
  }
  await until(async () => {
    const { count } = await bot.coach.store.db
      .selectFrom('evaluations')
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count === 2;
  });
  close(bot.coach);
  expect(textInDiscord(await bot.shown('took part'))).toContain(`<@${bot.alice.id}> and 1 more took part.`);
  // Who says so comes the next time, and is told that they are reminded.
  const coming = bot.alice.click('I’ll come');
  expect(textInDiscord(await coming.reply())).toMatch(
    /You are coming: <t:\d+:\w>\. I will remind you 30 minutes before/,
  );
  expect(coming.isEphemeral()).toBe(true);
  expect(textInDiscord(await bot.bob.click('Can’t come').reply())).toContain('You are not coming this time');
  expect(bot.discord.violations()).toEqual([]);
});

it('is planned, held and summed up in a channel of Slack, answered below its question', async () => {
  const bot = await runningSlackBot();
  await bot.start();
  const { slack } = bot;
  const [alice, bob] = [slack.person('alice'), slack.person('bob')];
  const tenant = `slack:${slack.team.id}` as const;
  await bot.coach.context.schedules.add(
    { tenant, userId: alice.id },
    {
      place: { tenant, platform: 'slack', channelId: slack.team.channel('#general')?.id ?? '' },
      when: 'daily 18:00',
      domain: 'cooking',
      level: 'junior',
    },
  );
  await bot.coach.context.progress.prefer({ tenant, userId: alice.id }, { onLeaderboard: true });
  holdNow(bot.coach, 'slack');
  const question = await bot.shown('#general', /Question 1 of 1/);
  await bot.shown('#general', /is open: answer the question by/);
  for (const person of [alice, bob]) {
    await person.message('#general', 'Plenty of water.', question.ts);
    await person.message('#general', 'done', question.ts);
  }
  await until(async () => {
    const { count } = await bot.coach.store.db
      .selectFrom('evaluations')
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count === 2;
  });
  close(bot.coach);
  const roundUp = await bot.shown('#general', /took part/);
  expect(textInSlack(roundUp)).toContain(`<@${alice.id}> and 1 more took part.`);
  expect(slack.journal.anomalies).toEqual([]);
});
