/** The commands, described once for all platforms. */
import { levels, type SessionMode, type SessionStyle, sessionAims } from '../domain.ts';
import { oddOnes } from '../pipeline/pairing/match-people.ts';
import type { LeaderboardKind, LeaderboardPeriod } from '../pipeline/progress/progress-types.ts';
import type { MessageKey } from '../wording/wording.ts';

export type OptionSpec = {
  name: string;
  required?: boolean;
  type: 'text' | 'number' | 'flag' | 'person' | 'domain' | 'channel' | 'role' | 'file';
  choices?: readonly string[];
  min?: number;
  max?: number;
};

export type CommandSpec = {
  name: string;
  /** A second word: `start` in `/interview start`. */
  subcommand?: string;
  options: OptionSpec[];
};

export const modes = ['voice', 'text'] as const satisfies readonly SessionMode[];
export const styles = ['solo', 'hot-seat', 'everyone'] as const satisfies readonly SessionStyle[];
/** What somebody does first who interviews, and is interviewed by, another person. */
export const firstRoles = ['candidate', 'interviewer'] as const;
export const maxSlotMinutes = 90;
export const maxQuestions = 10;
export const leaderboardKinds = [
  'improvement',
  'participation',
] as const satisfies readonly LeaderboardKind[];
export const periods = ['week', 'month', 'all'] as const satisfies readonly LeaderboardPeriod[];

