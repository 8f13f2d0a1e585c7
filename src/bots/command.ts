/** The commands, described and parsed once for all platforms. */
import { type Level, levels, type SessionMode, type SessionStyle } from '../domain.ts';
import { CoachError } from '../errors.ts';
import type { LeaderboardKind, LeaderboardPeriod, PersonPreferences } from '../pipeline/progress-types.ts';

export type OptionSpec = {
  name: string;
  description: string;
  required?: boolean;
  type: 'text' | 'number' | 'flag' | 'person' | 'domain';
  choices?: readonly string[];
  min?: number;
  max?: number;
};

export type CommandSpec = {
  name: string;
  /** A second word: `start` of `/interview start`. */
  subcommand?: string;
  description: string;
  options: OptionSpec[];
};

export const modes = ['voice', 'text'] as const satisfies readonly SessionMode[];
export const styles = ['solo', 'hot-seat', 'everyone'] as const satisfies readonly SessionStyle[];
export const maxQuestions = 10;
const leaderboardKinds = ['improvement', 'participation'] as const satisfies readonly LeaderboardKind[];
const periods = ['week', 'month', 'all'] as const satisfies readonly LeaderboardPeriod[];

/** Every command, in the order that `/help` shows them. A platform leaves out what it cannot do. */
export const commandSpecs: readonly CommandSpec[] = [
  {
    name: 'interview',
    subcommand: 'start',
    description: 'Start a practice interview',
    options: [
      { name: 'domain', description: 'What it is about', required: true, type: 'domain' },
      { name: 'level', description: 'How hard', required: true, type: 'text', choices: levels },
      {
        name: 'questions',
        description: 'How many questions (default 3)',
        type: 'number',
        min: 1,
        max: maxQuestions,
      },
      { name: 'mode', description: 'Speak or type (default: type)', type: 'text', choices: modes },
      {
        name: 'style',
        description: 'Alone, one after the other, or everyone at once',
        type: 'text',
        choices: styles,
      },
      { name: 'private', description: 'Keep the feedback to yourself (default: yes)', type: 'flag' },
    ],
  },
  { name: 'interview', subcommand: 'stop', description: 'End the interview here', options: [] },
  { name: 'interview', subcommand: 'pause', description: 'Pause the interview, or resume it', options: [] },
  { name: 'interview', subcommand: 'skip', description: 'Skip this question', options: [] },
  { name: 'interview', subcommand: 'repeat', description: 'Show the question again', options: [] },
  { name: 'interview', subcommand: 'done', description: 'My answer is complete', options: [] },
  { name: 'interview', subcommand: 'status', description: 'Where the interview stands', options: [] },
  { name: 'score', description: 'Score one question and answer', options: [] },
  {
    name: 'progress',
    description: 'How you are getting on',
    options: [{ name: 'member', description: 'Whose progress, if they share it', type: 'person' }],
  },
  { name: 'history', description: 'Your last answers', options: [] },
  {
    name: 'leaderboard',
    description: 'Who improved and who took part',
    options: [
      { name: 'by', description: 'Improvement or participation', type: 'text', choices: leaderboardKinds },
      { name: 'period', description: 'This week, this month or all time', type: 'text', choices: periods },
    ],
  },
  { name: 'practice', subcommand: 'weak', description: 'Practise what you missed before', options: [] },
  { name: 'mic-test', description: 'Check that I can hear you', options: [] },
  { name: 'privacy', subcommand: 'show', description: 'What is kept about you', options: [] },
  {
    name: 'privacy',
    subcommand: 'consent',
    description: 'Let your voice be heard in interviews',
    options: [],
  },
  { name: 'privacy', subcommand: 'revoke', description: 'Take your consent back', options: [] },
  { name: 'privacy', subcommand: 'export', description: 'Get all that is kept about you', options: [] },
  { name: 'privacy', subcommand: 'forget', description: 'Erase all that is kept about you', options: [] },
  {
    name: 'schedule',
    subcommand: 'add',
    description: 'Hold a practice here regularly',
    options: [
      {
        name: 'when',
        description: 'weekly monday 18:00, daily 09:30, or cron',
        required: true,
        type: 'text',
      },
      { name: 'domain', description: 'What it is about', required: true, type: 'domain' },
      { name: 'level', description: 'How hard', type: 'text', choices: levels },
      { name: 'zone', description: 'Time zone, such as Europe/Berlin', type: 'text' },
    ],
  },
  { name: 'schedule', subcommand: 'list', description: 'Which practices are planned', options: [] },
  {
    name: 'schedule',
    subcommand: 'remove',
    description: 'Take a planned practice off',
    options: [{ name: 'id', description: 'Its number in the list', required: true, type: 'text' }],
  },
  {
    name: 'schedule',
    subcommand: 'snooze',
    description: 'Leave a planned practice out for a while',
    options: [
      { name: 'id', description: 'Its number in the list', required: true, type: 'text' },
      { name: 'days', description: 'For how many days (default 7)', type: 'number', min: 1, max: 90 },
    ],
  },
  {
    name: 'preferences',
    description: 'Your time zone, weekly goal, and who sees what',
    options: [
      { name: 'zone', description: 'Your time zone, such as Europe/Berlin', type: 'text' },
      { name: 'goal', description: 'Days a week that you want to practise', type: 'number', min: 1, max: 7 },
      { name: 'leaderboard', description: 'Appear on leaderboards', type: 'flag' },
      { name: 'share', description: 'Let others here look at your progress', type: 'flag' },
      { name: 'audio', description: 'Keep your recordings, where the owner allows it', type: 'flag' },
    ],
  },
  {
    name: 'link',
    description: 'Join your accounts on two platforms into one history',
    options: [{ name: 'code', description: 'The code that the other platform gave you', type: 'text' }],
  },
  { name: 'models', description: 'Which models are loaded', options: [] },
  { name: 'help', description: 'What I can do', options: [] },
];

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

