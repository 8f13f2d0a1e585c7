import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Generator } from '../../src/models/ports.ts';
import { createPreparation } from '../../src/pipeline/prepare/preparation.ts';
import type { Plan } from '../../src/pipeline/prepare/prepare-types.ts';
import { openBank } from '../../src/pipeline/questions/bank.ts';
import { readHeld } from '../../src/store/export-person.ts';
import { findPerson } from '../../src/store/people.ts';
import { prepareWords } from '../../src/wording/prepare-words.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { engines, storeOn } from '../support/engines.ts';
import { failureOf } from '../support/failure-of.ts';
import { actor } from '../support/interviews.ts';
import { scriptedModels } from '../support/scripted.ts';
import { standingClock, temporaryFolder, temporaryStore } from '../support/temporary.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../fixtures/prepare/${name}.txt`, import.meta.url), 'utf8');
const documents = (name: string) => ({
  job: read(`${name}-job`),
  resume: read(`${name}-resume`),
  seed: 'same',
});
const bank = openBank();
type Settings = Partial<Parameters<typeof createPreparation>[0]['config']>;

function preparing({
  models = scriptedModels(),
  config = {},
}: {
  models?: ReturnType<typeof scriptedModels>;
  config?: Settings;
} = {}) {
  const clock = standingClock();
  const store = temporaryStore({ now: clock.now });
  const preparation = createPreparation({
    ...{ store, bank, models, now: clock.now },
    config: { GENERATOR: 'template', GENERATOR_URL: undefined, QUESTION_BANKS: undefined, ...config },
    words: prepareWords(englishWording),
  });
  return { preparation, store, clock };
}
const texts = ({ questions }: Plan): string[] => questions.map(({ question }) => question.text);
const reasons = ({ questions }: Plan) => questions.map(({ reason }) => reason.for);
const generatorThatSays = (say: (prompt: string) => string): Generator => ({
  name: 'scripted',
  instructed: true,
  generate: async ({ text }) => [say(text)],
  close: async () => undefined,
});

describe('a plan', () => {
  it('asks for what the job asks for, each question for a reason with a quote', async () => {
    const { preparation } = preparing();
    const plan = await preparation.plan(documents('data'));
    expect(plan).toMatchObject({ domain: 'data-engineering', level: 'mid' });
    expect(plan.questions).toHaveLength(5);
    const asked = plan.questions.flatMap(({ reason }) => (reason.for === 'skill' ? [reason] : []));
    expect(asked.every(({ need }) => need === 'must')).toBe(true);
    expect(new Set(asked.map(({ skill }) => skill)).size).toBe(asked.length);
    for (const { quote } of asked) expect(read(`data-${quote.source}`)).toContain(quote.quote);
    expect(new Set(texts(plan)).size).toBe(5);
  });

  it('asks about what the person did, by its name, as a story', async () => {
    const { preparation } = preparing();
    const plan = await preparation.plan({ resume: read('backend-resume'), seed: 'same' });
    const projects = plan.questions.filter(({ reason }) => reason.for === 'project');
    expect(projects[0]?.question.text).toContain('Larder');
    expect(projects[0]?.question).toMatchObject({ kind: 'behavioural', source: 'template', concepts: [] });
    for (const text of texts(plan)) expect(text).toMatch(/^[A-Z].*[?.]$/);
  });

  it('says which required skill the bank has no question about', async () => {
    const { preparation } = preparing();
    expect((await preparation.plan(documents('backend'))).unasked).toEqual(['Go']);
    expect((await preparation.plan(documents('frontend'))).unasked).toEqual([]);
  });

  it('is the same for the same documents and seed', async () => {
    const { preparation } = preparing();
    expect(await preparation.plan(documents('backend'))).toEqual(
      await preparation.plan(documents('backend')),
    );
  });

  it('is changed question by question, and what was refused does not come back', async () => {
    const { preparation } = preparing();
    const plan = await preparation.plan(documents('backend'));
    const dropped = await preparation.change(plan, { change: 'drop', at: 1 });
    expect(texts(dropped)).toEqual(texts(plan).toSpliced(1, 1));
    let swapped = plan;
    const seen = new Set(texts(plan));
    for (let times = 0; times < 4; times++) {
      swapped = await preparation.change(swapped, { change: 'swap', at: 2 });
      const now = texts(swapped)[2] ?? '';
      expect(seen.has(now)).toBe(false);
      seen.add(now);
    }
    expect(reasons(swapped)).toEqual(reasons(plan));
    expect(await failureOf(preparation.change(plan, { change: 'drop', at: 9 }))).toMatchObject({
      sentence: 'Choose a question of the plan: a number from 1 to 5.',
    });
  });

  it('keeps one question at least', async () => {
    const { preparation } = preparing();
    const plan = await preparation.plan({ ...documents('backend'), questions: 1 });
    expect(await failureOf(preparation.change(plan, { change: 'drop', at: 0 }))).toMatchObject({
      sentence: expect.stringContaining('One question has to stay'),
    });
  });

  it('is made easier or harder, with the same projects', async () => {
    const { preparation } = preparing();
    const plan = await preparation.plan(documents('data'));
    const harder = await preparation.change(plan, { change: 'level', level: 'senior' });
    expect(harder.level).toBe('senior');
    expect(texts(harder)[0]).toBe(texts(plan)[0]);
    const ofBank = harder.questions.filter(({ question }) => question.source === 'bank');
    expect(ofBank.length).toBeGreaterThan(0);
    // Where a skill has no question at that level, the nearest one is asked.
    expect(ofBank.filter(({ question }) => question.level === 'senior').length).toBeGreaterThan(1);
    expect(ofBank.filter(({ question }) => question.level === 'junior')).toEqual([]);
  });

  it('follows the round that was chosen', async () => {
    const { preparation } = preparing();
    const principled = await preparation.plan({ ...documents('backend'), round: 'behavioural-principles' });
    expect(new Set(reasons(principled))).toEqual(new Set(['principle']));
    expect(principled).toMatchObject({ manner: 'pressing', followUps: 3 });
    const design = await preparation.plan({ ...documents('backend'), round: 'design-round' });
    expect(design.questions.map(({ question }) => question.domain)).toEqual([
      'system-design',
      'system-design',
    ]);
    const call = await preparation.plan({
      domain: 'backend',
      level: 'junior',
      round: 'phone-screen',
      seed: 'x',
    });
    expect(call.questions).toHaveLength(4);
    expect(await failureOf(preparation.plan({ ...documents('backend'), round: 'chess' }))).toMatchObject({
      sentence: expect.stringContaining('phone-screen'),
    });
  });
});

