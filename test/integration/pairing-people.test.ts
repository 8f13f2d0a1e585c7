import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { applyRetention } from '../../src/pipeline/privacy/retention.ts';
import type { Store } from '../../src/store/store.ts';
import { engines, found, tablesOf } from '../support/engines.ts';
import { testConfig } from '../support/interviews.ts';
import { linkAccounts } from '../support/linked.ts';
import { actor, always, chief, place, runningPairs, tenant } from '../support/pairing.ts';

/** In which columns a text stands. */
async function columnsWith(store: Store, text: string): Promise<string[]> {
  const columns: string[] = [];
  for (const table of await tablesOf(store))
    for (const row of await found(store, `select * from ${table}`))
      for (const [column, value] of Object.entries(row))
        if (JSON.stringify(value ?? null).includes(text))
          columns.push(`${table.replace('public.', '')}.${column}`);
  return [...new Set(columns)];
}

describe.each(engines)('practice partners on %s', (engine) => {
  it('go out once, however often the program stops on the way', async () => {
    const { pairing, goTo, restart, told, end, when, settle } = await runningPairs(engine);
    for (const one of ['ann', 'ben', 'cid']) await pairing.join(actor(one), always);
    await pairing.change(chief, { when: 'weekly monday 09:00', digest: true }, place);
    await restart();
    // The platform takes nothing for a while.
    let refused = 0;
    when(async ({ kind }) => {
      if (kind === 'room' || refused > 4) return { state: 'shown' };
      refused += 1;
      return { state: 'later', retryAfterMs: 60_000 };
    });
    await goTo('2026-03-02T09:20:00.000Z');
    await restart();
    await goTo('2026-03-02T10:00:00.000Z');
    await restart();
    await settle();
    expect(told().sort()).toEqual(['digest', 'match ann', 'match ben', 'match cid', 'preview chief', 'room']);
    expect((await pairing.settings(tenant))?.nextAt).toBe('2026-03-09T09:00:00.000Z');
    await end();
  });

  it('that could not go out for days are left out, and the next round comes at its time', async () => {
    const { pairing, time, goTo, start, end, told } = await runningPairs(engine);
    for (const one of ['ann', 'ben']) await pairing.join(actor(one), always);
    await pairing.change(chief, { when: 'weekly monday 09:00', previewHours: 0 }, place);
    await end();
    time.jumpTo('2026-03-05T12:00:00.000Z');
    start();
    await goTo('2026-03-09T08:00:00.000Z');
    expect(told()).toEqual([]);
    await goTo('2026-03-09T09:20:00.000Z');
    expect(told().sort()).toEqual(['match ann', 'match ben', 'room']);
    await end();
  });

  it('keep a no: also of somebody whose other is erased and comes back, and of linked accounts', async () => {
    const { pairing, privacy, progress, store, goTo, told, end } = await runningPairs(engine);
    await pairing.change(chief, { when: 'weekly monday 09:00', previewHours: 0 }, place);
    for (const one of ['ann', 'ben-zanzibar']) await pairing.join(actor(one), always);
    await pairing.avoid(actor('ann'), 'ben-zanzibar', { undo: false });
    await privacy.forget(actor('ben-zanzibar'));
    expect(await columnsWith(store, 'zanzibar')).toEqual([]);
    await pairing.join(actor('ben-zanzibar'), always);
    // Ann’s account elsewhere becomes one person with this one.
    const slack = actor('U1', 'slack:T1');
    await pairing.join(slack, always);
    await linkAccounts(progress, slack, actor('ann'));
    expect(await pairing.status(actor('ann'))).toMatchObject({ avoided: 1, member: { level: 'mid' } });
    await goTo('2026-03-02T09:20:00.000Z');
    expect(told().sort()).toEqual(['left-out ann', 'left-out ben-zanzibar']);
    await progress.links.undo(slack);
    expect(await pairing.status(actor('ann'))).toMatchObject({ avoided: 1, member: { level: 'mid' } });
    expect(await pairing.status(slack)).toMatchObject({ avoided: 0, member: { level: 'mid' } });
    await end();
  });

  it('show a person what is kept about them and nothing about their partner, and go with them', async () => {
    const { pairing, privacy, store, goTo, told, end } = await runningPairs(engine);
    await pairing.change(chief, { when: 'weekly monday 09:00', previewHours: 0 }, place);
    const ben = actor('ben-zanzibar');
    for (const one of [actor('ann'), ben]) await pairing.join(one, always);
    await goTo('2026-03-02T09:20:00.000Z');
    const match = (await pairing.status(ben)).match?.id ?? '';
    await pairing.answer(ben, match, 'coming');
    await goTo('2026-03-03T12:00:00.000Z');
    await pairing.met(actor('ann'), match, 'no-show');
    const zip = unzipSync((await privacy.export(ben)).zip);
    const { tables } = JSON.parse(strFromU8(zip['data.json'] ?? new Uint8Array()));
    expect(tables.pair_members).toMatchObject([{ domain: 'cooking', hours: 'mon-sun 0-24' }]);
    expect(tables.pair_partners).toMatchObject([{ answer: 'coming', met: null }]);
    expect(JSON.stringify(tables)).not.toMatch(/ann|no-show/);
    expect((await pairing.preview(chief)).noShows).toEqual([{ userId: 'ben-zanzibar', times: 1 }]);
    told();
    await privacy.forget(ben);
    expect(await columnsWith(store, 'zanzibar')).toEqual([]);
    expect(await found(store, 'select distinct person_id from pair_partners')).toHaveLength(1);
    // Nobody is asked about a partner who is gone.
    await goTo('2026-03-04T12:00:00.000Z');
    expect(told()).toEqual([]);
    await end();
  });

  it('are called off for their partner when somebody is erased, wherever they were matched', async () => {
    const { pairing, privacy, progress, store, goTo, settle, told, end } = await runningPairs(engine);
    const elsewhere = { tenant: 'discord:2', platform: 'discord', channelId: 'there' } as const;
    const [ann, ben, cid] = [actor('ann'), actor('ben-zanzibar'), actor('cid', 'discord:2')];
    const benThere = actor('ben-zanzibar', 'discord:2');
    for (const one of [ann, ben, cid, benThere]) await pairing.join(one, always);
    await linkAccounts(progress, ben, benThere);
    await pairing.change(chief, { when: 'weekly monday 09:00', previewHours: 0 }, place);
    const chiefThere = actor('chief', 'discord:2');
    await pairing.change(chiefThere, { when: 'weekly monday 09:00', previewHours: 0 }, elsewhere);
    await goTo('2026-03-02T09:20:00.000Z');
    expect(told().filter((line) => line.startsWith('match'))).toHaveLength(4);
    await privacy.forget(ben);
    expect(await columnsWith(store, 'zanzibar')).toEqual([]);
    await settle();
    expect(told().sort()).toEqual(['called-off ann', 'called-off cid']);
    expect((await pairing.status(ann)).match).toBeNull();
    await end();
  });

  it('are forgotten after half a year, with what came of it', async () => {
    const { pairing, store, time, goTo, end } = await runningPairs(engine);
    await pairing.change(chief, { when: 'weekly monday 09:00', previewHours: 0, active: true }, place);
    for (const one of ['ann', 'ben']) await pairing.join(actor(one), always);
    await goTo('2026-03-02T09:20:00.000Z');
    await end();
    const config = { ...testConfig, TIME_ZONE: 'UTC' };
    const retain = () =>
      applyRetention(
        { store, config, now: time.now, standIns: { expired: '' } },
        new AbortController().signal,
      );
    time.jumpTo('2026-08-30T09:20:00.000Z');
    await retain();
    expect(await found(store, 'select * from pair_matches')).toHaveLength(1);
    time.jumpTo('2026-09-02T09:20:00.000Z');
    await retain();
    for (const table of ['pair_rounds', 'pair_matches', 'pair_partners'])
      expect(await found(store, `select * from ${table}`)).toEqual([]);
    expect(await found(store, 'select * from pair_members')).toHaveLength(2);
  });

  it('belong to their place: nobody from another one sees or changes them', async () => {
    const { pairing, goTo, end } = await runningPairs(engine);
    await pairing.change(chief, { when: 'weekly monday 09:00', previewHours: 0 }, place);
    for (const one of ['ann', 'ben']) await pairing.join(actor(one), always);
    await goTo('2026-03-02T09:20:00.000Z');
    const match = (await pairing.status(actor('ann'))).match?.id ?? '';
    const missing = { code: 'not_found' };
    await expect(pairing.answer(actor('eve'), match, 'cannot')).rejects.toMatchObject(missing);
    await expect(pairing.met(actor('ann', 'slack:T1'), match, 'yes')).rejects.toMatchObject(missing);
    const { id } = await pairing.preview(chief);
    const elsewhere = actor('chief', 'discord:2');
    await expect(pairing.stop(elsewhere, id)).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(pairing.preview(elsewhere)).rejects.toMatchObject({ code: 'wrong_state' });
    expect(await pairing.status(elsewhere)).toMatchObject({ members: 0, nextAt: null });
    await end();
  });
});
