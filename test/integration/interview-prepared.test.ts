import { describe, expect, it } from 'vitest';
import type { Generator } from '../../src/models/ports.ts';
import { generationTotals } from '../../src/store/generation-counts.ts';
import { engines } from '../support/engines.ts';
import { actor, cookingBank, cookingStart, runningInterviewOn } from '../support/interviews.ts';
import { scriptedModels } from '../support/scripted.ts';
import { until } from '../support/temporary.ts';

describe.each(engines)('prepared questions, on %s', (engine) => {
  const ann = actor('ann');
  const generatorThatSays = (propose: (prompt: string) => string): Generator => ({
    name: 'scripted',
    instructed: true,
    generate: async ({ text }) => [propose(text)],
    close: async () => undefined,
  });
  /** The question of the bank that stands in the prompt, and one like it in other words. */
  const reworded = new Map([
    [
      'How do you cook pasta so that it does not stick together?',
      'How do you cook a big pot of pasta so that the pieces do not stick together?',
    ],
    [
      'Why is a sharp knife safer than a blunt one?',
      'Why is a sharp knife considered safer to work with than a blunt one?',
    ],
  ]);
  const rewordFrom = (prompt: string) =>
    [...reworded].find(([question]) => prompt.includes(question))?.[1] ??
    'What is your favourite colour of all?';

  /** Starts two questions, answers the first once the second was prepared, and gives the second as it is asked. */
  async function secondQuestion(propose: (prompt: string) => string) {
    const running = await runningInterviewOn(engine, {
      models: scriptedModels(undefined, generatorThatSays(propose)),
    });
    running.show();
    const { interview, store, seen } = running;
    const session = await interview.start(cookingStart('ann', { questions: 2 }));
    await until(async () => {
      const job = await store.db
        .selectFrom('jobs')
        .select('state')
        .where('queue', '=', 'prepare')
        .executeTakeFirst();
      return job?.state === 'done';
    });
    await interview.addText(ann, session.id, 'Water.');
    await interview.submit(ann, session.id);
    const { question } = (await seen('question', 2)).body.turn;
    return { question, counts: await generationTotals(store.db) };
  }

  describe('the next question', () => {
    it('is got ready by a model in new words, and judged by the concepts of the one it stands for', async () => {
      const { question, counts } = await secondQuestion(rewordFrom);
      expect([...reworded.values()]).toContain(question.text);
      expect(question.source).toBe('model');
      expect(question.concepts).toEqual(cookingBank().byId(question.id)?.concepts);
      expect(counts).toEqual([
        { task: 'question', generator: 'scripted', proposed: 1, passed: 1, used: 1, refused: {} },
      ]);
    });

    it.for([
      ['is about something else', 'off the subject', 'What did you like about the last film that you saw?'],
      [
        'is about the person',
        'personal',
        'How old are you, and is a sharp knife safer than a blunt one for you?',
      ],
      ['is no question', 'not a question', 'A sharp knife is safer than a blunt one.'],
    ])('is the bank’s own when the proposal %s', async ([, reason, proposal]) => {
      const { question, counts } = await secondQuestion(() => proposal ?? '');
      expect(question.source).toBe('bank');
      expect([...reworded.keys()]).toContain(question.text);
      const refused = { [reason ?? '']: 1 };
      expect(counts).toEqual([
        { task: 'question', generator: 'scripted', proposed: 1, passed: 0, used: 0, refused },
      ]);
    });
  });
});
