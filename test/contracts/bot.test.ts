import { expect, it } from 'vitest';
import { readEvaluation } from '../../src/store/evaluations.ts';
import { onDiscord } from '../support/bots/discord.ts';
import { onSlack } from '../support/bots/slack.ts';
import { onTerminal } from '../support/bots/terminal.ts';
import { describeBetter } from './describe-better.ts';
import { answer, describeBot, goodAnswer, seen } from './describe-bot.ts';
import { describeConversation } from './describe-conversation.ts';
import { describeGroup } from './describe-group.ts';
import { describePrepare } from './describe-prepare.ts';
import { describeRoles } from './describe-roles.ts';

const platforms = [onTerminal, onDiscord, onSlack];

for (const platform of platforms) describeBot(platform);
for (const platform of platforms) describeConversation(platform);
for (const platform of platforms) describeGroup(platform);
for (const platform of platforms) describeBetter(platform);
for (const platform of platforms) describeRoles(platform);
for (const platform of platforms.filter(({ attaches }) => attaches)) describePrepare(platform);

it('gives the same answer the same evaluation on every platform', async () => {
  const judged: unknown[] = [];
  for (const platform of platforms) {
    const at = await platform.open();
    await at.begin({ level: 'senior', questions: 1 });
    await seen(at, /Question 1 of 1/);
    await answer(at, goodAnswer);
    const row = await at.store.db.selectFrom('evaluations').select('evaluation').executeTakeFirstOrThrow();
    // The wording of praise and advice changes from interview to interview; what was found does not.
    const { overall, band, confidence, dimensions, measures, degraded } = readEvaluation(row.evaluation);
    judged.push({ overall, band, confidence, dimensions, measures, degraded });
  }
  expect(judged[0]).toMatchObject({ overall: expect.any(Number) });
  expect(judged[1]).toEqual(judged[0]);
  expect(judged[2]).toEqual(judged[0]);
});
