import { describe, expect, it } from 'vitest';
import { emitEvent } from '../servers/slack/events.ts';
import type { Team } from '../servers/slack/team.ts';
import { type RunningSlackBot, runningSlackBot } from '../support/slack-bot.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const grid = { SLACK_CLIENT: '111.222:client-secret', SECRET_KEY: 'sixteen letters or more' };

/** Somebody goes through the pages that install the app. */
async function install({ slack, url }: RunningSlackBot, team: Team): Promise<void> {
  slack.platform.installCodes.set('the-code', team);
  const begun = await fetch(`${url}/slack/install`, { redirect: 'manual' });
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state');
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const address = `${url}/slack/oauth_redirect?code=the-code&state=${state}`;
  expect((await fetch(address, { headers: { cookie } })).status).toBe(200);
}

async function practise(bot: RunningSlackBot, name: string, team: Team): Promise<void> {
  const person = bot.slack.person(name, team);
  await person.message('dm', 'start cooking junior 1');
  await bot.shown(person.directMessages, /Question 1 of 1/, team);
  await person.message('dm', 'I boil the water.');
  await person.message('dm', 'done');
  await bot.shown(person.directMessages, /How it went/, team);
}

describe('an organisation with several workspaces', () => {
  it('installs the app once for all of them, and each keeps to itself', async () => {
    const folder = temporaryFolder();
    const bot = await runningSlackBot({ mode: 'http', folder, environment: grid });
    await bot.start();
    const { slack, coach } = bot;
    const organisation = slack.addOrganisation('Grid & Sons');
    const kitchen = slack.addTeam({ name: 'Kitchen', people: ['dora'], organisation });
    const bakery = slack.addTeam({ name: 'Bakery', people: ['emil'], organisation });
    await install(bot, kitchen);
    await practise(bot, 'dora', kitchen);
    await practise(bot, 'emil', bakery);
    const sessions = await coach.store.db.selectFrom('sessions').select('tenant').execute();
    expect(sessions.map(({ tenant }) => tenant).toSorted()).toEqual(
      [kitchen, bakery].map(({ id }) => `slack:${id}`).toSorted(),
    );
    const stored = await coach.store.db.selectFrom('slack_installations').selectAll().execute();
    expect(stored.map(({ team_id, team_name }) => [team_id, team_name])).toEqual([
      [organisation.id, 'Grid & Sons'],
    ]);
    expect(JSON.stringify(stored)).not.toContain(organisation.botToken);

    // Commands, clicks and dialogs name the workspace in ways of their own.
    const dora = slack.person('dora', kitchen);
    await dora.slash('/practice', 'list');
    await until(() => dora.ephemerals.at(-1));
    await dora.openHome();
    await until(() => dora.home);
    await dora.click('greenroom:setup', dora.home);
    await until(() => dora.modal);
    const before = dora.answers('dm').length;
    expect(await dora.submit({ questions: '1' })).toBeNull();
    await until(() => dora.answers('dm').length > before);
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('is known again after a restart by what is still to be shown, before anybody says anything', async () => {
    const bot = await runningSlackBot({ mode: 'http', environment: grid });
    await bot.start();
    const { slack, coach } = bot;
    const organisation = slack.addOrganisation('Grid');
    const kitchen = slack.addTeam({ name: 'Kitchen', people: ['dora'], organisation });
    await install(bot, kitchen);
    const dora = slack.person('dora', kitchen);
    await dora.message('dm', 'start cooking junior 1');
    await bot.shown(dora.directMessages, /Question 1 of 1/, kitchen);
    await bot.halt();
    const session = await coach.store.db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow();
    const person = { tenant: session.tenant, userId: dora.id };
    await coach.context.interview.addText(person, session.id, 'I boil the water.');
    await coach.context.interview.submit(person, session.id);
    await bot.start();
    await bot.shown(dora.directMessages, /How it went/, kitchen);
    expect(slack.journal.anomalies).toEqual([]);
  });

  it('is left to a workspace’s own installation where there is one, and to nobody once it removes the app', async () => {
    const bot = await runningSlackBot({ mode: 'http', environment: grid });
    await bot.start();
    const { slack, coach } = bot;
    const organisation = slack.addOrganisation('Grid');
    const kitchen = slack.addTeam({ name: 'Kitchen', people: ['dora'], organisation });
    const bakery = slack.addTeam({ name: 'Bakery', people: ['emil'], organisation });
    await install(bot, kitchen);
    await practise(bot, 'emil', bakery);
    bakery.installAlone();
    await install(bot, bakery);
    await practise(bot, 'emil', bakery);
    const idsOf = async () =>
      (await coach.store.db.selectFrom('slack_installations').select('team_id').execute())
        .map(({ team_id }) => team_id)
        .toSorted();
    expect(await idsOf()).toEqual([organisation.id, bakery.id].toSorted());

    await emitEvent(slack.platform, kitchen, { type: 'app_uninstalled' }).final;
    await until(async () => (await idsOf()).length === 1);
    expect(await idsOf()).toEqual([bakery.id]);
    expect(await coach.store.db.selectFrom('slack_organisation_teams').selectAll().execute()).toEqual([]);
    await practise(bot, 'emil', bakery);
    const posted = slack.journal.calls('chat.postMessage').length;
    await slack.person('dora', kitchen).message('dm', 'help');
    await practise(bot, 'emil', bakery);
    const later = slack.journal.calls('chat.postMessage').slice(posted);
    expect(new Set(later.map(({ token }) => token))).toEqual(new Set([bakery.id]));
  });
});
