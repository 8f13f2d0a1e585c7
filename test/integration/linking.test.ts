import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openCoach } from '../../src/open-coach.ts';
import { belongings } from '../../src/store/merge-people.ts';
import { bareConversation, textIn } from '../support/bots/bare.ts';
import { engines, isSound, storeOn } from '../support/engines.ts';
import { insertPractised } from '../support/practised.ts';
import { scriptedEvaluator, scriptedModels } from '../support/scripted.ts';
import { temporaryFolder, temporaryStore } from '../support/temporary.ts';

const eve = { tenant: 'discord:1', userId: 'eve' } as const;
const ann = { tenant: 'slack:T1', userId: 'ann' } as const;
const here = { tenant: eve.tenant, platform: 'discord', channelId: 'eves' } as const;
const there = { tenant: ann.tenant, platform: 'slack', channelId: 'anns' } as const;
const at = '2026-03-10T10:00:00.000Z';

describe.each(engines)('linked accounts, on %s', (engine) => {
  /** Two people at two platforms: one answered about stirring, and the other about stirring and about salt. */
  async function twoPeople() {
    const data = temporaryFolder();
    const config = readConfig({
      GREENROOM_DATA: data,
      GREENROOM_MODELS: join(data, 'models'),
      QUESTION_BANKS: join(import.meta.dirname, '../fixtures/bank'),
    });
    let moment = Date.parse('2026-03-11T12:00:00.000Z');
    const parts = { models: scriptedModels(), evaluator: scriptedEvaluator() };
    const now = () => new Date(moment);
    const store = await storeOn(engine, { now });
    const coach = await openCoach({ config, log: silentLog(), now, parts: { ...parts, store } });
    onTestFinished(() => coach.close());
    const stir = { id: 'stir-early', verdict: 'missed' } as const;
    const water = { id: 'plenty-of-water', verdict: 'missed' } as const;
    await insertPractised(coach.store, { ...eve, at, overall: 20, concepts: [stir] });
    const { answerId } = await insertPractised(coach.store, {
      ...ann,
      at,
      overall: 60,
      concepts: [stir, water],
    });
    await store.db
      .updateTable('answers')
      .set({ text: 'My secret broth.' })
      .where('id', '=', answerId)
      .execute();
    const { say, press } = bareConversation(coach.context);
    const codeIn = (text: string) => /\/link ([A-Z0-9]{8})/.exec(text)?.[1] ?? '';
    return {
      coach,
      advance: (ms: number) => {
        moment += ms;
      },
      atEve: (words: string) => say(here, 'eve', words),
      atAnn: (words: string) => say(there, 'ann', words),
      eveMakesCode: async () => codeIn(textIn(await say(here, 'eve', 'link'))),
      evePresses: (on: Parameters<typeof press>[2], action: string) => press(here, 'eve', on, action),
      annPresses: (on: Parameters<typeof press>[2], action: string) => press(there, 'ann', on, action),
      /** Whether one person's export contains what the other said. */
      async eveHolds() {
        const { zip } = await coach.context.privacy.export(eve);
        const data = unzipSync(zip)['data.json'];
        if (!data) throw new Error('the export holds no data');
        return strFromU8(data).includes('secret broth');
      },
      cardsOf: ({ tenant, userId }: typeof ann | typeof eve) =>
        store.db
          .selectFrom('concept_cards')
          .innerJoin('accounts', 'accounts.person_id', 'concept_cards.person_id')
          .select(['concept_id', 'misses'])
          .where('tenant', '=', tenant)
          .where('user_id', '=', userId)
          .orderBy('concept_id')
          .execute(),
    };
  }

  it('gives nothing to the maker of a code before both have seen whose account it is and confirmed', async () => {
    const two = await twoPeople();
    const code = await two.eveMakesCode();
    const asked = await two.atAnn(`link ${code}`);
    expect(textIn(asked)).toContain('eve, on Discord');
    expect(textIn(asked)).toContain('the one answer that you gave here');
    expect(textIn(asked)).toContain('they want your history');
    expect(await two.eveHolds()).toBe(false);

    const waits = await two.annPresses(asked, 'link-confirm');
    expect(textIn(waits)).toContain('Nothing is shared yet');
    expect(await two.eveHolds()).toBe(false);

    const last = await two.atEve('link');
    expect(textIn(last)).toContain('ann, on Slack');
    expect(await two.eveHolds()).toBe(false);
    expect(textIn(await two.evePresses(last, 'link-join'))).toContain('share one history');
    expect(await two.eveHolds()).toBe(true);
    // The question was answered once and for all.
    expect(textIn(await two.evePresses(last, 'link-join'))).toContain('This question is over');
  });

  it('shares nothing when the maker refuses or answers after an hour, or somebody else presses', async () => {
    const two = await twoPeople();
    const confirmed = async () =>
      await two.annPresses(await two.atAnn(`link ${await two.eveMakesCode()}`), 'link-confirm');
    await confirmed();
    const first = await two.atEve('link');
    expect(textIn(await two.annPresses(first, 'link-join'))).toContain('This question is over');
    expect(textIn(await two.evePresses(first, 'link-refuse'))).toContain('Nothing was shared');
    expect(textIn(await two.evePresses(first, 'link-join'))).toContain('This question is over');
    await confirmed();
    const second = await two.atEve('link');
    two.advance(3_600_001);
    expect(textIn(await two.evePresses(second, 'link-join'))).toContain('This question is over');
    expect(await two.eveHolds()).toBe(false);
  });

  it('keeps neither a code that is over nor the names in it, once anybody makes or enters another', async () => {
    const two = await twoPeople();
    const kept = () => two.coach.store.db.selectFrom('link_codes').select(['name', 'asker_name']).execute();
    await two.annPresses(await two.atAnn(`link ${await two.eveMakesCode()}`), 'link-confirm');
    expect(await kept()).toHaveLength(1);
    two.advance(3_600_001);
    await two.atAnn('link AAAAAAA2');
    expect(await kept()).toEqual([]);
    await two.eveMakesCode();
    two.advance(600_001);
    await two.coach.context.progress.links.makeCode(ann, 'Ann');
    expect(await kept()).toEqual([{ name: 'Ann', asker_name: null }]);
  });

  it('separates linked accounts: each keeps what was done there, before and since', async () => {
    const two = await twoPeople();
    const cards = [await two.cardsOf(eve), await two.cardsOf(ann)];
    expect(textIn(await two.atAnn('link undo'))).toContain('not linked with any other');
    await two.annPresses(await two.atAnn(`link ${await two.eveMakesCode()}`), 'link-confirm');
    await two.evePresses(await two.atEve('link'), 'link-join');
    const { store, context } = two.coach;
    await insertPractised(store, { ...ann, at: '2026-03-11T10:00:00.000Z', overall: 80 });
    await context.progress.prefer(ann, { onLeaderboard: true, weeklyGoal: 5 });
    expect(await context.progress.history(eve)).toHaveLength(3);

    const parted = textIn(await two.atAnn('link undo'));
    expect(parted).toContain('2 answers were given here');
    expect(parted).toContain('1 concept that both answered');
    expect(await two.eveHolds()).toBe(false);
    expect((await context.progress.history(eve)).map(({ evaluation }) => evaluation?.overall)).toEqual([20]);
    expect((await context.progress.history(ann)).map(({ evaluation }) => evaluation?.overall)).toEqual([
      80, 60,
    ]);
    expect([await two.cardsOf(eve), await two.cardsOf(ann)]).toEqual(cards);
    expect(await context.progress.preferences(ann)).toMatchObject({ onLeaderboard: true, weeklyGoal: 5 });
    expect(await context.progress.leaderboard(ann.tenant, { kind: 'participation', period: 'all' })).toEqual([
      { userId: 'ann', value: 2, answers: 2 },
    ]);
    expect(await context.privacy.show(eve)).toMatchObject({ answers: 1, linkedAccounts: [] });
    // What the one erases now is nothing of the other.
    await context.privacy.forget(eve);
    expect(await context.progress.history(ann)).toHaveLength(2);
    expect(await isSound(store)).toBe(true);
  });

  it('counts wrong codes by account, even after the person was forgotten', async () => {
    const two = await twoPeople();
    for (const wrong of ['AAAAAAA2', 'AAAAAAA3', 'AAAAAAA4', 'AAAAAAA5', 'AAAAAAA6'])
      expect(textIn(await two.atAnn(`link ${wrong}`))).toContain('not valid');
    await two.coach.context.privacy.forget(ann);
    expect(textIn(await two.atAnn(`link ${await two.eveMakesCode()}`))).toContain('Too many wrong codes');
  });
});

it('splits every table with a person’s data', () => {
  const { sqlite } = temporaryStore();
  const ofPeople = sqlite
    .prepare<[], { name: string }>(
      `select distinct tables.name from sqlite_schema as tables, pragma_foreign_key_list(tables.name) as keys
       where tables.type = 'table' and keys."table" = 'people'`,
    )
    .all()
    .map(({ name }) => name);
  const parted = [...new Set(belongings.map(([table]) => table as string)), 'concept_cards', 'standings'];
  expect(ofPeople.sort()).toEqual(parted.sort());
});
