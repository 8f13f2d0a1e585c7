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

  it('stand behind one reminder half an hour before, for the hour that holds then', async () => {
    const { pairing, id, goTo, restart, told, end } = await matched(engine, [ann, ben]);
    // Moved to ten o’clock: nobody is reminded of nine.
    await pairing.answer(ben, id, 'other-time');
    await pairing.answer(ann, id, 'coming');
    await goTo('2026-03-03T09:29:00.000Z');
    expect(told().sort()).toEqual(['moved ann', 'nudge ben']);
    await restart();
    await goTo('2026-03-03T09:31:00.000Z');
    await restart();
    await goTo('2026-03-03T10:00:00.000Z');
    expect(told().sort()).toEqual(['soon ann', 'soon ben']);
    await end();
  });

  it('call the reminder off with the match', async () => {
    const { pairing, id, goTo, told, end } = await matched(engine, [ann, ben]);
    await goTo('2026-03-03T08:00:00.000Z');
    told();
    await pairing.answer(ben, id, 'cannot');
    await goTo('2026-03-03T10:00:00.000Z');
    expect(told()).toEqual(['called-off ann']);
    await end();
  });

  it('leave no reminder that comes after the hour, where the program was down', async () => {
    const { time, goTo, settle, start, told, end } = await matched(engine, [ann, ben]);
    await goTo('2026-03-03T08:00:00.000Z');
    await end();
    told();
    time.jumpTo('2026-03-03T09:10:00.000Z');
    start();
    await settle();
    expect(told().filter((line) => line.startsWith('soon'))).toEqual([]);
    await end();
  });
});
