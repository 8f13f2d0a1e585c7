import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../src/log.ts';
import { localTime } from '../../src/pipeline/progress/local-time.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import type { NewSchedule } from '../../src/pipeline/schedules/schedule-types.ts';
import { createScheduleWorker } from '../../src/pipeline/schedules/schedule-worker.ts';
import { createSchedules } from '../../src/pipeline/schedules/schedules.ts';
import { noticeText } from '../../src/wording/notice-text.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { actor, cookingBank, cookingStart, place, runningInterview, tenant } from '../support/interviews.ts';
import { simulatedTime } from '../support/simulated-time.ts';
import { temporaryStore, until } from '../support/temporary.ts';

const inBerlin = (at: string) => `${localTime(at, 'Europe/Berlin')} (Europe/Berlin)`;

const ann = actor('ann');

const practice = (more: Partial<NewSchedule> = {}): NewSchedule => ({
  place,
  when: 'daily 18:00',
  timeZone: 'Europe/Berlin',
  domain: 'cooking',
  level: 'junior',
  openMinutes: 30,
  ...more,
});

/** Schedules over a store whose time only moves when it is told to; `start` runs the worker, `stop` ends it. */
function simulated(startsAt: string, { config = { TIME_ZONE: 'UTC' } } = {}) {
  const time = simulatedTime(startsAt);
  const store = temporaryStore({ now: time.now });
  const given = { store, bank: cookingBank(), config, now: time.now };
  let running = runningInterview({ store, now: time.now });
  const shows = [running.show()];
  const shown = () => shows.flat();
  let halt = new AbortController();
  let holding = Promise.resolve();
  const start = () => {
    halt = new AbortController();
    const { interview } = running;
    holding = createScheduleWorker({ store, interview, log: silentLog(), now: time.now }).run(halt.signal, [
      'terminal',
    ]);
  };
  const stop = async () => {
    halt.abort();
    await holding;
  };
  start();
  onTestFinished(stop);
  return {
    time,
    store,
    stop,
    start,
    shown,
    running: () => running,
    restart: async () => {
      await stop();
      await running.end();
      running = runningInterview({ store, now: time.now });
      shows.push(running.show());
      start();
    },
    schedules: createSchedules({ ...given, interview: running.interview }),
    progress: createProgress(given),
    told: () =>
      shown().flatMap(({ body }) =>
        body.type === 'notice'
          ? [`${body.notice}: ${noticeText(englishWording, body, { moment: inBerlin })}`]
          : [],
      ),
    goTo: (moment: string) => time.goTo(running, moment),
  };
}

