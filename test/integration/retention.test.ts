import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import type { Transcriber } from '../../src/models/ports.ts';
import { openCoach } from '../../src/open-coach.ts';
import { eraseTraces } from '../../src/pipeline/privacy/erase-traces.ts';
import { createMaintenance } from '../../src/pipeline/privacy/maintenance.ts';
import { createPrivacy } from '../../src/pipeline/privacy/privacy.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { createTenantSettings } from '../../src/pipeline/tenant-settings.ts';
import { inspectStore } from '../../src/store/inspect-store.ts';
import { type MaintenanceName, maintenanceRuns } from '../../src/store/maintenance.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { backupsFolder } from '../../src/store/sqlite/rewrite.ts';
import type { Store } from '../../src/store/store.ts';
import { maintenanceText } from '../../src/wording/privacy-text.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { engines, storeOn } from '../support/engines.ts';
import {
  actor,
  cookingStart,
  runningInterview,
  runningInterviewOn,
  tenant,
  testConfig,
} from '../support/interviews.ts';
import { scriptedEvaluator, scriptedModels, scriptedSlot, scriptedTranscriber } from '../support/scripted.ts';
import { tone } from '../support/sounds.ts';
import { standingClock, temporaryFolder, temporaryStore, until } from '../support/temporary.ts';
import { standIns, wordEvaluation, writePages } from '../support/words.ts';

const dayMs = 86_400_000;

/** Maintenance that runs until the test is finished. */
function runningMaintenance(store: Store, now: () => Date, settings: Record<string, string> = {}) {
  const stop = new AbortController();
  const config = readConfig({ GREENROOM_DATA: temporaryFolder(), ...settings });
  const running = createMaintenance({ store, config, log: silentLog(), now, standIns }).run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await running;
  });
  return {
    config,
    /** Waits until a task was done at the time of the clock or after. */
    done: async (task: MaintenanceName) =>
      await until(async () => {
        store.queue.wake();
        const row = await store.db
          .selectFrom('maintenance')
          .selectAll()
          .where('task', '=', task)
          .where('ran_at', '>=', now().toISOString())
          .executeTakeFirst();
        return row && maintenanceText(englishWording, JSON.parse(row.outcome));
      }),
  };
}

/** One question answered in writing, and its follow-up, which quotes it, aloud. */
async function practise<Kept extends Store>(store: Kept, { now }: { now: () => Date }) {
  const heard = scriptedTranscriber(() => 'Salt goes in when it boils.');
  const running = runningInterview({
    store,
    now,
    models: scriptedModels(scriptedSlot<Transcriber>('transcriber', heard)),
    evaluator: scriptedEvaluator(({ text }) => ({ aimedAt: text.includes('boiling') ? text : 'done' })),
    config: { ...testConfig, RETENTION: { ...testConfig.RETENTION, audioDays: 30 } },
  });
  const { interview, parts } = running;
  const progress = createProgress({ store, bank: parts.bank, config: { TIME_ZONE: 'UTC' }, now });
  const ann = actor('ann');
  await progress.prefer(ann, { keepsAudio: true });
  running.show();
  const session = await interview.start(cookingStart('ann'));
  await interview.addText(ann, session.id, 'I keep the water boiling.', { key: 'message-1' });
  await interview.submit(ann, session.id);
  await running.seen('question', 2);
  await interview.addUtterance(ann, session.id, { pcm: tone(1), startMs: 0, endMs: 1_000 });
  await interview.submit(ann, session.id);
  await running.seen('summary', 1);
  await running.end();
  return { store, progress, ann, interview };
}

const count = async (
  store: Store,
  table: 'utterance_audio' | 'evaluations' | 'concept_results' | 'answers',
) =>
  (
    await store.db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as('n'))
      .executeTakeFirst()
  )?.n;

