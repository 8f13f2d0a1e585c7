/** A command with its options, checked once for all platforms. */
import { type Level, levels, type SessionMode, type SessionStyle } from '../domain.ts';
import { CoachError } from '../errors.ts';
import type {
  LeaderboardKind,
  LeaderboardPeriod,
  PersonPreferences,
} from '../pipeline/progress/progress-types.ts';
import {
  commandSpecs,
  fullName,
  leaderboardKinds,
  maxQuestions,
  modes,
  periods,
  styles,
} from './command-specs.ts';

export type StartOptions = {
  domain: string;
  level: Level;
  questions: number;
  mode: SessionMode;
  style: SessionStyle;
  private: boolean;
};

/** A command with its options, whatever platform it came from. */
export type Command =
  | { name: 'interview start'; options: StartOptions }
  | { name: `interview ${'stop' | 'pause' | 'skip' | 'repeat' | 'done' | 'status'}` }
  | { name: 'score' }
  | { name: 'mic-test' }
  | { name: 'history' | 'practice weak' | 'models' | 'help' }
  | { name: 'leaderboard'; by: LeaderboardKind; period: LeaderboardPeriod }
  /** `member` is the id of another person on the platform. */
  | { name: 'progress'; member?: string }
  | { name: `privacy ${'show' | 'consent' | 'revoke' | 'export' | 'forget'}` }
  | { name: 'schedule add'; when: string; domain: string; level: Level; zone?: string }
  | { name: 'schedule list' }
  | { name: 'schedule remove'; id: string }
  | { name: 'schedule snooze'; id: string; days: number }
  | { name: 'preferences'; changes: Partial<PersonPreferences> }
  | { name: 'link'; code?: string };

/** The option values of a command as a platform gives them, by option name. */
export type GivenOptions = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * A command from its name (`schedule add`) and options, as slash commands with named options give them. Throws
 * `bad_input` saying what would fit; gives null for a name that is no command.
 */
export function commandFrom(name: string, given: GivenOptions, domains: readonly string[]): Command | null {
  const text = (option: string) =>
    given[option] === undefined || given[option] === null || given[option] === ''
      ? undefined
      : String(given[option]).trim();
  const needed = (option: string) => {
    const value = text(option);
    if (value === undefined)
      throw new CoachError('bad_input', `The command "${name}" needs ${option}; try "help".`);
    return value;
  };
  switch (name) {
    case 'interview start':
      return { name, options: startOptions(given, domains) };
    case 'progress': {
      const member = text('member');
      return member === undefined ? { name } : { name, member };
    }
    case 'leaderboard':
      return {
        name,
        by: oneOf('order', text('by') ?? 'improvement', leaderboardKinds),
        period: oneOf('period', text('period') ?? 'week', periods),
      };
    case 'schedule add': {
      const zone = text('zone');
      return {
        name,
        when: needed('when'),
        domain: oneOf('domain', needed('domain'), domains),
        level: oneOf('level', text('level') ?? 'mid', levels),
        ...(zone === undefined ? {} : { zone }),
      };
    }
    case 'schedule remove':
      return { name, id: needed('id') };
    case 'schedule snooze':
      return {
        name,
        id: needed('id'),
        days: Math.min(90, Math.max(1, Math.round(Number(text('days') ?? 7)) || 7)),
      };
    case 'preferences':
      return { name, changes: preferenceChanges(given) };
    case 'link': {
      const code = text('code');
      return code === undefined ? { name } : { name, code };
    }
    default:
      return commandSpecs.some((spec) => fullName(spec) === name) ? ({ name } as Command) : null;
  }
}

function preferenceChanges(given: GivenOptions): Partial<PersonPreferences> {
  const changes: Partial<PersonPreferences> = {};
  const isGiven = (option: string) =>
    given[option] !== undefined && given[option] !== null && given[option] !== '';
  if (isGiven('zone')) changes.timeZone = String(given.zone).trim();
  if (isGiven('goal')) changes.weeklyGoal = Number(given.goal);
  if (isGiven('leaderboard')) changes.onLeaderboard = isYes(given.leaderboard ?? false);
  if (isGiven('share')) changes.sharesProgress = isYes(given.share ?? false);
  if (isGiven('audio')) changes.keepsAudio = isYes(given.audio ?? false);
  return changes;
}

function oneOf<Value extends string>(name: string, value: unknown, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === String(value).toLowerCase());
  if (found) return found;
  throw new CoachError(
    'bad_input',
    `The ${name} "${String(value)}" is unknown; choose one of ${allowed.join(', ')}.`,
  );
}

/** Checks the options of `interview start` as they come from any platform. Throws `bad_input` saying what would fit. */
export function startOptions(
  given: Partial<Record<keyof StartOptions, string | number | boolean | null | undefined>>,
  domains: readonly string[],
): StartOptions {
  const questions = Number(given.questions ?? 3);
  if (!Number.isInteger(questions) || questions < 1 || questions > maxQuestions) {
    throw new CoachError('bad_input', `Choose between 1 and ${maxQuestions} questions.`);
  }
  return {
    domain: oneOf('domain', given.domain ?? domains[0] ?? '', domains),
    level: oneOf('level', given.level ?? 'mid', levels),
    questions,
    mode: oneOf('mode', given.mode ?? 'text', modes),
    style: oneOf('style', given.style ?? 'solo', styles),
    private: given.private === undefined || given.private === null ? true : isYes(given.private),
  };
}

const isYes = (value: string | number | boolean) => !/^(false|no|off|0|public)$/i.test(String(value));
