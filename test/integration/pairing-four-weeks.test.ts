import { expect, it } from 'vitest';
import type { Actor, TenantId } from '../../src/domain.ts';
import { silentLog } from '../../src/log.ts';
import { createPairing } from '../../src/pipeline/pairing/pairing.ts';
import type { Letter } from '../../src/pipeline/pairing/pairing-types.ts';
import { createPairingWorker } from '../../src/pipeline/pairing/pairing-worker.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { engines, storeOn } from '../support/engines.ts';
import { cookingBank } from '../support/interviews.ts';
import { simulatedTime } from '../support/simulated-time.ts';

const tenant: TenantId = 'discord:1';
const place = { tenant, platform: 'discord', channelId: 'practice' } as const;
const actor = (userId: string): Actor => ({ tenant, userId });
const chief = actor('chief');

/** What a letter says, in a line that can be compared. */
function line(letter: Letter): string {
  switch (letter.kind) {
    case 'room':
      return `room for ${names(letter.match.partners.map(({ userId }) => userId))}`;
    case 'digest':
      return `digest: ${letter.people} people in ${letter.groups} groups`;
    case 'preview': {
      const groups = letter.round.groups.map(({ people }) => names(people)).join(', ');
      return `${letter.to.userId} sees the round of ${letter.round.dueAt}: ${groups}`;
    }
    case 'practice-soon':
    case 'left-out':
      return `${letter.to.userId} waits`;
    default: {
      const others = letter.match.partners.filter(({ userId }) => userId !== letter.to.userId);
      const at = letter.match.startsAt ?? 'no hour';
      return `${letter.kind} to ${letter.to.userId}: ${names(others.map(({ userId }) => userId))} ${at}`;
    }
  }
}
const names = (ids: readonly string[]) => [...ids].sort().join('+');

