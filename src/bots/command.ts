/** The commands, described and parsed once for all platforms. */
import { type Level, levels, type SessionMode, type SessionStyle } from '../domain.ts';
import { CoachError } from '../errors.ts';

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
  { name: 'leaderboard', description: 'Who improved and who took part', options: [] },
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
  | { name: 'score' | 'history' | 'leaderboard' | 'practice weak' | 'mic-test' | 'models' | 'help' }
  | { name: 'progress'; member?: string }
  | { name: `privacy ${'show' | 'consent' | 'revoke' | 'export' | 'forget'}` };

/** Checks the options of `interview start` as they come from any platform. Throws `bad_input` saying what would fit. */
export function startOptions(
  given: Partial<Record<keyof StartOptions, string | number | boolean | null | undefined>>,
  domains: readonly string[],
): StartOptions {
  const oneOf = <Value extends string>(name: string, value: unknown, allowed: readonly Value[]): Value => {
    const found = allowed.find((candidate) => candidate === String(value).toLowerCase());
    if (found) return found;
    throw new CoachError(
      'bad_input',
      `The ${name} "${String(value)}" is unknown; choose one of ${allowed.join(', ')}.`,
    );
  };
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

const isYes = (value: string | number | boolean) => !/^(false|no|0|public)$/i.test(String(value));

/**
 * Reads a command that was typed as words: `interview start backend senior 5 voice`, `privacy show`. The words after
 * `start` may come in any order; `name=value` works too. Gives null for words that are no command.
 */
export function parseCommand(words: string, domains: readonly string[]): Command | null {
  const [first = '', second = '', ...rest] = words.trim().replace(/^\//, '').toLowerCase().split(/\s+/);
  if (first === 'interview' && second === 'start') {
    return { name: 'interview start', options: startOptions(readStartWords(rest, domains), domains) };
  }
  if (first === 'progress')
    return second === '' ? { name: 'progress' } : { name: 'progress', member: second };
  const spec = commandSpecs.find(
    (candidate) =>
      candidate.name === first && (candidate.subcommand === undefined || candidate.subcommand === second),
  );
  if (!spec || spec.subcommand === 'start') return null;
  return { name: spec.subcommand ? `${spec.name} ${spec.subcommand}` : spec.name } as Command;
}

function readStartWords(
  words: string[],
  domains: readonly string[],
): Partial<Record<keyof StartOptions, string>> {
  const given: Partial<Record<keyof StartOptions, string>> = {};
  for (const word of words) {
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
