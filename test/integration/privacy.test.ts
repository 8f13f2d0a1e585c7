import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openLog, silentLog } from '../../src/log.ts';
import type { Transcriber } from '../../src/models/ports.ts';
import { createConsents } from '../../src/pipeline/privacy/consent.ts';
import { createMaintenance } from '../../src/pipeline/privacy/maintenance.ts';
import { createPrivacy } from '../../src/pipeline/privacy/privacy.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { createSchedules } from '../../src/pipeline/schedules/schedules.ts';
import { openInbox } from '../../src/store/inbox.ts';
import { unpackText } from '../../src/store/packed-json.ts';
import { openPosts } from '../../src/store/posts.ts';
import { makeBackup } from '../../src/store/sqlite/make-backup.ts';
import { backupsFolder } from '../../src/store/sqlite/rewrite.ts';
import type { Store } from '../../src/store/store.ts';
import { remainsText } from '../../src/wording/privacy-text.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { engines, found, isSound, storeOn, tablesOf } from '../support/engines.ts';
import { actor, cookingStart, place, runningInterview, tenant, testConfig } from '../support/interviews.ts';
import { linkAccounts } from '../support/linked.ts';
import { scriptedEvaluator, scriptedModels, scriptedSlot, scriptedTranscriber } from '../support/scripted.ts';
import { tone } from '../support/sounds.ts';
import { sqliteOf, standingClock, temporaryStore, until } from '../support/temporary.ts';
import { standIns, wordEvaluation, writePages } from '../support/words.ts';

const config = { ...testConfig, TIME_ZONE: 'UTC' };

/**
 * An interview whose worker, ports and log are those of a program that runs, and the privacy port over it.
 */
function runningDesk(given: Parameters<typeof runningInterview>[0] = {}) {
  const running = runningInterview(given);
  const { store, bank, now } = running.parts;
  const progress = createProgress({ store, bank, config, now });
  const desk = { store, config: { ...config, ...given.config }, progress, interview: running.interview, now };
  const drawCharts = async () => [{ name: 'trend.png', bytes: Buffer.from('png'), alt: 'The trend' }];
  return {
    ...running,
    progress,
    privacy: createPrivacy({ wordEvaluation, writePages, ...desk, drawCharts }),
    consents: createConsents({ store, now, textVersion: '1' }),
    schedules: createSchedules({ store, interview: running.interview, config, now }),
  };
}

/**
 * Where a text is found: in which columns of which tables, and in which files. The files of a server are not looked
 * into: its log holds what was said until it is written over.
 */
async function findEverywhere(store: Store, marker: string): Promise<string[]> {
  const places: string[] = [];
  for (const table of await tablesOf(store))
    for (const row of await found(store, `select * from ${table}`))
      for (const [column, value] of Object.entries(row))
        if (Buffer.from(readable(value)).includes(marker))
          places.push(`${table.replace('public.', '')}.${column}`);
  places.push(...filesWith(store, [marker]));
  return [...new Set(places)];
}

const readable = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : unpackText(String(value));

/** How a text that is packed stands in a file: pieces, because a page may end anywhere. Their beginnings are alike. */
async function packedWith(store: Store, marker: string): Promise<string[]> {
  const stored: string[] = [];
  for (const table of await tablesOf(store))
    for (const row of await found(store, `select * from ${table}`))
      for (const value of Object.values(row))
        if (typeof value === 'string' && !value.includes(marker) && readable(value).includes(marker))
          stored.push(value);
  return stored.flatMap((text) => (text.match(/.{48}/gs) ?? []).slice(2));
}

/** The files of a store with any of some texts in them. */
function filesWith(store: Store, texts: readonly string[]): string[] {
  const places: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder)) {
      const path = join(folder, entry);
      if (statSync(path).isDirectory()) walk(path);
      else {
        const bytes = readFileSync(path);
        if (texts.some((text) => bytes.includes(text))) places.push(path);
      }
    }
  };
  if (store.engine === 'sqlite') walk(dirname(sqliteOf(store).path));
  return places;
}

