/** The commands, described once for all platforms. */
import { levels, type SessionMode, type SessionStyle } from '../domain.ts';
import type { LeaderboardKind, LeaderboardPeriod } from '../pipeline/progress/progress-types.ts';

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

/** `schedule add`: what a command is called in this program. */
export const fullName = (spec: CommandSpec): string =>
  spec.subcommand === undefined ? spec.name : `${spec.name} ${spec.subcommand}`;