/** `schedule add`: what a command is called in this program. */
export const fullName = (spec: CommandSpec): string =>
  spec.subcommand === undefined ? spec.name : `${spec.name} ${spec.subcommand}`;

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

/**
 * Reads a command that was typed as words: `interview start backend senior 5 voice`, `privacy show`, `schedule add
 * weekly monday 18:00 backend mid`. Words after the name may come in any order; `name=value` works for every option.
 * Gives null for words that are no command.
 */
export function parseCommand(words: string, domains: readonly string[]): Command | null {
  const [first = '', second = '', ...rest] = words.trim().replace(/^\//, '').split(/\s+/);
  const name = first.toLowerCase();
  const two = `${name} ${second.toLowerCase()}`;
  if (commandSpecs.some((spec) => fullName(spec) === two))
    return commandFrom(two, read(two, rest, domains), domains);
  if (!commandSpecs.some((spec) => fullName(spec) === name)) return null;
  return commandFrom(name, read(name, second === '' ? [] : [second, ...rest], domains), domains);
}

function read(name: string, words: string[], domains: readonly string[]): GivenOptions {
  if (name === 'interview start') return readStartWords(words, domains);
  const given: Record<string, string> = {};
  const loose: string[] = [];
  for (const word of words) {
    const at = word.indexOf('=');
    if (at > 0) given[word.slice(0, at).toLowerCase()] = word.slice(at + 1);
    else loose.push(word);
  }
  if (name === 'schedule add') return { ...readScheduleWords(loose, domains), ...given };
  const order: Record<string, readonly string[]> = {
    progress: ['member'],
    leaderboard: ['by', 'period'],
    'schedule remove': ['id'],
    'schedule snooze': ['id', 'days'],
    link: ['code'],
  };
  for (const [index, option] of (order[name] ?? []).entries()) {
    const word = loose[index];
    if (word !== undefined) given[option] ??= word;
  }
  if (name === 'leaderboard' && periods.some((period) => period === given.by?.toLowerCase()))
    return { period: given.by ?? null, by: given.period ?? null };
  return given;
}

/** The time stands first: what is no domain, level or zone belongs to it. */
function readScheduleWords(words: string[], domains: readonly string[]): Record<string, string> {
  const when: string[] = [];
  const given: Record<string, string> = {};
  for (const word of words) {
    const lower = word.toLowerCase();
    if (domains.includes(lower)) given.domain = lower;
    else if (levels.some((level) => level === lower)) given.level = lower;
    else if (/^[A-Z][A-Za-z]+\/[A-Za-z_/]+$|^UTC$/.test(word)) given.zone = word;
    else when.push(word);
  }
  return { ...given, ...(when.length === 0 ? {} : { when: when.join(' ') }) };
}

function readStartWords(
  words: string[],
  domains: readonly string[],
): Partial<Record<keyof StartOptions, string>> {
  const given: Partial<Record<keyof StartOptions, string>> = {};
  for (const original of words) {
    const word = original.toLowerCase();
    const [name, value] = word.includes('=') ? word.split('=', 2) : [optionOf(word, domains), word];
    if (
      name !== 'domain' &&
      name !== 'level' &&
      name !== 'questions' &&
      name !== 'mode' &&
      name !== 'style' &&
      name !== 'private'
    ) {
      throw new CoachError(
        'bad_input',
        `I do not know "${word}" here; try: interview start backend mid 3 voice.`,
      );
    }
    given[name] = name === 'private' && value === 'private' ? 'true' : (value ?? '');
  }
  return given;
}

function optionOf(word: string, domains: readonly string[]): keyof StartOptions | null {
  if (domains.includes(word)) return 'domain';
  if (levels.some((level) => level === word)) return 'level';
  if (/^\d+$/.test(word)) return 'questions';
  if (modes.some((mode) => mode === word)) return 'mode';
  if (styles.some((style) => style === word)) return 'style';
  return word === 'private' || word === 'public' ? 'private' : null;
}
