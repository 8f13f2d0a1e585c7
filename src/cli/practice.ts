import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BotContext } from '../bots/bot.ts';
import { openScreen, type Screen } from '../bots/terminal/client.ts';
import { type Entries, entriesOfFiles, readEntries } from '../bots/terminal/inbox.ts';
import { createTerminalBot } from '../bots/terminal/terminal-bot.ts';
import type { Answer, Place, Session } from '../domain.ts';
import { CoachError } from '../errors.ts';
import { type Coach, openCoach } from '../open-coach.ts';
import { evaluationForPrograms } from '../wording/feedback.ts';
import type { Wording } from '../wording/wording.ts';
import { openPractice, type PracticeOptions, titleOf } from './open-practice.ts';
import { openQuietSetting, printJson, terminalTenant, terminalUser, wantsColours } from './setting.ts';
import { stopInOrder } from './stop-in-order.ts';

/**
 * How long answers from a pipe wait for models that are still loading, so that the first is judged like the
 * rest.
 */
const patienceMs = 60_000;

/** An interview in this terminal, from the first question to the summary. */
export async function practice(options: PracticeOptions, wording: Wording): Promise<void> {
  for (const path of options.audio ?? []) mustBeFile(path);
  const { config, log } = openQuietSetting();
  const stop = stopInOrder(log);
  const coach = await openCoach({ config, log, wording });
  const working = coach.run(stop.signal);
  working.catch(stop.fail);
  try {
    await practiseWith(coach, options, stop.signal);
  } finally {
    stop.now();
    await working.catch(() => undefined);
    await coach.close();
    stop.dispose();
  }
}

export async function practiseWith(
  coach: Coach,
  options: PracticeOptions,
  signal: AbortSignal,
): Promise<void> {
  const { context } = coach;
  const { say } = context.wording;
  const interactive = process.stdin.isTTY === true && options.json !== true && options.audio === undefined;
  const screen = openScreen(options.json === true ? process.stderr : process.stdout, {
    colours: wantsColours(),
  });
  const entries = openEntries(options, interactive);
  const userId = terminalUser(options.user);
  const place: Place = { tenant: terminalTenant, platform: 'terminal', channelId: userId };
  let answers = 0;
  let judged = 0;
  const leave = new AbortController();
  const until = AbortSignal.any([signal, leave.signal]);
  try {
    const session = await openPractice({
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
    if (!interactive) await Promise.race([coach.models.settled(), sleep(patienceMs, null, { ref: false })]);
    if (interactive || options.audio !== undefined) greet(screen, session, options, context);
    const bot = createTerminalBot(context, {
      session,
      userId,
      entries: counted(entries, () => {
        answers += 1;
      }),
      screen,
      isSpoken: options.speak === true,
      judged: (answer) => {
        judged += 1;
        if (options.json === true) printJson(documentOf(answer, context.wording));
      },
    });
    await bot.run(until);
    if (signal.aborted) {
      process.stderr.write(`\n${say('cli.practice.saved')}\n`);
    } else if (answers > 0 && judged === 0) process.exitCode = 1;
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

/** Announces each answer that is entered. */
const counted = (entries: Entries, count: () => void): Entries => ({
  ...entries,
  async next(signal) {
    const entry = await entries.next(signal);
    if (entry !== null && entry.type !== 'command') count();
    return entry;
  },
});

/** Says what comes next and how to answer. */
function greet(screen: Screen, session: Session, options: PracticeOptions, context: BotContext): void {
  const { bank, wording } = context;
  const { questions } = session;
  const level = wording.say(`level.${session.level}`);
  const about = { questions, level, domain: titleOf(bank, session.domain) };
  const key = options.audio === undefined ? 'cli.practice.begin' : 'cli.practice.begin-with-files';
  screen.say(wording.say(key, about));
}

/** Throws `bad_input` for the path of an answer where there is no file. */
function mustBeFile(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new CoachError('bad_input', 'fault.sound-file-unreadable', { path });
}

/** The output for programs: the evaluation, with the question and the answer. */
function documentOf(answer: Answer, wording: Wording): Record<string, unknown> {
  return {
    ...(answer.evaluation && evaluationForPrograms(wording, answer.evaluation)),
    answerId: answer.id,
    sessionId: answer.sessionId,
    question: answer.turn.question.text,
    questionId: answer.turn.question.id,
    turn: answer.turn.kind,
    answer: answer.text,
  };
}
