import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TenantId } from '../../src/domain.ts';
import { isCoachError } from '../../src/errors.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { engines, found, isSound, openInMemoryOn } from '../support/engines.ts';
import { cookingBank } from '../support/interviews.ts';
import { linkAccounts } from '../support/linked.ts';
import { insertPractised } from '../support/practised.ts';

const tenants = ['discord:1', 'discord:2', 'slack:T1'] as const satisfies TenantId[];
const users = ['u1', 'u2', 'u3'];
const now = new Date('2026-03-11T12:00:00.000Z');
const bank = cookingBank();

const account = fc.record({ tenant: fc.constantFrom(...tenants), userId: fc.constantFrom(...users) });
/** Within the last three weeks, so that some are of this week, some of this month, and some of neither. */
const moment = fc
  .integer({ min: 0, max: 21 * 24 * 60 })
  .map((minutes) => new Date(now.getTime() - minutes * 60_000).toISOString());
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('practise' as const),
      account,
      at: moment,
      score: fc.option(fc.integer({ min: 0, max: 100 }), { freq: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('list' as const), account, on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('link' as const), account, other: account }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unlink' as const), account }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), index: fc.nat({ max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), account }) },
);

const keyOf = ({ tenant, userId }: { tenant: string; userId: string }) => `${tenant}/${userId}`;

it.each(engines)(
  'lets nothing cross from one tenant to another on %s, whatever people do, link, delete and erase',
  async (engine) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const store = await openInMemoryOn(engine, { now: () => now });
        const progress = createProgress({ store, bank, config: { TIME_ZONE: 'UTC' }, now: () => now });
        type Said = {
          id: string;
          account: { tenant: TenantId; userId: string };
          at: string;
          score: number | null;
        };
        let said: Said[] = [];
        const listed = new Set<string>();
        /** Accounts of one person; everybody is alone until they link. */
        const people = new Map<string, Set<string>>();
        const personOf = (key: string) => people.get(key) ?? new Set([key]);

        for (const one of steps) {
          if (one.do === 'practise') {
            const { account: whose, at, score } = one;
            const { answerId } = await insertPractised(store, { ...whose, at, overall: score });
            said.push({ id: answerId, account: whose, at, score });
          } else if (one.do === 'list') {
            await progress.prefer(one.account, { onLeaderboard: one.on });
            if (one.on) listed.add(keyOf(one.account));
            else listed.delete(keyOf(one.account));
          } else if (one.do === 'link') {
            const linked = await linkAccounts(progress, one.account, one.other).then(
              () => true,
              (error: unknown) => {
                if (isCoachError(error, 'bad_input')) return false;
                throw error;
              },
            );
            if (linked) {
              const joined = new Set([...personOf(keyOf(one.account)), ...personOf(keyOf(one.other))]);
              for (const key of joined) people.set(key, joined);
            }
          } else if (one.do === 'unlink') {
            const parted = await progress.links.undo(one.account).then(
              () => true,
              (error: unknown) => {
                if (isCoachError(error, 'bad_input')) return false;
                throw error;
              },
            );
            expect(parted).toBe(personOf(keyOf(one.account)).size > 1);
            personOf(keyOf(one.account)).delete(keyOf(one.account));
            people.delete(keyOf(one.account));
          } else if (one.do === 'delete') {
            const gone = said[one.index % Math.max(1, said.length)];
            if (gone) await found(store, 'delete from answers where id = ?', gone.id);
            said = said.filter((other) => other !== gone);
          } else {
            await found(
              store,
              'delete from people where id in (select person_id from accounts where tenant = ? and user_id = ?)',
              one.account.tenant,
              one.account.userId,
            );
            const gone = personOf(keyOf(one.account));
            said = said.filter((other) => !gone.has(keyOf(other.account)));
            for (const key of gone) {
              listed.delete(key);
              people.delete(key);
            }
          }
        }

        for (const tenant of tenants) {
          const here = said.filter((one) => one.account.tenant === tenant && one.score !== null);
          const counts = (since: string) => {
            const byUser = new Map<string, number>();
            for (const { account: whose, at } of here)
              if (at >= since) byUser.set(whose.userId, (byUser.get(whose.userId) ?? 0) + 1);
            return byUser;
          };
          for (const [period, since] of [
            ['week', '2026-03-09'],
            ['month', '2026-03-01'],
            ['all', ''],
          ] as const) {
            const board = await progress.leaderboard(tenant, { kind: 'participation', period });
            const expected = [...counts(since)].filter(([userId]) => listed.has(keyOf({ tenant, userId })));
            expect(new Map(board.map(({ userId, value }) => [userId, value]))).toEqual(new Map(expected));
          }
          const week = counts('2026-03-09');
          const { people: count, answers } = await progress.practisedThisWeek(tenant);
          expect({ count, answers }).toEqual({
            count: week.size,
            answers: [...week.values()].reduce((sum, value) => sum + value, 0),
          });
          for (const userId of users) {
            const key = keyOf({ tenant, userId });
            const scores = (list: Said[]) => list.flatMap(({ score }) => score ?? []).sort((a, b) => a - b);
            const seen = async (within?: TenantId) =>
              (
                await progress.overview({ tenant, userId }, within === undefined ? {} : { within })
              ).overall.points
                .map(({ score }) => score)
                .sort((a, b) => a - b);
            const own = said.filter((one) => personOf(key).has(keyOf(one.account)));
            expect(await seen()).toEqual(scores(own));
            expect(await seen(tenant)).toEqual(scores(own.filter((one) => one.account.tenant === tenant)));
            const texts = (await progress.history({ tenant, userId }, { limit: 100 })).map(
              ({ text }) => text,
            );
            const allowed = own.map((one) => `Said by ${one.account.userId} in ${one.account.tenant}.`);
            expect(texts.sort()).toEqual(allowed.sort());
          }
        }
        expect(await isSound(store)).toBe(true);
        await store.close();
      }),
      { numRuns: engine === 'sqlite' ? 40 : 15 },
    );
  },
);