describe.each(engines)('what is kept for how long, on %s', (engine) => {
  it('drops recordings, words and evaluations each in its time, and keeps that something was answered', async () => {
    const clock = standingClock();
    const { store, progress, ann } = await practise(await storeOn(engine, clock), clock);
    const maintenance = runningMaintenance(store, clock.now, {
      RETENTION: 'audio=30,transcripts=365,evaluations=730',
    });
    await maintenance.done('retention');
    expect(await count(store, 'utterance_audio')).toBe(1);

    clock.advance(31 * dayMs);
    expect(await maintenance.done('retention')).toMatch(
      /^1 recording, the words of 0 answers and 0 evaluations/,
    );
    expect(await count(store, 'utterance_audio')).toBe(0);
    expect((await progress.history(ann)).map(({ text }) => text)).toEqual([
      'Salt goes in when it boils.',
      'I keep the water boiling.',
    ]);

    clock.advance(335 * dayMs);
    expect(await maintenance.done('retention')).toMatch(/^0 recordings, the words of 2 answers/);
    const history = await progress.history(ann);
    expect(history.map(({ text }) => text)).toEqual(['', '']);
    expect(history[0]?.question).toBe(
      'A follow-up question about something you said, which is no longer kept.',
    );
    expect(history.every(({ evaluation }) => evaluation !== null)).toBe(true);
    const rows = await store.db.selectFrom('utterances').selectAll().execute();
    expect(rows.map(({ text, transcript }) => [text, transcript])).toEqual([
      [null, null],
      [null, null],
    ]);

    clock.advance(365 * dayMs);
    expect(await maintenance.done('retention')).toMatch(/2 evaluations were dropped$/);
    expect(await count(store, 'evaluations')).toBe(0);
    expect(await count(store, 'concept_results')).toBe(0);
    expect(await count(store, 'answers')).toBe(2);
    expect((await progress.overview(ann)).answers).toBe(2);
    // It is told where the owner looks.
    const [last] = await maintenanceRuns(store.db);
    expect(last).toMatchObject({ task: 'retention', ranAt: clock.now().toISOString() });
  });

  it('keeps data no longer than the place wants, and tells its people', async () => {
    const clock = standingClock();
    const { store, progress, ann, interview } = await practise(await storeOn(engine, clock), clock);
    await createTenantSettings({ store, now: clock.now }).save(tenant, 'retentionDays', '7');
    const maintenance = runningMaintenance(store, clock.now, {
      RETENTION: 'audio=30,transcripts=365,evaluations=730',
    });
    await maintenance.done('retention');
    const privacy = createPrivacy({
      wordEvaluation,
      writePages,
      store,
      config: maintenance.config,
      progress,
      interview,
      now: clock.now,
    });
    expect((await privacy.show(ann)).retention).toEqual({
      audioDays: 7,
      transcriptsDays: 7,
      evaluationsDays: 7,
    });
    expect(await privacy.show(ann)).toMatchObject({
      answers: 2,
      transcripts: 1,
      evaluations: 2,
      recordings: 1,
    });
    clock.advance(8 * dayMs);
    await maintenance.done('retention');
    expect(await privacy.show(ann)).toMatchObject({
      answers: 2,
      transcripts: 0,
      evaluations: 0,
      recordings: 0,
    });
  });

  it('drops codes that link accounts once they are over', async () => {
    const clock = standingClock();
    const { store, progress, ann } = await practise(await storeOn(engine, clock), clock);
    const codes = () => store.db.selectFrom('link_codes').select('name').execute();
    await progress.links.makeCode(ann, 'Ann');
    const maintenance = runningMaintenance(store, clock.now);
    await maintenance.done('retention');
    expect(await codes()).toEqual([{ name: 'Ann' }]);
    clock.advance(dayMs);
    await maintenance.done('retention');
    expect(await codes()).toEqual([]);
  });

  it('drops what was recorded once somebody no longer wants it kept', async () => {
    const clock = standingClock();
    const { store, progress, ann } = await practise(await storeOn(engine, clock), clock);
    await progress.prefer(ann, { keepsAudio: false });
    await runningMaintenance(store, clock.now, { RETENTION: 'audio=30' }).done('retention');
    expect(await count(store, 'utterance_audio')).toBe(0);
  });

  it('leaves alone what is being said just now, even where nothing is kept', async () => {
    const clock = standingClock();
    const { interview, store } = await runningInterviewOn(engine, { now: clock.now }, { works: false });
    const session = await interview.start(cookingStart('ann'));
    await interview.addText(actor('ann'), session.id, 'I am not done yet.');
    clock.advance(2 * dayMs);
    await runningMaintenance(store, clock.now, { RETENTION: 'audio=0,transcripts=0,evaluations=0' }).done(
      'retention',
    );
    expect(await interview.submit(actor('ann'), session.id)).toMatchObject({ state: 'transcribed' });
  });
});

