import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { View } from '../../../src/bots/view.ts';
import { choosePlan, type PlanOptions, wantsPlan } from '../../../src/cli/choose-plan.ts';
import { createPreparation } from '../../../src/pipeline/prepare/preparation.ts';
import { openBank } from '../../../src/pipeline/questions/bank.ts';
import { prepareWords } from '../../../src/wording/prepare-words.ts';
import { englishWording } from '../../../src/wording/wording.ts';
import { scriptedModels } from '../../support/scripted.ts';
import { temporaryStore } from '../../support/temporary.ts';

const file = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/prepare/${name}`, import.meta.url));
const actor = { tenant: 'terminal:test', userId: 'ann' } as const;

/** What somebody is shown and told who enters these lines at the plan. */
async function entering(lines: readonly string[], options: PlanOptions, { interactive = true } = {}) {
  const left = [...lines];
  const shown: View[] = [];
  const said: string[] = [];
  const store = temporaryStore();
  const preparation = createPreparation({
    ...{ store, bank: openBank(), models: scriptedModels(), now: () => new Date() },
    config: { GENERATOR: 'template', GENERATOR_URL: undefined, QUESTION_BANKS: undefined },
    words: prepareWords(englishWording),
  });
  const plan = await choosePlan(
    { seed: 'same', ...options },
    {
      ...{ preparation, actor, interactive, wording: englishWording },
      entries: { next: async () => null, line: async () => left.shift() ?? null, close: () => undefined },
      screen: {
        look: { colours: false, width: 90 },
        show: (view) => shown.push(view),
        say: (text) => said.push(text),
        status: () => undefined,
      },
      signal: new AbortController().signal,
    },
  );
  return { plan, shown, said, kept: await preparation.kept(actor) };
}

describe('a plan at the terminal', () => {
  const documents = { job: file('data-job.docx'), resume: file('backend-resume.pdf') };

  it('is shown before it starts, and starts with an empty line', async () => {
    const { plan, shown, kept } = await entering([''], documents);
    expect(shown).toHaveLength(1);
    expect(plan?.questions).toHaveLength(5);
    expect(kept).toEqual([]);
  });

  it('quotes a long line from where the skill stands in it', async () => {
    const { shown } = await entering([''], { ...documents, job: file('backend-job.txt') });
    const points = shown.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'points' ? block.points : [])),
    );
    const vue = points.find(({ text }) => String(text).includes('Vue'));
    expect(vue?.quote).toMatch(/^… .*\bVue\b/);
  });

  it('is changed by words, and says what it does not understand', async () => {
    const { plan, shown, said } = await entering(['drop 1', 'swap 9', 'easier', 'dance', 'start'], documents);
    expect(plan).toMatchObject({ level: 'junior' });
    expect(plan?.questions).toHaveLength(4);
    expect(shown).toHaveLength(3);
    // What was read in the documents is shown once.
    const lists = shown.map(({ blocks }) => blocks.filter(({ type }) => type === 'points').length);
    expect(lists[0]).toBeGreaterThan(1);
    expect(lists.slice(1)).toEqual([1, 1]);
    expect(said.join('\n')).toContain('a number from 1 to 4');
  });

  it('says which question to name, and that there is no harder level', async () => {
    const { plan, said } = await entering(['swap', 'drop', 'harder', 'harder', 'harder', 'start'], documents);
    expect(said.join('\n')).toContain('Type swap and a number from 1 to 5, as in: swap 1');
    expect(said.join('\n')).toContain('Type drop and a number from 1 to 5');
    expect(said.join('\n')).toContain('at the level senior: there is nothing harder');
    expect(plan).toMatchObject({ level: 'senior' });
  });

  it('is kept once however often that is asked, and says so', async () => {
    const { kept, said } = await entering(['keep', 'keep', 'quit'], documents);
    expect(kept).toHaveLength(1);
    expect(said.join('\n')).toContain('You keep this plan already');
  });

  it('refuses what a kept plan leaves no room for', async () => {
    await expect(entering([''], { plan: 1, round: 'phone-screen', questions: 4 })).rejects.toMatchObject({
      fault: 'fault.plan-alone',
      values: { given: '--round, --questions' },
    });
  });

  it('is kept when asked, and nothing starts when the person leaves', async () => {
    const { plan, kept } = await entering(['keep', 'quit'], documents);
    expect(plan).toBeNull();
    expect(kept).toHaveLength(1);
  });

  it('starts at once where nobody can be asked', async () => {
    const { plan } = await entering([], { ...documents, round: 'phone-screen' }, { interactive: false });
    expect(plan?.questions).toHaveLength(4);
  });

  it('says which file there is not', async () => {
    await expect(entering([''], { job: file('nothing.pdf') })).rejects.toMatchObject({
      fault: 'fault.document-unreadable',
    });
  });

  it('is wanted by a résumé with a file, and not by continuing an interview', () => {
    expect(wantsPlan({ resume: 'cv.pdf' })).toBe(true);
    expect(wantsPlan({ resume: true })).toBe(false);
  });
});
