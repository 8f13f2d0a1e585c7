import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { createEventStream } from '../../src/async/event-stream.ts';
import type { TenantId } from '../../src/domain.ts';
import { isCoachError } from '../../src/errors.ts';
import { silentLog } from '../../src/log.ts';
import { createInterview } from '../../src/pipeline/interview/interview.ts';
import { createConsents } from '../../src/pipeline/privacy/consent.ts';
import { createPrivacy } from '../../src/pipeline/privacy/privacy.ts';
import { createProgress } from '../../src/pipeline/progress/progress.ts';
import { createSchedules } from '../../src/pipeline/schedules/schedules.ts';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { cookingBank, testConfig } from '../support/interviews.ts';
import { scriptedEvaluator, scriptedModels } from '../support/scripted.ts';
import { standIns, wordEvaluation, writePages } from '../support/words.ts';

const tenants = ['discord:1', 'discord:2', 'slack:T1'] as const satisfies TenantId[];
const users = ['u1', 'u2'];
const bank = cookingBank();
const now = () => new Date('2026-03-11T12:00:00.000Z');

const calls = [
  'start',
  'join',
  'say',
  'replace',
  'submit',
  'skip',
  'pause',
  'resume',
  'repeat',
  'stop',
  'leave',
  'read',
  'retry',
  'rate',
  'delete',
  'consent',
  'plan',
  'unplan',
  'snooze',
  'list',
  'show',
  'export',
  'history',
  'board',
  'forget',
] as const;
const step = fc.record({
  call: fc.constantFrom(...calls),
  actor: fc.record({ tenant: fc.constantFrom(...tenants), userId: fc.constantFrom(...users) }),
  /** Which of the things that were made so far it is about, whoever made it. */
  about: fc.nat({ max: 30 }),
});

/**
 * Everything that is made carries the name of its tenant. Whatever is called with the ids of others, an actor never reads
 * or changes anything that carries another name.
 */
it('lets nobody read or change anything of another tenant, whatever they call with whatever ids', async () => {
  let refused = 0;
  let allowed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      const store = openSqlite('sqlite::memory:', { now });
      const config = { ...testConfig, TIME_ZONE: 'UTC' };
      const interview = createInterview({
        store,
        bank,
        evaluator: scriptedEvaluator(),
        models: scriptedModels(),
        stages: createEventStream(),
        config,
        log: silentLog(),
        standIns,
        now,
      });
      const progress = createProgress({ store, bank, config, now });
      const privacy = createPrivacy({ wordEvaluation, writePages, store, config, progress, interview, now });
      const schedules = createSchedules({ store, interview, config, now });
      const consents = createConsents({ store, now, textVersion: '1' });
      const made = {
        sessions: [] as string[],
        answers: [] as string[],
        keys: [] as string[],
        plans: [] as string[],
      };
      const one = (list: string[], about: number) => list[about % Math.max(1, list.length)] ?? 'none';

      for (const [index, { call, actor, about }] of steps.entries()) {
        const { tenant, userId } = actor;
        const place = {
          tenant,
          platform: tenant.startsWith('slack') ? 'slack' : 'discord',
          channelId: `room of ${tenant}`,
        } as const;
        const sessionId = one(made.sessions, about);
        const answerId = one(made.answers, about);
        const before = others(tenant);
        const work: Record<(typeof calls)[number], () => Promise<unknown>> = {
          start: async () => {
            const style = about % 2 === 0 ? 'everyone' : 'solo';
            const request = {
              place,
              userId,
              domain: 'cooking',
              level: 'junior',
              questions: 2,
              style,
            } as const;
            const { id } = await interview.start(request);
            made.sessions.push(id);
          },
          join: () => interview.join(actor, sessionId, 'candidate'),
          say: async () => {
            const key = `key ${about}`;
            const said = await interview.addText(actor, sessionId, `Said in ${tenant}.`, { key });
            made.answers.push(said.answerId);
            made.keys.push(key);
          },
          replace: () => interview.replaceText(actor, one(made.keys, about), `Said again in ${tenant}.`),
          submit: () => interview.submit(actor, sessionId),
          skip: () => interview.skip(actor, sessionId),
          pause: () => interview.pause(actor, sessionId),
          resume: () => interview.resume(actor, sessionId),
          repeat: () => interview.repeat(actor, sessionId),
          stop: () => interview.stop(actor, sessionId),
          leave: () => interview.leave(actor, sessionId),
          read: async () => [
            await interview.session(actor, sessionId),
            await interview.answer(actor, answerId),
          ],
          retry: () => interview.retry(actor, answerId),
          rate: () => interview.rate(actor, answerId, 'fair', 1),
          delete: () => interview.deleteAnswer(actor, answerId),
          consent: () => (about % 2 === 0 ? consents.grant(actor, 'voice') : consents.revoke(actor, 'voice')),
          plan: async () => {
            const plan = { place, when: 'daily 18:00', domain: 'cooking', level: 'junior' } as const;
            made.plans.push((await schedules.add(actor, plan)).id);
          },
          unplan: () => schedules.remove(actor, one(made.plans, about)),
          snooze: () => schedules.snooze(actor, one(made.plans, about), '2026-04-01T00:00:00.000Z'),
          list: () => schedules.list(tenant),
          show: () => privacy.show(actor),
          export: async () =>
            Object.values(unzipSync((await privacy.export(actor)).zip)).map((bytes) => strFromU8(bytes)),
          history: () => progress.history(actor),
          board: () => progress.leaderboard(tenant, { kind: 'participation', period: 'all' }),
          forget: () => privacy.forget(actor),
        };
        const seen = await work[call]().then(
          (value) => {
            allowed += 1;
            return JSON.stringify(value ?? null);
          },
          (error: unknown) => {
            if (!isCoachError(error)) throw error;
            refused += 1;
            return error.message;
          },
        );
        expect(others(tenant), `step ${index}: ${call}`).toEqual(before);
        for (const other of tenants.filter((name) => name !== tenant)) expect(seen).not.toContain(other);
      }
      await store.close();

      /** All rows that belong to other tenants. */
      function others(tenant: TenantId): unknown {
        const rows = (sql: string) =>
          store.sqlite.prepare<[string], Record<string, unknown>>(sql).all(tenant);
        const inSession = 'session_id in (select id from sessions where tenant <> ?)';
        return [
          rows('select * from accounts where tenant <> ?'),
          rows('select * from sessions where tenant <> ?'),
          rows(`select * from participants where ${inSession}`),
          rows(`select * from turns where ${inSession}`),
          rows('select * from answers where tenant <> ?'),
          rows('select * from utterances where answer_id in (select id from answers where tenant <> ?)'),
          rows('select * from ratings where answer_id in (select id from answers where tenant <> ?)'),
          rows('select * from consents where tenant <> ?'),
          rows('select * from settings where tenant <> ?'),
          rows('select * from schedules where tenant <> ?'),
        ];
      }
    }),
    { numRuns: 60 },
  );
  // Both happen a lot, or it would show nothing.
  expect(Math.min(refused, allowed)).toBeGreaterThan(200);
});
