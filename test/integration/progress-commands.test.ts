import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openCoach } from '../../src/open-coach.ts';
import { momentMark } from '../../src/wording/marks.ts';
import { bareConversation, textIn } from '../support/bots/bare.ts';
import { linkAccounts } from '../support/linked.ts';
import { insertPractised } from '../support/practised.ts';
import { scriptedEvaluator, scriptedModels } from '../support/scripted.ts';
import { temporaryFolder } from '../support/temporary.ts';

const guild = 'discord:1' as const;
const now = () => new Date('2026-03-11T12:00:00.000Z');

/** What the bots call, over the whole program; `say` gives a command as people type it. */
async function desk() {
  const data = temporaryFolder();
  const config = readConfig({
    GREENROOM_DATA: data,
    GREENROOM_MODELS: join(data, 'models'),
    QUESTION_BANKS: join(import.meta.dirname, '../fixtures/bank'),
  });
  const parts = { models: scriptedModels(), evaluator: scriptedEvaluator() };
  const coach = await openCoach({ config, log: silentLog(), now, parts });
  onTestFinished(() => coach.close());
  const conversation = bareConversation(coach.context);
  const place = { tenant: guild, platform: 'discord', channelId: 'room' } as const;
  const say = (userId: string, words: string, options?: { manages: boolean }) =>
    conversation.say(place, userId, words, options);
  return { coach, say };
}

it('shows progress in words, with pictures that say the same beside them', async () => {
  const { coach, say } = await desk();
  expect((await say('ann', 'progress')).files).toEqual([]);
  for (const day of ['02', '05', '07', '09', '10'])
    await insertPractised(coach.store, {
      tenant: guild,
      userId: 'ann',
      at: `2026-03-${day}T10:00:00.000Z`,
      overall: 40 + 2 * Number(day),
      dimensions: { technical: 50, structure: 40, clarity: 60 },
      fix: { kind: 'reason' },
      concepts: [{ id: 'stir-early', verdict: 'missed' }],
    });
  const { view, files = [], private: isPrivate } = await say('ann', 'progress');
  expect(isPrivate).toBe(true);
  expect(textIn({ view })).toContain(
    'Overall: last 60, best 60, +6 against the 3 before; rising by 14 points a week',
  );
  expect(textIn({ view })).toContain('Stirring in the first minutes');
  expect(textIn({ view })).toContain('Came up 5 times');
  expect(files.map(({ name }) => name)).toEqual(['trend.png', 'skills.png', 'calendar.png']);
  for (const { bytes, alt } of files) {
    expect(Buffer.from(bytes).subarray(1, 4).toString()).toBe('PNG');
    expect(alt).toMatch(/\d/);
  }
});

it('shows the progress of somebody else only when they share it, and only of this place', async () => {
  const { coach, say } = await desk();
  const practised = (tenant: typeof guild | 'slack:T1', userId: string, overall: number) =>
    insertPractised(coach.store, { tenant, userId, at: '2026-03-10T10:00:00.000Z', overall });
  await practised(guild, 'ann', 41);
  await practised('slack:T1', 'U1', 97);
  const { progress } = coach.context;
  await linkAccounts(progress, { tenant: guild, userId: 'ann' }, { tenant: 'slack:T1', userId: 'U1' });
  expect(textIn(await say('ben', 'progress ann'))).toContain('does not share progress here');
  await say('ann', 'preferences share=yes');
  const { view } = await say('ben', 'progress ann');
  expect(textIn({ view })).toContain('Progress of @ann');
  expect(textIn({ view })).toContain('last 41');
  expect(textIn({ view })).not.toContain('97');
  expect(textIn(await say('ann', 'progress'))).toContain('97');
});

it('plans a practice for those who manage the place, tells the group, and says when it comes next', async () => {
  const { say } = await desk();
  const words = 'schedule add weekly monday 18:00 cooking junior Europe/Berlin';
  expect(textIn(await say('ann', words))).toContain('Only people who manage this place');
  const added = await say('ann', words, { manages: true });
  expect(added.private).toBe(false);
  expect(textIn(added)).toContain(
    `weekly monday 18:00 (Europe/Berlin); next ${momentMark('2026-03-16T17:00:00.000Z')}`,
  );
  const id = /([a-z0-9]{5}): cooking/.exec(textIn(added))?.[1] ?? '';
  const snoozed = await say('ann', `schedule snooze ${id} 6`, { manages: true });
  expect(textIn(snoozed)).toContain(`next ${momentMark('2026-03-23T17:00:00.000Z')}`);
  await say('ann', `schedule remove ${id}`, { manages: true });
  expect(textIn(await say('ann', 'schedule list'))).toContain('None yet');
});

it('goes over weak spots with as many questions as have one', async () => {
  const { coach, say } = await desk();
  expect(textIn(await say('ann', 'practice weak'))).toContain('You have no weak spots yet');
  await insertPractised(coach.store, {
    tenant: guild,
    userId: 'ann',
    at: '2026-03-10T10:00:00.000Z',
    overall: 40,
    concepts: [
      { id: 'stir-early', verdict: 'missed' },
      { id: 'plenty-of-water', verdict: 'contradicted' },
    ],
  });
  await say('ann', 'practice weak');
  const session = await coach.context.interview.sessionAt({ tenant: guild, channelId: 'room' });
  expect(session).toMatchObject({ questions: 1, private: true });
  expect(session?.turn?.question.id).toBe('cooking-junior-boil-pasta');
});

it('shows who practised this week below the leaderboard, by name only those who chose to appear', async () => {
  const { coach, say } = await desk();
  expect(textIn(await say('ann', 'leaderboard'))).toContain('Nobody has practised here this week yet.');
  for (const userId of ['ann', 'ben', 'eve'])
    await insertPractised(coach.store, {
      tenant: guild,
      userId,
      at: '2026-03-10T10:00:00.000Z',
      overall: 50,
    });
  await say('ann', 'preferences leaderboard=yes');
  const { view, private: isPrivate } = await say('ben', 'leaderboard participation week');
  expect(isPrivate).toBe(false);
  expect(textIn({ view })).toContain('1. @ann: 1 answer');
  expect(textIn({ view })).toContain('3 people practised here this week, with 3 answers: @ann and 2 more.');
  expect(textIn({ view })).not.toMatch(/@ben|@eve/);
});
