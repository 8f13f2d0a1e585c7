import { describe, expect, it } from 'vitest';
import { runningSlackBot, textOf } from '../support/slack-bot.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

describe('Slack over HTTP', () => {
  it('answers Slack, and nobody who only claims to be Slack', async () => {
    const bot = await runningSlackBot({ mode: 'http' });
    await bot.start();
    const { hostile } = bot.slack;
    const statuses: Record<string, number> = {};
    for (const name of [
      'unsignedUrlVerification',
      'wrongSecret',
      'noSignature',
      'emptySignature',
      'wrongVersion',
      'stale',
      'future',
      'notATime',
      'tampered',
      'smuggled',
    ] as const)
      statuses[name] = (await hostile[name]()).status;
    expect(new Set(Object.values(statuses))).toEqual(new Set([401]));
    expect(JSON.parse((await hostile.urlVerification()).body)).toEqual({ challenge: 'to-be-echoed' });
    for (const name of ['malformed', 'malformedForm', 'notAnObject', 'empty'] as const)
      expect((await hostile[name]()).status, name).toBe(400);
    expect([413, 0]).toContain((await hostile.huge(5 * 2 ** 20)).status);
    expect((await hostile.get()).status).toBe(404);
    const before = bot.slack.journal.calls('views.publish').length;
    const [first, second] = await hostile.replayed();
    expect([first.status, second.status]).toEqual([200, 401]);
    await until(() => bot.slack.journal.calls('views.publish').length > before);
    const alice = bot.slack.person('alice');
    await alice.message('dm', 'help');
    await bot.shown(alice.directMessages, /How this works/);
    expect(bot.slack.journal.calls('views.publish')).toHaveLength(before + 1);
    expect(bot.slack.journal.anomalies).toEqual([]);
  });

  it('acknowledges an event that is delivered again, within the second or later, and handles it once', async () => {
    const folder = temporaryFolder();
    const bot = await runningSlackBot({ mode: 'http', folder });
    await bot.start();
    const alice = bot.slack.person('alice');
    await alice.message('dm', 'start cooking junior 1');
    await bot.shown(alice.directMessages, /Question 1 of 1/);
    const said = await alice.message('dm', 'First I boil the water.');
    const done = await alice.message('dm', 'done');
    await bot.shown(alice.directMessages, /How it went/);
    const again = async () => {
      const statuses: number[] = [];
      for (const { payload } of [...said.deliveries, ...done.deliveries])
        for (const { status } of await bot.slack.hostile.retried(JSON.stringify(payload)))
          statuses.push(status);
      return new Set(statuses);
    };
    expect(await again()).toEqual(new Set([200]));
    await bot.halt();
    await bot.start();
    expect(await again()).toEqual(new Set([200]));
    // What comes after them in line shows that they were dropped.
    await alice.message('dm', 'help');
    await bot.shown(alice.directMessages, /How this works/);
    const answers = await bot.coach.store.db.selectFrom('answers').select('text').execute();
    expect(answers).toEqual([{ text: 'First I boil the water.' }]);
    expect(alice.answers('dm').filter((message) => /64 of 100 ·/.test(textOf(message)))).toHaveLength(1);
    expect(bot.slack.journal.anomalies).toEqual([]);
  });

  it('refuses a command that an eavesdropper replays', async () => {
    const bot = await runningSlackBot({ mode: 'http' });
    await bot.start();
    const alice = bot.slack.person('alice');
    const { payload } = await alice.slash('/interview', 'start cooking junior 1');
    await bot.shown(alice.directMessages, /Question 1 of 1/);
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...payload, command: '/help', text: '' }))
      form.set(name, String(value));
    const [first, second] = await bot.slack.hostile.replayed(
      form.toString(),
      'application/x-www-form-urlencoded',
    );
    expect([first.status, second.status]).toEqual([200, 401]);
  });
});

