import { setTimeout as sleep } from 'node:timers/promises';
import { type Entries, entriesOfFiles, readEntries } from '../bots/terminal/entries.ts';
import { openScreen, type Screen } from '../bots/terminal/screen.ts';
import { createTerminalBot } from '../bots/terminal/terminal-bot.ts';
import type { Level } from '../domain.ts';
import { CoachError } from '../errors.ts';
import { type Coach, openCoach } from '../open-coach.ts';
import type { AnswerView, Place, SessionView } from '../pipeline/interview/interview-types.ts';
import { chooseStart } from './choose-start.ts';
import { openQuietSetting, printJson, terminalTenant, terminalUser, wantsColours } from './setting.ts';

export type PracticeOptions = {
  domain?: string;
  level?: Level;
  questions?: number;
  audio?: string[];
  resume?: boolean;
  seed?: string;
  user?: string;
  json?: boolean;
};

/** How long answers from a pipe wait for models that are still loading, so that the first is judged like the last. */
const patienceMs = 60_000;

/** An interview in this terminal, from the first question to the summary. */
export async function practice(options: PracticeOptions): Promise<void> {
  const { config, log } = openQuietSetting();
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const coach = await openCoach({ config, log });
  const working = coach.run(stop.signal);
  try {
    await practiseWith(coach, options, stop.signal);
  } finally {
    stop.abort();
    await working.catch(() => undefined);
    await coach.close();
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
}

export async function practiseWith(
  coach: Coach,
  options: PracticeOptions,
  signal: AbortSignal,
): Promise<void> {
  const { context } = coach;
  const interactive = process.stdin.isTTY === true && options.json !== true && options.audio === undefined;
  const screen = openScreen(options.json === true ? process.stderr : process.stdout, {
    colours: wantsColours(),
  });
  const entries = openEntries(options, interactive);
  const userId = terminalUser(options.user);
  const place: Place = { tenant: terminalTenant, platform: 'terminal', channelId: userId };
  const judged: AnswerView[] = [];
  const complaints: string[] = [];
  const leave = new AbortController();
  const until = AbortSignal.any([signal, leave.signal]);
  try {
    const session = await openSession({
      coach,
      options,
      interactive,
      entries,
      screen,
      place,
      userId,
      signal: until,
    });
    if (session === null) return;
    if (!interactive) await Promise.race([context.models.settled(), sleep(patienceMs, null, { ref: false })]);
    if (interactive) greet(screen, session);
    const bot = createTerminalBot(context, {
      session,
      userId,
      entries,
      screen: options.json === true ? silent(screen) : screen,
      complain: (text) => {
        complaints.push(text);
        process.stderr.write(`${text}\n`);
      },
      judged: (answer) => {
        judged.push(answer);
        if (options.json === true) printJson(documentOf(answer));
      },
    });
    await bot.run(until);
    if (signal.aborted) {
      process.stderr.write('\nEverything you submitted is saved. Go on with: greenroom practice --resume\n');
    } else if (judged.length === 0 && complaints.length > 0) process.exitCode = 1;
  } finally {
    leave.abort();
    entries.close();
  }
}

function openEntries(options: PracticeOptions, interactive: boolean): Entries {
  if (options.audio !== undefined) return entriesOfFiles(options.audio);
  return readEntries(
    process.stdin,
    interactive
      ? { output: process.stdout, prompt: '> ', interrupted: () => process.kill(process.pid, 'SIGINT') }
      : {},
  );
}

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

/** The session to practise in: the one that was interrupted, or a new one. Null when the person left before it began. */
async function openSession(opening: Opening): Promise<SessionView | null> {
  const { coach, options, interactive, entries, screen, place, userId, signal } = opening;
  const { interview, bank } = coach.context;
  const actor = { tenant: place.tenant, userId };
  const running = await interview.sessionAt(place);
  if (options.resume === true) {
    if (!running)
      throw new CoachError(
        'bad_input',
        'There is no interrupted interview; start one with: greenroom practice',
      );
    return await takeUp(running, opening);
  }
  if (running && interactive) {
    const reply = await entries.line(
      `An interview about ${running.domain} is still open. Go on with it? [Y/n] `,
      signal,
    );
    if (reply === null) return null;
    if (!/^n/i.test(reply.trim())) return await takeUp(running, opening);
  }
  if (running) await interview.stop(actor, running.id, 'replaced');
  const start = await chooseStart(options, { bank, interactive, entries, screen, signal });
  if (start === null) return null;
  return await interview.start({
    place,
    userId,
    ...start,
    mode: options.audio === undefined ? 'text' : 'voice',
    private: true,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
}

async function takeUp(running: SessionView, { coach, place, userId }: Opening): Promise<SessionView> {
  const { interview } = coach.context;
  const actor = { tenant: place.tenant, userId };
  if (running.state === 'paused') await interview.resume(actor, running.id);
  if (running.turn !== null) await interview.repeat(actor, running.id);
  return await interview.session(actor, running.id);
}

function greet(screen: Screen, session: SessionView): void {
  screen.say(
    `${session.questions} ${session.questions === 1 ? 'question' : 'questions'} about ${session.domain}, ${session.level}. Type your answer and end it with an empty line, or give the path of a sound file. /help lists the rest.`,
  );
}

/** What programs read: the evaluation, with what was asked and answered beside it. */
function documentOf(answer: AnswerView): Record<string, unknown> {
  return {
    ...answer.evaluation,
    answerId: answer.id,
    sessionId: answer.sessionId,
    question: answer.turn.question.text,
    questionId: answer.turn.question.id,
    turn: answer.turn.kind,
    answer: answer.text,
  };
}

const silent = (screen: Screen): Screen => ({
  ...screen,
  show: () => undefined,
  say: () => undefined,
  status: () => undefined,
});
