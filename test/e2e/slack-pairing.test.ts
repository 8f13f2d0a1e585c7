import { expect, it } from 'vitest';
import { runningSlackBot, textOf } from '../support/slack-bot.ts';
import { until } from '../support/temporary.ts';

async function started() {
  const bot = await runningSlackBot({ slack: { people: ['alice', 'bob', 'boss'] } });
  const { slack } = bot;
  const boss = slack.person('boss');
  const admin = slack.team.users.get(boss.id);
  if (admin) admin.isAdmin = true;
  await bot.start();
  const [alice, bob] = [slack.person('alice'), slack.person('bob')];
  const ask = async (person: typeof alice, words: string, what: RegExp): Promise<string> => {
    const before = person.ephemerals.length;
    await person.slash('/pair', words);
    const shown = await until(() => person.ephemerals.slice(before).find((one) => what.test(textOf(one))));
    return textOf(shown);
  };
  return { bot, slack, alice, bob, boss, ask };
}

it('matches people on Slack, makes a group message for them, and takes their answers', async () => {
  const { bot, slack, alice, bob, boss, ask } = await started();
  expect(await ask(alice, 'join cooking mid daily 0-24', /You take part/)).toContain(
    'mon-sun 0-24 (Europe/Berlin)',
  );
  await ask(bob, 'join cooking mid hours=mon-sun 0-24', /mon-sun 0-24/);
  await ask(boss, 'settings weekly friday 16:00 zone=Asia/Tokyo wait', /weekly friday 16:00 \(Asia\/Tokyo\)/);
  await ask(boss, 'preview', new RegExp(`<@${alice.id}>`));
  await boss.click('greenroom:pair-send');
  const match = await bot.shown(alice.directMessages, /Your practice partner this week/);
  expect(textOf(match)).toContain(`<@${bob.id}> (cooking, mid)`);
  expect(textOf(match)).toMatch(/Proposed: <!date\^\d+/);
  const room = await until(() => [...slack.team.channels.values()].find(({ kind }) => kind === 'mpim'));
  expect(room.members).toEqual(new Set([alice.id, bob.id, slack.team.botUser]));
  await until(() => room.messages.map(textOf).join('\n').includes('This room is for'));
  await until(() =>
    slack.team.channels
      .get(alice.directMessages)
      ?.messages.flatMap(({ files = [] }) => files)
      .find(({ name }) => /^practice-\w{8}-0\.ics$/.test(String(name))),
  );
  await bot.shown(bob.directMessages, /Your practice partner this week/);
  await alice.click('greenroom:pair-coming');
  await bob.click('greenroom:pair-coming');
  await bot.shown(alice.directMessages, /Everyone is coming/);
  expect(slack.journal.anomalies).toEqual([]);
});

it('gives people on Slack each other’s names where the app may make no group message', async () => {
  const { bot, slack, alice, bob, boss, ask } = await started();
  slack.team.scopes.delete('mpim:write');
  for (const one of [alice, bob]) await ask(one, 'join cooking mid daily 0-24', /You take part/);
  await ask(boss, 'settings', /Matches go out/);
  await ask(boss, 'run', /They went out/);
  const match = await bot.shown(alice.directMessages, /Your practice partner this week/);
  expect(textOf(match)).toContain('Write to them');
  expect(await ask(alice, `avoid <@${bob.id}|bob>`, /never matched/)).toContain('1 person');
  await bot.shown(bob.directMessages, /No practice this week/);
  expect(await ask(alice, 'pause 14', /You take a break/)).toMatch(/until/);
  expect(await ask(alice, 'leave', /no longer take part/)).toContain('brings you back');
  expect(await ask(alice, 'run', /Only people who manage/)).not.toContain('went out');
});
