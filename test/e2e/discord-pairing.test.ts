import { describe, expect, it } from 'vitest';
import { type Channel, channelType, permission } from '../servers/discord/protocol.ts';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';
import { until } from '../support/temporary.ts';

type Someone = RunningBot['alice'];

async function started(): Promise<RunningBot> {
  const bot = await runningBot();
  await bot.start();
  return bot;
}
const join = async (person: Someone): Promise<string> => {
  const asked = person.slash('pair join', {
    domain: 'cooking',
    level: 'mid',
    hours: 'daily 0-24',
    zone: 'Europe/Berlin',
  });
  const text = textOf(await asked.reply());
  expect(asked.isEphemeral()).toBe(true);
  return text;
};
const told = (person: Someone, what: RegExp): Promise<string> =>
  until(() =>
    person
      .directMessages()
      .map(textOf)
      .find((text) => what.test(text)),
  );
const sent = async ({ carol }: RunningBot): Promise<string> => {
  await carol.slash('pair settings').reply();
  return textOf(await carol.slash('pair run').reply());
};

describe('practice partners on Discord', () => {
  it('are matched, told in private with a calendar file, and say by buttons whether they come', async () => {
    const bot = await started();
    const { alice, bob, carol, discord } = bot;
    expect(await join(alice)).toMatch(/You take part: cooking, mid; free mon-sun 0-24 \(Europe\/Berlin\)/);
    await join(bob);
    expect(textOf(await carol.slash('pair settings').reply())).toMatch(/Matches go out: weekly monday 09:00/);
    const preview = textOf(await carol.slash('pair preview').reply());
    for (const one of [alice, bob]) expect(preview).toContain(`<@${one.id}>`);
    expect(alice.directMessages()).toEqual([]);
    await carol.click('Send now').reply();

    const match = await told(alice, /Your practice partner this week/);
    expect(match).toContain(`<@${bob.id}> (cooking, mid)`);
    expect(match).toMatch(/Proposed: <t:\d+:\w>/);
    // The bot may make no threads here.
    expect(match).toContain('Write to them');
    const file = alice.directMessages().flatMap(({ attachments }) => attachments)[0];
    expect(file?.filename).toMatch(/^practice-\w{8}-0\.ics$/);
    const { data } = discord.world.files.get(decodeURIComponent(new URL(file?.url ?? '').pathname)) ?? {};
    expect(data?.toString()).toMatch(
      /^BEGIN:VCALENDAR\r\n[\s\S]*SUMMARY:Interview practice with bob @bob\r\n/,
    );
    await told(bob, /Your practice partner this week/);

    expect(textOf(await alice.click('I’ll come').reply())).toContain('I will tell you when');
    expect(textOf(await bob.click('I’ll come').reply())).toContain('Everyone is coming');
    await told(alice, /Everyone is coming/);
    expect(textOf(await bob.click('Another time').reply())).toMatch(/Now it is proposed for <t:\d+/);
    await told(alice, /Another time[\s\S]*Now it is proposed/);
    expect(textOf(await bob.click('Can’t this week').reply())).toContain('You stay in for the next round');
    await told(alice, /No practice this week/);
    expect(discord.violations()).toEqual([]);
  });

  it('get a private thread where the bot may make one, and it says who is in it', async () => {
    const bot = await started();
    const { alice, bob, discord } = bot;
    const { world } = discord;
    discord.overwrite('general', 'bot', {
      allow: permission.createPrivateThreads | permission.sendMessagesInThreads,
    });
    await join(alice);
    await join(bob);
    await sent(bot);
    const match = await told(alice, /Your practice partner this week/);
    const isThread = ({ type }: Channel) => type === channelType.privateThread;
    const thread = [...world.channels.values()].find(isThread);
    expect(thread?.name).toMatch(/^Practice partners · \w{4}$/);
    expect(match).toContain(`Your room is ready: #${thread?.name}`);
    expect(world.threadMembers.get(thread?.id ?? '')).toEqual(new Set([world.bot.id, alice.id, bob.id]));
    const posted = [...world.messagesOf(thread?.id ?? '').values()].map(textOf);
    expect(posted).toHaveLength(1);
    expect(posted[0]).toContain('This room is for');
    expect(discord.violations()).toEqual([]);
  });

  it('never meet somebody whom either avoids, and nobody but the one who said so hears of it', async () => {
    const bot = await started();
    const { alice, bob, carol } = bot;
    await join(alice);
    await join(bob);
    const avoided = alice.slash('pair avoid', { member: { user: bob.user } });
    expect(textOf(await avoided.reply())).toContain('You are never matched with 1 person you named');
    expect(avoided.isEphemeral()).toBe(true);
    expect(await sent(bot)).toContain('Nobody can be matched');
    await told(bob, /I found nobody for you this time/);
    const seen = [...bob.directMessages(), ...carol.messagesIn('general')].map(textOf).join('\n');
    expect(seen).not.toMatch(/avoid|never matched/i);
    await alice.slash('pair avoid', { member: { user: bob.user }, undo: true }).reply();
    await carol.slash('pair run').reply();
    await told(bob, /Your practice partner this week/);
  });

  it('are organised only by people who manage the server, and shown to them before', async () => {
    const bot = await started();
    const { alice, carol } = bot;
    await join(alice);
    for (const name of ['pair preview', 'pair run', 'pair settings'])
      expect(textOf(await alice.slash(name).reply())).toContain('Only people who manage this place');
    expect(textOf(await carol.slash('pair preview').reply())).toContain('not matched here yet');
    const settings = { when: 'weekly friday 17:00', zone: 'Asia/Tokyo', odd: 'wait', off: '2099-12-24' };
    const shown = textOf(await carol.slash('pair settings', settings).reply());
    for (const what of ['weekly friday 17:00 (Asia/Tokyo)', 'never twice in a row', '2099-12-24'])
      expect(shown).toContain(what);
    expect(textOf(await carol.slash('pair settings', { when: 'daily 09:00' }).reply())).toContain('six days');
    await carol.slash('pair preview').reply();
    expect(textOf(await carol.click('Not this time').reply())).toContain('do not go out');
  });

  it('are erased: what named somebody who is forgotten no longer does', async () => {
    const bot = await started();
    const { alice, bob } = bot;
    await join(alice);
    await join(bob);
    await sent(bot);
    await told(alice, /Your practice partner this week/);
    await told(bob, /Your practice partner this week/);
    await bob.slash('privacy forget').reply();
    await bob.click('Erase everything').reply();
    const named = (text: string) => text.includes(bob.id);
    await until(() => !alice.directMessages().map(textOf).some(named) || null);
    for (const table of ['pair_members', 'pair_partners'] as const)
      expect(await bot.coach.store.db.selectFrom(table).selectAll().execute()).toHaveLength(1);
    expect(textOf(await alice.slash('pair status').reply())).toContain('You take part');
  });
});
