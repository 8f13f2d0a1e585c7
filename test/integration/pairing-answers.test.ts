import { describe, expect, it } from 'vitest';
import { engines } from '../support/engines.ts';
import { actor, always, chief, place, runningPairs } from '../support/pairing.ts';

const [ann, ben, cid] = [actor('ann'), actor('ben'), actor('cid')];
const wrongState = { code: 'wrong_state' };

/** A round has gone out, and everybody is in one match, which is on Tuesday at nine. */
async function matched(engine: Parameters<typeof runningPairs>[0], people: readonly (typeof ann)[]) {
  const running = await runningPairs(engine);
  await running.pairing.change(chief, { when: 'weekly monday 09:00', previewHours: 0 }, place);
  for (const one of people) await running.pairing.join(one, always);
  await running.goTo('2026-03-02T09:20:00.000Z');
  const match = (await running.pairing.status(ann)).match;
  expect(match?.startsAt).toBe('2026-03-03T09:00:00.000Z');
  running.told();
  return { ...running, id: match?.id ?? '' };
}

describe.each(engines)('answers about a match on %s', (engine) => {
  it('change nothing once it is over', async () => {
    const { pairing, id, goTo, told, end } = await matched(engine, [ann, ben]);
    await goTo('2026-03-03T10:00:00.000Z');
    told();
    for (const answer of ['coming', 'other-time', 'cannot'] as const)
      await expect(pairing.answer(ann, id, answer)).rejects.toMatchObject(wrongState);
    await goTo('2026-03-03T10:20:00.000Z');
    expect(told()).toEqual([]);
    await end();
  });

  it('whether people met count from its hour on, for a fortnight', async () => {
    const { pairing, id, goTo, end } = await matched(engine, [ann, ben]);
    await expect(pairing.met(ann, id, 'no-show')).rejects.toMatchObject(wrongState);
    await goTo('2026-03-03T10:30:00.000Z');
    await pairing.met(ben, id, 'no-show');
    await goTo('2026-03-18T10:30:00.000Z');
    await expect(pairing.met(ben, id, 'yes')).rejects.toMatchObject(wrongState);
    expect((await pairing.preview(chief)).noShows).toEqual([{ userId: 'ann', times: 1 }]);
    await end();
  });

  it('whether people met do not count for a match that was called off', async () => {
    const { pairing, id, goTo, end } = await matched(engine, [ann, ben]);
    await pairing.answer(ben, id, 'cannot');
    await goTo('2026-03-03T10:30:00.000Z');
    await expect(pairing.met(ann, id, 'no-show')).rejects.toMatchObject(wrongState);
    await end();
  });

  it('of one in three who cannot come leave the hour to the other two, until they come after all', async () => {
    const { pairing, id, settle, told, end } = await matched(engine, [ann, ben, cid]);
    await pairing.answer(ben, id, 'coming');
    await pairing.answer(cid, id, 'coming');
    await pairing.answer(ann, id, 'cannot');
    await settle();
    expect(told().sort()).toEqual(['one-less ben', 'one-less cid']);
    await expect(pairing.answer(ann, id, 'other-time')).rejects.toMatchObject(wrongState);
    const { match } = await pairing.status(ben);
    expect(match).toMatchObject({ moves: 0, startsAt: '2026-03-03T09:00:00.000Z' });
    expect(match?.partners.map(({ answer }) => answer)).toEqual(['coming', 'coming']);
    expect(await pairing.answer(ann, id, 'coming')).toMatchObject({ outcome: 'all-coming' });
    await settle();
    expect(told().sort()).toEqual(['confirmed ben', 'confirmed cid']);
    await end();
  });
});
