import { expect, it } from 'vitest';
import type { Question } from '../../src/domain.ts';
import { createStories } from '../../src/pipeline/stories/create-stories.ts';
import { readHeld } from '../../src/store/export-person.ts';
import { deleteKeptStory } from '../../src/store/kept-stories.ts';
import { mergePeople } from '../../src/store/merge-people.ts';
import { ensurePerson } from '../../src/store/people.ts';
import { rulesAlone } from '../support/bots/platform.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';
import { scriptedModels } from '../support/scripted.ts';

const ann = actor('ann');
const question = (id: string, text: string, kind: Question['kind'] = 'behavioural'): Question => ({
  ...{ id, text, kind, domain: 'cooking', level: 'junior', concepts: [], modelAnswer: null, tags: [] },
  source: 'own',
});
const disagreed = question('own-1', 'Tell me about a time when you disagreed with a colleague.');
const wedding = question('own-2', 'Tell me about a wedding for ninety guests where the oven was too small.');
const story =
  'Last year I worked in the kitchen of a small hotel, and we had to cook for a wedding with ninety guests. ' +
  'My task was to plan the order of the courses. The head cook wanted to roast everything on the day. ' +
  'I disagreed, so I wrote down how long the oven would be busy, showed him the list, and proposed to roast the meat the evening before. ' +
  'In the end we served all ninety guests within forty minutes, and the head cook has used my list for every wedding since.';

const storiesOf = (running: ReturnType<typeof runningInterview>, now = () => new Date()) =>
  createStories({
    store: running.store,
    bank: { questions: () => [disagreed, wedding] },
    models: scriptedModels(),
    now,
  });

/** Answers to these questions in one interview, judged by the rules. */
async function told(
  texts: readonly string[],
  questions = texts.map((_, at) => ({ ...disagreed, id: `own-${at}` })),
) {
  const running = runningInterview({ evaluator: rulesAlone() });
  running.show();
  const session = await running.interview.start(cookingStart('ann', { planned: questions, followUps: 0 }));
  const answerIds: string[] = [];
  for (const [at, text] of texts.entries()) {
    await running.seen('question', at + 1);
    await running.interview.addText(ann, session.id, text);
    answerIds.push((await running.interview.submit(ann, session.id)).answerId);
    await running.seen('feedback', at + 1);
  }
  return { ...running, answerIds, stories: storiesOf(running) };
}

it('keeps a whole story once, and names another question that it fits', async () => {
  const { stories, answerIds } = await told([story], [disagreed]);
  await stories.keep(ann, answerIds[0] ?? '');
  await stories.keep(ann, answerIds[0] ?? '');
  const { stories: kept, by } = await stories.list(ann);
  expect(by).toBe('words');
  expect(kept).toMatchObject([{ asked: disagreed.text, told: story, fits: [wedding.text], timesTold: 1 }]);
  expect((await stories.list(actor('ben'))).stories).toEqual([]);
});

it('keeps nothing that lacks a part, or is no story', async () => {
  const technical = question('own-3', 'Why does a sharp knife cut better?', 'technical');
  const half = story.slice(0, story.indexOf(' In the end'));
  const { stories, answerIds } = await told([half, story], [disagreed, technical]);
  for (const id of answerIds)
    await expect(stories.keep(ann, id)).rejects.toMatchObject({ fault: 'fault.no-whole-story' });
});

it('counts how often a story was told in two weeks, and no longer than that', async () => {
  const running = await told([story, story, story, 'I once cooked soup for nobody.']);
  await running.stories.keep(ann, running.answerIds[0] ?? '');
  expect((await running.stories.list(ann)).stories.map(({ timesTold }) => timesTold)).toEqual([3]);
  const later = storiesOf(running, () => new Date(Date.now() + 15 * 86_400_000));
  expect((await later.list(ann)).stories.map(({ timesTold }) => timesTold)).toEqual([0]);
});

it('goes when its answer goes, moves with its person, and is in their export', async () => {
  const { stories, answerIds, store, interview } = await told([story, story]);
  for (const id of answerIds) await stories.keep(ann, id);
  const ben = actor('ben');
  const personId = await store.transaction((trx) => ensurePerson(trx, ann, new Date()));
  await interview.deleteAnswer(ann, answerIds[1] ?? '');
  expect((await readHeld(store.db, personId)).kept_stories).toMatchObject([{ told: story }]);
  const other = await store.transaction((trx) => ensurePerson(trx, ben, new Date()));
  await store.transaction((trx) => mergePeople(trx, personId, other));
  const { stories: kept } = await stories.list(ben);
  expect(kept).toHaveLength(1);
  await expect(stories.remove(ben, 'nothing')).rejects.toMatchObject({ fault: 'fault.no-such-story' });
  expect(await deleteKeptStory(store.db, 'somebody', kept[0]?.id ?? '')).toBe(false);
  await stories.remove(ben, kept[0]?.id ?? '');
  expect((await stories.list(ben)).stories).toEqual([]);
});
