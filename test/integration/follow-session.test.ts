import { expect, it, onTestFinished } from 'vitest';
import type { Session } from '../../src/domain.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';
import { until } from '../support/temporary.ts';

const ann = actor('ann');
const bob = actor('bob');

/** What somebody who follows a session has seen of it so far; nothing of it is ever shown. */
function follow(interview: ReturnType<typeof runningInterview>['interview'], sessionId: string) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const seen: Session[] = [];
  const done = (async () => {
    for await (const session of interview.follow(ann, sessionId, stop.signal)) seen.push(session);
  })();
  return { seen, done, last: () => seen.at(-1) };
}

it('follows a session through its questions, a pause and its end, although nothing can be shown', async () => {
  const { interview } = runningInterview();
  const { id } = await interview.start(cookingStart('ann', { questions: 2 }));
  const { last, done } = follow(interview, id);
  await until(() => last()?.turn?.number === 1);
  await interview.pause(ann, id);
  await until(() => last()?.state === 'paused');
  await interview.resume(ann, id);
  await until(() => last()?.state === 'active');
  await interview.skip(ann, id);
  await until(() => last()?.turn?.number === 2);
  await interview.stop(ann, id);
  await done;
  expect(last()?.state).toBe('ended');
});

it('says who has answered a question for everyone, and who takes part', async () => {
  const { interview } = runningInterview();
  const { id } = await interview.start(cookingStart('ann', { style: 'everyone' }));
  const { last } = follow(interview, id);
  await interview.join(bob, id, 'candidate');
  await until(() => last()?.participants.length === 2);
  await interview.addText(bob, id, 'I salt the water.');
  await interview.submit(bob, id);
  await until(() => last()?.answered.join() === 'bob');
  await interview.leave(bob, id);
  await until(() => last()?.participants.length === 1);
});