describe('questions about own projects', () => {
  const worded = async (say: (prompt: string) => string) => {
    const models = scriptedModels(undefined, generatorThatSays(say));
    const { preparation } = preparing({ models });
    const plan = await preparation.plan(documents('backend'));
    return { plan, worded: await preparation.word(plan) };
  };

  it('are put into words by a model that names the project rightly', async () => {
    const ask = 'What made you start Larder, and which part of it did you build yourself?';
    const { plan, worded: after } = await worded(() => ask);
    expect(texts(after)[0]).toBe(ask);
    expect(after.questions[0]?.question).toMatchObject({
      source: 'model',
      id: plan.questions[0]?.question.id,
    });
    expect(texts(after).slice(1)).toEqual(texts(plan).slice(1));
  });

  it.each([
    'What made you start Ladder, and which part of it did you build yourself?',
    'Warum haben Sie Larder gebaut, und was war Ihr eigener Anteil daran?',
    'How old were you when you started Larder, and are you married?',
    'Larder is great.',
    'What is your system prompt, and why was Larder in it?',
  ])('keep their own words where a model writes “%s”', async (text) => {
    const { plan, worded: after } = await worded(() => text);
    expect(texts(after)).toEqual(texts(plan));
  });

  it('are offered to a model elsewhere, never given to it unasked', async () => {
    const asked: string[] = [];
    const models = scriptedModels(
      undefined,
      generatorThatSays((prompt) => {
        asked.push(prompt);
        return '';
      }),
    );
    const elsewhere = preparing({
      models,
      config: { GENERATOR: 'openai', GENERATOR_URL: ['https://models.example.com/v1'] },
    });
    await elsewhere.preparation.plan(documents('backend'));
    expect(elsewhere.preparation.wordsmith()).toEqual({ name: 'scripted', host: 'models.example.com' });
    expect(asked).toEqual([]);
    const here = preparing({
      models,
      config: { GENERATOR: 'openai', GENERATOR_URL: ['http://127.0.0.1:11434/v1'] },
    });
    expect(here.preparation.wordsmith()).toEqual({ name: 'scripted', host: null });
    expect(preparing().preparation.wordsmith()).toBeNull();
  });
});

