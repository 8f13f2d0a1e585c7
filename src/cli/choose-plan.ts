/** Preparing an interview at this terminal: documents become a plan, which is shown and changed before it starts. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Screen } from '../bots/terminal/client.ts';
import type { Entries } from '../bots/terminal/inbox.ts';
import { viewPlan } from '../bots/views/plan.ts';
import { type Actor, type Level, levels } from '../domain.ts';
import { CoachError, isCoachError } from '../errors.ts';
import type { Plan, PlanChange, Preparation } from '../pipeline/prepare/prepare-types.ts';
import type { Wording } from '../wording/wording.ts';

export type PlanOptions = {
  /** Paths of documents. `resume` is true where an interrupted interview is meant. */
  job?: string;
  resume?: string | true;
  round?: string;
  manner?: string;
  domain?: string;
  level?: Level;
  questions?: number;
  seed?: string;
  /** The number of a plan that is kept, as `plans` lists it. */
  plan?: number;
};

export type PlanSurroundings = {
  preparation: Preparation;
  actor: Actor;
  /** Whether a person can be asked; otherwise the plan starts as it is. */
  interactive: boolean;
  entries: Entries;
  screen: Screen;
  wording: Wording;
  signal: AbortSignal;
};

/** Whether the options ask for a plan at all. */
export const wantsPlan = ({ job, resume, round, manner, plan }: PlanOptions): boolean =>
  job !== undefined ||
  typeof resume === 'string' ||
  round !== undefined ||
  manner !== undefined ||
  plan !== undefined;

/** The plan to start; null when the person leaves. Throws `bad_input` for a document that cannot be read. */
export async function choosePlan(options: PlanOptions, at: PlanSurroundings): Promise<Plan | null> {
  const { preparation, actor, interactive, entries, screen, wording, signal } = at;
  const { say } = wording;
  requireAlone(options);
  const documents = await readDocuments(options, at);
  let plan = await firstPlan(options, documents, at);
  const smith = preparation.wordsmith();
  if (smith?.host === null && hasProjects(plan)) {
    screen.status(say('cli.prepare.wording'));
    plan = await preparation.word(plan, { signal });
  }
  /** What was read in the documents does not change with the plan: it is shown once. */
  const show = ({ withFound }: { withFound: boolean }) => {
    const titleOf = (files: readonly { name: string; title: string }[], name: string | null) =>
      files.find((file) => file.name === name)?.title ?? null;
    screen.show(
      viewPlan(wording, plan, {
        round: titleOf(preparation.rounds(), plan.round),
        manner: titleOf(preparation.manners(), plan.manner),
        has: {
          job: withFound && documents.job !== undefined,
          resume: withFound && documents.resume !== undefined,
        },
      }),
    );
  };
  show({ withFound: true });
  if (!interactive) return plan;
  const host = hasProjects(plan) ? (smith?.host ?? null) : null;
  screen.say('');
  screen.say(say('cli.prepare.how'));
  if (host !== null) screen.say(say('cli.prepare.how-word', { host }));
  while (!signal.aborted) {
    const reply = await entries.line(say('cli.prepare.prompt'), signal);
    if (reply === null) return null;
    const [word = '', number = ''] = reply.trim().toLowerCase().replace(/^\//, '').split(/\s+/);
    if (word === '' || word === 'start') return plan;
    if (word === 'quit' || word === 'exit' || word === 'stop') return null;
    try {
      if (word === 'keep') {
        const { isRepeat } = await preparation.keep(actor, plan);
        screen.say(say(isRepeat ? 'cli.prepare.kept-before' : 'cli.prepare.kept'));
        continue;
      }
      if (word === 'word' && host !== null) {
        screen.status(say('cli.prepare.wording'));
        plan = await preparation.word(plan, { signal });
      } else {
        const change = changeOf(word, number, plan.level);
        if (change === null) {
          screen.say(sayWhyNot(wording, word, plan));
          continue;
        }
        plan = await preparation.change(plan, change, { signal });
      }
      show({ withFound: false });
      screen.say('');
    } catch (error) {
      if (!isCoachError(error)) throw error;
      screen.say(wording.fault(error));
    }
  }
  return null;
}

function changeOf(word: string, number: string, level: Level): PlanChange | null {
  if (word === 'swap' || word === 'drop')
    return number === '' ? null : { change: word, at: Number(number) - 1 };
  const step = word === 'harder' ? 1 : word === 'easier' ? -1 : 0;
  const next = levels[levels.indexOf(level) + step];
  return step === 0 || next === undefined ? null : { change: 'level', level: next };
}

/** Why a word changes nothing, and what would. */
function sayWhyNot({ say }: Wording, word: string, { level, questions }: Plan): string {
  if (word === 'swap' || word === 'drop') return say('cli.prepare.which', { word, last: questions.length });
  if (word === 'harder' || word === 'easier')
    return say('cli.prepare.no-level', { word, level: say(`term.level.${level}`) });
  return say('cli.prepare.how');
}

const hasProjects = ({ questions }: Plan): boolean =>
  questions.some(({ reason }) => reason.for === 'project' && reason.name !== null);

/** What would choose its questions has no meaning for a plan that is kept. Throws `bad_input` naming it. */
function requireAlone({ plan, ...options }: PlanOptions): void {
  if (plan === undefined) return;
  const choices = ['job', 'resume', 'round', 'manner', 'domain', 'level', 'questions'] as const;
  const given = choices.filter((name) => options[name] !== undefined).map((name) => `--${name}`);
  if (given.length > 0) throw new CoachError('bad_input', 'fault.plan-alone', { given: given.join(', ') });
}

async function readDocuments(
  { job, resume }: PlanOptions,
  { preparation, screen, wording, signal }: PlanSurroundings,
): Promise<{ job?: string; resume?: string }> {
  const read = async (path: string): Promise<string> => {
    screen.status(wording.say('cli.prepare.reading', { path }));
    let bytes: Buffer;
    try {
      bytes = await readFile(path);
    } catch (cause) {
      throw new CoachError('bad_input', 'fault.document-unreadable', { path }, { cause });
    }
    return await preparation.read(bytes, { signal });
  };
  return {
    ...(job === undefined ? {} : { job: await read(job) }),
    ...(typeof resume === 'string' ? { resume: await read(resume) } : {}),
  };
}

async function firstPlan(
  { plan, seed = randomUUID(), ...wanted }: PlanOptions,
  documents: { job?: string; resume?: string },
  { preparation, actor, signal }: PlanSurroundings,
): Promise<Plan> {
  if (plan !== undefined) {
    const kept = (await preparation.kept(actor))[plan - 1];
    if (!kept) throw new CoachError('not_found', 'fault.no-such-plan');
    return kept.plan;
  }
  const { job: _job, resume: _resume, ...choices } = wanted;
  return await preparation.plan({ ...choices, ...documents, seed, signal });
}