/** Every command, in the order that `/help` shows them. A platform leaves out what it cannot do. */
export const commandSpecs: readonly CommandSpec[] = [
  {
    name: 'interview',
    subcommand: 'start',
    options: [
      { name: 'domain', required: true, type: 'domain' },
      { name: 'level', required: true, type: 'text', choices: levels },
      {
        name: 'questions',
        type: 'number',
        min: 1,
        max: maxQuestions,
      },
      { name: 'mode', type: 'text', choices: modes },
      {
        name: 'style',
        type: 'text',
        choices: styles,
      },
      { name: 'with', type: 'person' },
      { name: 'role', type: 'text', choices: firstRoles },
      { name: 'partner-level', type: 'text', choices: levels },
      { name: 'minutes', type: 'number', min: 1, max: maxSlotMinutes },
      { name: 'private', type: 'flag' },
      { name: 'round', type: 'text' },
      { name: 'manner', type: 'text' },
      { name: 'aim', type: 'text', choices: sessionAims },
    ],
  },
  { name: 'interview', subcommand: 'stop', options: [] },
  { name: 'interview', subcommand: 'pause', options: [] },
  { name: 'interview', subcommand: 'skip', options: [] },
  { name: 'interview', subcommand: 'repeat', options: [] },
  { name: 'interview', subcommand: 'done', options: [] },
  { name: 'interview', subcommand: 'status', options: [] },
  { name: 'score', options: [] },
  {
    name: 'progress',
    options: [{ name: 'member', type: 'person' }],
  },
  { name: 'history', options: [] },
  {
    name: 'leaderboard',
    options: [
      { name: 'by', type: 'text', choices: leaderboardKinds },
      { name: 'period', type: 'text', choices: periods },
    ],
  },
  { name: 'practice', subcommand: 'weak', options: [] },
  { name: 'practice', subcommand: 'warm-up', options: [] },
  { name: 'practice', subcommand: 'week', options: [] },
  {
    name: 'prepare',
    options: [
      { name: 'job', type: 'file' },
      { name: 'resume', type: 'file' },
      { name: 'round', type: 'text' },
      { name: 'manner', type: 'text' },
    ],
  },
  { name: 'plans', options: [] },
  { name: 'stories', options: [] },
  { name: 'mic-test', options: [] },
  { name: 'privacy', subcommand: 'show', options: [] },
  {
    name: 'privacy',
    subcommand: 'consent',
    options: [],
  },
  { name: 'privacy', subcommand: 'revoke', options: [] },
  { name: 'privacy', subcommand: 'export', options: [] },
  { name: 'privacy', subcommand: 'forget', options: [] },
  {
    name: 'schedule',
    subcommand: 'add',
    options: [
      {
        name: 'when',
        required: true,
        type: 'text',
      },
      { name: 'domain', required: true, type: 'domain' },
      { name: 'level', type: 'text', choices: levels },
      { name: 'zone', type: 'text' },
    ],
  },
  { name: 'schedule', subcommand: 'list', options: [] },
  {
    name: 'schedule',
    subcommand: 'remove',
    options: [{ name: 'id', required: true, type: 'text' }],
  },
  {
    name: 'schedule',
    subcommand: 'snooze',
    options: [
      { name: 'id', required: true, type: 'text' },
      { name: 'days', type: 'number', min: 1, max: 90 },
    ],
  },
  {
    name: 'pair',
    subcommand: 'join',
    options: [
      { name: 'domain', required: true, type: 'domain' },
      { name: 'level', required: true, type: 'text', choices: levels },
      { name: 'hours', type: 'text' },
      { name: 'zone', type: 'text' },
    ],
  },
  { name: 'pair', subcommand: 'leave', options: [] },
  { name: 'pair', subcommand: 'status', options: [] },
  {
    name: 'pair',
    subcommand: 'avoid',
    options: [
      { name: 'member', required: true, type: 'person' },
      { name: 'undo', type: 'flag' },
    ],
  },
  {
    name: 'pair',
    subcommand: 'pause',
    options: [{ name: 'days', required: true, type: 'number', min: 0, max: 365 }],
  },
  { name: 'pair', subcommand: 'preview', options: [] },
  { name: 'pair', subcommand: 'run', options: [] },
  {
    name: 'pair',
    subcommand: 'settings',
    options: [
      { name: 'when', type: 'text' },
      { name: 'zone', type: 'text' },
      { name: 'preview', type: 'number', min: 0, max: 72 },
      { name: 'odd', type: 'text', choices: oddOnes },
      { name: 'digest', type: 'flag' },
      { name: 'off', type: 'text' },
      { name: 'channel', type: 'channel' },
      { name: 'active', type: 'flag' },
    ],
  },
  {
    name: 'preferences',
    options: [
      { name: 'zone', type: 'text' },
      { name: 'goal', type: 'number', min: 1, max: 7 },
      { name: 'leaderboard', type: 'flag' },
      { name: 'share', type: 'flag' },
      { name: 'audio', type: 'flag' },
      { name: 'voice', type: 'text' },
      { name: 'speech-rate', type: 'number', min: 50, max: 200 },
    ],
  },
  {
    name: 'link',
    options: [{ name: 'code', type: 'text' }],
  },
  {
    name: 'settings',
    options: [
      { name: 'language', type: 'text' },
      {
        name: 'consent-role',
        type: 'role',
      },
      { name: 'channel', type: 'channel' },
      {
        name: 'retention-days',
        type: 'number',
        min: 0,
        max: 3650,
      },
      {
        name: 'public-results',
        type: 'flag',
      },
      {
        name: 'speak-questions',
        type: 'flag',
      },
      { name: 'voice', type: 'text' },
      { name: 'speech-rate', type: 'number', min: 50, max: 200 },
      {
        name: 'time-zone',
        type: 'text',
      },
      {
        name: 'reset',
        type: 'text',
        choices: [
          'language',
          'consent-role',
          'channel',
          'retention-days',
          'public-results',
          'speak-questions',
          'voice',
          'speech-rate',
          'time-zone',
        ],
      },
    ],
  },
  { name: 'models', options: [] },
  { name: 'help', options: [] },
];

/** `schedule add`: the name of a command in this program. */
export const fullName = (spec: CommandSpec): string =>
  spec.subcommand === undefined ? spec.name : `${spec.name} ${spec.subcommand}`;

type Dotted<Text extends string> = Text extends `command.${string}` ? Text : never;

/** The message key that says what a command does. */
export const commandKey = (spec: CommandSpec): Dotted<MessageKey> =>
  `command.${fullName(spec).replace(' ', '.')}` as Dotted<MessageKey>;

type OptionKey<Text extends string> = Text extends `option.${string}` ? Text : never;

/** The same for an option of it. */
export const optionKey = (spec: CommandSpec, option: OptionSpec): OptionKey<MessageKey> =>
  `option.${fullName(spec).replace(' ', '.')}.${option.name}` as OptionKey<MessageKey>;