describe('the home tab', () => {
  it('has a start button, progress, the last answers and settings', async () => {
    const bot = await runningSlackBot();
    await bot.start();
    const alice = bot.slack.person('alice');
    await alice.openHome();
    await until(() => alice.home);
    await alice.message('dm', 'start cooking junior 1');
    await bot.shown(alice.directMessages, /Question 1 of 1/);
    await alice.message('dm', 'I boil the water.');
    await alice.message('dm', 'done');
    await bot.shown(alice.directMessages, /How it went/);
    // It is brought up to date although nobody opens it again, and so it is after a change of settings.
    const shown = await until(() => {
      const text = JSON.stringify(alice.home?.blocks ?? []);
      return text.includes('Last answers') ? text : null;
    });
    expect(shown).toContain('*Streak*');
    expect(shown).toContain('*Settings*');
    const days = () => /(\d) days a week/.exec(JSON.stringify(alice.home?.blocks ?? []))?.[1];
    expect(days()).toBe('3');
    await alice.slash('/preferences', 'goal=5');
    await until(() => days() === '5');
    await alice.click('greenroom:setup', alice.home);
    expect((await until(() => alice.modal)).callback_id).toBe('greenroom:setup');
    expect(bot.slack.journal.anomalies).toEqual([]);
  });
});

describe('several workspaces', () => {
  it('install the app by themselves, cannot see each other, and leave no token behind', async () => {
    const bot = await runningSlackBot({
      mode: 'http',
      environment: { SLACK_CLIENT: '111.222:client-secret', SECRET_KEY: 'sixteen letters or more' },
    });
    await bot.start();
    const { slack } = bot;
    const other = slack.addTeam({ name: 'Elsewhere', people: ['dora'] });
    slack.platform.installCodes.set('the-code', other);
    const begun = await fetch(`${bot.url}/slack/install`, { redirect: 'manual' });
    const authorize = new URL(begun.headers.get('location') ?? '');
    const state = authorize.searchParams.get('state') ?? '';
    const finish = (cookie: string) =>
      fetch(`${bot.url}/slack/oauth_redirect?code=the-code&state=${state}`, { headers: { cookie } });
    expect((await finish('')).status).toBe(400);
    const cookie = begun.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; HttpOnly; Secure; /);
    expect((await finish(cookie.split(';')[0] ?? '')).status).toBe(200);
    expect((await finish(cookie.split(';')[0] ?? '')).status).toBe(400);
    const cancelled = await cancelInstall(bot.url);
    expect(cancelled.status).toBe(400);
    expect(await cancelled.text()).toContain('The installation was cancelled, and nothing was installed.');

    const dora = slack.person('dora', other);
    await dora.message('dm', 'start cooking junior 1');
    await bot.shown(dora.directMessages, /Question 1 of 1/, other);
    await dora.message('dm', 'I boil the water.');
    await dora.message('dm', 'done');
    await bot.shown(dora.directMessages, /How it went/, other);
    const alice = slack.person('alice');
    await alice.slash('/history');
    expect(textOf(await until(() => alice.ephemerals.at(-1)))).not.toContain('64');
    const tokens = slack.journal.calls('chat.postMessage').map(({ token }) => token);
    expect(new Set(tokens)).toEqual(new Set([other.id]));

    const { emitEvent } = await import('../servers/slack/events.ts');
    await emitEvent(slack.platform, other, { type: 'app_uninstalled' }).final;
    await until(async () => {
      const rows = await bot.coach.store.db.selectFrom('slack_installations').selectAll().execute();
      return rows.length === 0;
    });
    expect(slack.journal.anomalies).toEqual([]);
  });
});

/** Begins to install the app, and refuses on the page of Slack. */
async function cancelInstall(url: string): Promise<Response> {
  const begun = await fetch(`${url}/slack/install`, { redirect: 'manual' });
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const [cookie = ''] = (begun.headers.get('set-cookie') ?? '').split(';');
  return fetch(`${url}/slack/oauth_redirect?error=access_denied&state=${state}`, { headers: { cookie } });
}