describe('a planned practice', () => {
  it('is refused in words when its time, zone or length cannot be used, and nothing is planned', async () => {
    const { schedules } = simulated('2026-03-02T12:00:00.000Z');
    const refused = { code: 'bad_input' };
    await expect(schedules.add(ann, practice({ when: 'now and then' }))).rejects.toMatchObject(refused);
    await expect(schedules.add(ann, practice({ timeZone: 'Mars/Base' }))).rejects.toMatchObject(refused);
    await expect(schedules.add(ann, practice({ openMinutes: 1 }))).rejects.toMatchObject(refused);
    await expect(schedules.add(ann, practice({ remindMinutes: -5 }))).rejects.toMatchObject(refused);
    expect(await schedules.list(tenant)).toEqual([]);
  });

  it('goes by the zone that was asked for, else by that of the group, the person or the program', async () => {
    const { schedules, progress, store } = simulated('2026-03-02T12:00:00.000Z', {
      config: { TIME_ZONE: 'Asia/Tokyo' },
    });
    const { timeZone: asked, ...bare } = practice();
    expect(asked).toBe('Europe/Berlin');
    expect((await schedules.add(ann, bare)).timeZone).toBe('Asia/Tokyo');
    await progress.prefer(ann, { timeZone: 'America/New_York' });
    expect((await schedules.add(ann, bare)).timeZone).toBe('America/New_York');
    store.sqlite
      .prepare('insert into settings (tenant, name, value, updated_at) values (?, ?, ?, ?)')
      .run(tenant, 'timeZone', 'Europe/Paris', '2026-03-02T12:00:00.000Z');
    expect((await schedules.add(ann, bare)).timeZone).toBe('Europe/Paris');
    expect((await schedules.add(ann, practice())).timeZone).toBe('Europe/Berlin');
  });

  it('belongs to its tenant: another neither sees nor changes it', async () => {
    const { schedules } = simulated('2026-03-02T12:00:00.000Z');
    const { id } = await schedules.add(ann, practice());
    const stranger = { tenant: 'discord:2', userId: 'ann' } as const;
    expect(await schedules.list('discord:2')).toEqual([]);
    const missing = { code: 'not_found' };
    await expect(schedules.remove(stranger, id)).rejects.toMatchObject(missing);
    await expect(schedules.snooze(stranger, id, '2026-03-09T12:00:00.000Z')).rejects.toMatchObject(missing);
    expect(await schedules.list(tenant)).toHaveLength(1);
    await schedules.remove(ann, id);
    expect(await schedules.list(tenant)).toEqual([]);
  });

  it('opens at the same hour of the clock over the change to summer time and back', async () => {
    for (const [startsAt, endsAt, openings] of [
      ['2026-03-28T12:00:00.000Z', '2026-03-30T12:00:00.000Z', ['2026-03-28T17:00', '2026-03-29T16:00']],
      ['2026-10-24T12:00:00.000Z', '2026-10-26T12:00:00.000Z', ['2026-10-24T16:00', '2026-10-25T17:00']],
    ] as const) {
      const { schedules, goTo, shown } = simulated(startsAt);
      await schedules.add(ann, practice());
      await goTo(endsAt);
      const opened = shown().flatMap(({ body }) => (body.type === 'question' ? [body.turn.askedAt] : []));
      expect(opened.map((at) => at.slice(0, 16))).toEqual(openings);
    }
  });

  it('is snoozed: what would come before is left out, also when its job is in the queue already', async () => {
    const { schedules, goTo, shown, told } = simulated('2026-03-02T12:00:00.000Z');
    const { id } = await schedules.add(ann, practice());
    const snoozed = await schedules.snooze(ann, id, '2026-03-05T17:00:00.000Z');
    expect(snoozed).toMatchObject({
      nextAt: '2026-03-05T17:00:00.000Z',
      snoozedUntil: '2026-03-05T17:00:00.000Z',
    });
    await goTo('2026-03-05T17:10:00.000Z');
    expect(
      shown()
        .filter(({ body }) => body.type === 'question')
        .map(({ session }) => session.createdAt),
    ).toEqual(['2026-03-05T17:00:00.000Z']);
    expect(told()[0]).toBe(
      'announcement: The practice about cooking, junior, is paused. Next: Thursday 5 March, 18:00 (Europe/Berlin).',
    );
    await expect(schedules.snooze(ann, id, '2026-03-01T00:00:00.000Z')).rejects.toMatchObject({
      code: 'bad_input',
    });
  });

  it('survives a restart, and is held once', async () => {
    const { schedules, goTo, restart, shown } = simulated('2026-03-02T12:00:00.000Z');
    await schedules.add(ann, practice());
    await restart();
    await goTo('2026-03-02T17:00:00.000Z');
    await restart();
    await goTo('2026-03-02T17:20:00.000Z');
    await restart();
    await goTo('2026-03-02T20:00:00.000Z');
    const heard = shown().map(({ body }) => (body.type === 'notice' ? body.notice : body.type));
    expect(heard).toEqual(['reminder', 'question', 'announcement', 'results', 'summary', 'round-up']);
    expect(await schedules.list(tenant)).toMatchObject([{ nextAt: '2026-03-03T17:00:00.000Z' }]);
  });

  it('that was missed while the program was down is said once, and the next one comes at its time', async () => {
    const { schedules, goTo, stop, start, time, told, shown } = simulated('2026-03-02T12:00:00.000Z');
    await schedules.add(ann, practice());
    await stop();
    time.jumpTo('2026-03-06T12:00:00.000Z');
    start();
    await goTo('2026-03-06T17:05:00.000Z');
    expect(told()).toEqual([
      'missed: 4 practices since Monday 2 March, 18:00 (Europe/Berlin) were missed because I was not running. Next: Friday 6 March, 18:00 (Europe/Berlin).',
      'reminder: In 30 minutes: practice about cooking, junior, Friday 6 March, 18:00 (Europe/Berlin).',
      'announcement: The practice of Friday 6 March, 18:00 (Europe/Berlin) is open: answer the question by Friday 6 March, 18:30 (Europe/Berlin). Everyone’s answers are shown together then.',
    ]);
    expect(shown().filter(({ body }) => body.type === 'question')).toHaveLength(1);
  });

  it('still opens when the program comes back within a quarter of an hour', async () => {
    const { schedules, goTo, stop, start, time, shown } = simulated('2026-03-02T12:00:00.000Z');
    await schedules.add(ann, practice());
    await stop();
    time.jumpTo('2026-03-02T17:14:00.000Z');
    start();
    await goTo('2026-03-02T17:14:30.000Z');
    expect(shown().filter(({ body }) => body.type === 'question')).toHaveLength(1);
  });

  it('goes on with the session that was begun when the program died before it had noted it', async () => {
    const { schedules, goTo, running, stop, start, time, shown, told } =
      simulated('2026-03-02T12:00:00.000Z');
    const { id } = await schedules.add(ann, practice());
    await stop();
    time.jumpTo('2026-03-02T17:00:00.000Z');
    const begun = await running().interview.start({
      place,
      userId: 'greenroom',
      domain: 'cooking',
      level: 'junior',
      questions: 1,
      style: 'everyone',
      answerSeconds: 1_800,
      seed: `schedule:${id}:2026-03-02T17:00:00.000Z`,
    });
    start();
    await goTo('2026-03-02T18:00:00.000Z');
    expect(shown().filter(({ body }) => body.type === 'question')).toMatchObject([
      { session: { id: begun.id } },
    ]);
    expect(told().at(-1)).toBe(
      'round-up: Nobody took part this time. Next: Tuesday 3 March, 18:00 (Europe/Berlin).',
    );
  });

  it('waits for an interview that runs in its place, and is skipped with a message if that goes on', async () => {
    const { schedules, goTo, running, told, shown } = simulated('2026-03-02T12:00:00.000Z');
    await schedules.add(ann, practice());
    await goTo('2026-03-02T16:50:00.000Z');
    const { interview } = running();
    const session = await interview.start(cookingStart('ben'));
    await goTo('2026-03-02T17:30:00.000Z');
    expect(told().at(-1)).toBe(
      'missed: The practice of Monday 2 March, 18:00 (Europe/Berlin) was left out because another interview was running here. Next: Tuesday 3 March, 18:00 (Europe/Berlin).',
    );
    await goTo('2026-03-03T17:05:00.000Z');
    await interview.stop(actor('ben'), session.id);
    await goTo('2026-03-03T17:12:00.000Z');
    expect(
      shown()
        .filter(({ body }) => body.type === 'question')
        .at(-1)?.session.style,
    ).toBe('everyone');
  });

  it('says so when there is no question left about its subject, and is held the next time', async () => {
    const { schedules, goTo, told } = simulated('2026-03-02T12:00:00.000Z');
    await schedules.add(ann, practice({ domain: 'sailing' }));
    await goTo('2026-03-02T17:05:00.000Z');
    expect(await until(() => told().at(-1))).toBe(
      'missed: The practice of Monday 2 March, 18:00 (Europe/Berlin) was left out because I have no more questions about sailing, junior. Next: Tuesday 3 March, 18:00 (Europe/Berlin).',
    );
  });

  it('closes before the next one opens, however long it was to stay open', async () => {
    const { schedules, goTo, shown } = simulated('2026-03-02T12:00:00.000Z');
    await schedules.add(ann, practice({ openMinutes: 48 * 60 }));
    await goTo('2026-03-04T18:00:00.000Z');
    const questions = shown().flatMap(({ body }) => (body.type === 'question' ? [body.turn] : []));
    expect(questions.map(({ askedAt, closesAt }) => [askedAt, closesAt])).toEqual([
      ['2026-03-02T17:00:00.000Z', '2026-03-03T16:55:00.000Z'],
      ['2026-03-03T17:00:00.000Z', '2026-03-04T16:55:00.000Z'],
      ['2026-03-04T17:00:00.000Z', '2026-03-05T16:55:00.000Z'],
    ]);
  });

  it('is led by nobody, and an open one ends when it is removed', async () => {
    const { schedules, goTo, running, told } = simulated('2026-03-02T12:00:00.000Z');
    const { id } = await schedules.add(ann, practice());
    await goTo('2026-03-02T17:05:00.000Z');
    const { interview } = running();
    const session = await interview.sessionAt({ tenant, channelId: place.channelId });
    expect(session?.participants.filter(({ role }) => role === 'candidate')).toEqual([]);
    await interview.join(ann, session?.id ?? '', 'candidate');
    await expect(interview.closeTurn(ann, session?.id ?? '')).rejects.toMatchObject({ code: 'not_allowed' });
    await schedules.remove(ann, id);
    expect(await interview.sessionAt({ tenant, channelId: place.channelId })).toBeNull();
    await goTo('2026-03-04T12:00:00.000Z');
    expect(told().at(-1)).toBe('stopped: The interview was ended because its practice was removed.');
  });

  it('stays with the group when the person who planned it is erased', async () => {
    const { schedules, goTo, store, shown } = simulated('2026-03-02T12:00:00.000Z');
    const { id } = await schedules.add(ann, practice());
    store.sqlite.prepare('delete from people').run();
    expect(await schedules.list(tenant)).toMatchObject([{ id, createdByUserId: '' }]);
    await goTo('2026-03-02T17:05:00.000Z');
    const question = shown().find(({ body }) => body.type === 'question');
    expect(question?.session.style).toBe('everyone');
  });
});
