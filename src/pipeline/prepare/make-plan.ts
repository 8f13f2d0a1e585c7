import type { Level } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { Bank } from '../questions/bank.ts';
import type { Closeness } from '../questions/closeness.ts';
import { anyQuestionOf, type Choosing, chooseFor, forSkill } from './choose-questions.ts';
import type { PrepareWords } from './own-questions.ts';
import type { Found, Plan, PlanChange, PlannedQuestion, Reason } from './prepare-types.ts';
import type { RoundFile, Slot } from './round-files.ts';
import { skillList } from './skill-list.ts';

export type PlanParts = {
  bank: Pick<Bank, 'questions' | 'domains'>;
  closeness: Closeness;
  words: PrepareWords;
  round: RoundFile | null;
  seed: string;
};

/** Something of the person's own early, while they are still arriving; then what the job asks for. */
const usualSlots: readonly Slot[] = [
  'project',
  'skill',
  'skill',
  'behaviour',
  'skill',
  'project',
  'skill',
  'skill',
];
export const usualQuestions = 5;

/** A plan for what was found. `count`: how many questions it should have; it has fewer where the bank runs out. */
export async function makePlan(
  parts: PlanParts,
  {
    found,
    domain,
    level,
    count,
    manner,
  }: { found: Found; domain: string; level: Level; count: number; manner: string | null },
): Promise<Plan> {
  const { round } = parts;
  const empty: Plan = {
    domain,
    level,
    found,
    questions: [],
    unasked: [],
    by: parts.closeness.by,
    round: round?.name ?? null,
    manner,
    followUps: round?.followUps ?? null,
    refused: [],
  };
  const plan = await fill(parts, empty, slotsFor(round, count));
  if (plan.questions.length === 0) throw new CoachError('bad_input', 'fault.nothing-to-ask', { domain });
  return { ...plan, unasked: await skillsWithoutQuestion(parts, plan), by: parts.closeness.by };
}

const slotsFor = (round: RoundFile | null, count: number): Slot[] => {
  const order = round?.slots ?? usualSlots;
  return Array.from({ length: count }, (_, at) => order[at % order.length] ?? 'skill');
};

async function fill(parts: PlanParts, plan: Plan, slots: readonly Slot[]): Promise<Plan> {
  let questions = plan.questions;
  for (const slot of slots) {
    const next = await oneFor(parts, { ...plan, questions }, slot);
    if (next) questions = [...questions, next];
  }
  return { ...plan, questions };
}

/** For one place: what it is for, otherwise a skill, otherwise anything of the domain. */
async function oneFor(parts: PlanParts, plan: Plan, slot: Slot): Promise<PlannedQuestion | null> {
  const choosing = choosingOf(parts, plan);
  return (
    (await chooseFor(slot, choosing)) ??
    (slot === 'skill' ? null : await chooseFor('skill', choosing)) ??
    anyQuestionOf(choosing, { domain: plan.domain })
  );
}

const choosingOf = (
  { bank, closeness, words, round, seed }: PlanParts,
  { found, domain, level, questions, refused }: Plan,
): Choosing => ({
  ...{ bank, closeness, words, round, seed, found, domain, level },
  taken: new Set([...questions.map(({ question }) => question.id), ...refused]),
  reasons: questions.map(({ reason }) => reason),
});

/** What must be there and has no question in the bank at all: said, so that nobody believes it was practised. */
async function skillsWithoutQuestion(parts: PlanParts, plan: Plan): Promise<string[]> {
  const names: string[] = [];
  for (const { name, need } of plan.found.skills) {
    const skill = skillList().find((one) => one.name === name);
    if (need !== 'must' || !skill) continue;
    const choosing = { ...choosingOf(parts, plan), taken: new Set<string>() };
    if ((await forSkill(choosing, skill)) === null) names.push(name);
  }
  return names;
}

/** The plan after one change by the person. Throws `bad_input` where it cannot be made. */
export async function changePlan(parts: PlanParts, plan: Plan, change: PlanChange): Promise<Plan> {
  if (change.change === 'level') return await atLevel(parts, plan, change.level);
  const planned = plan.questions[change.at];
  if (!planned) throw new CoachError('bad_input', 'fault.no-such-planned', { last: plan.questions.length });
  const rest = plan.questions.filter((one) => one !== planned);
  const refused = [...plan.refused, planned.question.id];
  if (change.change === 'drop') {
    if (rest.length === 0) throw new CoachError('bad_input', 'fault.last-planned', {});
    return { ...plan, questions: rest, refused };
  }
  const slot = slotOf(planned.reason, parts.round);
  const next = await oneFor(parts, { ...plan, questions: rest, refused }, slot);
  if (!next) throw new CoachError('bad_input', 'fault.nothing-to-swap', {});
  return { ...plan, questions: plan.questions.with(change.at, next), refused };
}

/** Questions about own projects stay; the others are chosen anew. */
async function atLevel(parts: PlanParts, plan: Plan, level: Level): Promise<Plan> {
  let next: Plan = { ...plan, level, questions: [] };
  for (const planned of plan.questions) {
    const { question, reason } = planned;
    const one =
      reason.for === 'project'
        ? { ...planned, question: { ...question, level } }
        : await oneFor(parts, next, slotOf(reason, parts.round));
    if (one) next = { ...next, questions: [...next.questions, one] };
  }
  return next;
}

function slotOf(reason: Reason, round: RoundFile | null): Slot {
  switch (reason.for) {
    case 'project':
      return 'project';
    case 'principle':
      return 'principle';
    case 'round':
      return round?.slots.includes('ask') ? 'ask' : 'skill';
    case 'skill':
      return skillList().find(({ name }) => name === reason.skill)?.behavioural ? 'behaviour' : 'skill';
  }
}