it.each(engines)(
  'matches a group through four weeks on %s, with holidays, a pause and the change of the clocks',
  async (engine) => {
    // Clocks change on 8 March in New York and on 29 March in Berlin.
    const time = simulatedTime('2026-03-05T12:00:00.000Z');
    const store = await storeOn(engine, { now: time.now });
    const given = { store, config: { TIME_ZONE: 'UTC' }, log: silentLog(), now: time.now };
    const pairing = createPairing(given);
    const progress = createProgress({ ...given, bank: cookingBank() });
    const stop = new AbortController();
    const shown: Letter[] = [];
    const running = () => [
      createPairingWorker(given).run(stop.signal, ['discord']),
      pairing.showLetters('discord', stop.signal, async (letter) => {
        shown.push(letter);
        return letter.kind === 'room'
          ? { state: 'shown', room: { ...place, channelId: `room-${letter.match.id}` } }
          : { state: 'shown' };
      }),
    ];
    const works = running();
    const goTo = (moment: string) => time.goTo({ store }, moment);
    const told = () => shown.splice(0).map(line);

    const join = async (userId: string, timeZone: string, hours: string) => {
      await progress.prefer(actor(userId), { timeZone });
      await pairing.join(actor(userId), { domain: 'cooking', level: 'mid', hours });
    };
    await join('ann', 'Europe/Berlin', 'mon-fri 18-20');
    await join('ben', 'Europe/Berlin', 'wed 18-21');
    await join('cid', 'America/New_York', 'wed 12-16');
    await join('dot', 'America/New_York', 'mon-fri 12-14');
    await pairing.change(
      chief,
      { when: 'weekly monday 09:00', timeZone: 'Europe/Berlin', digest: true },
      place,
    );
    // Ann and Cid never meet, and only Cid said so.
    await pairing.avoid(actor('cid'), 'ann', { undo: false });

    // The first week: New York has changed its clocks and is five hours away.
    await goTo('2026-03-09T07:59:00.000Z');
    expect(told()).toEqual(['chief sees the round of 2026-03-09T08:00:00.000Z: ann+ben, cid+dot']);
    await goTo('2026-03-09T08:20:00.000Z');
    const first = shown.flatMap((letter) => (letter.kind === 'match' ? [letter.match] : []));
    expect(told().sort()).toEqual([
      'digest: 4 people in 2 groups',
      'match to ann: ben 2026-03-11T17:00:00.000Z',
      'match to ben: ann 2026-03-11T17:00:00.000Z',
      'match to cid: dot 2026-03-11T16:00:00.000Z',
      'match to dot: cid 2026-03-11T16:00:00.000Z',
      'room for ann+ben',
      'room for cid+dot',
    ]);
    expect(first.every(({ id, room }) => room?.channelId === `room-${id}`)).toBe(true);
    const matchOf = async (userId: string) => (await pairing.status(actor(userId))).match?.id ?? '';
    await pairing.answer(actor('ann'), await matchOf('ann'), 'coming');
    await goTo('2026-03-10T08:20:00.000Z');
    expect(told().sort()).toEqual([
      'nudge to ben: ann 2026-03-11T17:00:00.000Z',
      'nudge to cid: dot 2026-03-11T16:00:00.000Z',
      'nudge to dot: cid 2026-03-11T16:00:00.000Z',
    ]);
    await pairing.answer(actor('ben'), await matchOf('ben'), 'coming');
    // Dot asks for another time, and gets the next hour that suits both.
    const dotsMatch = await matchOf('dot');
    expect(await pairing.answer(actor('dot'), dotsMatch, 'other-time')).toMatchObject({
      outcome: 'moved',
      match: { startsAt: '2026-03-11T17:00:00.000Z', moves: 1 },
    });
    await time.settle({ store });
    expect(told().sort()).toEqual([
      'confirmed to ann: ben 2026-03-11T17:00:00.000Z',
      'moved to cid: dot 2026-03-11T17:00:00.000Z',
    ]);
    await goTo('2026-03-15T12:00:00.000Z');
    expect(told().sort()).toEqual([
      'did-you-meet to ann: ben 2026-03-11T17:00:00.000Z',
      'did-you-meet to ben: ann 2026-03-11T17:00:00.000Z',
      'did-you-meet to cid: dot 2026-03-11T17:00:00.000Z',
      'did-you-meet to dot: cid 2026-03-11T17:00:00.000Z',
      'soon to ann: ben 2026-03-11T17:00:00.000Z',
      'soon to ben: ann 2026-03-11T17:00:00.000Z',
      'soon to cid: dot 2026-03-11T17:00:00.000Z',
      'soon to dot: cid 2026-03-11T17:00:00.000Z',
    ]);
    await pairing.met(actor('cid'), dotsMatch, 'no-show');

    // The second week: Ann has a holiday, three are left, and the organiser's day off is no day for a practice.
    await pairing.pause(actor('ann'), 7);
    await pairing.change(chief, { daysOff: '2026-03-18', odd: 'wait' }, place);
    await goTo('2026-03-16T08:20:00.000Z');
    const second = told().filter((text) => !text.startsWith('room') && !text.startsWith('digest'));
    expect(second.sort()).toEqual([
      'chief sees the round of 2026-03-16T08:00:00.000Z: ben+cid',
      'dot waits',
      'match to ben: cid no hour',
      'match to cid: ben no hour',
    ]);
    expect((await pairing.preview(chief)).noShows).toEqual([{ userId: 'dot', times: 1 }]);

    // The third week: Ann is back, and Dot must not wait again. The organiser wants other pairs.
    await goTo('2026-03-22T22:00:00.000Z');
    const round = shown.findLast((letter) => letter.kind === 'preview');
    expect(round && line(round)).toBe('chief sees the round of 2026-03-23T08:00:00.000Z: ann+ben, cid+dot');
    expect((await pairing.preview(chief, { anew: true })).groups).toEqual([
      { people: ['ann', 'dot'], startsAt: '2026-03-24T17:00:00.000Z' },
      { people: ['ben', 'cid'], startsAt: '2026-03-25T17:00:00.000Z' },
    ]);
    await pairing.stop(chief, round?.kind === 'preview' ? round.round.id : '');
    shown.splice(0);
    await goTo('2026-03-23T08:20:00.000Z');
    expect(told()).toEqual([]);
    // On the next day the organiser sends the following round early, with the pairs that they saw; it does not go out again.
    await goTo('2026-03-24T08:20:00.000Z');
    await pairing.preview(chief);
    await pairing.preview(chief, { anew: true });
    const sent = await pairing.send(chief);
    expect(sent.leftOut).toEqual([]);
    // A second press on the same preview sends no other round.
    await expect(pairing.send(chief, sent.id)).rejects.toMatchObject({ code: 'wrong_state' });
    await time.settle({ store });
    expect(
      told()
        .filter((text) => text.startsWith('match'))
        .sort(),
    ).toEqual([
      'match to ann: dot 2026-03-25T17:00:00.000Z',
      'match to ben: cid 2026-03-25T17:00:00.000Z',
      'match to cid: ben 2026-03-25T17:00:00.000Z',
      'match to dot: ann 2026-03-25T17:00:00.000Z',
    ]);
    expect((await pairing.settings(tenant))?.nextAt).toBe('2026-04-06T07:00:00.000Z');
    await goTo('2026-03-25T12:00:00.000Z');
    told();
    // Cid cannot come: Ben is told, and nobody is reminded or asked whether they met.
    expect((await pairing.answer(actor('cid'), await matchOf('cid'), 'cannot')).outcome).toBe('off');
    await goTo('2026-03-31T12:00:00.000Z');
    expect(told().sort()).toEqual([
      'called-off to ben:  2026-03-25T17:00:00.000Z',
      'did-you-meet to ann: dot 2026-03-25T17:00:00.000Z',
      'did-you-meet to dot: ann 2026-03-25T17:00:00.000Z',
      'soon to ann: dot 2026-03-25T17:00:00.000Z',
      'soon to dot: ann 2026-03-25T17:00:00.000Z',
    ]);

    // The fourth week: Berlin has changed its clocks too. Easter Monday is off, and the round after it goes out.
    await pairing.change(chief, { daysOff: '2026-04-03..2026-04-06' }, place);
    await goTo('2026-04-06T12:00:00.000Z');
    expect(told()).toEqual([]);
    await goTo('2026-04-13T07:20:00.000Z');
    expect(
      told()
        .filter((text) => text.startsWith('match'))
        .sort(),
    ).toEqual([
      'match to ann: ben 2026-04-15T16:00:00.000Z',
      'match to ben: ann 2026-04-15T16:00:00.000Z',
      'match to cid: dot 2026-04-15T16:00:00.000Z',
      'match to dot: cid 2026-04-15T16:00:00.000Z',
    ]);
    stop.abort();
    await Promise.all(works);
  },
);