it('makes backups automatically as often as configured, and keeps the newest', async () => {
  const clock = standingClock();
  const { store } = await practise(temporaryStore(clock), clock);
  const folder = backupsFolder(store.path);
  mkdirSync(folder);
  writeFileSync(join(folder, 'by-hand.db'), 'not ours');
  const maintenance = runningMaintenance(store, clock.now, { BACKUP: '12h:2' });
  for (let round = 0; round < 4; round += 1) {
    await maintenance.done('backup');
    clock.advance(dayMs / 2);
  }
  await maintenance.done('backup');
  // A week in which the program slept makes one backup, not fourteen.
  clock.advance(7 * dayMs);
  await maintenance.done('backup');
  const made = readdirSync(folder).sort();
  expect(made).toEqual(['by-hand.db', 'greenroom-2026-03-04T090000Z.db', 'greenroom-2026-03-11T090000Z.db']);
  const copy = openSqlite(`sqlite:${join(folder, made[2] ?? '')}`);
  expect(await count(copy, 'answers')).toBe(2);
  await copy.close();
});

it('tries again every night to erase somebody from a backup that could not be changed', async () => {
  const clock = standingClock();
  const store = temporaryStore(clock);
  const folder = backupsFolder(store.path);
  mkdirSync(folder);
  const broken = join(folder, 'greenroom-2026-03-02T000000Z.db');
  writeFileSync(broken, 'no database');
  const maintenance = runningMaintenance(store, clock.now);
  const left = await eraseTraces({ store, config: maintenance.config, now: clock.now }, 'somebody');
  expect(left).toMatchObject({ remains: 'backups', files: [expect.stringContaining(basename(broken))] });
  for (let night = 0; night < 2; night += 1) {
    clock.advance(dayMs);
    expect(await maintenance.done('erase')).toBe(`everything was overwritten, except in ${basename(broken)}`);
  }
  rmSync(broken);
  clock.advance(dayMs);
  expect(await maintenance.done('erase')).not.toContain('except');
  // Then it is over: nothing is left to do.
  clock.advance(2 * dayMs);
  const waiting = await store.db
    .selectFrom('jobs')
    .select('payload')
    .where('queue', '=', 'maintenance')
    .where('state', 'in', ['waiting', 'leased'])
    .execute();
  expect(waiting.filter(({ payload }) => payload.includes('erase'))).toEqual([]);
});

it('is done by the program as it runs', async () => {
  const data = temporaryFolder();
  const config = readConfig({ GREENROOM_DATA: data, MODELS: 'none', BACKUP: '24h:3' });
  const coach = await openCoach({ config, log: silentLog() });
  const stop = new AbortController();
  const running = coach.run(stop.signal);
  const tasks = await until(async () => {
    const { maintenance } = await inspectStore(config.DATABASE_URL);
    return maintenance.length === 2 ? maintenance.map(({ task }) => task) : null;
  });
  expect(tasks.sort()).toEqual(['backup', 'retention']);
  expect(existsSync(join(data, 'backups'))).toBe(true);
  stop.abort();
  await running;
  await coach.close();
});
