import { expect, it } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { createPairing } from '../../src/pipeline/pairing/pairing.ts';
import type { Letter } from '../../src/pipeline/pairing/pairing-types.ts';
import { createScheduleWorker } from '../../src/pipeline/schedules/schedule-worker.ts';
import { createSchedules } from '../../src/pipeline/schedules/schedules.ts';
import { noticeText } from '../../src/wording/notice-text.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { engines, found, storeOn } from '../support/engines.ts';
import { actor, place, runningInterview } from '../support/interviews.ts';
import { simulatedTime } from '../support/simulated-time.ts';

it.each(engines)(
  'reminds in private who said that they come to a planned practice on %s, once, and says how many come',
  async (engine) => {
    const time = simulatedTime('2026-03-02T12:00:00.000Z');
    const store = await storeOn(engine, { now: time.now });
    const { interview, show } = runningInterview({ store, now: time.now });
    const notices = show();
    const given = { store, config: { TIME_ZONE: 'UTC' }, log: silentLog(), now: time.now };
    const schedules = createSchedules({ ...given, interview });
    const letters: Letter[] = [];
    const stop = new AbortController();
    const works = [
      createScheduleWorker({ ...given, interview }).run(stop.signal, ['terminal']),
      createPairing(given).showLetters('terminal', stop.signal, async (letter) => {
        letters.push(letter);
        return { state: 'shown' };
      }),
    ];
    const { id, nextAt } = await schedules.add(actor('ann'), {
      ...{ place, when: 'daily 18:00', domain: 'cooking', level: 'junior', openMinutes: 30 },
    });
    expect(nextAt).toBe('2026-03-02T18:00:00.000Z');
    await schedules.answer(actor('ann'), id, nextAt ?? '', 'cannot');
    await schedules.answer(actor('ann'), id, nextAt ?? '', 'coming');
    await schedules.answer(actor('ben'), id, nextAt ?? '', 'coming');
    await schedules.answer(actor('ben'), id, nextAt ?? '', 'cannot');
    const over = schedules.answer(actor('ann'), id, '2026-03-01T18:00:00.000Z', 'coming');
    await expect(over).rejects.toMatchObject({ code: 'wrong_state' });
    const stranger = { tenant: 'discord:2', userId: 'ann' } as const;
    await expect(schedules.answer(stranger, id, nextAt ?? '', 'coming')).rejects.toMatchObject({
      code: 'not_found',
    });
    await time.goTo({ store }, '2026-03-02T17:45:00.000Z');
    expect(letters).toMatchObject([
      { kind: 'practice-soon', to: actor('ann'), at: nextAt, domain: 'cooking', level: 'junior' },
    ]);
    const told = notices.flatMap(({ body }) =>
      body.type === 'notice' ? [noticeText(englishWording, body, { moment: (at) => at })] : [],
    );
    expect(told.at(-1)).toContain('1 person is coming.');
    await time.goTo({ store }, '2026-03-03T17:45:00.000Z');
    expect(letters).toHaveLength(1);
    // It goes with the person.
    expect(await found(store, 'select * from practice_answers')).toHaveLength(2);
    await store.maintenance.forget(
      (await found<{ person_id: string }>(store, "select person_id from accounts where user_id = 'ann'"))[0]
        ?.person_id ?? '',
    );
    expect(await found(store, 'select * from practice_answers')).toHaveLength(1);
    stop.abort();
    await Promise.all(works);
  },
);
