import { z } from 'zod';
import { levels, type Moment } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { deleteKeptPlan, insertKeptPlan, type KeptPlanRow, keptPlansOf } from '../../store/kept-plans.ts';
import { ensurePerson, findPerson } from '../../store/people.ts';
import type { Store } from '../../store/store.ts';
import { questionColumn } from '../../store/stored-questions.ts';
import { type KeptPlan, needs, type Plan, type Preparation } from './prepare-types.ts';

/** More than anybody prepares for; the oldest is not dropped by itself, since the person chose to keep it. */
const mostKept = 20;

const quote = z.object({ source: z.enum(['job', 'resume']), quote: z.string() });
const need = z.enum(needs).nullable();
const planColumn: z.ZodType<Plan> = z.object({
  domain: z.string(),
  level: z.enum(levels),
  found: z.object({
    level: z.object({ level: z.enum(levels), quote: quote.nullable(), years: z.number().nullable() }),
    domains: z.array(z.object({ name: z.string(), quotes: z.array(quote) })),
    skills: z.array(z.object({ name: z.string(), need, quotes: z.array(quote) })),
    projects: z.array(z.object({ name: z.string().nullable(), quote: z.string() })),
  }),
  questions: z.array(
    z.object({
      question: questionColumn,
      reason: z.discriminatedUnion('for', [
        z.object({ for: z.literal('skill'), skill: z.string(), need, quote }),
        z.object({ for: z.literal('project'), name: z.string().nullable(), quote: z.string() }),
        z.object({ for: z.literal('principle'), principle: z.string() }),
        z.object({ for: z.literal('round') }),
      ]),
    }),
  ),
  unasked: z.array(z.string()),
  by: z.enum(['meaning', 'words']),
  round: z.string().nullable(),
  manner: z.string().nullable(),
  followUps: z.number().nullable(),
  refused: z.array(z.string()),
});

/** Plans in the store: only those that a person asked to keep, and only for that person in that place. */
export function createKeptPlans({
  store,
  now,
}: {
  store: Store;
  now: () => Date;
}): Pick<Preparation, 'keep' | 'kept' | 'open' | 'remove'> {
  const { db } = store;
  const kept: Preparation['kept'] = async (actor) => {
    const personId = await findPerson(db, actor);
    return personId === null ? [] : (await keptPlansOf(db, actor.tenant, personId)).map(toKept);
  };
  return {
    kept,
    async keep(actor, plan) {
      return await store.transaction(async (trx) => {
        const personId = await ensurePerson(trx, actor, now());
        const before = await keptPlansOf(trx, actor.tenant, personId);
        const text = JSON.stringify(plan);
        const same = before.find((row) => row.plan === text);
        if (same) return { ...toKept(same), isRepeat: true };
        if (before.length >= mostKept)
          throw new CoachError('bad_input', 'fault.too-many-plans', { most: mostKept });
        const at: Moment = now().toISOString();
        const row = await insertKeptPlan(trx, { tenant: actor.tenant, personId, plan: text }, at);
        return { ...toKept(row), isRepeat: false };
      });
    },
    async open(actor, id) {
      const found = (await kept(actor)).find((one) => one.id === id);
      if (!found) throw new CoachError('not_found', 'fault.no-such-plan', {});
      return found;
    },
    async remove(actor, id) {
      const personId = await findPerson(db, actor);
      if (personId === null || !(await deleteKeptPlan(db, personId, id)))
        throw new CoachError('not_found', 'fault.no-such-plan', {});
    },
  };
}

const toKept = ({ id, plan, created_at }: KeptPlanRow): KeptPlan => ({
  id,
  at: created_at,
  plan: planColumn.parse(JSON.parse(plan)),
});
