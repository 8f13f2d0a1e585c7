import { expect, it } from 'vitest';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { createSchedules } from '../../src/pipeline/schedules/schedules.ts';
import { cookingBank, cookingStart, place, runningInterview, tenant } from '../support/interviews.ts';
import { linkAccounts } from '../support/linked.ts';
import { temporaryStore } from '../support/temporary.ts';

it('reads progress, boards, links and plans by an index, so that they are as quick in a large store', async () => {
  const store = temporaryStore();
  const tables = store.sqlite
    .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table'")
    .all()
    .map(({ name }) => name);
  const statements = new Set<string>();
  const prepare = store.sqlite.prepare.bind(store.sqlite);
  store.sqlite.prepare = ((sql: string) => {
    statements.add(sql);
    return prepare(sql);
  }) as typeof store.sqlite.prepare;
  const now = () => new Date();
  const { interview } = runningInterview({ store }, { works: false });
  const given = { store, bank: cookingBank(), config: { TIME_ZONE: 'Europe/Berlin' }, now };
  const progress = createProgress(given);
  const schedules = createSchedules({ ...given, interview });
  const ann = { tenant, userId: 'ann' };
  const inSlack = { tenant: 'slack:T1', userId: 'U1' } as const;
  await interview.start(cookingStart('ann', { focus: 'weak' }));
  await progress.overview(ann);
  await progress.overview(ann, { within: tenant });
  await progress.history(ann, { before: { at: now().toISOString(), answerId: 'a' } });
  for (const kind of ['improvement', 'participation'] as const)
    for (const period of ['week', 'month', 'all'] as const)
      await progress.leaderboard(tenant, { kind, period });
  await progress.practisedThisWeek(tenant);
  await progress.prefer(ann, { timeZone: 'UTC', onLeaderboard: true });
  await progress.links.look(inSlack, 'WRONG').catch(() => undefined);
  await progress.links.asked(ann);
  await linkAccounts(progress, ann, inSlack);
  await progress.links.undo(inSlack);
  const when = { place, when: 'daily 18:00', domain: 'cooking', level: 'junior' } as const;
  const { id } = await schedules.add(ann, when);
  await schedules.snooze(ann, id, new Date(Date.now() + 86_400_000).toISOString());
  await schedules.list(tenant);
  await schedules.remove(ann, id);

  const isQuery = (sql: string) => /^\s*(select|with|update|delete)\b/i.test(sql);
  const plans = [...statements].filter(isQuery).flatMap((sql) => {
    const parameters = sql.includes(':person')
      ? [{ person: null }]
      : Array.from({ length: sql.split('?').length - 1 }, () => null);
    const plan = prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
    return plan.map(({ detail }) => ({ detail, sql }));
  });
  const scans = plans.filter(({ detail }) => tables.includes(/^SCAN (\w+)/.exec(detail)?.[1] ?? ''));
  expect(statements.size).toBeGreaterThan(60);
  expect(scans).toEqual([]);
  // What is of one person is never looked for among everything of a group.
  const ofPerson = plans.filter(({ sql }) => /person_id"? = \?/.test(sql) && !/standings|settings/.test(sql));
  expect(ofPerson.filter(({ detail }) => /evaluations_by_tenant/.test(detail))).toEqual([]);
});
