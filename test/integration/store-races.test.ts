import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCoachError } from '../../src/errors.ts';
import type { StartRequest } from '../../src/pipeline/interview/interview-types.ts';
import { createLinks } from '../../src/pipeline/progress/link.ts';
import { lockName, lockPerson, lockSession } from '../../src/store/locks.ts';
import { ensurePerson } from '../../src/store/people.ts';
import type { Store } from '../../src/store/store.ts';
import { engines, found, isSound, openInMemoryOn, storeOn } from '../support/engines.ts';
import { actor, cookingStart, place, runningInterview } from '../support/interviews.ts';
import { insertPractised } from '../support/practised.ts';
import { until } from '../support/temporary.ts';

const room = (channelId: string): Pick<StartRequest, 'place'> => ({ place: { ...place, channelId } });
const times = <Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
/** What came of calls of which some are refused; what is no refusal is an error of the program. */
const refused = async (work: Promise<unknown>): Promise<string | null> =>
  await work.then(
    () => null,
    (error: unknown) => {
      if (isCoachError(error) && error.code !== 'store_unavailable') return error.fault;
      throw error;
    },
  );

describe.each(engines)('on %s, at the same moment,', (engine) => {
  it('pieces of one answer are all kept, in one answer, each in a place of its own', async () => {
    const { interview, store } = runningInterview({ store: await storeOn(engine) });
    const { id } = await interview.start(cookingStart('ann', room('one')));
    await times(12, (index) =>
      interview.addText(actor('ann'), id, `Piece ${index}.`, { key: `k${index % 8}` }),
    );
    expect(await found(store, 'select id from answers')).toHaveLength(1);
    const pieces = await found<{ position: number; key: string }>(
      store,
      'select position, key from utterances',
    );
    expect(pieces.map(({ position }) => position).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(pieces.map(({ key }) => key)).size).toBe(8);
  });

  it('two who press for the same answer submit it once', async () => {
    const { interview, store, show } = runningInterview({ store: await storeOn(engine) });
    const shown = show();
    const { id } = await interview.start(cookingStart('ann', { ...room('one'), followUps: 0 }));
    await interview.addText(actor('ann'), id, 'Plenty of water.');
    const outcomes = await times(6, () => interview.submit(actor('ann'), id));
    expect(outcomes.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
    await until(() => shown.some(({ body }) => body.type === 'summary'));
    expect(shown.filter(({ body }) => body.type === 'feedback')).toHaveLength(1);
    expect(await found(store, 'select id from evaluations')).toHaveLength(1);
  });

  it('one interview begins in a place, and five at most of one person', async () => {
    const { interview } = runningInterview({ store: await storeOn(engine) }, { works: false });
    const inOnePlace = await times(4, (index) =>
      refused(interview.start(cookingStart(`user-${index}`, room('one')))),
    );
    expect(inOnePlace.filter((fault) => fault === null)).toHaveLength(1);
    const ofOnePerson = await times(9, (index) =>
      refused(interview.start(cookingStart('zoe', room(`room-${index}`)))),
    );
    expect(ofOnePerson.filter((fault) => fault === null)).toHaveLength(5);
  });

  it('an answer that is scored alone and comes twice is one answer', async () => {
    const { interview, store } = runningInterview({ store: await storeOn(engine) });
    const given = { question: 'How do you cook pasta?', text: 'Plenty of water.', key: 'message-1' };
    const outcomes = await times(5, () => interview.score(place, 'ann', given));
    expect(new Set(outcomes.map(({ answerId }) => answerId)).size).toBe(1);
    expect(await found(store, 'select id from answers')).toHaveLength(1);
  });

  it('everybody of a group answers, and it goes on once', async () => {
    const { interview, store, show } = runningInterview({ store: await storeOn(engine) });
    const shown = show();
    const { id } = await interview.start(
      cookingStart('user-0', { ...room('one'), style: 'everyone', questions: 2, answerSeconds: 600 }),
    );
    await times(5, (index) => interview.join(actor(`user-${index + 1}`), id, 'candidate'));
    for (let question = 1; question <= 2; question += 1) {
      await times(6, (index) => interview.addText(actor(`user-${index}`), id, `Plenty of water, ${index}.`));
      await times(6, (index) => interview.submit(actor(`user-${index}`), id));
      await until(() => shown.filter(({ body }) => body.type === 'results').length >= question);
    }
    await until(() => shown.some(({ body }) => body.type === 'summary'));
    expect(await found(store, 'select position from turns order by position')).toEqual([
      { position: 1 },
      { position: 2 },
    ]);
    expect(await found(store, 'select id from evaluations')).toHaveLength(12);
    expect(shown.filter(({ body }) => body.type === 'summary')).toHaveLength(1);
    await expectCountsHold(store);
  });

  it('a code links two accounts once, whoever confirms it and however often', async () => {
    const store = await storeOn(engine);
    const links = createLinks({ store, now: () => new Date() });
    const maker = { tenant: 'discord:1', userId: 'ann' } as const;
    const askers = ['slack:T1', 'slack:T2', 'slack:T3'] as const;
    for (const tenant of ['discord:1', ...askers] as const)
      await insertPractised(store, { tenant, userId: 'ann', at: new Date().toISOString(), overall: 60 });
    const { code } = await links.makeCode(maker, 'Ann');
    const looked = await links.look({ tenant: askers[0], userId: 'ann' }, code);
    const confirmed = await Promise.all(
      askers.map((tenant) => refused(links.confirm({ tenant, userId: 'ann' }, looked.id, 'Ann'))),
    );
    expect(confirmed.filter((fault) => fault === null)).toHaveLength(1);
    const joined = await times(3, () => refused(links.join(maker, looked.id)));
    expect(joined.filter((fault) => fault === null)).toHaveLength(1);
    expect(await found(store, 'select id from people')).toHaveLength(3);
    await expectCountsHold(store);
  });

  it('no more than five wrong codes can be tried', async () => {
    const store = await storeOn(engine);
    const links = createLinks({ store, now: () => new Date() });
    const faults = await times(9, () => refused(links.look(actor('ann'), 'AAAAAAAA')));
    expect(faults.filter((fault) => fault === 'fault.link-code')).toHaveLength(5);
    expect(faults.filter((fault) => fault === 'fault.link-guesses')).toHaveLength(4);
  });

  it('what hangs on a row that a transaction holds waits for its end', async () => {
    const store = await storeOn(engine);
    const { interview } = runningInterview({ store }, { works: false });
    const { id } = await interview.start(cookingStart('ann', room('one')));
    const order: string[] = [];
    const add = (
      name: string,
      hold: (trx: Parameters<typeof lockSession>[0], personId: string) => Promise<void>,
    ) =>
      store.transaction(async (trx) => {
        await hold(trx, await ensurePerson(trx, actor('ann'), new Date()));
        order.push(`${name} in`);
        await found({ db: trx }, 'select count(*) from people');
        order.push(`${name} out`);
      });
    for (const hold of [
      (trx: Parameters<typeof lockSession>[0]) => lockSession(trx, id),
      (trx: Parameters<typeof lockSession>[0], personId: string) => lockPerson(trx, personId),
      (trx: Parameters<typeof lockSession>[0]) => lockName(trx, 'a name'),
    ])
      await times(4, (index) => add(String(index), hold));
    order.forEach((step, index) => {
      if (step.endsWith('in')) expect(order[index + 1]).toBe(step.replace('in', 'out'));
    });
  });
});

const people = ['ann', 'bob', 'carol'];
const step = fc.record({
  who: fc.constantFrom(...people),
  room: fc.constantFrom('one', 'two'),
  act: fc.constantFrom(
    'text',
    'text',
    'text',
    'submit',
    'submit',
    'discard',
    'undo',
    'skip',
    'retry',
    'erase',
    'leave',
    'join',
  ),
});

it.each(engines)(
  'nothing that was taken is lost and nothing is there twice on %s, whatever several people do at once',
  async (engine) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30 }), async (steps) => {
        const store = await openInMemoryOn(engine, {});
        const { interview, end } = runningInterview({ store });
        try {
          const sessions = new Map<string, string>();
          for (const channel of ['one', 'two']) {
            const session = await interview.start(
              cookingStart('ann', { ...room(channel), style: 'everyone', questions: 2, answerSeconds: 600 }),
            );
            sessions.set(channel, session.id);
            for (const who of people.slice(1)) await interview.join(actor(who), session.id, 'candidate');
          }
          const taken: string[] = [];
          let keys = 0;
          const erased = new Set<string>();
          const act = async ({ who, room: channel, act: what }: (typeof steps)[number]) => {
            const id = sessions.get(channel) ?? '';
            keys += 1;
            const own = `key-${keys}`;
            switch (what) {
              case 'text': {
                const fault = await refused(interview.addText(actor(who), id, `Water ${own}.`, { key: own }));
                if (fault === null) taken.push(`${who}|${own}`);
                return;
              }
              case 'join':
                return void (await refused(interview.join(actor(who), id, 'candidate')));
              case 'erase': {
                const known = await found<{ person_id: string }>(
                  store,
                  'select person_id from accounts where user_id = ?',
                  who,
                );
                if (who === 'ann' || !known[0]) return;
                erased.add(who);
                return void (await store.maintenance.forget(known[0].person_id));
              }
              case 'retry': {
                const [answer] = await found<{ id: string }>(
                  store,
                  "select id from answers where state = 'evaluated' limit 1",
                );
                if (answer) await refused(interview.retry(actor(who), answer.id));
                return;
              }
              default:
                await refused(interview[what](actor(who), id));
            }
          };
          for (let at = 0; at < steps.length; at += 6) await Promise.all(steps.slice(at, at + 6).map(act));
          await until(async () => {
            const open = await found<{ count: number }>(
              store,
              "select count(*) as count from answers where state in ('submitted', 'transcribed')",
            );
            return Number(open[0]?.count) === 0 ? true : undefined;
          });
          await expectOneOfEach(store);
          await expectCountsHold(store);
          const kept = await found<{ key: string }>(store, 'select key from utterances');
          for (const one of taken) {
            const [who = '', own = ''] = one.split('|');
            if (!erased.has(who)) expect(kept.filter((row) => row.key.endsWith(`|${own}`))).toHaveLength(1);
          }
          expect(await isSound(store)).toBe(true);
        } finally {
          await end();
          await store.close();
        }
      }),
      { numRuns: 6, interruptAfterTimeLimit: 60_000 },
    );
  },
  180_000,
);

