import { expect, it } from 'vitest';
import { actor, cookingStart, place, runningInterview } from '../support/interviews.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { tone } from '../support/sounds.ts';
import { temporaryStore, until } from '../support/temporary.ts';

const ann = actor('ann');
const ben = actor('ben');

it('finds everything by an index, so that an interview is no slower in a store full of others', async () => {
  const store = temporaryStore();
  const statements = new Set<string>();
  const prepare = store.sqlite.prepare.bind(store.sqlite);
  store.sqlite.prepare = ((sql: string) => {
    statements.add(sql);
    return prepare(sql);
  }) as typeof store.sqlite.prepare;
  const evaluator = scriptedEvaluator(() => ({ aimedAt: 'number' }));
  const { interview, show, seen } = runningInterview({ store, evaluator });
  show();
  const session = await interview.start(cookingStart('ann', { style: 'hot-seat', questions: 2 }));
  await interview.join(ben, session.id, 'candidate');
  await interview.addText(ann, session.id, 'Water.', { key: 'm1' });
  await interview.replaceText(ann, 'm1', 'Plenty of water.');
  await interview.submit(ann, session.id);
  const { answerId } = (await interview.submit(ann, session.id)) ?? {};
  await seen('question', 2);
  await interview.addUtterance(ann, session.id, { pcm: tone(0.1), startMs: 0, endMs: 100 });
  await interview.submit(ann, session.id);
  await seen('feedback', 2);
  await interview.rate(ben, answerId, 'peer', 70);
  await interview.answer(ann, answerId);
  await interview.retry(ann, answerId);
  await interview.discard(ann, session.id);
  await interview.skip(ann, session.id);
  await interview.callUp(ann, session.id, 'ben');
  await interview.pause(ann, session.id);
  await interview.resume(ann, session.id);
  await interview.deleteAnswer(ann, answerId);
  await interview.leave(ben, session.id);
  await interview.sessionAt(place);
  await interview.openSessions('terminal');
  await until(async () => (await interview.session(ann, session.id)).state === 'ended');

  // Dropping finished jobs looks at all of them, once a day.
  const isQuery = (sql: string) => /^(select|update|delete(?! from "jobs"))\b/i.test(sql);
  const scans = [...statements].filter(isQuery).flatMap((sql) => {
    const parameters = Array.from({ length: sql.split('?').length - 1 }, () => null);
    const plan = prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
    return plan.flatMap(({ detail }) => (/^SCAN (?!CONSTANT)/.test(detail) ? [`${detail}: ${sql}`] : []));
  });
  expect(statements.size).toBeGreaterThan(40);
  expect(scans).toEqual([]);
});