it.each(engines)(
  'forgets a person so that what they said is in no table, file, log or backup any more, on %s',
  async (engine) => {
    const marker = 'zanzibarquartz';
    const lines: string[] = [];
    const heard = scriptedTranscriber(() => `I said ${marker} aloud.`);
    const store = await storeOn(engine);
    const file = store.engine === 'sqlite' ? sqliteOf(store) : null;
    const evaluator = scriptedEvaluator(({ text }) => {
      if (text.includes('break')) throw new Error(`Cannot judge ${marker}`);
      return {
        aimedAt: text.includes(marker) ? `what you called ${marker}` : 'done',
        verdict: 'contradicted',
      };
    });
    const desk = runningDesk({
      store,
      evaluator,
      models: scriptedModels(scriptedSlot<Transcriber>('transcriber', heard)),
      log: openLog('trace', { write: (line: string) => void lines.push(line) }),
      config: { ...testConfig, RETENTION: { ...testConfig.RETENTION, audioDays: 30 } },
    });
    const { interview, privacy, progress } = desk;
    const ann = actor(`ann-${marker}`);
    const slack = { tenant: 'slack:T1', userId: `U-${marker}` } as const;
    const ben = actor('ben');
    desk.show();
    await desk.consents.grant(ann, 'voice');
    await progress.prefer(ann, { keepsAudio: true, onLeaderboard: true, timeZone: 'Europe/Berlin' });

    // Typed, then the follow-up aloud.
    const solo = await interview.start(cookingStart(ann.userId, { seed: marker }));
    await interview.addText(ann, solo.id, `I know ${marker} well. `.repeat(200), {
      key: `message-${marker}`,
    });
    await interview.submit(ann, solo.id);
    await desk.seen('feedback', 1);
    await desk.seen('question', 2);
    await interview.addUtterance(ann, solo.id, { pcm: tone(1), startMs: 0, endMs: 1_000, key: marker });
    await interview.submit(ann, solo.id);
    const spoken = await desk.seen('feedback', 2);
    await interview.rate(ann, spoken.body.answer.id, 'fair', 0);
    await desk.seen('summary', 1);
    // An answer that cannot be judged, whose error quotes it, outside of any interview.
    await interview.score({ ...place, channelId: 'elsewhere' }, ann.userId, {
      question: `What is ${marker}?`,
      text: `${marker} would break it.`,
    });
    await until(() => lines.some((line) => line.includes('A job failed and will be tried again')));
    // What was said so far stands in the file, and what comes now in its log.
    file?.sqlite.pragma('wal_checkpoint(passive)');
    // A group that she leads, in which somebody else answers.
    const group = await interview.start(cookingStart(ann.userId, { style: 'everyone', answerSeconds: 600 }));
    await interview.join(ben, group.id, 'candidate');
    await interview.addText(ann, group.id, `Everybody hears ${marker}.`);
    await interview.addText(ben, group.id, 'I salt the water.');
    await interview.submit(ben, group.id);
    // Another account of hers, a planned practice, an unread event, a backup.
    await linkAccounts(progress, ann, slack);
    await progress.links.makeCode(ann, `Ann ${marker}`);
    await desk.schedules.add(ann, { place, when: 'daily 18:00', domain: 'cooking', level: 'junior' });
    await openInbox(store, () => new Date()).accept('E1', {
      team_id: 'T1',
      event: { type: 'message', user: slack.userId, text: marker },
    });
    const post = { channelId: 'C1', answerId: null, isShared: false };
    await openPosts(store, () => new Date()).add(slack, { ...post, messageId: `posted-${marker}` });
    const backup = file && join(backupsFolder(file.path), 'greenroom-2026-03-02T000000Z.db');
    if (file && backup) {
      mkdirSync(backupsFolder(file.path));
      await makeBackup(file, backup);
    }

    const before = await findEverywhere(store, marker);
    expect(before).toEqual(
      expect.arrayContaining([
        'accounts.user_id',
        'participants.user_id',
        'turns.question',
        'answers.text',
        'utterances.text',
        'utterances.transcript',
        'utterances.key',
        'evaluations.evaluation',
        'sessions.seed',
        'slack_events.body',
        'posts.message_id',
        ...(file ? [file.path, `${file.path}-wal`, backup] : []),
      ]),
    );

    expect(before).not.toContain('jobs.error');
    const packed = await packedWith(store, marker);
    expect(packed.length).toBeGreaterThan(3);
    expect(filesWith(store, packed)).toEqual(
      file && backup ? expect.arrayContaining([file.path, backup]) : [],
    );
    const { answers, remains } = await privacy.forget(slack);
    expect(answers).toBe(4);
    expect(remainsText(englishWording, remains)).toMatch(/^What remains is a count without a name/);
    expect(await findEverywhere(store, marker)).toEqual([]);
    expect(filesWith(store, packed)).toEqual([]);
    expect(lines.filter((line) => line.includes(marker))).toEqual([]);
    expect(await isSound(store)).toBe(true);
    if (file) expect(file.sqlite.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(await store.db.selectFrom('counts').selectAll().orderBy('name').execute()).toEqual([
      { name: 'forgotten answers', value: 4 },
      { name: 'forgotten people', value: 1 },
    ]);

    // The group goes on with the one who is left, and planned practices stay with the group.
    expect(await interview.session(ben, group.id)).toMatchObject({ ownerUserId: 'ben' });
    expect(await desk.schedules.list(tenant)).toHaveLength(1);
    const bens = await privacy.show(ben);
    expect(bens).toMatchObject({ answers: 1 });
    expect(await privacy.show(ann)).toMatchObject({ answers: 0, consents: [], linkedAccounts: [] });
    expect(await privacy.forget(ann)).toEqual({
      answers: 0,
      posts: [],
      remains: { remains: 'nothing-held' },
    });
    // Nothing of it comes back with what still runs.
    await desk.end();
    file?.sqlite.pragma('wal_checkpoint(truncate)');
    expect(await findEverywhere(store, marker)).toEqual([]);
  },
);

it('leaves large files to the night, and then nothing is left in them either', async () => {
  const marker = 'zanzibarquartz';
  const clock = standingClock('2026-03-02T21:00:00.000Z');
  const desk = runningDesk({ store: temporaryStore({ now: clock.now }), now: clock.now });
  const { interview, progress } = desk;
  const store = sqliteOf(desk.store);
  const ann = actor('ann');
  const session = await interview.start(cookingStart('ann'));
  await interview.addText(ann, session.id, `I know ${marker}.`);
  mkdirSync(backupsFolder(store.path));
  await makeBackup(store, join(backupsFolder(store.path), 'greenroom-2026-03-02T000000Z.db'));
  const parts = { store, config, progress, interview, wordEvaluation, writePages, now: clock.now };
  const { remains } = await createPrivacy(parts, { atOnceBytes: 0 }).forget(ann);
  expect(remainsText(englishWording, remains)).toMatch(/is overwritten tonight\.$/);
  expect(await findEverywhere(store, marker)).toContain(
    join(backupsFolder(store.path), 'greenroom-2026-03-02T000000Z.db'),
  );

  const stop = new AbortController();
  const maintenance = createMaintenance({
    store,
    config: readConfig({}),
    log: silentLog(),
    now: clock.now,
    standIns,
  });
  const running = maintenance.run(stop.signal);
  clock.advance(6 * 60 * 60_000);
  await until(async () => {
    store.queue.wake();
    return await store.db
      .selectFrom('maintenance')
      .selectAll()
      .where('task', '=', 'erase')
      .executeTakeFirst();
  });
  stop.abort();
  await running;
  expect(await findEverywhere(store, marker)).toEqual([]);
});

it('exports everything that is kept about a person as one zip, and nothing about anybody else', async () => {
  const desk = runningDesk();
  const { interview, privacy, store } = desk;
  const [ann, ben] = [actor('ann'), actor('ben-who-is-somebody-else')];
  desk.show();
  await desk.consents.grant(ann, 'voice');
  const group = await interview.start(cookingStart('ann', { style: 'everyone', answerSeconds: 600 }));
  await interview.join(ben, group.id, 'candidate');
  await interview.addText(ann, group.id, 'I keep the water boiling.');
  await interview.submit(ann, group.id);
  await interview.addText(ben, group.id, 'A secret of somebody else.');
  await interview.submit(ben, group.id);
  const results = await desk.seen('results', 1);
  const hers = results.body.answers.find(({ userId }) => userId === 'ann');
  await interview.rate(ben, hers?.id ?? '', 'peer', 80);

  expect(await privacy.show(ann)).toMatchObject({
    answers: 1,
    transcripts: 0,
    evaluations: 1,
    recordings: 0,
    consents: [{ scope: 'voice', revokedAt: null }],
    linkedAccounts: [],
    retention: { audioDays: 0, transcriptsDays: 365, evaluationsDays: 730 },
  });
  const { name, zip } = await privacy.export(ann);
  expect(name).toMatch(/^greenroom-\d{4}-\d{2}-\d{2}\.zip$/);
  const files = unzipSync(zip);
  expect(Object.keys(files).sort()).toEqual(['README.md', 'answers.md', 'charts/trend.png', 'data.json']);
  const said = Object.values(files).map((bytes) => strFromU8(bytes));
  const personIds = await store.db.selectFrom('accounts').selectAll().execute();
  const ids = personIds
    .filter(({ user_id }) => user_id !== 'ann')
    .flatMap((row) => [row.person_id, row.user_id]);
  for (const other of ['A secret of somebody else.', ...ids])
    expect(said.filter((text) => text.includes(other))).toEqual([]);
  expect(strFromU8(files['answers.md'] ?? new Uint8Array())).toContain('> I keep the water boiling.');
  const data = JSON.parse(strFromU8(files['data.json'] ?? new Uint8Array()));
  expect(data.tables.answers).toMatchObject([{ text: 'I keep the water boiling.', state: 'evaluated' }]);
  expect(data.tables.ratings).toMatchObject([{ kind: 'peer', value: 80, given_by_you: 0 }]);
  expect(data.tables.evaluations[0].evaluation.feedback.fix).toBe('Add a reason in one sentence.');
  expect(data.tables.consents).toHaveLength(1);
});

it('exports every table that names a person, so that a new one is not forgotten', async () => {
  const store = temporaryStore();
  const desk = runningDesk({ store });
  await desk.interview.start(cookingStart('ann'));
  const { zip } = await desk.privacy.export(actor('ann'));
  const { tables } = JSON.parse(strFromU8(unzipSync(zip)['data.json'] ?? new Uint8Array()));
  const naming = store.sqlite
    .prepare<[], { name: string }>(
      `select distinct tables.name from sqlite_schema as tables, pragma_foreign_key_list(tables.name) as keys
      where tables.type = 'table' and keys."table" in ('people', 'accounts')`,
    )
    .all()
    .map(({ name }) => name);
  expect(naming.length).toBeGreaterThan(10);
  expect(naming.filter((name) => !(name in tables))).toEqual([]);
});

it('exports recordings as sound files, packed and read away from the thread of the bots', async () => {
  const store = temporaryStore();
  const desk = runningDesk({ store, models: scriptedModels(scriptedSlot<Transcriber>('transcriber', null)) });
  const session = await desk.interview.start(cookingStart('ann', { mode: 'voice' }));
  const said = { pcm: tone(0.5), startMs: 0, endMs: 500, key: 'u1' };
  await desk.interview.addUtterance(actor('ann'), session.id, said);
  const files = unzipSync((await desk.privacy.export(actor('ann'))).zip);
  const [sound] = Object.entries(files).filter(([name]) => name.startsWith('recordings/'));
  expect(sound?.[0]).toMatch(/\.wav$/);
  expect(sound?.[1].length).toBe(44 + said.pcm.length * 2);
  expect(strFromU8(files['README.md'] ?? new Uint8Array())).toContain(
    'the one recording that is held, as WAV.',
  );
});