/** What must be there once at most. */
async function expectOneOfEach(store: Store): Promise<void> {
  const several = [
    "select turn_id, person_id from answers where state = 'open' group by turn_id, person_id having count(*) > 1",
    'select session_id, position from turns group by session_id, position having count(*) > 1',
    "select session_id, number from turns where kind = 'question' group by session_id, number having count(*) > 1",
    'select answer_id from evaluations group by answer_id having count(*) > 1',
    'select answer_id, position from utterances group by answer_id, position having count(*) > 1',
    "select lane from jobs where payload like '%summary%' group by lane having count(*) > 1",
  ];
  for (const text of several)
    expect(await found(store, text.replace('payload like', 'cast(payload as text) like'))).toEqual([]);
}

/** What is counted beside the rows agrees with them. */
async function expectCountsHold(store: Store): Promise<void> {
  const standings = 'tenant, person_id, period, starts_on, answers, gain';
  expect(await found(store, `select ${standings} from standings order by 1, 2, 3, 4`)).toEqual(
    await found(store, `select ${standings} from standings_counted order by 1, 2, 3, 4`),
  );
  expect(
    await found(
      store,
      `select * from concept_cards card where misses <> (select count(*) from concept_results result
        where result.person_id = card.person_id and result.question_id = card.question_id
          and result.concept_id = card.concept_id and result.verdict in ('missed', 'contradicted'))`,
    ),
  ).toEqual([]);
}
