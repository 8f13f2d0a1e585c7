import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { applyRetention } from '../../src/pipeline/privacy/retention.ts';
import { auditEntries } from '../../src/store/audit-entries.ts';
import { runCommandLine } from '../support/command-line.ts';
import { runningSlackBot, textOf } from '../support/slack-bot.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

it('the audit log says who changed what in a workspace, until they are forgotten or it is old', async () => {
  const folder = temporaryFolder();
  const bot = await runningSlackBot({ folder, slack: { people: ['alice', 'boss'] } });
  await bot.start();
  const { slack, coach } = bot;
  const [alice, boss] = [slack.person('alice'), slack.person('boss')];
  const tenant = `slack:${slack.team.id}` as const;
  await boss.message('dm', 'settings language=de');
  await until(() =>
    boss.answers('dm').some((message) => /managers?|manage this place/.test(textOf(message))),
  );
  expect(await auditEntries(coach.store, { limit: 10 })).toEqual([]);
  const known = slack.team.users.get(boss.id);
  if (known) known.isAdmin = true;

  await boss.message('dm', 'settings language=de');
  await until(async () => (await auditEntries(coach.store, { limit: 10 })).length > 0);
  await boss.message('dm', 'settings language=de');
  await boss.message('dm', 'settings reset=language');
  const changes = await until(async () => {
    const entries = await auditEntries(coach.store, { tenant, limit: 10 });
    return entries.length > 1 ? entries : null;
  });
  const changed = { action: 'setting-changed', subject: 'language', tenant, userId: boss.id } as const;
  expect(changes).toMatchObject([
    { ...changed, change: { from: 'de', to: null } },
    { ...changed, change: { from: null, to: 'de' } },
  ]);

  await alice.slash('/interview', 'start cooking junior 1 public');
  const { interview, privacy, schedules } = coach.context;
  const session = await until(async () =>
    coach.store.db.selectFrom('sessions').selectAll().executeTakeFirst(),
  );
  const manager = { tenant, userId: boss.id };
  await interview.pause(manager, session.id, { asModerator: true });
  await interview.resume(manager, session.id, { asModerator: true });
  await interview.stop(manager, session.id, { asModerator: true });
  const place = { tenant, platform: 'slack', channelId: session.channel_id } as const;
  const planned = await schedules.add(manager, {
    place,
    when: 'daily 18:00',
    domain: 'cooking',
    level: 'junior',
  });
  await schedules.remove(manager, planned.id);
  const all = await auditEntries(coach.store, { limit: 100 });
  expect(all.map(({ action }) => action).toSorted()).toEqual([
    'interview-paused',
    'interview-resumed',
    'interview-stopped',
    'practice-planned',
    'practice-removed',
    'setting-changed',
    'setting-changed',
  ]);
  expect(all.filter(({ action }) => action.startsWith('interview'))).toMatchObject([
    { subject: session.id },
    { subject: session.id },
    { subject: session.id },
  ]);

  const { zip } = await privacy.export(manager);
  const exported = JSON.parse(strFromU8(unzipSync(zip)['data.json'] ?? new Uint8Array()));
  expect(exported.tables.audit_entries).toHaveLength(7);

  const printed = await runCommandLine(['audit'], {
    data: folder,
    env: { DATABASE_URL: `sqlite:${folder}/greenroom.db` },
  });
  expect(printed.stdout).toMatch(
    new RegExp(`${tenant} {2}${boss.id} {2}changed the setting language \\(from the default to de\\)`),
  );
  await privacy.forget(manager);
  const anonymous = await runCommandLine(['audit', '--json', '--tenant', tenant, '--limit', '3'], {
    data: folder,
    env: { DATABASE_URL: `sqlite:${folder}/greenroom.db` },
  });
  expect(JSON.parse(anonymous.stdout).map(({ userId }: { userId: unknown }) => userId)).toEqual([
    null,
    null,
    null,
  ]);

  const { config } = coach.context;
  const after = (days: number) => ({
    store: coach.store,
    config,
    standIns: { expired: 'gone' },
    now: () => new Date(Date.now() + days * 86_400_000),
  });
  const { signal } = new AbortController();
  await applyRetention(after(config.RETENTION.evaluationsDays - 1), signal);
  expect(await auditEntries(coach.store, { limit: 100 })).toHaveLength(7);
  await applyRetention(after(config.RETENTION.evaluationsDays + 1), signal);
  expect(await auditEntries(coach.store, { limit: 100 })).toEqual([]);
});