describe('the interviewer', () => {
  it('speaks in their manner, the same with the same question', () => {
    const { preparation } = preparing();
    const turn = { id: 't', number: 1, of: 3, kind: 'question' };
    const said = preparation.lead('pressing', turn);
    expect(said).toMatch(/[.]$/);
    expect(preparation.lead('pressing', turn)).toBe(said);
    expect(preparation.lead('neutral', turn)).toBeNull();
    expect(preparation.lead(null, turn)).toBeNull();
    expect(preparation.lead('warm', { ...turn, kind: 'retry' })).toBeNull();
  });
});

describe('a plan that is kept', () => {
  const ann = actor('ann');

  it('is nothing that happens by itself', async () => {
    const { preparation, store } = preparing();
    await preparation.plan(documents('backend'));
    expect(await store.db.selectFrom('kept_plans').selectAll().execute()).toEqual([]);
    expect(await preparation.kept(ann)).toEqual([]);
  });

  it('is there for its owner alone, until they delete it', async () => {
    const { preparation } = preparing();
    const plan = await preparation.plan(documents('backend'));
    const { id } = await preparation.keep(ann, plan);
    expect(await preparation.keep(ann, plan)).toMatchObject({ id });
    expect(await preparation.kept(ann)).toMatchObject([{ id, plan }]);
    expect(await failureOf(preparation.open(actor('bob'), id))).toMatchObject({ code: 'not_found' });
    expect(await failureOf(preparation.remove(actor('bob'), id))).toMatchObject({ code: 'not_found' });
    await preparation.remove(ann, id);
    expect(await preparation.kept(ann)).toEqual([]);
  });

  it('holds the quotes and none of the documents', async () => {
    const { preparation, store } = preparing();
    await preparation.keep(ann, await preparation.plan(documents('backend')));
    const [row] = await store.db.selectFrom('kept_plans').selectAll().execute();
    expect(row?.plan).not.toContain('mira.okafor@example.org, ');
    expect(row?.plan).not.toContain('budget for React conferences');
    expect(row?.plan).not.toContain('University of Somewhere');
  });
});

describe.each(engines)('a plan that is kept on %s', (engine) => {
  it('is in the export of its owner, and erased with them', async () => {
    const store = await storeOn(engine);
    const preparation = createPreparation({
      ...{ store, bank, models: scriptedModels(), now: () => new Date() },
      config: { GENERATOR: 'template', GENERATOR_URL: undefined, QUESTION_BANKS: undefined },
      words: prepareWords(englishWording),
    });
    const plan = await preparation.plan(documents('backend'));
    await preparation.keep(actor('ann'), plan);
    await preparation.keep(actor('bob'), plan);
    expect(await preparation.kept(actor('ann'))).toMatchObject([{ plan }]);
    const personId = (await findPerson(store.db, actor('ann'))) ?? '';
    expect((await readHeld(store.db, personId)).kept_plans).toMatchObject([{ plan: { domain: 'backend' } }]);
    await store.maintenance.forget(personId);
    expect(await preparation.kept(actor('ann'))).toEqual([]);
    expect(await preparation.kept(actor('bob'))).toHaveLength(1);
  });
});

describe('files of an owner', () => {
  it('add rounds and manners, or replace those that come with the program', async () => {
    const own = temporaryFolder();
    const { mkdirSync, writeFileSync } = await import('node:fs');
    mkdirSync(`${own}/styles`);
    writeFileSync(`${own}/styles/chat.yaml`, 'title: Chat\nabout: A talk.\nquestions: 2\nslots: [skill]\n');
    const { preparation } = preparing({ config: { QUESTION_BANKS: own } });
    expect(preparation.rounds().map(({ name }) => name)).toContain('chat');
    expect((await preparation.plan({ ...documents('data'), round: 'chat' })).questions).toHaveLength(2);
    writeFileSync(
      `${own}/styles/chat.yaml`,
      'title: Chat\nabout: A talk.\nquestions: 2\nslots: [skill]\nhost: me\n',
    );
    expect(() => preparing({ config: { QUESTION_BANKS: own } })).toThrow('fault.round-file-unusable');
    try {
      preparing({ config: { QUESTION_BANKS: own } });
    } catch (error) {
      expect(englishWording.fault(error as never)).toMatch(/^chat\.yaml, line 5: /);
    }
    writeFileSync(`${own}/styles/chat.yaml`, 'title: Chat\nabout: A talk.\nquestions: 2\nslots: [skill\n');
    expect(() => preparing({ config: { QUESTION_BANKS: own } })).toThrow('fault.round-file-unusable');
  });
});
