/** Which interview `practice` holds: an interrupted one, one of a plan, a short one, or an ordinary one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { firstQuestion, questionOfWeek, warmUpQuestions } from '../bots/conversation/short-questions.ts';
import { plannedRequest } from '../bots/conversation/starting.ts';
import type { Screen } from '../bots/terminal/client.ts';
import type { Entries } from '../bots/terminal/inbox.ts';
import type { Level, Place, Question, Session, SessionAim } from '../domain.ts';
import { CoachError } from '../errors.ts';
import type { Coach } from '../open-coach.ts';
import { weekPlan } from '../pipeline/progress/week-plan.ts';
import type { Bank } from '../pipeline/questions/bank.ts';
import { choosePlan, type PlanOptions, wantsPlan } from './choose-plan.ts';
import { chooseStart } from './choose-start.ts';

export type PracticeOptions = Omit<PlanOptions, 'resume'> & {
  domain?: string;
  level?: Level;
  questions?: number;
  audio?: string[];
  /** The path of a résumé, or true to continue an interview. */
  resume?: string | true;
  aim?: SessionAim;
  warmUp?: boolean;
  try?: boolean;
  /** A practice of the week's plan, by its number. */
  week?: number;
  speak?: boolean;
  seed?: string;
  user?: string;
  json?: boolean;
};

type Opening = {
  coach: Coach;
  options: PracticeOptions;
  interactive: boolean;
  entries: Entries;
  screen: Screen;
  place: Place;
  userId: string;
  signal: AbortSignal;
};

/** The session to practise in: the interrupted one, or a new one. Null if the person left before it began. */
export async function openPractice(opening: Opening): Promise<Session | null> {
  const { coach, options, interactive, entries, screen, place, userId, signal } = opening;
  const { interview, bank, wording } = coach.context;
  const { say } = wording;
  const actor = { tenant: place.tenant, userId };
  const running = await interview.sessionAt(place);
  if (options.resume === true) {
    if (!running) throw new CoachError('bad_input', 'fault.nothing-to-resume');
    return await takeUp(running, opening);
  }
  if (running && interactive) {
    const asksForAnother = wantsPlan(options) || options.domain !== undefined || options.level !== undefined;
    const key = asksForAnother ? 'cli.practice.replace' : 'cli.practice.continue';
    const isYes = await askYesOrNo(say(key, { domain: titleOf(bank, running.domain) }), opening);
    if (isYes === null) return null;
    if (isYes !== asksForAnother) return await takeUp(running, opening);
  }
  // The one that is running ends only when the next one begins: a file that cannot be read must not cost it.
  const replace = async () => {
    if (running) await interview.stop(actor, running.id, { reason: 'replaced' });
  };
  if (wantsPlan(options)) return await openPlanned(opening, replace);
  const short = await shortQuestions(opening);
  if (short === 'left') return null;
  if (short) return await openShort(opening, short, replace);
  const start = await chooseStart(options, { bank, interactive, entries, screen, wording, signal });
  if (start === null) return null;
  await replace();
  return await interview.start({
    place,
    userId,
    ...start,
    mode: options.audio === undefined ? 'text' : 'voice',
    private: true,
    ...(options.aim === undefined ? {} : { aim: options.aim }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
}

/** The questions of a warm-up, a first try or a practice of the week; null for an ordinary interview. */
async function shortQuestions(opening: Opening): Promise<Question[] | 'left' | null> {
  const { options, coach, interactive, place, userId } = opening;
  const { bank, progress, wording } = coach.context;
  const parts = { bank, wording, overview: await progress.overview({ tenant: place.tenant, userId }) };
  if (options.warmUp === true) return warmUpQuestions(parts);
  if (options.week !== undefined) {
    const practice = weekPlan(parts.overview, { bank, now: new Date() })[options.week - 1];
    const question = practice ? questionOfWeek(parts, practice.key) : null;
    if (!question) throw new CoachError('not_found', 'fault.no-practice');
    return [question];
  }
  const isChosen = options.domain !== undefined || options.level !== undefined;
  if (options.try !== true) {
    if (!interactive || isChosen || parts.overview.answers > 0) return null;
    const isYes = await askYesOrNo(wording.say('cli.practice.first'), opening);
    if (isYes === null) return 'left';
    if (!isYes) return null;
  }
  const question = firstQuestion(parts, 'story');
  return question ? [question] : null;
}

async function openShort(
  { coach, options, place, userId }: Opening,
  planned: readonly Question[],
  replace: () => Promise<void>,
): Promise<Session | null> {
  const [first] = planned;
  if (!first) throw new CoachError('not_found', 'fault.no-practice');
  await replace();
  return await coach.context.interview.start({
    ...{ place, userId, planned, private: true, followUps: 0 },
    ...{ domain: first.domain, level: first.level, isWarmUp: options.warmUp === true },
  });
}

/** How long a plan waits for the model that finds questions by meaning. */
const planPatienceMs = 15_000;

async function openPlanned(opening: Opening, replace: () => Promise<void>): Promise<Session | null> {
  const { coach, options, screen, place, userId } = opening;
  const { preparation, interview, wording } = coach.context;
  const actor = { tenant: place.tenant, userId };
  screen.status(wording.say('cli.prepare.models'));
  await Promise.race([coach.models.settled(), sleep(planPatienceMs, null, { ref: false })]);
  screen.status('');
  const plan = await choosePlan(options, { ...opening, preparation, actor, wording });
  if (plan === null) return null;
  await replace();
  return await interview.start({
    ...plannedRequest(plan),
    ...{ place, userId, domain: plan.domain, level: plan.level, private: true },
    mode: options.audio === undefined ? 'text' : 'voice',
    ...(options.aim === undefined ? {} : { aim: options.aim }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
}

async function takeUp(running: Session, { coach, place, userId }: Opening): Promise<Session> {
  const { interview } = coach.context;
  const actor = { tenant: place.tenant, userId };
  if (running.state === 'paused') await interview.resume(actor, running.id);
  if (running.turn !== null) await interview.repeat(actor, running.id);
  return await interview.session(actor, running.id);
}

/** Yes unless the person says no; null when they leave. */
async function askYesOrNo(
  question: string,
  { coach, entries, screen, signal }: Opening,
): Promise<boolean | null> {
  while (!signal.aborted) {
    const reply = (await entries.line(question, signal))?.trim().toLowerCase() ?? null;
    if (reply === null) return null;
    if (/^(|y|yes)$/.test(reply)) return true;
    if (/^(n|no)$/.test(reply)) return false;
    screen.say(coach.context.wording.say('cli.practice.yes-or-no'));
  }
  return null;
}

export const titleOf = (bank: Bank, domain: string): string =>
  bank.domains().find(({ name }) => name === domain)?.title ?? domain;
